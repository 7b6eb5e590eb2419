// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestWithin finds the X of each value in the source: a column is right whatever the quotes.
func TestWithin(t *testing.T) {
	for _, src := range []string{
		"k: abXc",
		"k: 漢字Xc",
		"k: 'ab''cX'",
		"k: 'a\\X'",
		`k: "a\"\\\tX"`,
		`k: "a\u6f22\x41\U0001F600X"`,
		`k: "a\L\N\_X"`,
		"k:   \"\tX\"",
		"k: |\n  one\n  twoX\n",
		"k: |-\n\n    one\n     two 漢X\n",
		"k: &anchor abX",
		"k: X",
		"{a: b, k: 'X'}",
	} {
		root, s, faults := readTree("f", []byte(src), false)
		if len(faults) > 0 {
			t.Fatalf("%q: %v", src, faults)
		}
		var n *yaml.Node
		for i, k := range root.Content {
			if k.Value == "k" {
				n = root.Content[i+1]
			}
		}
		got := s.within(n, strings.IndexByte(n.Value, 'X'))
		line := []rune(s.line(got.Line))
		if got.Column < 1 || got.Column > len(line) || line[got.Column-1] != 'X' {
			t.Errorf("%q: %v", src, got)
		}
	}
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"\ta: 漢é\u0301X", "    \ta: 漢é\u0301X\n    \t      ^"},
		{"a \u202e X", "    a · X\n        ^"},
		{strings.Repeat("a", 200) + "X", "    " + strings.Repeat("a", 80) + "X\n    " + strings.Repeat(" ", 80) + "^"},
	} {
		s := newSource("f", []byte(c.line))
		at := Pos{Line: 1, Column: strings.IndexByte(c.line, 'X') + 1}
		for i, r := range []rune(c.line) {
			if r == 'X' {
				at.Column = i + 1
			}
		}
		if got := s.snippet(at); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.line, got, c.want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"observe", "warn", "enforce", "title", "id"}
	for word, want := range map[string]string{
		"titel": "title", "tittle": "title", "Enforced": "enforce", "wran": "warn", "block": "", "x": "", "": "", "idd": "id",
		strings.Repeat("a", 1000): "",
	} {
		if want != "" {
			want = `did you mean "` + want + `"?`
		}
		if got := didYouMean(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
