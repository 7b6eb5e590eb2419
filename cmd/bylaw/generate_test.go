// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// TestGeneratedFilesAreFresh holds what go generate writes against the sources.
func TestGeneratedFilesAreFresh(t *testing.T) {
	top, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	stale, err := staleFiles(top)
	if err != nil {
		t.Fatal(err)
	}
	for name := range stale {
		t.Errorf("%s is stale: run go generate ./...", name)
	}
}

// TestRulePageExamples holds that the example on each rule's page is a policy.
func TestRulePageExamples(t *testing.T) {
	for _, r := range rules.All() {
		_, rest, _ := strings.Cut(string(rulePage(r)), "```yaml\n")
		example, _, found := strings.Cut(rest, "```")
		if !found {
			t.Errorf("%s: the page has no example", r.Name)
			continue
		}
		if _, err := config.Parse(r.Name, []byte("version: 1\nkind: repository\n"+example), config.Repository); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
	}
}

// TestSchemasAreJSON also holds that each option of a rule is described: its page is the authority.
func TestSchemasAreJSON(t *testing.T) {
	top, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	if err := schemas(top, files); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if !json.Valid(data) {
			t.Errorf("%s is no JSON", name)
		}
	}
	for _, r := range rules.All() {
		for name, p := range optionsSchema(r).Properties.FromOldest() {
			if p.Description == "" {
				t.Errorf("option %s of rule %s has no description", name, r.Name)
			}
		}
	}
}

func TestGoComments(t *testing.T) {
	dir := t.TempDir()
	src := "package x\n\n// T is\n// a thing.\ntype T struct {\n\t// A is above.\n\tA int\n\tB int // is behind\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := goComments(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"T": "T is a thing.", "T.A": "A is above.", "T.B": "is behind"} {
		if got[name] != want {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
		}
	}
}
