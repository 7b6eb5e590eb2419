// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

func TestDatedModes(t *testing.T) {
	for _, c := range []struct{ mode, on, want string }{
		{"enforce", "2026-01-01", "enforce"},
		{"{observe: 2026-01-15, warn: 2026-02-15, enforce: 2026-04-01}", "2026-01-01", "observe, warn from 2026-02-15"},
		{"{observe: 2026-01-15, warn: 2026-02-15, enforce: 2026-04-01}", "2026-01-15", "observe, warn from 2026-02-15"},
		{"{observe: 2026-01-15, warn: 2026-02-15, enforce: 2026-04-01}", "2026-02-15", "warn, enforce from 2026-04-01"},
		{"{enforce: 2026-04-01, warn: 2026-02-15}", "2026-03-31", "warn, enforce from 2026-04-01"},
		{"{enforce: 2026-04-01, warn: 2026-02-15}", "2026-04-01", "enforce"},
		{"{warn: 2026-02-15}", "2026-02-14", "observe, warn from 2026-02-15"},
		{"{warn: 2026-02-15}", "2036-02-14", "warn"},
	} {
		p := parse(t, "bylaw.yml", "version: 1\nkind: organization\nrules: [{id: r, type: dco, mode: "+c.mode+"}]\n")
		at, err := time.Parse(time.DateOnly, c.on)
		if err != nil {
			t.Fatal(err)
		}
		mode, next := p.Rules[0].Mode.At(at)
		got := string(mode)
		if next != nil {
			got += fmt.Sprintf(", %s from %s", next.Mode, next.At.Format(time.DateOnly))
		}
		if got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.mode, c.on, got, c.want)
		}
	}
}

// TestLooser compares every pair of roll-outs over a short calendar with a day-by-day walk.
func TestLooser(t *testing.T) {
	modes := rollouts()
	for _, a := range modes {
		for _, b := range modes {
			want := false
			for day := range 8 {
				mine, _ := a.At(dayOf(day))
				theirs, _ := b.At(dayOf(day))
				want = want || rank(mine) < rank(theirs)
			}
			if _, got := a.looser(b); got != want {
				t.Errorf("%s looser than %s: %v, want %v", a, b, got, want)
			}
		}
	}
}

func dayOf(n int) time.Time { return time.Date(2026, 1, n+1, 0, 0, 0, 0, time.UTC) }

// rollouts lists all modes over a calendar of six days.
func rollouts() []Mode {
	out := []Mode{{Fixed: rules.Observe}, {Fixed: rules.Warn}, {Fixed: rules.Enforce}}
	for warn := range 7 {
		for enforce := warn + 1; enforce < 8; enforce++ {
			m := Mode{}
			if warn > 0 {
				m.Steps = append(m.Steps, rules.Step{Mode: rules.Warn, At: dayOf(warn)})
			}
			if enforce < 7 {
				m.Steps = append(m.Steps, rules.Step{Mode: rules.Enforce, At: dayOf(enforce)})
			}
			if len(m.Steps) > 0 {
				out = append(out, m)
			}
		}
	}
	return out
}
