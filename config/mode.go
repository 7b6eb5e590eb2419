// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/bylaw-bot/bylaw/rules"
)

// Mode is a rule's mode: one for ever, or a roll-out by dates. A date begins at 00:00 UTC. Before the first date of a roll-out
// the mode is observe: the weakest, which nobody notices.
type Mode struct {
	Fixed rules.Mode   // set when there are no dates
	Steps []rules.Step // by date, each stricter than the one before
	Pos   Pos
}

func modeNames() []string {
	names := make([]string, len(rules.Modes))
	for i, m := range rules.Modes {
		names[i] = string(m)
	}
	return names
}

func (m *Mode) decode(d *decoder, n *yaml.Node, what string) {
	m.Pos = pos(n)
	switch n.Kind {
	case yaml.MappingNode:
		m.dated(d, n, what)
	case yaml.ScalarNode:
		if n.ShortTag() != "!!str" {
			d.wrong(n, what, "observe, warn, enforce, or dates for them")
		} else if d.allowed(n, n.Value, what, tag{enum: modeNames()}) {
			m.Fixed = rules.Mode(n.Value)
		}
	default:
		d.wrong(n, what, "observe, warn, enforce, or dates for them")
	}
}

func (m *Mode) dated(d *decoder, n *yaml.Node, what string) {
	if len(n.Content) == 0 {
		d.fault(pos(n), "", "%s has no date", what)
	}
	d.pairs(n, what, func(k, v *yaml.Node) {
		if !slices.Contains(modeNames(), k.Value) {
			d.fault(pos(k), didYouMean(k.Value, modeNames()), "unknown mode %q; known here: %s", k.Value, list(modeNames()))
			return
		}
		var day Date
		before := len(d.faults)
		day.decode(d, v, quote(k.Value))
		if len(d.faults) == before {
			m.Steps = append(m.Steps, rules.Step{Mode: rules.Mode(k.Value), At: day.Time})
		}
	})
	slices.SortStableFunc(m.Steps, func(a, b rules.Step) int { return rank(a.Mode) - rank(b.Mode) })
	for i := 1; i < len(m.Steps); i++ {
		if last, step := m.Steps[i-1], m.Steps[i]; !step.At.After(last.At) {
			d.fault(pos(n), "", "%s must become stricter with time: %s begins on %s, which is not after %s on %s",
				what, step.Mode, step.At.Format(time.DateOnly), last.Mode, last.At.Format(time.DateOnly))
		}
	}
}

// JSONShape is the schema.
func (Mode) JSONShape() string {
	date := `{"type":"string","format":"date"}`
	return `{"oneOf":[{"enum":["observe","warn","enforce"]},{"type":"object","minProperties":1,"additionalProperties":false,` +
		`"properties":{"observe":` + date + `,"warn":` + date + `,"enforce":` + date + `}}]}`
}

func rank(m rules.Mode) int { return slices.Index(rules.Modes, m) }

// At is the mode at a moment, and the dated change that comes next.
func (m Mode) At(t time.Time) (rules.Mode, *rules.Step) {
	if len(m.Steps) == 0 {
		return m.Fixed, nil
	}
	now := rules.Observe
	for _, s := range m.Steps {
		if s.At.After(t) {
			if s.Mode == now {
				continue
			}
			return now, &s
		}
		now = s.Mode
	}
	return now, nil
}

// String is the mode as it is written.
func (m Mode) String() string {
	if len(m.Steps) == 0 {
		return string(m.Fixed)
	}
	s := ""
	for _, step := range m.Steps {
		s += fmt.Sprintf(", %s: %s", step.Mode, step.At.Format(time.DateOnly))
	}
	return "{" + s[2:] + "}"
}

// looser finds a moment at which m is looser than limit; ok is false when there is none.
func (m Mode) looser(limit Mode) (at time.Time, ok bool) {
	moments := []time.Time{{}}
	for _, s := range append(slices.Clone(m.Steps), limit.Steps...) {
		moments = append(moments, s.At)
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, t := range moments {
		mine, _ := m.At(t)
		theirs, _ := limit.At(t)
		if rank(mine) < rank(theirs) {
			return t, true
		}
	}
	return time.Time{}, false
}
