// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"github.com/bylaw-bot/bylaw/rules/internal/spdx"
)

// Placeholders lists what a template may hold in braces.
var Placeholders = []string{"{year}", "{owner}", "{spdx}", "{repo.license}", "{any:n}"}

// maxTemplate bounds a template in bytes, maxAny the words that one {any:n} takes.
const (
	maxTemplate = 16 << 10
	maxAny      = 100
)

// kind is what one element of a template matches.
type kind uint8

const (
	literal  kind = iota // one word
	years                // {year}
	owner                // {owner}
	anything             // {any:n}: up to n words
	license              // {spdx}, {repo.license}: only after SPDX-License-Identifier:
)

// elem is one element of a compiled template.
type elem struct {
	kind kind
	hash uint64 // of a literal
	text string // as the template has it
	n    int    // of {any:n}
	tail string // punctuation that follows {owner} in the template
	at   int    // bytes into its line
}

// part is what a piece of a template is.
type part uint8

const (
	text   part = iota // words that may be wrapped anywhere
	notice             // one line that names an owner: it may stand before or after the other pieces
	tag                // one line SPDX-License-Identifier: ...
)

// piece is a line, or a run of lines, of a template that is looked for as one.
type piece struct {
	part   part
	lines  []string // as the template has them
	elems  []elem
	intro  int              // of a notice: how many elements stand before the owner
	accept *spdx.Expression // of a tag: the one that is accepted; nil with repo false is any
	repo   bool             // of a tag: the repository's license is accepted
}

// form is one accepted header.
type form struct {
	pieces  []piece
	lines   []string // the template
	license string   // the license that its words name, by the table of phrases; empty if they name none
}

// has tells whether the form holds an element of a kind.
func (f *form) has(k kind) bool {
	for _, p := range f.pieces {
		for _, e := range p.elems {
			if e.kind == k {
				return true
			}
		}
	}
	return false
}
