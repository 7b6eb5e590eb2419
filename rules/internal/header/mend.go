// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"strings"
)

// Edit replaces Delete lines, from the 1-based Line on, by Insert, which ends with a line break. A byte-order mark is no part
// of line 1.
type Edit struct {
	Line, Delete int
	Insert       string
}

// nothing is the finding for a file without anything like a header: it stands below code, or it is missing.
func (x *explainer) nothing() []Finding {
	missing := Finding{Reason: Missing, Edits: x.insert()}
	missing.Line = x.insertLine()
	x.zone.late()
	x.read()
	for _, f := range x.rule.forms {
		if m := x.match(f); m.ok() {
			return []Finding{{Reason: BelowCode, Line: x.zone.spans[m.line].line, Edits: x.move(m, missing.Edits)}}
		}
	}
	return []Finding{missing}
}

// insertLine is the line that a finding without a place of its own is shown at: where the header belongs, within the file.
func (x *explainer) insertLine() int {
	at := x.zone.insert
	if at > 0 && at < len(x.zone.text) && x.zone.text[at-1] != '\n' {
		at = min(lineEnd(x.zone.text, at)+1, len(x.zone.text)-1)
	}
	return strings.Count(x.zone.text[:at], "\n") + 1
}

// insert makes the edit that puts a new header at its place, in the first form that can be filled in.
func (x *explainer) insert() []Edit {
	for _, f := range x.rule.forms {
		if lines, ok := x.fill(f); ok {
			return x.place(x.comment(lines))
		}
	}
	return nil
}

// place inserts lines after the prolog, with a blank line behind them. Where the prolog ends within a line, the line is split.
func (x *explainer) place(lines []string) []Edit {
	text, at := x.zone.text, x.zone.insert
	if !x.fixable || lines == nil {
		return nil
	}
	start, line := at, strings.Count(text[:at], "\n")+1
	if at > 0 && text[at-1] != '\n' && text[:at] != bom {
		end := lineEnd(text, at)
		if strings.TrimSpace(text[at:end]) != "" {
			return x.split(lines, at, end)
		}
		start, line = x.nextLine(end), line+1
	}
	if start < len(text) && strings.TrimSpace(text[start:lineEnd(text, start)]) != "" {
		lines = append(lines, "")
	}
	return []Edit{{Line: line, Insert: x.join(lines)}}
}

func (x *explainer) nextLine(end int) int {
	next := strings.IndexByte(x.zone.text[end:], '\n')
	if next < 0 {
		return len(x.zone.text)
	}
	return end + next + 1
}

// split breaks a line in two and puts lines between. A line that was cut off with the head is left alone.
func (x *explainer) split(lines []string, at, end int) []Edit {
	text := x.zone.text
	if end == len(text) && len(text) >= Limit-4 {
		return nil
	}
	start := strings.LastIndexByte(text[:at], '\n') + 1
	first := strings.TrimPrefix(text[start:at], bom)
	all := append(append([]string{first}, lines...), strings.TrimLeft(text[at:end], " \t"))
	return []Edit{{Line: strings.Count(text[:at], "\n") + 1, Delete: 1, Insert: x.join(all)}}
}

// join ends lines as the file does.
func (x *explainer) join(lines []string) string {
	eol := "\n"
	if at := strings.IndexByte(x.zone.text, '\n'); at > 0 && x.zone.text[at-1] == '\r' {
		eol = "\r\n"
	}
	return strings.Join(lines, eol) + eol
}

// replace changes a part of one line: the edit has the whole line.
func (x *explainer) replace(from, to int, with string) []Edit {
	text := x.zone.text
	end := lineEnd(text, to)
	if !x.fixable || end == len(text) && len(text) >= Limit-4 {
		return nil
	}
	start := strings.LastIndexByte(text[:from], '\n') + 1
	line := strings.TrimPrefix(text[start:from]+with+text[to:end], bom)
	return []Edit{{Line: strings.Count(text[:start], "\n") + 1, Delete: 1, Insert: x.join([]string{line})}}
}

// reyear puts the years of a notice right.
func (x *explainer) reyear(m pieceMatch) []Edit {
	from, to := m.yearAt, m.yearAt+m.years.length
	with := m.years.mended(m.year, x.now.UTC().Year())
	switch {
	case m.years.length == 0:
		with += " "
	case with == "":
		to += len(x.zone.text[to:]) - len(strings.TrimLeft(x.zone.text[to:], " ,\t"))
	}
	return x.replace(from, to, with)
}

// retag puts an expression right. A file that names owners of its own is not given another license by a machine.
func (x *explainer) retag(p *piece, t tagLine) []Edit {
	want := x.proposed(p)
	if p.accept == nil && !p.repo && (t.err == nil || t.err.Nearest != want) {
		return nil
	}
	if want == "" || x.foreign() >= 0 {
		return nil
	}
	at := x.tokens[t.token+len(tagWords)-1].end
	if t.raw == "" {
		at += strings.IndexByte(x.zone.text[at:], ':') + 1
		return x.replace(at, at, " "+want)
	}
	at += strings.Index(x.zone.text[at:], t.raw)
	return x.replace(at, at+len(t.raw), want)
}

// foreign finds a line with a notice that the form does not accept; -1 is none.
func (x *explainer) foreign() int {
	for line := range x.zone.spans {
		if x.isNotice(line) && !x.ours(line) {
			return line
		}
	}
	return -1
}

// ours tells whether a notice is accepted; a form that asks for no notice leaves it open.
func (x *explainer) ours(line int) bool {
	asks := slices.ContainsFunc(x.form.pieces, func(p piece) bool { return p.part == notice })
	return x.accepts(x.form, line) || !asks && len(x.rule.owners) == 0
}
