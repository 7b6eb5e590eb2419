// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

// change is one override being proved.
type change struct {
	*decoder         // of the repository's file
	org      *Policy // who said the limits
	limit    *Rule   // the organization's rule
	rule     *Rule   // the rule as it will be
}

// override applies the legal part of a repository's override to a rule; the rest comes back as faults.
func override(org, repo *Policy, limit *Rule) (*Rule, Errors) {
	o := repo.Overrides[limit.ID]
	rule := *limit
	c := change{decoder: &decoder{source: repo.source}, org: org, limit: limit, rule: &rule}
	if o.Mode != nil {
		c.mode(*o.Mode, o.Keys["mode"].Key)
	}
	if o.Scope != "" {
		c.scope(o.Scope, o.Keys["scope"].Key)
	}
	c.files(o.Files)
	if o.With.node != nil {
		c.with(o.With.node, o.Keys["with"].Key)
	}
	return c.rule, c.faults
}

// locked says that a parameter may not move at all.
func (c *change) locked(at Pos, param string) {
	if len(c.limit.Override.Of) == 0 {
		c.fault(at, "", "rule %q is locked by %s:%d; remove this line", c.limit.ID, c.org.Path, c.limit.Pos.Line)
		return
	}
	c.fault(at, "", "%q of rule %q is locked by %s; remove this line", param, c.limit.ID, c.said())
}

// said is the place of the organization's override.
func (c *change) said() string {
	line := c.limit.Pos.Line
	if at, ok := c.limit.Keys["override"]; ok {
		line = at.Key.Line
	}
	return fmt.Sprintf("%s:%d", c.org.Path, line)
}

func (c *change) mode(m Mode, at Pos) {
	move, stated := c.limit.Override.of("mode")
	when, looser := m.looser(c.limit.Mode)
	switch {
	case move == MoveAny, move != MoveNone && !looser:
		c.rule.Mode = m
	case !stated || move == MoveNone:
		c.locked(at, "mode")
	default:
		mine, _ := m.At(when)
		theirs, _ := c.limit.Mode.At(when)
		on := ""
		if !when.IsZero() {
			on = " from " + when.Format(time.DateOnly) + " on"
		}
		c.fault(at, "", "mode of rule %q may only be tightened (%s): %s is looser than %s%s; remove this line", c.limit.ID, c.said(), mine, theirs, on)
	}
}

// scopes, loosest first.
var scopes = []rules.Scope{rules.ScopeAdded, rules.ScopeChanged, rules.ScopeAll}

func (c *change) scope(s rules.Scope, at Pos) {
	limit := c.limit.Scope
	if limit == "" {
		limit = rules.ScopeChanged
	}
	move, stated := c.limit.Override.of("scope")
	switch {
	case move == MoveAny, move != MoveNone && slices.Index(scopes, s) >= slices.Index(scopes, limit):
		c.rule.Scope = s
	case !stated || move == MoveNone:
		c.locked(at, "scope")
	default:
		c.fault(at, "", "scope of rule %q may only be tightened (%s): %s is looser than %s; remove this line", c.limit.ID, c.said(), s, limit)
	}
}

func (c *change) files(f Files) {
	files := c.limit.Files
	if f.Include != nil {
		c.include(&files, f)
	}
	if f.Exclude != nil {
		files.Exclude = c.globs("files.exclude", f.Keys["exclude"].Key, files.Exclude, f.Exclude)
	}
	c.rule.Files = files
	c.rule.filter = files.filter(c.limit.shelf.Include)
}

// include moves the globs of files to judge. No globs are every file: that cannot be extended, and any list is a part of it.
func (c *change) include(files *Files, f Files) {
	limit := c.limit.included()
	kind, _ := c.limit.Override.of("files.include")
	switch {
	case len(limit) == 0 && kind == MoveShrink:
		files.Include = f.Include
	case len(limit) > 0 || kind != MoveExtend:
		files.Include = c.globs("files.include", f.Keys["include"].Key, limit, f.Include)
	}
}

// included is what the rule judges: the policy's globs, else the type's. Nothing is every file.
func (r *Rule) included() []Glob {
	if r.Files.Include != nil {
		return r.Files.Include
	}
	var globs []Glob
	for _, g := range r.shelf.Include {
		globs = append(globs, Glob(g))
	}
	return globs
}

// globs moves a list of globs; an illegal one stays.
func (c *change) globs(param string, at Pos, limit, mine []Glob) []Glob {
	out := c.moved(param, at, reflect.ValueOf(limit), reflect.ValueOf(mine))
	if globs, ok := reflect.TypeAssert[[]Glob](out); ok {
		return globs
	}
	return limit
}
