// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// fault makes an operation go wrong: fault OP [status=N] [times=N] [retry-after=N] [secondary] [hang] [cut] [drop] [applied]; OP is
// an operation, or "everything". "fault end" ends all faults.
func (b *botWorld) fault(_ *testscript.TestScript, args []string) error {
	if len(args) == 1 && args[0] == "end" {
		for _, end := range b.endings {
			end()
		}
		b.endings = nil
		return nil
	}
	f := ghtest.Fault{Op: strings.TrimPrefix(args[0], "everything")}
	for _, arg := range args[1:] {
		key, value, isNumber := strings.Cut(arg, "=")
		n, err := strconv.Atoi(value)
		if isNumber && err != nil {
			return err
		}
		if err := setFault(&f, key, n); err != nil {
			return err
		}
	}
	b.endings = append(b.endings, b.github.Fault(f))
	return nil
}

func setFault(f *ghtest.Fault, key string, n int) error {
	switch key {
	case "status":
		f.Status = n
	case "times":
		f.Times = n
	case "retry-after":
		f.RetryAfter = n
	case "secondary":
		f.Secondary = true
	case "hang":
		f.Hang = true
	case "cut":
		f.Cut = true
	case "drop":
		f.Drop = true
	case "applied":
		f.Applied = true
	default:
		return fmt.Errorf("unknown fault %s", key)
	}
	return nil
}

// struck waits until faults have struck so often.
func (b *botWorld) struck(_ *testscript.TestScript, args []string) error {
	n, err := strconv.Atoi(strings.Join(args, ""))
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if len(b.github.Struck()) >= n {
			return nil
		}
	}
	return fmt.Errorf("faults struck %d times", len(b.github.Struck()))
}

// power switches GitHub off or on: github down | github up.
func (b *botWorld) power(_ *testscript.TestScript, args []string) error {
	b.github.Down(slices.Equal(args, []string{"down"}))
	return b.settle()
}

// flip changes one of GitHub's limits: switch tree|commits|requests N.
func (b *botWorld) flip(_ *testscript.TestScript, args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	b.github.Switch(func(s *ghtest.Switches) {
		switch args[0] {
		case "tree":
			s.TreeEntriesMax = n
		case "commits":
			s.GraphQLCommitsMax = n
		case "requests":
			s.RateLimit = n
		default:
			err = fmt.Errorf("unknown switch %s", args[0])
		}
	})
	return err
}

// deliver says what becomes of the deliveries to come (send, twice, lose, vanish, hold), sends what was held back (release,
// reversed), or sends all of a name once more: deliver again [EVENT.ACTION].
func (b *botWorld) deliver(_ *testscript.TestScript, args []string) error {
	fates := map[string]ghtest.Fate{"send": ghtest.Send, "twice": ghtest.Twice, "lose": ghtest.Lose, "vanish": ghtest.Vanish, "hold": ghtest.Hold}
	fate, known := fates[args[0]]
	switch {
	case known:
		b.app.Fate(func(ghtest.Delivery) ghtest.Fate { return fate })
	case args[0] == "release", args[0] == "reversed":
		b.github.Settle()
		b.app.Fate(nil)
		b.app.Release(args[0] == "reversed")
	case args[0] == "again":
		for _, d := range b.app.Deliveries() {
			if !d.Redelivery && (len(args) == 1 || args[1] == d.Event+"."+d.Action) {
				b.app.Redeliver(d)
			}
		}
	default:
		return errors.New("usage: deliver send|twice|lose|vanish|hold|release|reversed|again [EVENT.ACTION]")
	}
	return b.settle()
}
