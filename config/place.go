// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

func pos(n *yaml.Node) Pos { return Pos{Line: n.Line, Column: n.Column} }

// within is the place of a byte of a scalar's value: quotes, escapes and block indentation are counted. Where the text does
// not allow it (folded scalars), it is the scalar's start.
func (s *source) within(n *yaml.Node, offset int) Pos {
	start := pos(n)
	if n.Kind != yaml.ScalarNode || offset < 0 || offset > len(n.Value) {
		return start
	}
	if n.Style&yaml.LiteralStyle != 0 {
		return s.inLiteral(n, offset)
	}
	text := tail(s.line(n.Line), n.Column-1)
	if n.Anchor != "" {
		rest := strings.TrimLeft(strings.TrimPrefix(text, "&"+n.Anchor), " ")
		start = shift(start, text, func(string) int { return len(text) - len(rest) })
		text = rest
	}
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return shift(start, text, func(t string) int { return quoted(t, offset, '\\') })
	case n.Style&yaml.SingleQuotedStyle != 0:
		return shift(start, text, func(t string) int { return quoted(t, offset, '\'') })
	case n.Style&yaml.FoldedStyle == 0 && strings.HasPrefix(text, n.Value):
		return shift(start, text, func(string) int { return offset })
	}
	return start
}

// tail drops n characters.
func tail(line string, n int) string {
	for ; n > 0 && line != ""; n-- {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return line
}

// shift moves a place by the characters before the byte that find names; below 0 it stays.
func shift(start Pos, text string, find func(string) int) Pos {
	if i := find(text); i >= 0 && i <= len(text) {
		start.Column += utf8.RuneCountInString(text[:i])
	}
	return start
}

// quoted finds the byte of a quoted scalar's text that holds the value's offset; -1 when the scalar goes on in the next line.
func quoted(text string, offset int, escape byte) int {
	i, value := 1, 0
	for i < len(text) && value < offset {
		source, bytes := step(text[i:], escape)
		i, value = i+source, value+bytes
	}
	if i >= len(text) {
		return -1
	}
	return i
}

// step tells how many bytes of the source stand for how many bytes of the value.
func step(text string, escape byte) (source, value int) {
	if text[0] != escape || len(text) < 2 {
		return 1, 1
	}
	if escape == '\'' {
		return 2, 1
	}
	switch text[1] {
	case 'x':
		return min(4, len(text)), runeBytes(text, 4)
	case 'u':
		return min(6, len(text)), runeBytes(text, 6)
	case 'U':
		return min(10, len(text)), runeBytes(text, 10)
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 2, 3
	}
	return 2, 1
}

// runeBytes is the length in UTF-8 of the character that an escape of so many bytes names.
func runeBytes(text string, size int) int {
	if len(text) < size {
		return 1
	}
	r := rune(0)
	for _, c := range strings.ToLower(text[2:size]) {
		r = r<<4 | rune(strings.IndexRune("0123456789abcdef", c))
	}
	return max(1, utf8.RuneLen(r))
}

// inLiteral finds a byte in a block scalar (|): the value's lines are the lines below, less their indentation.
func (s *source) inLiteral(n *yaml.Node, offset int) Pos {
	before := n.Value[:offset]
	row := strings.Count(before, "\n")
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	first, _, _ := strings.Cut(strings.TrimLeft(n.Value, "\n"), "\n")
	blanks := len(n.Value) - len(strings.TrimLeft(n.Value, "\n"))
	indent := strings.Index(s.line(n.Line+1+blanks), first)
	if indent < 0 || n.Line+1+row > len(s.lines) {
		return pos(n)
	}
	return Pos{Line: n.Line + 1 + row, Column: indent + column + 1}
}
