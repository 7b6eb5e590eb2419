// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestBot plays the stories of the whole bot: what people do on GitHub, what GitHub does to us, and what the bot then shows.
// Each word's comment says what it means.
func TestBot(t *testing.T) {
	p := storyParams(t, filepath.Join("..", "..", "handlers", "testdata", "story"), "bot", newBotWorld)
	p.Cmds = maps.Clone(p.Cmds)
	for name, act := range botActs {
		p.Cmds[name] = botWord(func(b *botWorld, ts *testscript.TestScript, args []string) error {
			if name != "policy" {
				if err := based(ts); err != nil {
					return err
				}
			}
			if err := act(b, args); err != nil {
				return err
			}
			return b.settle()
		})
	}
	for name, do := range botWords {
		p.Cmds[name] = botWord(do)
	}
	testscript.Run(t, p)
}

// based makes the default branch, if the story did not; the first commit does so too.
func based(ts *testscript.TestScript) error {
	s, _ := ts.Value(storyKey{}).(*story)
	if s.based {
		return nil
	}
	return s.base(ts, nil)
}

// botWord runs a word over the story's world.
func botWord(do func(*botWorld, *testscript.TestScript, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		b, _ := ts.Value(botKey{}).(*botWorld)
		err := do(b, ts, args)
		switch {
		case neg && err == nil:
			ts.Fatalf("unexpected success")
		case err != nil && !neg:
			ts.Fatalf("%v", err)
		}
	}
}

// botWords steer the story. Words that change GitHub are in botActs.
var botWords = map[string]func(*botWorld, *testscript.TestScript, []string) error{
	"settle":  func(b *botWorld, _ *testscript.TestScript, _ []string) error { b.conf.waits = true; return b.settle() },
	"nowait":  func(b *botWorld, _ *testscript.TestScript, _ []string) error { b.conf.waits = false; return nil },
	"rest":    (*botWorld).rest,
	"await":   (*botWorld).await,
	"reset":   (*botWorld).reset,
	"during":  (*botWorld).during,
	"restart": (*botWorld).restart,
	"files":   (*botWorld).files,
	"commits": (*botWorld).commits,
	"deliver": (*botWorld).deliver,
	"fault":   (*botWorld).fault,
	"struck":  (*botWorld).struck,
	"github":  (*botWorld).power,
	"switch":  (*botWorld).flip,

	"checks":    (*botWorld).checks,
	"comments":  (*botWorld).comments,
	"requests":  (*botWorld).requests,
	"writes":    (*botWorld).writes,
	"asked":     (*botWorld).asked,
	"report":    (*botWorld).report,
	"elsewhere": (*botWorld).elsewhere,
	"log":       (*botWorld).log,
	"nolog":     (*botWorld).nolog,
}

// hookErrors are what went wrong in a hook, where nobody can be told.
type hookErrors struct {
	mu   sync.Mutex
	errs []error
}

func (h *hookErrors) add(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.errs = append(h.errs, err)
}

func (h *hookErrors) err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return errors.Join(h.errs...)
}

// rest waits until the bot asks nothing any more: for what is put off and not done.
func (b *botWorld) rest(_ *testscript.TestScript, _ []string) error {
	for quiet, last := 0, -1; quiet < 12; time.Sleep(30 * time.Millisecond) {
		b.github.Settle()
		n := len(b.github.Requests())
		if quiet++; n != last {
			quiet, last = 0, n
		}
	}
	return errors.Join(b.faults(), b.hooks.err())
}

// await waits for a line of the bot's log since the last reset.
func (b *botWorld) await(_ *testscript.TestScript, args []string) error {
	want, err := pattern(args)
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if want.MatchString(b.heard()) {
			return nil
		}
	}
	return fmt.Errorf("the bot never said %v:\n%s", want, b.heard())
}

// reset begins counting anew: requests and the log.
func (b *botWorld) reset(_ *testscript.TestScript, _ []string) error {
	b.github.ResetRequests()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mark = b.logs.Len()
	return nil
}

// during does something when an operation is asked for, just before it is answered: during OP ACT ARGS...
// commit and amend take the work directory as it is now.
func (b *botWorld) during(_ *testscript.TestScript, args []string) error {
	if len(args) < 2 {
		return errors.New("usage: during OP ACT ARGS")
	}
	do, err := b.deed(args[1], args[2:])
	if err != nil {
		return err
	}
	b.github.Before(args[0], func() {
		if err := do(); err != nil {
			b.hooks.add(fmt.Errorf("during %s: %w", args[0], err))
		}
	})
	return nil
}

func (b *botWorld) deed(name string, args []string) (func() error, error) {
	if act := botActs[name]; act != nil {
		return func() error { return act(b, args) }, nil
	}
	if name != "commit" && name != "amend" {
		return nil, fmt.Errorf("nobody can %s", name)
	}
	c, err := parseCommit(args)
	if err != nil {
		return nil, err
	}
	c.amend, c.at = name == "amend", storyTime
	work, err := readWork(b.dir)
	return func() error {
		_, err := b.commitNow(c, work)
		return err
	}, err
}

// restart stops the bot as SIGTERM does and starts it again: restart [new-database] [pause=D] [patience=D].
func (b *botWorld) restart(_ *testscript.TestScript, args []string) error {
	for _, arg := range args {
		key, value, _ := strings.Cut(arg, "=")
		d, err := time.ParseDuration(value)
		switch {
		case key == "new-database":
			b.conf.database++
		case err != nil:
			return err
		case key == "pause":
			b.conf.pause = d
		case key == "patience":
			b.conf.patience = d
		default:
			return fmt.Errorf("unknown setting %s", arg)
		}
	}
	if err := b.server.stop(context.Background()); err != nil {
		return err
	}
	if err := b.boot(); err != nil {
		return err
	}
	return b.settle()
}

// files makes N small files: files N [DIR] [CONTENT].
func (b *botWorld) files(_ *testscript.TestScript, args []string) error {
	n, dir, content := 0, "many", "package many\n"
	if len(args) > 1 {
		dir = args[1]
	}
	if len(args) > 2 {
		content = args[2] + "\n"
	}
	if _, err := fmt.Sscan(args[0], &n); err != nil {
		return err
	}
	return writeMany(filepath.Join(b.dir, dir), n, content)
}

// commits pushes N signed-off commits of Ana's at once, each to a file of its own. It begins the branch if need be.
func (b *botWorld) commits(ts *testscript.TestScript, args []string) error {
	n, err := strconv.Atoi(strings.Join(args, ""))
	if err != nil {
		return err
	}
	if err := based(ts); err != nil {
		return err
	}
	tree := b.main
	if len(b.trees) > 0 {
		tree = b.trees[len(b.trees)-1]
	}
	ana, err := parsePerson("Ana")
	if err != nil {
		return err
	}
	begin := len(b.specs)
	for i := range n {
		next := maps.Clone(tree)
		next["COUNT"] = storyFile{mode: "100644", content: fmt.Sprintln(begin + i)}
		message := fmt.Sprintf("Count to %d\n\nSigned-off-by: Ana <ana@example.com>", begin+i)
		b.specs = append(b.specs, b.spec(storyCommit{author: ana, committer: ana, message: message, at: storyTime}, tree, next))
		b.trees, tree = append(b.trees, next), next
	}
	if err := writeWork(b.dir, "COUNT", tree["COUNT"].content); err != nil {
		return err
	}
	b.push(false, b.specs[begin:]...)
	return b.settle()
}

func pattern(args []string) (*regexp.Regexp, error) {
	if len(args) != 1 {
		return nil, errors.New("one pattern is needed")
	}
	return regexp.Compile(args[0])
}
