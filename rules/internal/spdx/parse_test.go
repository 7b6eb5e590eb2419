// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package spdx

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"MIT":                                "MIT",
		"mit":                                "MIT",
		" apache-2.0 ":                       "Apache-2.0",
		"MIT OR Apache-2.0":                  "MIT OR Apache-2.0",
		"mit or apache-2.0":                  "MIT OR Apache-2.0",
		"MIT\tAND\tISC":                      "MIT AND ISC",
		"MIT OR ISC AND Zlib":                "MIT OR (ISC AND Zlib)",
		"(MIT OR ISC) AND Zlib":              "(MIT OR ISC) AND Zlib",
		"((MIT))":                            "MIT",
		"(MIT OR ISC)OR Zlib":                "MIT OR ISC OR Zlib",
		"GPL-2.0+":                           "GPL-2.0+",
		"gpl-2.0-OR-later":                   "GPL-2.0-or-later",
		"Apache-1.1+":                        "Apache-1.1+",
		"LicenseRef-Acme.1":                  "LicenseRef-Acme.1",
		"DocumentRef-a:LicenseRef-b AND MIT": "DocumentRef-a:LicenseRef-b AND MIT",
		"GPL-2.0-only with classpath-exception-2.0":               "GPL-2.0-only WITH Classpath-exception-2.0",
		"Apache-2.0 WITH LLVM-exception OR NCSA":                  "Apache-2.0 WITH LLVM-exception OR NCSA",
		"MIT WITH AdditionRef-Mine":                               "MIT WITH AdditionRef-Mine",
		strings.Repeat("(", 64) + "MIT" + strings.Repeat(")", 64): "MIT",
	} {
		e, err := Parse(text)
		if err != nil || e.String() != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", text, e, err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]struct {
		offset  int
		nearest string
	}{
		"":                              {0, ""},
		"(":                             {1, ""},
		"MIT AND (":                     {9, ""},
		"MIT WITH":                      {8, ""},
		"MIT)":                          {3, "MIT"},
		"AND MIT":                       {0, ""},
		"MIT MIT":                       {4, ""},
		"Apache 2.0":                    {0, ""},
		"Apache2":                       {0, ""},
		"Apach-2.0":                     {0, "Apache-2.0"},
		"Apache-2":                      {0, "Apache-2.0"},
		"MIT/Apache-2.0":                {3, "MIT OR Apache-2.0"},
		"mit Or isc":                    {4, ""},
		"NONE":                          {0, ""},
		"NOASSERTION":                   {0, ""},
		"LicenseRef-":                   {0, ""},
		"LicenseRef-a+":                 {0, ""},
		"DocumentRef-a":                 {0, ""},
		"DocumentRef-:LicenseRef-a":     {0, ""},
		"Apache-2.0 WITH LLVM-exeption": {16, "LLVM-exception"},
		"Apache-2.0 WITH No-Such":       {16, ""},
		"MIT; drop":                     {3, ""},
		"MIT é":                         {4, ""},
		strings.Repeat("(", 65) + "MIT": {64, ""},
		strings.Repeat("M", 1025):       {1024, ""},
	} {
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("Parse(%q) gives no *Error: %v", text, err)
			continue
		}
		if want.nearest != "" && e.Nearest != want.nearest || e.Offset != want.offset {
			t.Errorf("Parse(%q): offset %d nearest %q (%v); want %d %q", text, e.Offset, e.Nearest, e, want.offset, want.nearest)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"MIT", "mit", true},
		{"MIT OR ISC", "ISC OR MIT", true},
		{"MIT OR ISC", "ISC AND MIT", false},
		{"MIT AND (ISC AND Zlib)", "Zlib AND MIT AND ISC", true},
		{"MIT OR MIT", "MIT", true},
		{"GPL-2.0+", "GPL-2.0-or-later", true},
		{"GPL-2.0", "GPL-2.0-only", true},
		{"GPL-2.0", "GPL-2.0-or-later", false},
		{"GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only", false},
		{"(MIT OR ISC) AND Zlib", "Zlib AND (ISC OR MIT)", true},
		{"MIT OR (ISC AND Zlib)", "(MIT OR ISC) AND Zlib", false},
	} {
		a, b := must(t, c.a), must(t, c.b)
		if got := a.Equal(b); got != c.want {
			t.Errorf("%q equal %q: %v", c.a, c.b, got)
		}
	}
}

func must(t *testing.T, text string) Expression {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestVariants(t *testing.T) {
	if got := strings.Join(Variants("GPL-3.0"), " "); got != "GPL-3.0-only GPL-3.0-or-later" {
		t.Errorf("variants of GPL-3.0: %s", got)
	}
	if got := strings.Join(Variants("MIT"), " "); got != "MIT" {
		t.Errorf("variants of MIT: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"(", "MIT AND (", "MIT OR ISC", "MIT/X11", "GPL-2.0+ WITH a", "é", strings.Repeat("(MIT OR ISC) AND ", 60) + "MIT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		if err != nil && len(e.String()) <= MaxLength {
			t.Fatalf("%q prints as %q, which is refused: %v", text, e, err)
		}
		if err == nil && !again.Equal(e) {
			t.Fatalf("%q prints as %q, which is not equal", text, e)
		}
	})
}

// BenchmarkParseWorst is a text that makes other parsers exponential.
func BenchmarkParseWorst(b *testing.B) {
	text := strings.Repeat("(MIT OR ISC) AND ", 60) + "MIT"
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
