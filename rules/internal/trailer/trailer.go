// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package trailer reads the lines of a commit message that say who answers for it: sign-offs, co-authors, and the sentences
// that add a sign-off to an earlier commit. The lines may stand anywhere in the message, but must begin at the line's start:
// an indented or quoted line is somebody else's words.
package trailer

import "strings"

// lineLimit bounds a line, in bytes: a longer one is no trailer.
const lineLimit = 1024

// Person is who a line names.
type Person struct{ Name, Email string }

// SignOffs lists the Signed-off-by lines of a message: key, colon, blanks, name, blanks, address in angle brackets, and nothing after it.
// near tells whether another line looks like a sign-off and is none.
func SignOffs(message string) (found []Person, near bool) {
	for line := range lines(message) {
		value, ok := field(line, "signed-off-by")
		p, whole := person(value)
		if ok && whole {
			found = append(found, p)
			continue
		}
		near = near || looksLikeSignOff(line)
	}
	return found, near
}

// CoAuthors lists the Co-authored-by lines. An entry without an address has none that can be read.
func CoAuthors(message string) []Person {
	var found []Person
	for line := range lines(message) {
		value, ok := field(line, "co-authored-by")
		if !ok {
			continue
		}
		p, whole := person(value)
		if !whole {
			p = Person{Name: strings.TrimSpace(value)}
		}
		found = append(found, p)
	}
	return found
}

// lines yields the lines that are short enough to be read, without CR.
func lines(message string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(message, "\n") {
			if len(line) <= lineLimit && !yield(strings.TrimRight(line, " \t\r")) {
				return
			}
		}
	}
}

// field cuts "key:" off a line, without regard to case. At least one blank must follow.
func field(line, key string) (string, bool) {
	if len(line) <= len(key)+1 || lower(line[:len(key)]) != key || line[len(key)] != ':' {
		return "", false
	}
	value := line[len(key)+1:]
	return strings.Trim(value, " \t"), value[0] == ' ' || value[0] == '\t'
}

// person reads "NAME <ADDRESS>".
func person(s string) (Person, bool) {
	inner, ok := strings.CutSuffix(s, ">")
	open := strings.LastIndexByte(inner, '<')
	if !ok || open < 2 || !blank(inner[open-1]) {
		return Person{}, false
	}
	p := Person{Name: strings.Trim(inner[:open], " \t"), Email: inner[open+1:]}
	return p, p.Name != "" && p.Email != "" && !strings.ContainsAny(p.Name, "<>") && !strings.ContainsAny(p.Email, "<> \t")
}

func blank(b byte) bool { return b == ' ' || b == '\t' }

func looksLikeSignOff(line string) bool {
	line = lower(strings.TrimLeft(line, " \t>*-#"))
	return strings.HasPrefix(line, "signed-off-by") || strings.HasPrefix(line, "signed off by") ||
		strings.HasPrefix(line, "sign-off-by") || strings.HasPrefix(line, "signed-of-by")
}

// lower folds ASCII only, so that no byte moves.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
