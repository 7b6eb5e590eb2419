// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
)

// span is the text of one line of a comment, without the marks that open and close it.
type span struct {
	start, end int // bytes into the text
	line       int // 1-based
}

// zone is the comments at the head of a file: everything before the first token that is neither comment nor directive.
type zone struct {
	text   string
	lang   *Language
	spans  []span
	insert int // where a header belongs: after the prolog
	end    int // where the zone ends: the first code, or the end of the text

	at, line int  // the scanner's place
	touched  bool // a comment that is not a directive was met
	below    bool // the first code was met: there are no directives any more
}

// scan reads the zone of a text.
func (z *zone) scan(text string, l *Language) {
	*z = zone{text: text, lang: l, spans: z.spans[:0], line: 1}
	if strings.HasPrefix(text, bom) {
		z.at = len(bom)
	}
	z.insert = z.at
	z.run()
	z.end = z.at
}

// run reads on from the scanner's place to the next code.
func (z *zone) run() {
	for z.space(); z.at < len(z.text); z.space() {
		if !z.directive() && !z.block() && !z.lineComment() {
			break
		}
	}
}

func (z *zone) space() {
	for ; z.at < len(z.text); z.at++ {
		switch z.text[z.at] {
		case '\n':
			z.line++
		case ' ', '\t', '\r', '\f', '\v':
		default:
			return
		}
	}
}

// advance moves the place on and counts the lines it passes.
func (z *zone) advance(to int) {
	z.line += strings.Count(z.text[z.at:to], "\n")
	z.at = to
}

// lineEnd is where the line at an offset ends, before its line break.
func lineEnd(text string, at int) int {
	end := strings.IndexByte(text[at:], '\n')
	if end < 0 {
		return len(text)
	}
	if end > 0 && text[at+end-1] == '\r' {
		end--
	}
	return at + end
}

func (z *zone) directive() bool {
	if z.lang.prolog == nil || z.below {
		return false
	}
	n, pinned := z.lang.prolog(z.text[z.at:], z.line, !z.touched)
	if n == 0 {
		return false
	}
	z.advance(z.at + n)
	if pinned && !z.touched {
		z.insert = z.at
	}
	return true
}

func (z *zone) lineComment() bool {
	for _, mark := range z.lang.line {
		if strings.HasPrefix(z.text[z.at:], mark) {
			end := lineEnd(z.text, z.at)
			z.add(z.at+len(mark), end)
			z.at = end
			return true
		}
	}
	return false
}

func (z *zone) add(start, end int) {
	z.touched = true
	z.spans = append(z.spans, span{start: start, end: end, line: z.line})
}

func (z *zone) block() bool {
	l := z.lang
	if l.open == "" || !strings.HasPrefix(z.text[z.at:], l.open) {
		return false
	}
	start := z.at + len(l.open)
	inner, end := blockEnd(z.text, start, l)
	for {
		stop := min(lineEnd(z.text, start), inner)
		z.add(start, stop)
		next := strings.IndexByte(z.text[stop:inner], '\n')
		if next < 0 {
			break
		}
		start = stop + next + 1
		z.line++
	}
	z.line += strings.Count(z.text[inner:end], "\n")
	z.at = end
	return true
}

// blockEnd finds where the text of a block comment ends, and where the comment itself ends.
func blockEnd(text string, start int, l *Language) (inner, end int) {
	if l == ruby {
		return rubyBlockEnd(text, start)
	}
	for depth, at := 1, start; ; {
		next := strings.Index(text[at:], l.close)
		if next < 0 {
			return len(text), len(text)
		}
		if l.nested {
			depth += strings.Count(text[at:at+next], l.open)
		}
		at += next + len(l.close)
		if depth--; depth <= 0 || !l.nested {
			return at - len(l.close), at
		}
	}
}

// rubyBlockEnd finds the line that =end starts: it is not found within a line.
func rubyBlockEnd(text string, start int) (inner, end int) {
	next := strings.Index(text[start:], "\n=end")
	if next < 0 {
		return len(text), len(text)
	}
	return start + next, lineEnd(text, start+next+1)
}

// late finds comments below the first code: it reads line by line, and takes a comment only where a line begins with one.
// It is for the message "the header stands below code", never for a pass.
func (z *zone) late() {
	z.spans, z.below = z.spans[:0], true
	for z.at < len(z.text) {
		z.advance(lineEnd(z.text, z.at))
		z.run()
	}
}
