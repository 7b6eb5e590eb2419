// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestBounds(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("version: 1\nkind: organization\nroles:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 12 {
		a := fmt.Sprintf("*a%d", i)
		fmt.Fprintf(&bomb, "  a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(a+", ", 9)+a)
	}
	for name, c := range map[string]struct{ src, want string }{
		"size":    {strings.Repeat("# a comment\n", 50000), "bylaw.yml: the file has 600000 bytes; at most 524288 are read"},
		"aliases": {bomb.String(), "more than 50000 values, aliases counted as often as they are used"},
		"values":  {"a: [" + strings.Repeat("1, ", 60000) + "1]", "more than 50000 values"},
		"flow":    {"a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100), "nested deeper than 40 levels"},
		"deep":    {"a: " + strings.Repeat("[", 100000) + strings.Repeat("]", 100000), "exceeded max depth"},
		"names":   {"version: 1\nkind: organization\nselectors:\n" + manySelectors(501), "501 selectors have a name; at most 500 may"},
	} {
		p, err := Parse("bylaw.yml", []byte(c.src), "")
		if p != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %.300v", name, err)
		}
	}
}

func manySelectors(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  s%d: {all_of: [s%d, s%d]}\n", i, i+1, i+1)
	}
	return b.String()
}

// TestLongChains holds that a chain of selectors in which each names the next twice is judged in a moment, not in 2^n.
func TestLongChains(t *testing.T) {
	p := parse(t, "bylaw.yml", "version: 1\nkind: organization\nselectors:\n  s499: {topics: [tools]}\n"+manySelectors(499)+
		"rules: [{id: r, type: dco, mode: warn, for: s0}]\n")
	reqs, err := Resolve(Input{Organization: p, Facts: widgets(), At: march})
	if err != nil || len(reqs) != 1 {
		t.Errorf("%d requirements, %v", len(reqs), err)
	}
}

func TestAliasesAreValues(t *testing.T) {
	p := parse(t, "bylaw.yml", `version: 1
kind: organization
rules:
  - {id: one, type: dco, mode: &m {warn: 2026-01-01}, files: &f {exclude: ["a/**"]}}
  - {id: two, type: dco, mode: *m, files: *f}
`)
	if p.Rules[1].Mode.String() != "{warn: 2026-01-01}" || len(p.Rules[1].Files.Exclude) != 1 {
		t.Errorf("%+v", p.Rules[1])
	}
}

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	p := parse(t, "bylaw.yml", "\xEF\xBB\xBFversion: 1\r\nkind: organization\r\nrules:\r\n- {id: one, type: dco, mode: warn}\r\n")
	if len(p.Rules) != 1 || p.Rules[0].Pos != (Pos{4, 3}) {
		t.Errorf("%+v", p.Rules)
	}
}
