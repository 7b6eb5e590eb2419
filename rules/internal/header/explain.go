// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
)

// Reason is what is wrong with a header.
type Reason string

// The reasons. They are part of message ids, so they stay as they are.
const (
	Missing      Reason = "missing"       // nothing like a header
	Incomplete   Reason = "incomplete"    // Want is the line that is not there
	WrongLicense Reason = "wrong-license" // Want and Got are licenses
	WrongOwner   Reason = "wrong-owner"   // Want and Got are owners
	WrongYear    Reason = "year"          // Got is the years, Detail what is wrong with them
	TextDiffers  Reason = "text-differs"  // Want and Got are words
	BelowCode    Reason = "below-code"
	Placeholder  Reason = "placeholder" // Got is the line that nobody filled in
	BadSPDX      Reason = "bad-spdx"    // Got is the expression, Detail what is wrong with it
)

// Finding is one fault of a header.
type Finding struct {
	Reason            Reason
	Line              int // 1-based
	Want, Got, Detail string
	Edits             []Edit // what puts it right; empty where no machine should
}

// explain says what keeps the file from fitting the form that is nearest.
func (j *Judge) explain(best match, wide bool) []Finding {
	x := &explainer{Judge: j, form: best.form, fixable: !wide}
	if line, ok := x.placeholder(); ok {
		x.say(Finding{Reason: Placeholder, Got: x.raw(line), Edits: x.refill(line)}, line)
	}
	for i := range x.form.pieces {
		x.piece(&x.form.pieces[i])
	}
	if line := x.foreign(); line >= 0 && !x.rule.extra && !x.said(WrongOwner) && !x.said(Placeholder) {
		x.say(Finding{Reason: WrongOwner, Want: x.owners(), Got: x.named(line)}, line)
	}
	if len(x.lacking) == len(x.form.pieces) && len(x.findings) == len(x.lacking) && x.firstNotice() < 0 {
		return x.nothing()
	}
	x.complete()
	return x.findings
}

// explainer gathers what is wrong with one file.
type explainer struct {
	*Judge
	form     *form
	findings []Finding
	lacking  []*piece // pieces of which nothing is there, and no other finding speaks of them
	fixable  bool     // edits can be made: the text is not UTF-16
}

func (x *explainer) say(f Finding, line int) {
	f.Line = x.zone.spans[line].line
	x.findings = append(x.findings, f)
}

func (x *explainer) said(r Reason) bool {
	for _, f := range x.findings {
		if f.Reason == r {
			return true
		}
	}
	return false
}

// raw is the text of a line's comment.
func (x *explainer) raw(line int) string {
	return strings.Trim(x.rest(x.zone.spans[line].start, line), " \t*#/!;-")
}

func (x *explainer) piece(p *piece) {
	switch m := x.Judge.piece(p); {
	case m.ok:
	case p.part == tag:
		x.tag(p)
	case p.part == notice:
		x.notice(p, m)
	default:
		x.text(p, m)
	}
}

// lacks notes a piece of which nothing is there.
func (x *explainer) lacks(p *piece) {
	x.lacking = append(x.lacking, p)
	x.findings = append(x.findings, Finding{Reason: Incomplete, Want: x.shown(p)})
}

// maxBadTags bounds what one file can make us say.
const maxBadTags = 5

func (x *explainer) tag(p *piece) {
	want := x.wanted(p)
	if len(x.tags) == 0 {
		if !x.otherLicense(want) {
			x.lacks(p)
		}
		return
	}
	bad := 0
	for _, t := range x.tags {
		if t.err != nil && bad < maxBadTags {
			bad++
			x.say(Finding{Reason: BadSPDX, Want: want, Got: t.raw, Detail: t.err.Error(), Edits: x.retag(p, t)}, x.tokens[t.token].line)
		}
	}
	if bad == 0 {
		t := x.tags[0]
		for _, other := range x.tags {
			if other.expr.String() != want {
				t = other
				break
			}
		}
		x.say(Finding{Reason: WrongLicense, Want: want, Got: t.expr.String(), Edits: x.retag(p, t)}, x.tokens[t.token].line)
	}
}

// otherLicense reports the license that the words of the zone name, if it is not the one that is wanted.
func (x *explainer) otherLicense(want string) bool {
	found, at := phrase(x.tokens)
	if found == "" || strings.HasPrefix(want, found) || x.said(WrongLicense) || want == "" {
		return x.said(WrongLicense)
	}
	x.say(Finding{Reason: WrongLicense, Want: want, Got: found}, x.tokens[at].line)
	return true
}

func (x *explainer) notice(p *piece, m pieceMatch) {
	if x.said(Placeholder) {
		return
	}
	switch other := x.firstNotice(); {
	case m.score > 0 && m.owner && x.isNotice(m.line):
		x.say(Finding{Reason: WrongOwner, Want: x.ownerOf(p), Got: x.named(m.line)}, m.line)
	case m.score > 0 && m.year != "" && x.isNotice(m.line):
		years := x.zone.text[m.yearAt : m.yearAt+m.years.length]
		x.say(Finding{Reason: WrongYear, Got: years, Detail: m.year, Edits: x.reyear(m)}, m.line)
	case other < 0:
		x.lacks(p)
	case strings.HasPrefix(x.named(other), x.ownerOf(p)) || x.listed(other):
		x.say(Finding{Reason: TextDiffers, Want: x.shown(p), Got: x.raw(other)}, other)
	default:
		x.say(Finding{Reason: WrongOwner, Want: x.ownerOf(p), Got: x.named(other)}, other)
	}
}

func (x *explainer) firstNotice() int {
	for line := range x.zone.spans {
		if x.isNotice(line) {
			return line
		}
	}
	return -1
}

// ownerOf is the owner that a notice should name, for messages.
func (x *explainer) ownerOf(p *piece) string {
	if p.intro == len(p.elems) || p.elems[p.intro].kind == owner {
		return x.owners()
	}
	return strings.TrimSpace(p.lines[0][p.elems[p.intro].at:])
}

func (x *explainer) owners() string {
	names := make([]string, 0, len(x.rule.owners))
	for _, o := range x.rule.owners {
		names = append(names, o.name)
	}
	return strings.Join(names, ", ")
}
