// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

const headerPolicy = `version: 1
kind: repository
rules:
  - id: headers
    type: license-header
    files: {include: ["**/*.go"]}
    with: {template: "SPDX-License-Identifier: MIT"}
    mode: enforce
  - id: files
    type: required-files
    with: {files: {LICENSE: [LICENSE]}, inherit: false}
    mode: warn
`

// writeTree writes n Go files of different sizes; one of three has no header, one of a hundred is empty.
func writeTree(t testing.TB, dir string, n int) {
	t.Helper()
	for i := range n {
		name := filepath.Join(dir, fmt.Sprintf("d%02d", i%40), fmt.Sprintf("s%d", i%7), fmt.Sprintf("f%d.go", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		text := "package x\n" + strings.Repeat("// A line of a file that is there to be read.\n", i%13*40)
		switch {
		case i%100 == 0:
			text = ""
		case i%3 != 0:
			text = "// SPDX-License-Identifier: MIT\n\n" + text
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPartsAgree holds that a tree that is judged in parts gets the report of one that is judged at once.
func TestPartsAgree(t *testing.T) {
	dir := t.TempDir()
	writeTree(t, dir, 9*partSize+5)
	c, err := openCheckout(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	s, have, err := c.gather(context.Background(), "", storyTime)
	if err != nil {
		t.Fatal(err)
	}
	p, err := config.Parse("bylaw.yml", []byte(headerPolicy), config.Repository)
	if err != nil {
		t.Fatal(err)
	}
	reqs, err := config.Resolve(config.Input{Repository: p, At: storyTime, Facts: s.Repository})
	if err != nil {
		t.Fatal(err)
	}
	for i := range reqs {
		reqs[i].Scope = rules.ScopeAll
	}
	whole := s
	whole.Files = nil
	l := c.loader()
	defer l.close()
	for _, f := range s.Files {
		if _, err := l.load(&f, true); err != nil {
			t.Fatal(err)
		}
		whole.Files = append(whole.Files, f)
	}
	got, err := c.judge(context.Background(), reqs, s, have, &progress{})
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Evaluate(reqs, whole, have)
	if d := cmp.Diff(asJSON(t, want), asJSON(t, got)); d != "" {
		t.Error(d)
	}
	if n := len(want.Verdicts[0].Findings); n < 100 {
		t.Errorf("only %d findings: the tree proves nothing", n)
	}
}

func asJSON(t *testing.T, r rules.Report) string {
	t.Helper()
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
