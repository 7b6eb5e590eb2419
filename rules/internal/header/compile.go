// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/spdx"
)

// compile reads a template. Faults have offsets into it.
func compile(template string) (*form, []Fault) {
	if len(template) > maxTemplate {
		return nil, []Fault{{Offset: maxTemplate, Message: fmt.Sprintf("the template is longer than %d bytes", maxTemplate)}}
	}
	c := compiler{form: &form{}}
	offset := 0
	for line := range strings.SplitSeq(template, "\n") {
		c.line(strings.TrimRight(line, " \t\r"), offset)
		offset += len(line) + 1
	}
	if len(c.form.pieces) == 0 && len(c.faults) == 0 {
		c.fault(0, "the template is empty", nil)
	}
	c.form.lines = trimBlank(c.form.lines)
	c.form.license, _ = phrase(c.words)
	return c.form, c.faults
}

func trimBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

type compiler struct {
	form   *form
	faults []Fault
	words  []token // the literals, for the license that they name
	inText bool    // the line before was text of the same paragraph
}

func (c *compiler) fault(offset int, message string, allowed []string) {
	c.faults = append(c.faults, Fault{Offset: offset, Message: message, Allowed: allowed})
}

func (c *compiler) line(line string, offset int) {
	c.form.lines = append(c.form.lines, line)
	for _, closer := range []string{"*/", "-->"} {
		if at := strings.Index(line, closer); at >= 0 {
			c.fault(offset+at, fmt.Sprintf("%q would end the comment; write the text without comment marks", closer), nil)
		}
	}
	elems := c.elems(line, offset)
	switch p := c.part(line, elems); {
	case len(elems) == 0:
		c.inText = false
		return
	case p == tag:
		c.tag(line, offset)
	case p == text && c.extends():
		last := &c.form.pieces[len(c.form.pieces)-1]
		last.elems, last.lines = append(last.elems, elems...), append(last.lines, line)
	default:
		c.form.pieces = append(c.form.pieces, piece{part: p, lines: []string{line}, elems: elems, intro: intro(elems)})
	}
	c.inText = c.form.pieces[len(c.form.pieces)-1].part == text
	c.misplaced(line, offset)
}

// extends tells whether a line of text goes on with the piece before it.
func (c *compiler) extends() bool {
	n := len(c.form.pieces)
	return n > 0 && c.form.pieces[n-1].part == text
}

// misplaced finds a license placeholder outside a tag.
func (c *compiler) misplaced(line string, offset int) {
	if c.form.pieces[len(c.form.pieces)-1].part == tag {
		return
	}
	for _, name := range []string{"{spdx}", "{repo.license}"} {
		if at := strings.Index(line, name); at >= 0 {
			c.fault(offset+at, name+" may only stand after SPDX-License-Identifier:", nil)
		}
	}
}

// part tells what a line is by how it starts.
func (c *compiler) part(line string, elems []elem) part {
	switch {
	case tagValue(line) >= 0:
		return tag
	case len(elems) == 0:
		return text
	case elems[0].kind == years || elems[0].kind == owner || elems[0].hash == wordSPDX:
		return notice
	case elems[0].hash == wordCopyright:
		slot := len(elems) > 1 && elems[1].kind != literal
		if slot || !c.inText && startsNotice(line) {
			return notice
		}
	}
	return text
}

// startsNotice tells "Copyright The Authors" from prose about "copyright ownership".
func startsNotice(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return line != "" && line[0] != 'c'
}

// intro counts the elements before the owner: the words of the notice and the year.
func intro(elems []elem) int {
	for i, e := range elems {
		if e.kind == literal && e.hash != wordCopyright && e.hash != wordSPDX && e.hash != wordFileText && e.hash != wordSnippet || e.kind == owner {
			return i
		}
	}
	return len(elems)
}

// tagValue is the offset of what stands after "SPDX-License-Identifier:", or -1.
func tagValue(line string) int {
	const name = "SPDX-License-Identifier:"
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	if len(line) < indent+len(name) || !strings.EqualFold(line[indent:indent+len(name)], name) {
		return -1
	}
	return indent + len(name)
}

func (c *compiler) tag(line string, offset int) {
	at := tagValue(line)
	value := strings.TrimSpace(line[at:])
	at += strings.Index(line[at:], value)
	p := piece{part: tag, lines: []string{line}}
	switch value {
	case "{spdx}":
	case "{repo.license}":
		p.repo = true
	default:
		e, err := spdx.Parse(value)
		if bad := (*spdx.Error)(nil); errors.As(err, &bad) {
			c.fault(offset+at+bad.Offset, err.Error(), nil)
		}
		p.accept = &e
	}
	c.form.pieces = append(c.form.pieces, p)
}

// elems reads the words and placeholders of a line.
func (c *compiler) elems(line string, offset int) []elem {
	var out []elem
	for at := 0; at < len(line); {
		open := strings.IndexByte(line[at:], '{')
		if open < 0 {
			return c.literals(out, line, at, len(line))
		}
		out = c.literals(out, line, at, at+open)
		at += open
		end := strings.IndexByte(line[at:], '}')
		if end < 0 {
			c.fault(offset+at, "the brace is never closed", Placeholders)
			return out
		}
		n := len(out)
		out = c.placeholder(out, line[at:at+end+1], offset+at)
		for ; n < len(out); n++ {
			out[n].at = at
		}
		at += end + 1
		if n := len(out); n > 0 && out[n-1].kind == owner {
			out[n-1].tail = punctuation(line[at:])
		}
	}
	return out
}

func (c *compiler) literals(out []elem, line string, start, end int) []elem {
	words := tokenize(nil, line, start, end, 0)
	c.words = append(c.words, words...)
	for _, t := range words {
		if n := len(out); t.hash == wordCopyright && n > 0 && out[n-1].hash == wordCopyright {
			continue
		}
		out = append(out, elem{hash: t.hash, text: line[t.start:t.end], at: t.start})
	}
	return out
}

func (c *compiler) placeholder(out []elem, name string, offset int) []elem {
	switch name {
	case "{year}":
		return append(out, elem{kind: years, text: name})
	case "{owner}":
		return append(out, elem{kind: owner, text: name})
	case "{spdx}", "{repo.license}":
		return append(out, elem{kind: license, text: name})
	}
	if count, ok := strings.CutPrefix(name, "{any:"); ok {
		n, err := strconv.Atoi(strings.TrimSuffix(count, "}"))
		if err != nil || n < 1 || n > maxAny {
			c.fault(offset, fmt.Sprintf("%s: n is a number of words from 1 to %d", name, maxAny), nil)
		}
		return append(out, elem{kind: anything, text: name, n: n})
	}
	c.fault(offset, fmt.Sprintf("%s is not a placeholder", name), Placeholders)
	return out
}

// punctuation is what stands right after a placeholder, up to a blank or a word.
func punctuation(rest string) string {
	end := strings.IndexFunc(rest, func(r rune) bool { return r == ' ' || r == '\t' || r == '{' || r > 0x7F || wordByte(byte(r)) })
	if end < 0 {
		end = len(rest)
	}
	return rest[:end]
}
