// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ownerName is an accepted owner: compared byte by byte after NFC, because "Acme Inc" and "Acme Inc." may be two.
type ownerName struct {
	name  string
	words int
}

func newOwner(name string) ownerName {
	name = norm.NFC.String(strings.TrimSpace(name))
	return ownerName{name: name, words: len(tokenize(nil, name, 0, len(name), 0))}
}

// at tells whether a text starts with the owner, and the owner ends there. tail is the punctuation that the form has after it.
func (o ownerName) at(text, tail string) bool {
	rest, ok := strings.CutPrefix(norm.NFC.String(text), o.name)
	if !ok {
		return false
	}
	if rest == "" || rest == tail {
		return true
	}
	rest = strings.TrimPrefix(rest, tail)
	if r, _ := utf8.DecodeRuneInString(rest); !unicode.IsSpace(r) {
		// A full stop or a comma with more behind it ends the name: "Acme. All rights reserved."
		return (rest[0] == '.' || rest[0] == ',') && len(rest) > 1 && (rest[1] == ' ' || rest[1] == '\t')
	}
	return true
}

// ownerStart is the text of a line after its years, where the owner is named.
func ownerStart(s string) string {
	s = strings.TrimLeft(s, " \t,:;-–—")
	if rest, ok := strings.CutPrefix(s, "by "); ok {
		return rest
	}
	return s
}

var reserved = []uint64{hashOf("all"), hashOf("rights"), hashOf("reserved")}

// tail tells whether words after an owner belong to no owner: "All rights reserved", an address, a tag, the next sentence.
func (j *Judge) tail(i, end int) bool {
	if i >= end || follows(j.tokens[i:end], reserved) {
		return true
	}
	switch j.tokens[i].hash {
	case wordSPDX, wordCopyright:
		return true
	}
	before := strings.TrimRight(j.zone.text[j.tokens[i-1].end:j.tokens[i].start], " \t")
	if strings.HasSuffix(before, "<") {
		return strings.IndexByte(j.zone.text[j.tokens[i].start:j.zone.spans[j.tokens[i].line].end], '>') > 0
	}
	return strings.HasPrefix(before, ".") && j.sentence(i)
}

// sentence tells the words that open the license after a notice on the same line.
func (j *Judge) sentence(i int) bool {
	switch j.tokens[i].hash {
	case wordLicensed, hashUse, hashThis, hashPermission:
		return true
	}
	return false
}

var (
	hashUse        = hashOf("use")
	hashThis       = hashOf("this")
	hashPermission = hashOf("permission")
)

// blank tells a name that nobody filled in: "[name of copyright owner]", "<year>", "{owner}", "YYYY".
func blank(s string) bool {
	for _, w := range []string{"yyyy", "YYYY", "20xx", "20XX", "xxxx", "XXXX"} {
		if at := strings.Index(s, w); at >= 0 && !wordAround(s, at, len(w)) {
			return true
		}
	}
	for _, pair := range []string{"[]", "{}", "<>"} {
		open := strings.IndexByte(s, pair[0])
		if open < 0 {
			continue
		}
		if end := strings.IndexByte(s[open:], pair[1]); end > 0 && blankName(strings.ToLower(s[open+1:open+end])) {
			return true
		}
	}
	return false
}

func wordAround(s string, at, n int) bool {
	return at > 0 && wordByte(s[at-1]) || at+n < len(s) && wordByte(s[at+n])
}

func blankName(s string) bool {
	if strings.ContainsAny(s, "@/") {
		return false
	}
	for _, w := range []string{"year", "name", "owner", "holder", "author", "company", "organi", "fullname", "yyyy"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// ValidOwner tells whether a name can be compared: one line, with letters or digits in it.
func ValidOwner(name string) bool {
	return !strings.ContainsAny(name, "\r\n") && newOwner(name).words > 0
}
