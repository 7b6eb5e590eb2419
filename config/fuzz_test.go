// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bylaw-bot/bylaw/rules"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, pattern := range []string{"testdata/*.yml", "testdata/broken/*.yml", "presets/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
}

// FuzzParse holds that foreign bytes give a policy or faults, each at a place that is there, on lines that a terminal can bear.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []Kind{"", Organization, Repository} {
			p, err := Parse("f", data, kind)
			var faults Errors
			if (p == nil) == (err == nil) || (err != nil && !errors.As(err, &faults)) {
				t.Fatalf("%v, %v", p, err)
			}
			lines := len(newSource("f", data).lines)
			for _, e := range faults {
				if e.Line < 0 || e.Line > lines || e.Column < 0 || e.Message == "" {
					t.Fatalf("no place: %+v", e)
				}
				if utf8.Valid(data) && strings.ContainsAny(e.Error(), "\n\x1b") {
					t.Fatalf("not one line: %q", e.Error())
				}
			}
			if p == nil || p.Kind != Organization {
				continue
			}
			if _, err := Resolve(Input{Organization: p, Facts: rules.Repository{Name: "x"}, At: time.Unix(0, 0)}); err != nil {
				t.Fatalf("an organization's policy alone has illegal overrides: %v", err)
			}
		}
	})
}

// FuzzResolve holds that foreign selectors, globs and overrides neither panic nor hang, and that what is known of a repository
// decides: with all facts at hand, nothing is blocked.
func FuzzResolve(f *testing.F) {
	f.Add("{name: ['*', '!a-*'], not: {topics: [x]}}", "{mode: enforce}", "widgets", "main")
	f.Add("{any_of: [oss, {base: ['release/{1,2}/**']}]}", "{files: {exclude: ['**/{a,b}*/**']}, with: {merges: required}}", "a-b", "release/1/x")
	f.Fuzz(func(t *testing.T, selector, override, name, base string) {
		org, err := Parse("o", []byte("version: 1\nkind: organization\nselectors: {oss: {fork: false}}\nrules: [{id: r, type: dco, mode: warn, for: "+
			selector+", override: {with: any, files.exclude: extend}}]\n"), "")
		if err != nil {
			return
		}
		repo, err := Parse("r", []byte("version: 1\nkind: repository\noverride: {r: "+override+"}\n"), "")
		if err != nil {
			repo = nil
		}
		facts := widgets()
		facts.Name = name
		reqs, _ := Resolve(Input{Organization: org, Repository: repo, Facts: facts, Base: "x" + base, At: march})
		for _, r := range reqs {
			if !r.Blocked.Zero() {
				t.Fatalf("blocked with all facts at hand: %s", r.Blocked.Plain())
			}
			if r.Check == nil {
				t.Fatal("no check")
			}
			if r.Files.Match != nil {
				r.Files.Match(strings.Repeat("a/", 100) + name)
			}
		}
	})
}

// FuzzLoadServer holds that a settings file never panics, and that its faults show no secret.
func FuzzLoadServer(f *testing.F) {
	f.Add("app_id: 1\nwebhook_secrets: [", "]\n")
	f.Add("private_key: ", "\nlisten: :1\n")
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, before, after string) {
		path := filepath.Join(folder, "server.yml")
		if err := os.WriteFile(path, []byte(before+hush+after), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadServer(path, func(string) (string, bool) { return "", false })
		if err != nil && !strings.Contains(before+after, ":") && strings.Contains(err.Error(), hush) {
			t.Fatalf("a secret is shown: %v", err)
		}
	})
}
