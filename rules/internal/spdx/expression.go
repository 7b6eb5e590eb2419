// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package spdx

import (
	"slices"
	"strings"
)

// Op is how the operands of an expression are joined.
type Op string

// The operators. A single license has none.
const (
	And Op = "AND"
	Or  Op = "OR"
)

// Expression is a license, or several that are joined. The zero value is no license at all.
type Expression struct {
	Op        Op
	Operands  []Expression // two or more, when Op is set
	License   string       // in the list's spelling, or LicenseRef-..., when Op is empty
	Plus      bool         // "or any later version"
	Exception string       // after WITH
}

// String writes the expression in the list's spelling, with no more parentheses than needed.
func (e Expression) String() string {
	if e.Op == "" {
		return e.single(e.License)
	}
	parts := make([]string, len(e.Operands))
	for i, o := range e.Operands {
		parts[i] = o.String()
		if o.Op != "" && o.Op != e.Op {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " "+string(e.Op)+" ")
}

func (e Expression) single(id string) string {
	if e.Plus {
		id += "+"
	}
	if e.Exception != "" {
		id += " WITH " + e.Exception
	}
	return id
}

// Equal tells whether two expressions say the same: the order of operands, repetition, and old names of GNU licenses
// ("GPL-2.0+" is "GPL-2.0-or-later") do not matter.
func (e Expression) Equal(o Expression) bool { return e.key() == o.key() }

// key is a text that equal expressions share.
func (e Expression) key() string {
	if e.Op == "" {
		return modern(e).single(modern(e).License)
	}
	keys := e.keys(e.Op, nil)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 1 {
		return keys[0]
	}
	return "(" + strings.Join(keys, " "+string(e.Op)+" ") + ")"
}

// keys gathers the operands of nested expressions of the same operator: a AND (b AND c) has three.
func (e Expression) keys(op Op, into []string) []string {
	for _, o := range e.Operands {
		if o.Op == op {
			into = o.keys(op, into)
		} else {
			into = append(into, o.key())
		}
	}
	return into
}

// Join is the expression that two or more tags make together: all of them apply.
func Join(all ...Expression) Expression {
	if len(all) == 1 {
		return all[0]
	}
	return Expression{Op: And, Operands: all}
}

// modern gives a GNU license its present name: GPL-2.0 is GPL-2.0-only, GPL-2.0+ is GPL-2.0-or-later.
func modern(e Expression) Expression {
	base, later := strings.CutSuffix(e.License, "+")
	if !gnu(base) {
		return e
	}
	suffix := "-only"
	if later || e.Plus {
		suffix = "-or-later"
	}
	e.License, e.Plus = base+suffix, false
	return e
}

// gnu tells the bare names, which the list calls deprecated because they leave open whether later versions are meant.
func gnu(id string) bool {
	switch id {
	case "GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "AGPL-1.0", "AGPL-3.0":
		return true
	}
	return false
}

// Variants lists what a license's text may stand for. GitHub names the text of the GPL "GPL-3.0", and the text does not
// say whether later versions may be used: both GPL-3.0-only and GPL-3.0-or-later go with it.
func Variants(id string) []string {
	if !gnu(id) {
		return []string{id}
	}
	return []string{id + "-only", id + "-or-later"}
}
