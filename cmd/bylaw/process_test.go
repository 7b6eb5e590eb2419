// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// processSecret signs the deliveries to processes.
const processSecret = "a secret for processes"

// logLine is what the tests read of a line of the bot's log.
type logLine struct {
	Level, Message, Subject, Error string
	Gen                            int64
	Public, Internal               string
}

// process is bylaw serve in a process of its own: the test binary under the name bylaw (see TestMain).
type process struct {
	cmd   *exec.Cmd
	ended chan error // what Wait said, once

	mu    sync.Mutex // guards the rest
	heard *sync.Cond // a line came, or the end
	lines []logLine
	text  []string // lines that are no log
	over  bool
}

// serveEnv is the settings of a bot before this GitHub, by the environment.
func serveEnv(app *ghtest.App, api, dsn string) map[string]string {
	return map[string]string{
		"BYLAW_APP_ID": strconv.FormatInt(app.ID, 10), "BYLAW_PRIVATE_KEY": app.PrivateKeyPEM, "BYLAW_WEBHOOK_SECRETS": processSecret,
		"BYLAW_GITHUB_API": api + "/", "BYLAW_GITHUB_GRAPHQL": api + "/graphql", "BYLAW_STORE": dsn,
		"BYLAW_LISTEN": "127.0.0.1:0", "BYLAW_INTERNAL_LISTEN": "127.0.0.1:0", "BYLAW_WORKERS": "64",
	}
}

// spawn starts bylaw serve. The process does not outlive the test.
func spawn(t *testing.T, env map[string]string) *process {
	t.Helper()
	p := &process{cmd: exec.Command("bylaw", "serve"), ended: make(chan error, 1)}
	p.heard = sync.NewCond(&p.mu)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "BYLAW_") {
			p.cmd.Env = append(p.cmd.Env, e)
		}
	}
	for name, value := range env {
		p.cmd.Env = append(p.cmd.Env, name+"="+value)
	}
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.listen(errs)
	t.Cleanup(func() { p.kill() })
	return p
}

// listen reads the log to its end, and then the exit code: what was written before a kill is read.
func (p *process) listen(errs io.Reader) {
	for lines := bufio.NewScanner(errs); lines.Scan(); {
		var l logLine
		err := json.Unmarshal(lines.Bytes(), &l)
		p.mu.Lock()
		if err == nil {
			p.lines = append(p.lines, l)
		} else {
			p.text = append(p.text, lines.Text())
		}
		p.heard.Broadcast()
		p.mu.Unlock()
	}
	err := p.cmd.Wait()
	p.mu.Lock()
	p.over = true
	p.heard.Broadcast()
	p.mu.Unlock()
	p.ended <- err
}

// await waits until the log holds n lines with a message, and returns the nth. nil: the process ended before.
func (p *process) await(message string, n int) *logLine {
	p.mu.Lock()
	defer p.mu.Unlock()
	for seen := 0; ; {
		count := 0
		for i := range p.lines {
			if p.lines[i].Message == message {
				if count++; count == n {
					return &p.lines[i]
				}
			}
		}
		if p.over && count == seen {
			return nil
		}
		if seen = count; !p.over {
			p.heard.Wait()
		}
	}
}

// serving waits until both listeners are open.
func (p *process) serving(t *testing.T) (public, internal string) {
	t.Helper()
	l := p.await("serving", 1)
	if l == nil {
		t.Fatalf("bylaw serve did not start: %v %+v", p.text, p.lines)
	}
	return "http://" + l.Public, "http://" + l.Internal
}

// log is what was logged so far.
func (p *process) log() []logLine {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]logLine(nil), p.lines...)
}

// summary counts the lines of the log that are not news, by what they say.
func (p *process) summary() map[string]int {
	out := map[string]int{}
	for _, l := range p.log() {
		if l.Level != "info" {
			l.Error = l.Error[strings.LastIndex(l.Error, "\n")+1:]
			out[l.Message+": "+l.Error[max(0, len(l.Error)-100):]]++
		}
	}
	return out
}

// generation is one evaluation that was asked for.
type generation struct {
	subject string
	gen     int64
}

// evaluated counts how often the process brought each generation as far as its check run. The record of it comes after.
func (p *process) evaluated() map[generation]int {
	out := map[generation]int{}
	for _, l := range p.log() {
		if l.Message == "evaluated" {
			out[generation{l.Subject, l.Gen}]++
		}
	}
	return out
}

// output is what was said besides.
func (p *process) output() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.text...)
}

// wait is the exit code.
func (p *process) wait(t *testing.T) int {
	t.Helper()
	select {
	case err := <-p.ended:
		p.ended <- err
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(time.Minute):
		t.Fatal("bylaw serve did not end within a minute")
	}
	return -1
}

// stop asks the process to end and returns its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return p.wait(t)
}

// kill ends the process at whatever instruction it is, and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	p.ended <- <-p.ended
}

// idle waits until no subject waits for work.
func (p *process) idle(t *testing.T, internal string) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); behind(internal) != 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the bot was not done in time: %v", p.output())
		}
	}
}

// behind asks the process how many subjects wait for work; -1 where it does not say.
func behind(internal string) int {
	res, err := http.Get(internal + "/metrics")
	if err != nil {
		return -1
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "bylaw_subjects_behind "); ok {
			if n, err := strconv.Atoi(rest); err == nil {
				return n
			}
		}
	}
	return -1
}
