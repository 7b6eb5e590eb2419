// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"
)

// maxSelectors bounds how deep selectors can name each other.
const maxSelectors = 500

// link finds the selectors that names mean, and refuses circles.
func (p *Policy) link(d *decoder) {
	names := sortedKeys(p.Selectors)
	if len(names) > maxSelectors {
		d.fault(Pos{Line: 1, Column: 1}, "", "%d selectors have a name; at most %d may", len(names), maxSelectors)
		return
	}
	for i, name := range names {
		if p.Selectors[name] == nil {
			p.Selectors[name] = &Selector{}
		}
		p.Selectors[name].memo = i + 1
	}
	p.named = len(names)
	l := linker{d: d, named: p.Selectors, names: names, state: map[*Selector]bool{}}
	for _, name := range names {
		l.selector(p.Selectors[name], []string{name})
	}
	for _, r := range p.Rules {
		if r.For != nil {
			l.ref(r.For, nil)
		}
	}
}

type linker struct {
	d     *decoder
	named map[string]*Selector
	names []string
	state map[*Selector]bool // done
}

func (l *linker) selector(s *Selector, path []string) {
	if l.state[s] {
		return
	}
	if len(s.Keys) == 0 && s.Pos.Line > 0 {
		l.d.fault(s.Pos, "", "a selector without a condition takes every repository: name one, or leave the selector out")
	}
	for i := range s.AllOf {
		l.ref(&s.AllOf[i], path)
	}
	for i := range s.AnyOf {
		l.ref(&s.AnyOf[i], path)
	}
	if s.Not != nil {
		l.ref(s.Not, path)
	}
	s.asked = s.conditions()
	l.state[s] = true
}

// ref links one reference; path is the named selectors that led here.
func (l *linker) ref(r *Ref, path []string) {
	if r.Inline != nil {
		l.selector(r.Inline, path)
		return
	}
	target, ok := l.named[r.Name]
	switch {
	case r.Name == "": // told by the decoder
	case !ok:
		l.d.fault(r.Pos, didYouMean(r.Name, l.names), "no selector has the name %q; known here: %s", clip(r.Name), list(l.names))
	case slices.Contains(path, r.Name):
		i := slices.Index(path, r.Name)
		l.d.fault(r.Pos, "", "selector %q goes round in a circle: %s", r.Name, circle(append(slices.Clone(path[i:]), r.Name)))
	default:
		r.to = target
		l.selector(target, append(slices.Clone(path), r.Name))
	}
}

func circle(names []string) string {
	s := names[0]
	for _, n := range names[1:] {
		s += " → " + n
	}
	return s
}
