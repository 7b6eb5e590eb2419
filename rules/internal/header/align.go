// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
)

// The bounds of the search for the nearest place of a text, so that no file makes it slow.
const (
	maxPlaces = 32 // lines that are tried
	maxGap    = 8  // words that may be left out or put in at one place
	maxShown  = 8  // words that a message shows
)

// alignment is how a text lies over the words of a file with gaps.
type alignment struct {
	matched int
	elem    int // the first difference: what should stand there, and the word that does
	token   int
}

// text explains a text that does not fit.
func (x *explainer) text(p *piece, m pieceMatch) {
	best := alignment{matched: m.score, elem: m.elem, token: m.token}
	if m.score < len(p.elems)/2 {
		best = x.nearest(p)
	}
	switch {
	case best.matched >= max(4, len(p.elems)/3):
		line := x.lineOf(best.token)
		x.say(Finding{Reason: TextDiffers, Want: wordsOf(p, best.elem), Got: x.words(best.token)}, line)
	case x.taggedOtherwise() || x.otherLicense(x.form.license):
	default:
		x.lacks(p)
	}
}

// taggedOtherwise reports a tag that names another license than the form's text.
func (x *explainer) taggedOtherwise() bool {
	if x.said(WrongLicense) || x.form.license == "" {
		return x.said(WrongLicense)
	}
	for _, t := range x.tags {
		if got := t.expr.String(); t.err == nil && !strings.HasPrefix(got, x.form.license) {
			x.say(Finding{Reason: WrongLicense, Want: x.form.license, Got: got}, x.tokens[t.token].line)
			return true
		}
	}
	return false
}

// nearest finds where most words of a text lie in order.
func (x *explainer) nearest(p *piece) alignment {
	var best alignment
	places := 0
	for line := range x.zone.spans {
		i := x.first[line]
		if !opensNear(p, x.tokens[i:min(i+3, x.first[line+1])]) {
			continue
		}
		if a := x.align(p, i); a.matched > best.matched {
			best = a
		}
		if places++; places == maxPlaces {
			break
		}
	}
	return best
}

// opensNear tells whether one of the words is among the first of a text.
func opensNear(p *piece, words []token) bool {
	for _, t := range words {
		for _, e := range p.elems[:min(len(p.elems), 2*maxGap)] {
			if e.kind == literal && e.hash == t.hash {
				return true
			}
		}
	}
	return false
}

// align lays a text over the words from i on, and closes gaps of a few words on either side.
func (x *explainer) align(p *piece, i int) alignment {
	a := alignment{elem: -1}
	for k := 0; k < len(p.elems) && i < len(x.tokens); {
		if p.elems[k].kind != literal {
			k++
			continue
		}
		if p.elems[k].hash == x.tokens[i].hash {
			a.matched++
			k, i = k+1, i+1
			continue
		}
		if a.elem < 0 {
			a.elem, a.token = k, i
		}
		dk, di := x.gap(p, k, i)
		k, i = k+dk, i+di
	}
	if a.elem < 0 {
		a.elem, a.token = min(a.matched, len(p.elems)), i
	}
	return a
}

// gap is how many elements and words to leave out until both go on together.
func (x *explainer) gap(p *piece, k, i int) (elems, words int) {
	for sum := 1; sum <= 2*maxGap; sum++ {
		for dk := max(0, sum-maxGap); dk <= min(sum, maxGap); dk++ {
			di := sum - dk
			if k+dk < len(p.elems) && i+di < len(x.tokens) && p.elems[k+dk].hash == x.tokens[i+di].hash {
				return dk, di
			}
		}
	}
	return 1, 1
}

func (x *explainer) lineOf(token int) int {
	if token < len(x.tokens) {
		return x.tokens[token].line
	}
	return len(x.zone.spans) - 1
}

// words shows what the file has from a word on, to the end of the line; empty at the end of the comments.
func (x *explainer) words(token int) string {
	if token >= len(x.tokens) {
		return ""
	}
	t := x.tokens[token]
	last := min(token+maxShown, x.first[t.line+1]) - 1
	return x.zone.text[t.start:x.tokens[last].end]
}

// wordsOf shows what a text has from an element on; empty at its end.
func wordsOf(p *piece, elem int) string {
	var words []string
	for _, e := range p.elems[min(elem, len(p.elems)):min(elem+maxShown, len(p.elems))] {
		words = append(words, e.text)
	}
	return strings.Join(words, " ")
}
