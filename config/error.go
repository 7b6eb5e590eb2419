// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file: line and column, both 1-based, columns in characters.
type Pos struct{ Line, Column int }

// Error is one fault of a policy or of the settings, at its place.
type Error struct {
	Path         string
	Line, Column int    // 1-based; columns count characters; 0 where there is no place
	Message      string // lower-case, no full stop: what is wrong, and what would be right
	Hint         string // did you mean "x"?
	Snippet      string // the line of the source and a caret below it; no line end
}

// Warning is something that is accepted but deserves a word.
type Warning = Error

// Error is "path:line:col: message" and the hint.
func (e Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
	}
	b.WriteString(": " + e.Message)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Long is Error with the snippet below it.
func (e Error) Long() string {
	if e.Snippet == "" {
		return e.Error()
	}
	return e.Error() + "\n" + e.Snippet
}

// Errors are all faults at once, sorted by place.
type Errors []Error

// Error is all faults with their snippets.
func (es Errors) Error() string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Long()
	}
	return strings.Join(parts, "\n")
}

// err sorts the faults, drops those said twice (an alias shows its value's fault once for each use), and is nil without any.
func (es Errors) err() error {
	if len(es) == 0 {
		return nil
	}
	return es.sorted()
}

func (es Errors) sorted() Errors {
	slices.SortStableFunc(es, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(es, func(a, b Error) bool { return a.Error() == b.Error() })
}
