// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/rules"
)

// large is a policy of 200 rules, each with a selector, globs and dates.
func large() string {
	var b strings.Builder
	b.WriteString("version: 1\nkind: organization\nselectors:\n  oss: {visibility: [public], fork: false, archived: false}\n" +
		"  product: {properties: {tier: [prod, critical]}}\n  services: {all_of: [product, {languages: [Go, Java], name: ['!*-docs']}]}\nrules:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "  - id: rule-%d\n    type: dco\n    for: {any_of: [%s, {topics: [t%d]}]}\n", i, []string{"oss", "product", "services"}[i%3], i)
		b.WriteString("    files: {include: ['**/*.{go,py}'], exclude: ['vendor/**', '**/testdata/**']}\n" +
			"    mode: {observe: 2026-01-15, warn: 2026-02-15, enforce: 2026-04-01}\n    override: {mode: tighten, files.exclude: extend}\n")
	}
	return b.String()
}

func BenchmarkParse200(b *testing.B) {
	src := []byte(large())
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Parse("bylaw.yml", src, Organization); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkResolve200 resolves 200 rules for one repository; 10,000 repositories have 2 s, so the bar is 200 µs.
func BenchmarkResolve200(b *testing.B) {
	org := parse(b, "bylaw.yml", large())
	in := Input{Organization: org, Facts: widgets(), Base: "main", At: march}
	for b.Loop() {
		if reqs, err := Resolve(in); err != nil || len(reqs) != 200 {
			b.Fatal(len(reqs), err)
		}
	}
}

// BenchmarkResolve200Overridden does so with an override of every tenth rule.
func BenchmarkResolve200Overridden(b *testing.B) {
	org := parse(b, "bylaw.yml", large())
	text := "version: 1\nkind: repository\noverride:\n"
	for i := 0; i < 200; i += 10 {
		text += fmt.Sprintf("  rule-%d: {mode: enforce, files: {exclude: ['third_party/**']}}\n", i)
	}
	in := Input{Organization: org, Repository: parse(b, ".github/bylaw.yml", text), Facts: widgets(), Base: "main", At: march}
	for b.Loop() {
		if reqs, err := Resolve(in); err != nil || len(reqs) != 200 {
			b.Fatal(len(reqs), err)
		}
	}
}

// BenchmarkResolveUnknown is the worst case of the three values: no fact is at hand, so every condition is asked.
func BenchmarkResolveUnknown(b *testing.B) {
	in := Input{Organization: parse(b, "bylaw.yml", large()), Facts: rules.Repository{Name: "x"}, At: march}
	for b.Loop() {
		if _, err := Resolve(in); err != nil {
			b.Fatal(err)
		}
	}
}
