// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A pair is a generated rule of an organization, what it allows, and what a repository's file says about it. The checker below
// knows these plain values only, and nothing of the package's own arithmetic.
type pair struct {
	mode, mine     plan
	scope, myScope int // index into scopeWords; -1 is unsaid
	exclude, more  []string
	include, fewer []string
	kinds, myKinds []string
	bytes, myBytes int // -1 is unsaid
	allowed        map[string]string
}

// plan is a mode: the day from which warn and enforce hold; 0 is from the beginning, 99 is never.
type plan struct{ warn, enforce int }

func (p plan) at(day int) int {
	switch {
	case day >= p.enforce:
		return 2
	case day >= p.warn:
		return 1
	}
	return 0
}

func (p plan) yaml() string {
	switch {
	case p.enforce == 0:
		return "enforce"
	case p.warn == 0 && p.enforce == 99:
		return "warn"
	case p.warn >= 99:
		return "observe"
	case p.enforce == 99:
		return fmt.Sprintf("{warn: 2026-01-%02d}", p.warn)
	case p.warn == 0:
		return fmt.Sprintf("{warn: 2025-01-01, enforce: 2026-01-%02d}", p.enforce)
	}
	return fmt.Sprintf("{warn: 2026-01-%02d, enforce: 2026-01-%02d}", p.warn, p.enforce)
}

var (
	scopeWords = []string{"added", "changed", "all"}
	globWords  = []string{"*.go", "*.py", "a/**", "b/**"}
	pathWords  = []string{"x.go", "x.py", "a/x.go", "a/x.py", "b/x.go", "c/x.md"}
	kindWords  = []string{"license", "readme", "security"}
)

func randomPlan(r *rand.Rand) plan {
	plans := []plan{{0, 0}, {0, 99}, {99, 99}, {1 + r.IntN(9), 99}, {0, 1 + r.IntN(9)}}
	warn := 1 + r.IntN(8)
	return append(plans, plan{warn, warn + 1 + r.IntN(3)})[r.IntN(6)]
}

// some picks words; at least one, unless none is allowed.
func some(r *rand.Rand, words []string, least int) []string {
	words = slices.Clone(words)
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words[:least+r.IntN(len(words)+1-least)]
}

func maybe(r *rand.Rand, n int) int {
	if r.IntN(2) == 0 {
		return -1
	}
	return r.IntN(n)
}

func randomPair(r *rand.Rand) pair {
	p := pair{
		mode: randomPlan(r), mine: randomPlan(r), scope: r.IntN(3), myScope: maybe(r, 3), include: some(r, globWords, 1),
		exclude: some(r, globWords, 0), kinds: some(r, kindWords, 1), bytes: r.IntN(100), myBytes: maybe(r, 100), allowed: map[string]string{},
	}
	if r.IntN(2) == 0 {
		p.fewer, p.more, p.myKinds = some(r, globWords, 1), some(r, globWords, 1), some(r, kindWords, 1)
	}
	for param, moves := range map[string][]string{
		"mode": {"none", "tighten", "any"}, "scope": {"none", "tighten", "any"}, "files.include": {"none", "extend", "shrink", "any"},
		"files.exclude": {"none", "extend", "shrink", "any"}, "with.kinds": {"none", "extend", "shrink", "any"},
		"with.min_bytes": {"none", "raise", "lower", "any"},
	} {
		if r.IntN(2) == 0 {
			p.allowed[param] = moves[r.IntN(len(moves))]
		}
	}
	return p
}

func (p pair) organization() string {
	text := fmt.Sprintf("version: 1\nkind: organization\nrules:\n  - id: r\n    type: required-files\n    mode: %s\n    scope: %s\n", p.mode.yaml(), scopeWords[p.scope])
	text += fmt.Sprintf("    files: {include: [%s], exclude: [%s]}\n", quotedList(p.include), quotedList(p.exclude))
	text += fmt.Sprintf("    with: {kinds: [%s], min_bytes: %d}\n", quotedList(p.kinds), p.bytes)
	if len(p.allowed) > 0 {
		text += "    override:\n"
		for _, k := range sortedKeys(p.allowed) {
			text += "      " + k + ": " + p.allowed[k] + "\n"
		}
	}
	return text
}

