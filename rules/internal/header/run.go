// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
)

// runner walks the elements of a piece along the words of a file.
type runner struct {
	*Judge
	p     *piece
	i     int // the next word
	limit int // the word that the piece may not reach
	m     pieceMatch
}

// run compares a piece with the words from start on; words from limit on are out of its reach.
func (j *Judge) run(p *piece, start, limit int) pieceMatch {
	r := runner{Judge: j, p: p, i: start, limit: limit}
	for k := range p.elems {
		if !r.step(k) {
			r.m.token, r.m.elem = r.i, k
			r.m.owner = p.part == notice && k >= p.intro && k > 0
			return r.m
		}
	}
	r.m.token, r.m.elem = r.i, len(p.elems)
	ended := r.ended()
	r.m.owner = p.part == notice && !ended
	r.m.ok = ended && r.m.year == ""
	return r.m
}

// ended tells whether nothing follows on the line that would change what was matched.
func (r *runner) ended() bool {
	if r.i >= len(r.tokens) || r.i == r.first[r.tokens[r.i].line] {
		return true
	}
	if r.p.part == notice {
		return r.tail(r.i, r.limit)
	}
	return r.tokens[r.i].hash == wordSPDX || r.tokens[r.i].hash == wordCopyright
}

func (r *runner) step(k int) bool {
	switch e := &r.p.elems[k]; e.kind {
	case years:
		return r.readYears()
	case owner:
		return r.readOwner(k)
	case anything:
		return r.skip(k)
	default:
		if r.i >= r.limit || r.tokens[r.i].hash != e.hash {
			return false
		}
		r.i++
		r.m.score++
		return true
	}
}

// place is where the next word is looked for: behind the last one, or at the start of its line.
func (r *runner) place() (at, line int) {
	if r.i > 0 && (r.i >= r.limit || r.i > r.first[r.tokens[r.i].line]) {
		return r.tokens[r.i-1].end, r.tokens[r.i-1].line
	}
	if r.i >= r.limit {
		return 0, -1
	}
	line = r.tokens[r.i].line
	return r.zone.spans[line].start, line
}

func (r *runner) readYears() bool {
	at, line := r.place()
	if line < 0 {
		return false
	}
	rest := r.rest(at, line)
	skipped := len(rest) - len(strings.TrimLeft(rest, " \t,:;*#/-)"))
	y := readYears(rest[skipped:])
	r.m.years, r.m.yearAt = y, at+skipped
	r.m.year = y.fault(r.rule.year, r.added, r.now)
	for r.i < r.limit && r.tokens[r.i].start < at+skipped+y.length {
		r.i++
		r.m.score++
	}
	return true
}

// readOwner takes one of the owners, or, where anybody may stand, all words to the next literal or the end of the line.
func (r *runner) readOwner(k int) bool {
	at, line := r.place()
	if line < 0 || r.i >= r.limit || r.tokens[r.i].line != line {
		return false
	}
	rest := ownerStart(r.rest(at, line))
	for _, o := range r.rule.owners {
		if o.at(rest, r.p.elems[k].tail) {
			r.i += o.words
			r.m.score += o.words
			return r.i <= r.limit
		}
	}
	return len(r.rule.owners) == 0 && !blank(rest) && r.anybody(k, line)
}

func (r *runner) anybody(k, line int) bool {
	start := r.i
	for r.i < r.first[line+1] && r.i < r.limit && !r.next(k) {
		if r.i > start && k+1 == len(r.p.elems) && r.tail(r.i, r.first[line+1]) {
			break
		}
		r.i++
		r.m.score++
	}
	return r.i > start
}

// next tells whether the word at hand is the literal that follows an element.
func (r *runner) next(k int) bool {
	return k+1 < len(r.p.elems) && r.i < r.limit && r.p.elems[k+1].kind == literal && r.p.elems[k+1].hash == r.tokens[r.i].hash
}

// skip takes as few words for {any:n} as let the literals behind it fit.
func (r *runner) skip(k int) bool {
	start := r.i
	if k+1 == len(r.p.elems) {
		if start > 0 && start < r.limit {
			r.i = min(start+r.p.elems[k].n, r.limit, r.first[r.tokens[start-1].line+1])
		}
		return true
	}
	for n := 0; n <= r.p.elems[k].n && start+n <= r.limit; n++ {
		if r.fits(k+1, start+n) {
			r.i = start + n
			return true
		}
	}
	return false
}

// fits compares the run of literals from an element on.
func (r *runner) fits(k, i int) bool {
	for ; k < len(r.p.elems) && r.p.elems[k].kind == literal; k++ {
		if i >= r.limit || r.tokens[i].hash != r.p.elems[k].hash {
			return false
		}
		i++
	}
	return true
}
