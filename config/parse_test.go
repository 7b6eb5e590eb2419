// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGolden reads each broken policy of testdata and compares all that is told with the text beside it. A first line
// "# kind: repository" says what the place calls for. GOLDEN=write writes the texts anew.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d broken policies, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src := read(t, file)
			kind := Kind("")
			if first, _, _ := strings.Cut(src, "\n"); strings.HasPrefix(first, "# kind: ") {
				kind = Kind(strings.TrimPrefix(first, "# kind: "))
			}
			_, err := Parse("bylaw.yml", []byte(src), kind)
			var all Errors
			if !errors.As(err, &all) {
				t.Fatalf("no Errors: %v", err)
			}
			got := strings.ReplaceAll(all.Error(), list(typeNames()), "TYPES")
			golden(t, strings.TrimSuffix(file, ".yml")+".txt", got+"\n")
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("GOLDEN") == "write" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, file), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func read(t testing.TB, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t testing.TB, path, src string) *Policy {
	t.Helper()
	p, err := Parse(path, []byte(src), "")
	if err != nil {
		t.Fatalf("%s:\n%s", path, err)
	}
	return p
}

// TestFaultsWithinOptions holds that a rule's own faults are shown at the character that is meant.
func TestFaultsWithinOptions(t *testing.T) {
	_, err := Parse("bylaw.yml", []byte(`version: 1
kind: organization
rules:
  - id: headers
    type: license-header
    mode: warn
    with:
      forms:
        - 'SPDX-License-Identifier: MIT'
        - "Copyright 漢\u00e9 {nobody}"
  - {id: files, type: required-files, mode: warn}
`), "")
	var all Errors
	if !errors.As(err, &all) || len(all) != 2 {
		t.Fatal(err)
	}
	if all[0].Line != 10 || all[0].Column != 30 {
		t.Errorf("not at the placeholder:\n%v", all[0].Long())
	}
	if all[1].Line != 11 || all[1].Column != 23 {
		t.Errorf("not at the type:\n%v", all[1].Long())
	}
}