func quotedList(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = `"` + w + `"`
	}
	return strings.Join(out, ", ")
}

func (p pair) repository() string {
	text := "version: 1\nkind: repository\noverride:\n  r:\n    mode: " + p.mine.yaml() + "\n"
	if p.myScope >= 0 {
		text += "    scope: " + scopeWords[p.myScope] + "\n"
	}
	if p.fewer != nil {
		text += fmt.Sprintf("    files: {include: [%s], exclude: [%s]}\n", quotedList(p.fewer), quotedList(p.more))
		text += fmt.Sprintf("    with: {kinds: [%s]", quotedList(p.myKinds))
		if p.myBytes >= 0 {
			text += fmt.Sprintf(", min_bytes: %d", p.myBytes)
		}
		text += "}\n"
	}
	return text
}

// TestNeverLooser resolves thousands of generated pairs of files and checks that no parameter went further than it may.
func TestNeverLooser(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2)) // the same pairs every time
	moved := 0
	for range 3000 {
		p := randomPair(r)
		org, repo := parse(t, "bylaw.yml", p.organization()), parse(t, ".github/bylaw.yml", p.repository())
		moved += p.check(t, org, repo)
		if t.Failed() {
			t.Fatalf("organization:\n%s\nrepository:\n%s", p.organization(), p.repository())
		}
	}
	if moved < 1000 {
		t.Errorf("only %d parameters moved: the test is blind", moved)
	}
}

// check counts the parameters that moved, all of which may.
func (p pair) check(t *testing.T, org, repo *Policy) (moved int) {
	t.Helper()
	for day := range 14 {
		reqs, _ := Resolve(Input{Organization: org, Repository: repo, Facts: widgets(), At: dayOf(day - 1)})
		if len(reqs) != 1 {
			t.Fatalf("day %d: the rule is gone", day)
		}
		mode, scope := slices.Index([]string{"observe", "warn", "enforce"}, string(reqs[0].Mode)), slices.Index(scopeWords, string(reqs[0].Scope))
		moved += p.ordered(t, "mode", mode, p.mode.at(day)) + p.ordered(t, "scope", scope, p.scope)
	}
	rule, _ := override(org, repo, org.Rules[0])
	moved += p.listed(t, "files.include", texts(rule.Files.Include), p.include) + p.listed(t, "files.exclude", texts(rule.Files.Exclude), p.exclude)
	for _, path := range pathWords {
		want := matchAny(rule.Files.Include, path) && !matchAny(rule.Files.Exclude, path)
		if rule.filter.Match(path) != want {
			t.Errorf("%s: the filter does not follow its lists", path)
		}
	}
	data, err := json.Marshal(rule.options)
	var o struct {
		Kinds []string `json:"kinds"`
		Bytes int      `json:"min_bytes"`
	}
	if err != nil || json.Unmarshal(data, &o) != nil {
		t.Fatal("options are not data")
	}
	return moved + p.listed(t, "with.kinds", o.Kinds, p.kinds) + p.number(t, o.Bytes)
}

func texts(globs []Glob) []string {
	out := make([]string, len(globs))
	for i, g := range globs {
		out[i] = string(g)
	}
	return out
}

func (p pair) ordered(t *testing.T, param string, got, limit int) int {
	t.Helper()
	switch how := p.allowed[param]; {
	case got == limit:
		return 0
	case how == "none", how != "any" && got < limit:
		t.Errorf("%s went from %d to %d, allowed %q", param, limit, got, how)
	}
	return 1
}

func (p pair) listed(t *testing.T, param string, got, limit []string) int {
	t.Helper()
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	if slices.Equal(got, limit) {
		return 0
	}
	switch how := p.allowed[param]; {
	case how == "any", how == "extend" && within(limit, got), how == "shrink" && within(got, limit):
	default:
		t.Errorf("%s went from %v to %v, allowed %q", param, limit, got, how)
	}
	return 1
}

func (p pair) number(t *testing.T, got int) int {
	t.Helper()
	if got == p.bytes {
		return 0
	}
	switch how := p.allowed["with.min_bytes"]; {
	case how == "any", how == "raise" && got > p.bytes, how == "lower" && got < p.bytes:
	default:
		t.Errorf("min_bytes went from %d to %d, allowed %q", p.bytes, got, how)
	}
	return 1
}
