// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	for path, want := range map[string]string{
		"a.go": "Go", "A.PY": "Python", "x/y.tsx": "TypeScript", "Dockerfile": "Dockerfile", "Dockerfile.dev": "Dockerfile",
		"dev.dockerfile": "Dockerfile", "a/Makefile": "Makefile", "go": "", "a.txt": "", ".go": "Go", "README.md": "Markdown",
		"a.d.ts": "TypeScript", "a/b.c/d": "", "": "", "a.": "", "docker": "",
	} {
		name := ""
		if l := Lookup(path); l != nil {
			name = l.Name
		}
		if name != want {
			t.Errorf("Lookup(%q) = %q, want %q", path, name, want)
		}
	}
}

// TestZone: each case has its text of the zone's comments, joined by "|", with the lines where they stand.
func TestZone(t *testing.T) {
	for _, c := range []struct{ path, content, want string }{
		{"a.go", "// a\n\n/* b\n * c */ /* d */\npackage x // e\n", "1 a|3 b|4 * c|4 d"},
		{"a.go", "\uFEFF// a\r\npackage x", "1 a"},
		{"a.go", "s := `\n// a\n`", ""},
		{"a.py", "#!/bin/sh\n# coding: utf-8\n# a\n'''b'''\n# c", "3 a"},
		{"a.py", "# a\n# coding: utf-8\n", "1 a"},
		{"a.js", "// a\n'use strict'\n// b", "1 a"},
		{"a.rs", "/* a /* b */ c */ // d\nfn", "1 a /* b */ c|1 d"},
		{"a.rs", "#![allow(\n  a[1])]\n// b\nfn", "3 b"},
		{"a.java", "/* a /* b */ c */", "1 a /* b"},
		{"a.rb", "=begin\na\n=end\n# b\nputs", "1|2 a|4 b"},
		{"a.rb", "# frozen_string_literal: true\n# a", "2 a"},
		{"a.html", "<!DOCTYPE html>\n<!-- a\nb -->\n<p><!-- c -->", "2 a|3 b"},
		{"a.xml", "<?xml version='1'?><!-- a --><?p q?><!-- b --><r/>", "1 a|1 b"},
		{"a.css", "@charset \"x\";\n/* a */ b{}", "2 a"},
		{"a.sql", "-- a\nSELECT '-- b'", "1 a"},
		{"Dockerfile", "# escape=`\n# a\n# syntax=b\nFROM x", "2 a|3 syntax=b"},
		{"a.yml", "%YAML 1.2\n---\n# a\nb: |\n  # c", "3 a"},
		{"a.tf", "// a\n# b\n/* c */ x", "1 a|2 b|3 c"},
		{"a.md", "---\n# t: x\n---\n<!-- a -->\n# T", "4 a"},
		{"a.cs", "#region a\n// b\n#endregion\nusing", "2 b"},
		{"a.go", "/* never closed\na", "1 never closed|2 a"},
	} {
		var z zone
		z.scan(c.content, Lookup(c.path))
		var got []string
		for _, s := range z.spans {
			got = append(got, strings.TrimSpace(string(rune('0'+s.line))+" "+strings.TrimSpace(c.content[s.start:s.end])))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s %q: %q, want %q", c.path, c.content, strings.Join(got, "|"), c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		equal bool
	}{
		{"Copyright (c) 2020", "copyright © 2020", true},
		{"(C) 2020", "© 2020", true},
		{"http://a.b/c", "https://A.B/C.", true},
		{"Licence", "license", true},
		{"caf\u00E9", "cafe\u0301", true},
		{"STRASSE", "straße", false},
		{`"AS IS"`, "as is", true},
		{"section (c) of", "section of", false},
		{"v2", "v 2", false},
	} {
		a, b := tokenize(nil, c.a, 0, len(c.a), 0), tokenize(nil, c.b, 0, len(c.b), 0)
		var hashes []uint64
		for _, t := range b {
			hashes = append(hashes, t.hash)
		}
		if got := len(a) == len(b) && follows(a, hashes); got != c.equal {
			t.Errorf("%q and %q: equal is %v", c.a, c.b, got)
		}
	}
}

func TestDecode(t *testing.T) {
	for content, want := range map[string]string{
		"a\x00b":                        SkipBinary,
		" \r\n\t":                       SkipEmpty,
		"":                              SkipEmpty,
		"\uFEFF\n":                      SkipEmpty,
		"\xFF\xFE":                      SkipEmpty,
		"\xFE\xFF\x00a\x00":             "a",
		"\xFF\xFEa\x00b\x00":            "ab",
		"\xFF\xFE\x00\x00a\x00\x00\x00": SkipBinary,
		"version https://git-lfs.github.com/spec/v1\noid sha256:1\n": SkipLFS,
		"x": "x",
	} {
		text, _, skip := decode(content)
		if got := strings.TrimPrefix(text, bom) + skip; got != want {
			t.Errorf("decode(%q) = %q, want %q", content, got, want)
		}
	}
}
