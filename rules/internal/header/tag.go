// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"errors"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/spdx"
)

var tagWords = []uint64{wordSPDX, wordLicense, wordID}

// tagLine is one SPDX-License-Identifier line of a file.
type tagLine struct {
	token int // the first word
	raw   string
	expr  spdx.Expression
	err   *spdx.Error
}

// maxParsed bounds the memory of expressions that were read before.
const maxParsed = 256

// isTag tells whether a tag starts at a word: at the start of a line or behind a notice, with its colon. Prose about the
// tag is no tag.
func (j *Judge) isTag(i int) bool {
	if !follows(j.tokens[i:], tagWords) || j.tokens[i+2].line != j.tokens[i].line {
		return false
	}
	line := j.tokens[i].line
	first := j.first[line]
	if i > first && j.tokens[first].hash != wordLicense && !j.isNotice(line) {
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(j.rest(j.tokens[i+2].end, line), " \t"), ":")
}

// tag reads the tag that starts at a word.
func (j *Judge) tag(i int) tagLine {
	rest := strings.TrimLeft(j.rest(j.tokens[i+len(tagWords)-1].end, j.tokens[i].line), " \t:")
	t, seen := j.parsed[rest]
	if !seen {
		t.raw = rest
		var err error
		t.expr, err = spdx.Parse(rest)
		errors.As(err, &t.err)
		if len(j.parsed) < maxParsed {
			j.parsed[strings.Clone(rest)] = t
		}
	}
	t.token = i
	return t
}

// rest is the text of a line from an offset on, without the border of a box that closes it.
func (j *Judge) rest(from, line int) string {
	s := strings.TrimRight(j.zone.text[from:j.zone.spans[line].end], " \t\r")
	if box := strings.TrimRight(s, "*#/-=|+;%"); box != s && (box == "" || strings.HasSuffix(box, " ") || strings.HasSuffix(box, "\t")) {
		s = strings.TrimRight(box, " \t")
	}
	return s
}

// matchTag compares all tags of a file with the one of a form: two tags apply both.
func (j *Judge) matchTag(p *piece) pieceMatch {
	if len(j.tags) == 0 {
		return pieceMatch{}
	}
	line := j.tokens[j.tags[0].token].line
	m := pieceMatch{line: line, score: j.first[line+1] - j.tags[0].token}
	all := make([]spdx.Expression, 0, 2)
	for _, t := range j.tags {
		if t.err != nil {
			return m
		}
		all = append(all, t.expr)
	}
	found := spdx.Join(all...)
	switch {
	case p.repo && len(j.repo) == 0:
		m.ok, m.unsure = true, true
	case p.repo:
		for _, e := range j.repo {
			m.ok = m.ok || found.Equal(e)
		}
	default:
		m.ok = p.accept == nil || found.Equal(*p.accept)
	}
	return m
}

// wanted is the expression that a tag should have, for messages; empty where any will do.
func (j *Judge) wanted(p *piece) string {
	switch {
	case p.accept != nil:
		return p.accept.String()
	case !p.repo || len(j.repo) == 0:
		return ""
	case len(j.repo) == 1:
		return j.repo[0].String()
	}
	return j.repo[0].String() + " or " + j.repo[1].String()
}

// proposed is the expression that a new tag gets; empty where a person has to choose.
func (j *Judge) proposed(p *piece) string {
	switch {
	case p.accept != nil:
		return p.accept.String()
	case len(j.repo) == 1:
		return j.repo[0].String()
	}
	return ""
}
