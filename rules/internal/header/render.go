// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"strconv"
	"strings"
)

// fill writes a form with this year, the first owner and the license. It fails where a person has to choose. A form is
// written once for all files.
func (j *Judge) fill(f *form) (lines []string, ok bool) {
	lines, seen := j.filled[f]
	if !seen {
		lines = j.write(f)
		j.filled[f] = lines
	}
	return slices.Clone(lines), lines != nil
}

func (j *Judge) write(f *form) (lines []string) {
	var replacements []string
	for i := range f.pieces {
		p := &f.pieces[i]
		if p.part == tag && p.accept == nil {
			id := j.proposed(p)
			if id == "" {
				return nil
			}
			replacements = append(replacements, "{spdx}", id, "{repo.license}", id)
		}
	}
	if f.has(owner) {
		if len(j.rule.owners) == 0 {
			return nil
		}
		replacements = append(replacements, "{owner}", j.rule.owners[0].name)
	}
	r := strings.NewReplacer(append(replacements, "{year}", j.newYear())...)
	for _, line := range f.lines {
		lines = append(lines, tidy(line, r))
	}
	return lines
}

func (j *Judge) newYear() string {
	if j.rule.year == YearNone {
		return ""
	}
	return strconv.Itoa(j.now.UTC().Year())
}

// tidy fills a line in, and takes back the blanks that an empty placeholder leaves.
func tidy(line string, r *strings.Replacer) string {
	filled := r.Replace(line)
	for {
		at := strings.Index(filled, "{any:")
		if at < 0 {
			break
		}
		filled = filled[:at] + filled[at+strings.IndexByte(filled[at:], '}')+1:]
	}
	if filled == line {
		return line
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	return indent + strings.Join(strings.Fields(filled), " ")
}

// shown is a piece as messages show it: filled in as far as possible, on one line.
func (j *Judge) shown(p *piece) string {
	r := []string{"{year}", j.newYear()}
	if len(j.rule.owners) > 0 {
		r = append(r, "{owner}", j.rule.owners[0].name)
	}
	if id := j.proposed(p); p.part == tag && id != "" {
		r = append(r, "{spdx}", id, "{repo.license}", id)
	}
	return tidy(p.lines[0], strings.NewReplacer(r...))
}

// comment writes lines as a comment of the file's language; nil where the text would end the comment.
func (x *explainer) comment(lines []string) []string {
	l := x.zone.lang
	if l.write != "" {
		return prefixed(lines, l.write+" ")
	}
	for _, line := range lines {
		if strings.Contains(line, l.close) || l.open == "<!--" && strings.Contains(line, "--") {
			return nil
		}
	}
	if len(lines) == 1 {
		return []string{l.open + " " + lines[0] + " " + l.close}
	}
	inner := " * "
	if l.open == "<!--" {
		inner = "  "
	}
	out := append([]string{l.open}, prefixed(lines, inner)...)
	return append(out, strings.Repeat(" ", min(1, len(inner)-2))+l.close)
}

func prefixed(lines []string, prefix string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimRight(prefix+line, " ")
	}
	return out
}

// placeholder finds a notice that nobody filled in.
func (x *explainer) placeholder() (line int, ok bool) {
	for line := range x.zone.spans {
		if x.noticeLine(line) && blank(x.rest(x.zone.spans[line].start, line)) {
			return line, true
		}
	}
	return 0, false
}

// refill writes a notice that nobody filled in anew.
func (x *explainer) refill(line int) []Edit {
	lines, ok := x.fill(x.form)
	i := 0
	for ; i < len(x.form.pieces) && x.form.pieces[i].part != notice; i++ {
	}
	if !ok || i == len(x.form.pieces) {
		return nil
	}
	for k, source := range x.form.lines {
		if source == x.form.pieces[i].lines[0] {
			from := x.tokens[x.first[line]].start
			rest := x.rest(from, line)
			return x.replace(from, from+len(rest), strings.TrimSpace(lines[k]))
		}
	}
	return nil
}

// complete makes the edits that add the pieces of which nothing is there, beside those that are.
func (x *explainer) complete() {
	lines, ok := x.fill(x.form)
	safe := ok && x.fixable && x.foreign() < 0 && !x.said(WrongLicense) && !x.said(WrongOwner)
	for i, n := 0, 0; i < len(x.findings); i++ {
		f := &x.findings[i]
		if f.Reason != Incomplete {
			continue
		}
		p := x.lacking[n]
		n++
		f.Line = x.insertLine()
		if anchor, after := x.anchor(p); anchor >= 0 {
			f.Line = x.zone.spans[anchor].line
			if safe {
				f.Edits = x.beside(x.linesOf(p, lines), anchor, after)
			}
		}
	}
}

// linesOf is the lines of a piece, filled in.
func (x *explainer) linesOf(p *piece, lines []string) []string {
	for k := range x.form.lines {
		if x.form.lines[k] == p.lines[0] {
			return lines[k:min(k+len(p.lines), len(lines))]
		}
	}
	return nil
}

// anchor is the line that a lacking piece goes to: after a notice, or before what else there is.
func (x *explainer) anchor(p *piece) (line int, after bool) {
	if line = x.firstNotice(); line >= 0 {
		return line, true
	}
	if len(x.tags) > 0 {
		return x.tokens[x.tags[0].token].line, p.part == text
	}
	for i := range x.form.pieces {
		if m := x.Judge.piece(&x.form.pieces[i]); m.ok {
			return m.line, false
		}
	}
	return -1, false
}

// beside inserts lines before or after a line of a comment, in its own style. A line that opens a block gets a comment above.
func (x *explainer) beside(lines []string, anchor int, after bool) []Edit {
	text, s := x.zone.text, x.zone.spans[anchor]
	start := strings.LastIndexByte(text[:s.start], '\n') + 1
	prefix := strings.TrimPrefix(text[start:x.tokens[x.first[anchor]].start], bom)
	switch {
	case lines == nil || start < x.zone.insert && text[:x.zone.insert] != bom:
		return nil
	case x.zone.lang.open != "" && strings.Contains(prefix, x.zone.lang.open):
		lines, after = x.comment(lines), false
		if lines == nil {
			return nil
		}
	case strings.Trim(prefix, " \t/#*-!;") != "":
		return nil
	default:
		lines = prefixed(lines, prefix)
	}
	line := s.line
	if after {
		line++
	}
	return []Edit{{Line: line, Insert: x.join(lines)}}
}
