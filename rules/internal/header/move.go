// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"strings"
)

// move makes the edits that bring a header from below the code to its place: as it is, with its years. Where its lines hold
// anything else, a new header is written instead, and the old one stays.
func (x *explainer) move(m match, fresh []Edit) []Edit {
	from, to := x.around(m.line)
	first, last := x.zone.spans[from].line, x.zone.spans[to].line
	words := x.first[to+1] - x.first[from]
	block := x.rawLines(first, last)
	if !x.fixable || words != m.words || !x.alone(block) || !x.plain(x.zone.spans[from].start) {
		return fresh
	}
	insert := x.place(slices.Clone(block))
	if len(insert) != 1 {
		return fresh
	}
	return append(insert, Edit{Line: first, Delete: last - first + 1})
}

// around finds the comment on consecutive lines that a line belongs to: the indexes of its first and its last span.
func (x *explainer) around(line int) (from, to int) {
	from, to = line, line
	for from > 0 && x.zone.spans[from-1].line >= x.zone.spans[from].line-1 {
		from--
	}
	for to+1 < len(x.zone.spans) && x.zone.spans[to+1].line <= x.zone.spans[to].line+1 {
		to++
	}
	return from, to
}

// rawLines are whole lines of the file, without their line breaks.
func (x *explainer) rawLines(first, last int) []string {
	lines := strings.SplitN(x.zone.text, "\n", last+1)
	lines = slices.Clone(lines[first-1 : min(last, len(lines))])
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// alone tells whether lines hold comments and nothing else.
func (x *explainer) alone(block []string) bool {
	var z zone
	z.scan(strings.Join(block, "\n"), &Language{line: x.zone.lang.line, open: x.zone.lang.open, close: x.zone.lang.close})
	return z.end == len(z.text) && len(z.text) > 0 && strings.TrimLeft(block[0], " \t") == block[0]
}

// plain tells whether the code above an offset opens no string, so that a comment there is a comment. Who cannot tell moves
// nothing: the lines could be a program's data.
func (x *explainer) plain(end int) bool {
	code := x.zone.text[x.zone.end:max(end, x.zone.end)]
	return slices.Contains(x.zone.lang.line, "//") && !strings.ContainsAny(code, "\"'`") && !strings.Contains(code, "<<")
}
