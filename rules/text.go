// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"embed"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Text is a sentence for people: a message id of the catalogue and its arguments. Arguments are foreign text.
type Text struct {
	ID   string
	Args map[string]string
}

// Say makes a text from a message id and pairs of argument name and value.
func Say(id string, pairs ...string) Text {
	t := Text{ID: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		if t.Args == nil {
			t.Args = map[string]string{}
		}
		t.Args[pairs[i]] = pairs[i+1]
	}
	return t
}

// Zero tells whether there is nothing to say.
func (t Text) Zero() bool { return t.ID == "" }

// Plain renders for a terminal or a log: arguments on one line, without control and invisible characters.
func (t Text) Plain() string {
	return t.render(func(arg string, _ bool) string { return OneLine(arg) })
}

// Markdown renders for GitHub: an argument is a code span that its own back-ticks cannot leave; within a fence of the
// message it is bare, on one line. Numbers stay numbers.
func (t Text) Markdown() string {
	return t.render(func(arg string, fenced bool) string {
		if fenced || number(arg) {
			return OneLine(arg)
		}
		return Code(arg)
	})
}

func (t Text) keys() []string {
	keys := make([]string, 0, len(t.Args))
	for k := range t.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// render walks the message line by line, so that it knows whether a placeholder stands inside a fence.
func (t Text) render(arg func(string, bool) string) string {
	if t.Zero() {
		return ""
	}
	lines := strings.Split(Message(t.ID), "\n")
	fenced := false
	for i, line := range lines {
		if strings.HasPrefix(line, "~~~") {
			fenced = !fenced
		}
		lines[i] = t.fill(line, fenced, arg)
	}
	return strings.Join(lines, "\n")
}

// fill replaces {name} in one pass: an argument's own braces are never read again.
func (t Text) fill(line string, fenced bool, arg func(string, bool) string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(line, '{')
		end := strings.IndexByte(line, '}')
		if open < 0 || end < open {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:open])
		if value, ok := t.Args[line[open+1:end]]; ok {
			b.WriteString(arg(value, fenced))
		} else {
			b.WriteString(line[open : end+1])
		}
		line = line[end+1:]
	}
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Code puts foreign text into a Markdown code span on one line, at most 300 characters long. Nothing in it is read as
// Markdown, HTML, a mention or a command.
func Code(s string) string {
	s = OneLine(s)
	if s == "" {
		return "``` ```"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// OneLine drops control, bidirectional and invisible characters, folds line ends to blanks and cuts at 300 characters.
func OneLine(s string) string {
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	r := []rune(strings.TrimSpace(s))
	if len(r) > 300 {
		return string(r[:299]) + "…"
	}
	return string(r)
}

func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
		return ' '
	case r < 0x20 || (r >= 0x7F && r <= 0x9F), invisible(r):
		return -1
	}
	return r
}

// invisible tells the characters that hide or reorder text: soft hyphen, joiners, bidirectional marks, tags.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0xFEFF:
		return true
	}
	return (r >= 0x180B && r <= 0x180F) || (r >= 0x200B && r <= 0x200F) || (r >= 0x202A && r <= 0x202E) ||
		(r >= 0x2060 && r <= 0x206F) || (r >= 0xFFF9 && r <= 0xFFFB) || (r >= 0xE0000 && r <= 0xE007F)
}

//go:embed catalogue/en/*.md
var catalogueFiles embed.FS

// catalogue reads the messages once: "## id" starts one, the text up to the next is its body.
var catalogue = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	entries, err := catalogueFiles.ReadDir("catalogue/en")
	if err != nil {
		panic("rules: the catalogue is not embedded: " + err.Error())
	}
	for _, e := range entries {
		data, err := catalogueFiles.ReadFile("catalogue/en/" + e.Name())
		if err != nil {
			panic("rules: the catalogue is not embedded: " + err.Error())
		}
		readCatalogue(string(data), out)
	}
	return out
})

func readCatalogue(data string, out map[string]string) {
	for _, part := range strings.Split("\n"+data, "\n## ")[1:] {
		id, body, _ := strings.Cut(part, "\n")
		out[strings.TrimSpace(id)] = strings.Trim(body, "\n")
	}
}

// Message is the catalogue's text for an id. An id that is not there comes back in angle brackets; a test holds that none is missing.
func Message(id string) string {
	if m, ok := catalogue()[id]; ok {
		return m
	}
	return "<" + id + ">"
}

// MessageIDs lists the catalogue, sorted.
func MessageIDs() []string {
	ids := make([]string, 0, len(catalogue()))
	for id := range catalogue() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Count picks the message id for a number: ID.one for 1, else ID.many, with the argument n.
func Count(id string, n int, pairs ...string) Text {
	suffix := ".many"
	if n == 1 {
		suffix = ".one"
	}
	return Say(id+suffix, append(pairs, "n", itoa(n))...)
}
