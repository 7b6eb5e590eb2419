// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"strings"
)

// match is how a form fits a file.
type match struct {
	form   *form
	score  int
	words  int // of the file that the pieces cover
	good   int
	line   int // of the first piece that fits: index of its span
	unsure bool
}

func (m match) ok() bool { return m.good == len(m.form.pieces) }

// pieceMatch is how a piece of a form fits best.
type pieceMatch struct {
	ok     bool
	unsure bool // fits, but for the repository's license, which is not known
	score  int  // words that fit; 0: nothing of it is there
	line   int  // index of the span where it fits best
	token  int  // the first word that does not fit
	elem   int  // the element that it should be
	years  yearList
	yearAt int    // where the years stand, or should stand: bytes into the text
	year   string // what is wrong with the years
	owner  bool   // another owner stands there
}

// match compares the file with a form.
func (j *Judge) match(f *form) match {
	m := match{form: f}
	for i := range f.pieces {
		p := j.piece(&f.pieces[i])
		m.score, m.words = m.score+p.score, m.words+p.score
		m.unsure = m.unsure || p.unsure
		if p.ok {
			if m.good == 0 || p.line < m.line {
				m.line = p.line
			}
			m.good++
			m.score += 1000
		}
	}
	return m
}

func (j *Judge) piece(p *piece) pieceMatch {
	switch p.part {
	case tag:
		return j.matchTag(p)
	case notice:
		return j.matchNotice(p)
	}
	return j.matchText(p)
}

// matchNotice tries each line, from its first word on.
func (j *Judge) matchNotice(p *piece) pieceMatch {
	var best pieceMatch
	for line := range j.zone.spans {
		start, end := j.first[line], j.first[line+1]
		if start == end || j.tokens[start].hash == wordCopyright && !j.isNotice(line) {
			continue
		}
		m := j.run(p, start, end)
		m.line = line
		if m.ok || m.score > best.score && m.elem >= p.intro {
			best = m
		}
		if m.ok {
			return m
		}
	}
	return best
}

// matchText tries each line, and each word of a line that begins with a notice.
func (j *Judge) matchText(p *piece) pieceMatch {
	var best pieceMatch
	for line := range j.zone.spans {
		for i := j.first[line]; i < j.first[line+1]; i++ {
			if j.opens(p, i) {
				m := j.run(p, i, len(j.tokens))
				m.line = line
				if m.ok {
					return m
				}
				if m.score > best.score {
					best = m
				}
			}
			if !j.noticeLine(line) {
				break
			}
		}
	}
	return best
}

// opens tells whether a text may start at a word: it is the text's first word, and the line before does not take it back
// ("This file is not", "as follows:").
func (j *Judge) opens(p *piece, i int) bool {
	if e := p.elems[0]; e.kind == literal && e.hash != j.tokens[i].hash {
		return false
	}
	line := j.tokens[i].line
	if i > j.first[line] || line == 0 || j.zone.spans[line-1].line != j.zone.spans[line].line-1 {
		return true
	}
	before := j.rest(j.zone.spans[line-1].start, line-1)
	if strings.HasSuffix(before, ":") || strings.HasSuffix(before, ",") {
		return false
	}
	last := j.first[line] - 1
	return last < j.first[line-1] || !denial(j.tokens[last].hash)
}

var denials = []uint64{hashOf("not"), hashOf("no"), hashOf("never"), hashOf("without"), hashOf("unless"), hashOf("longer")}

func denial(hash uint64) bool { return slices.Contains(denials, hash) }
