// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v4"
)

// Glob is a doublestar pattern over a path: * stays within a folder, ** crosses folders, {a,b} are alternatives.
type Glob string

// The bounds of a glob: matching takes time by the number of ways through its alternatives.
const (
	maxGlob         = 512 // bytes
	maxAlternatives = 1000
)

func (g *Glob) decode(d *decoder, n *yaml.Node, what string) {
	if text, ok := d.text(n, what); ok && d.glob(n, text, 0, what) {
		*g = Glob(text)
	}
}

// JSONShape is the schema.
func (Glob) JSONShape() string { return `{"type":"string","minLength":1}` }

// Match tells whether the glob takes the whole path.
func (g Glob) Match(path string) bool { return doublestar.MatchUnvalidated(string(g), path) }

// glob proves a pattern that begins at a byte of a scalar.
func (d *decoder) glob(n *yaml.Node, pattern string, offset int, what string) bool {
	var message string
	at := 0
	switch {
	case pattern == "":
		message = "is empty: a glob such as **/*.go is needed"
	case len(pattern) > maxGlob:
		message = fmt.Sprintf("has %d bytes; a glob has at most %d", len(pattern), maxGlob)
	case strings.HasPrefix(pattern, "/"):
		message = "begins with /: paths are relative to the repository's root"
	case strings.HasPrefix(pattern, "./"):
		message = "begins with ./: paths have no such beginning"
	case !doublestar.ValidatePattern(pattern):
		message, at = "is not a glob", globFault(pattern)
	case alternatives(pattern) > maxAlternatives:
		message = fmt.Sprintf("has more than %d combinations of alternatives", maxAlternatives)
	default:
		return true
	}
	d.fault(d.within(n, offset+at), "", "%s: %q %s", what, clip(pattern), message)
	return false
}

// globFault guesses where a pattern goes wrong: at the bracket that is not closed, else at the end.
func globFault(pattern string) int {
	var open []int
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			if len(open) == 0 {
				return i
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return open[len(open)-1]
	}
	return max(0, len(pattern)-1)
}

// alternatives multiplies the alternatives of the braces: how many plain globs the pattern stands for, at most.
func alternatives(pattern string) int {
	product, commas := 1, 1
	for i := 0; i < len(pattern) && product <= maxAlternatives; i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '{':
			commas = 1
		case ',':
			commas++
		case '}':
			product *= commas
		}
	}
	return product
}

// NameGlob is a glob over a repository's name, or over OWNER/NAME when it has a slash; ! in front excludes.
type NameGlob string

func (g *NameGlob) decode(d *decoder, n *yaml.Node, what string) {
	text, ok := d.text(n, what)
	if !ok {
		return
	}
	pattern := strings.TrimPrefix(text, "!")
	if d.glob(n, pattern, len(text)-len(pattern), what) {
		*g = NameGlob(strings.ToLower(text))
	}
}

// JSONShape is the schema.
func (NameGlob) JSONShape() string { return `{"type":"string","minLength":1}` }

// nameMatch tells whether a name is taken: by a pattern, if any does not exclude, and by no pattern that excludes. GitHub's
// names differ by more than case, so case does not count.
func nameMatch(globs []NameGlob, owner, name string) bool {
	full := strings.ToLower(owner + "/" + name)
	name = strings.ToLower(name)
	included, positive := false, false
	for _, g := range globs {
		pattern, excludes := strings.CutPrefix(string(g), "!")
		subject := name
		if strings.Contains(pattern, "/") {
			subject = full
		}
		hit := doublestar.MatchUnvalidated(pattern, subject)
		switch {
		case excludes && hit:
			return false
		case !excludes:
			positive = true
			included = included || hit
		}
	}
	return included || !positive
}
