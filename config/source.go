// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// source is a file's text, for snippets and for places within a value.
type source struct {
	path  string
	lines []string
	hush  bool // values may be secret: no message and no snippet shows them
}

// newSource splits where YAML 1.1 does, which is what the parser counts by.
func newSource(path string, src []byte) *source {
	s := &source{path: path}
	text := string(src)
	for {
		i := strings.IndexAny(text, "\n\r\u0085\u2028\u2029")
		if i < 0 {
			s.lines = append(s.lines, text)
			return s
		}
		s.lines = append(s.lines, text[:i])
		_, n := utf8.DecodeRuneInString(text[i:])
		if strings.HasPrefix(text[i:], "\r\n") {
			n = 2
		}
		text = text[i+n:]
	}
}

func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return s.lines[n-1]
}

// fault makes an error at a place.
func (s *source) fault(at Pos, message, hint string) Error {
	return Error{
		Path: s.path, Line: at.Line, Column: at.Column, Message: message, Hint: hint, Snippet: s.snippet(at),
	}
}

// snippetWidth is how many characters of a long line are shown.
const snippetWidth = 120

// snippet shows the line and a caret below the column. Tabs are kept above the caret, wide characters take two columns, and
// what would hide or reorder text is shown as a dot.
func (s *source) snippet(at Pos) string {
	if s.hush || at.Line < 1 || at.Line > len(s.lines) {
		return ""
	}
	line := []rune(s.line(at.Line))
	col := min(max(at.Column-1, 0), len(line))
	from := max(0, col-snippetWidth*2/3)
	to := min(len(line), from+snippetWidth)
	var text, pad strings.Builder
	for i, r := range line[from:to] {
		r = shown(r)
		text.WriteRune(r)
		if from+i < col {
			pad.WriteString(blank(r))
		}
	}
	return "    " + strings.TrimRight(text.String(), " \t") + "\n    " + pad.String() + "^"
}

// shown replaces characters that a terminal would obey.
func shown(r rune) rune {
	if r != '\t' && (r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
		return '·'
	}
	return r
}

// blank is as wide as the character on a terminal.
func blank(r rune) string {
	switch {
	case r == '\t':
		return "\t"
	case unicode.In(r, unicode.Mn, unicode.Me):
		return ""
	case wide(r):
		return "  "
	}
	return " "
}

// wide tells the characters of two columns: the East Asian Wide and Fullwidth blocks and the emoji planes (UAX #11, by block).
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		(r >= 0x3000 && r <= 0x303E) || (r >= 0xFF01 && r <= 0xFF60) || (r >= 0xFFE0 && r <= 0xFFE6) ||
		(r >= 0x1F300 && r <= 0x1FAFF)
}
