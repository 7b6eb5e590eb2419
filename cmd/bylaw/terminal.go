// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/bylaw-bot/bylaw/rules"
)

// terminal is where a verb reads and writes, and what that place can show.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	color    bool // out is a terminal and NO_COLOR is not set (https://no-color.org)
	live     bool // err is a terminal: a progress line may stand there
	now      func() time.Time
}

func newTerminal(in, out, err *os.File) *terminal {
	return &terminal{
		in: in, out: out, err: err,
		color: term.IsTerminal(int(out.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
		live:  term.IsTerminal(int(err.Fd())) && os.Getenv("TERM") != "dumb",
		now:   time.Now,
	}
}

// fail says an error and returns its exit code.
func (t *terminal) fail(err error) int {
	if code, ok := errors.AsType[exitCode](err); ok {
		return int(code)
	}
	t.note("bylaw: %v", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return int(exitUsage)
	}
	return int(exitFailure)
}

// note writes a line to standard error. Standard output is for reports alone.
func (t *terminal) note(format string, args ...any) {
	fmt.Fprintf(t.err, format+"\n", args...)
}

// paint puts text into a color, on a terminal only.
func (t *terminal) paint(color, text string) string {
	if !t.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// ANSI colors.
const (
	bold   = "1"
	red    = "31;1"
	green  = "32"
	yellow = "33"
	grey   = "90"
)

// progress is a line on a terminal's standard error that appears when a step takes longer than a second.
type progress struct {
	done  atomic.Int64
	tick  <-chan time.Time
	stop  chan struct{}
	ended chan struct{}
}

func (t *terminal) progress(what string, total int) *progress {
	p := &progress{stop: make(chan struct{}), ended: make(chan struct{})}
	if !t.live {
		close(p.ended)
		return p
	}
	tick := time.NewTicker(time.Second)
	p.tick = tick.C
	go func() {
		defer close(p.ended)
		defer tick.Stop()
		p.show(t, what, total)
	}()
	return p
}

func (p *progress) show(t *terminal, what string, total int) {
	shown := false
	for {
		select {
		case <-p.tick:
			fmt.Fprintf(t.err, "\r\x1b[K%s: %d of %d", rules.OneLine(what), p.done.Load(), total)
			shown = true
		case <-p.stop:
			if shown {
				fmt.Fprint(t.err, "\r\x1b[K")
			}
			return
		}
	}
}

// end takes the line away.
func (p *progress) end() {
	close(p.stop)
	<-p.ended
}
