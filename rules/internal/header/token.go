// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is one word of a comment. Words are compared by their folded form: small letters, NFC, and one spelling for the
// synonyms of the SPDX matching guidelines. Punctuation, quotes, borders and comment marks are not words.
type token struct {
	hash       uint64
	start, end int // bytes into the text
	line       int // index of the span
}

// The words that a notice starts with.
var (
	wordCopyright = hashOf("copyright")
	wordSPDX      = hashOf("spdx")
	wordLicense   = hashOf("license")
	wordID        = hashOf("identifier")
	wordFileText  = hashOf("filecopyrighttext")
	wordSnippet   = hashOf("snippetcopyrighttext")
)

// The words that fold to another: the synonyms of the SPDX matching guidelines that headers use.
var (
	wordHTTP      = hashOf("http")
	wordHTTPS     = hashOf("https")
	wordLicence   = hashOf("licence")
	wordLicenced  = hashOf("licenced")
	wordLicensed  = hashOf("licensed")
	wordLicences  = hashOf("licences")
	wordLicensesS = hashOf("licenses")
)

func synonym(hash uint64) uint64 {
	switch hash {
	case wordHTTP:
		return wordHTTPS
	case wordLicence:
		return wordLicense
	case wordLicenced:
		return wordLicensed
	case wordLicences:
		return wordLicensesS
	}
	return hash
}

// letters folds the bytes of words to small letters; 0 is no part of a word.
var letters = func() (table [256]byte) {
	for b := range table {
		switch b := byte(b); {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
			table[b] = b
		case b >= 'A' && b <= 'Z':
			table[b] = b + 'a' - 'A'
		}
	}
	return table
}()

// tokenize appends the words of text[start:end]. "(c)", "©" and "copyright", alone or together, are one word.
func tokenize(into []token, text string, start, end, line int) []token {
	for i := start; i < end; {
		b := text[i]
		if b < utf8.RuneSelf && !wordByte(b) {
			i++
			continue
		}
		t := token{start: i, line: line}
		t.end, t.hash = readWord(text[:end], i)
		i = t.end
		if t.hash == 0 {
			continue // a character that is no part of a word
		}
		if single(text, t, end) {
			t.hash = wordCopyright
		}
		if n := len(into); t.hash == wordCopyright && n > 0 && into[n-1].hash == wordCopyright && into[n-1].line == line {
			into[n-1].end = t.end
			continue
		}
		into = append(into, t)
	}
	return into
}

// single tells the "c" of "(c)".
func single(text string, t token, end int) bool {
	return t.end == t.start+1 && (text[t.start] == 'c' || text[t.start] == 'C') &&
		t.start > 0 && text[t.start-1] == '(' && t.end < end && text[t.end] == ')'
}

func wordByte(b byte) bool { return letters[b] != 0 }

const (
	fnvStart = 14695981039346656037
	fnvPrime = 1099511628211
)

// readWord hashes the word that starts at an offset; hash 0 means that the character there starts none.
func readWord(text string, start int) (end int, hash uint64) {
	hash = fnvStart
	for end = start; end < len(text) && letters[text[end]] != 0; end++ {
		hash = (hash ^ uint64(letters[text[end]])) * fnvPrime
	}
	if end < len(text) && text[end] >= utf8.RuneSelf {
		return readWide(text, start, end)
	}
	return end, synonym(hash)
}

// readWide reads on through a word with characters beyond ASCII.
func readWide(text string, start, at int) (end int, hash uint64) {
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		if r == '©' && at == start {
			return at + n, wordCopyright
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			if at == start {
				return at + n, 0
			}
			break
		}
		at += n
	}
	return at, hashOf(text[start:at])
}

// hashOf is the hash of a whole word, folded.
func hashOf(w string) uint64 {
	hash := uint64(fnvStart)
	for _, b := range []byte(strings.ToLower(norm.NFC.String(w))) {
		hash = (hash ^ uint64(b)) * fnvPrime
	}
	return hash
}
