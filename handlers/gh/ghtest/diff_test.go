// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"strings"
	"testing"
)

func TestUnified(t *testing.T) {
	for _, test := range []struct{ name, before, after, want string }{
		{"same", "a\n", "a\n", ""},
		{"new", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b"},
		{"gone", "a\n", "", "@@ -1 +0,0 @@\n-a"},
		{"no line feed at the end", "a\nb", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c"},
		{
			"two hunks with headings", "func a() {\n 1\n 2\n 3\n 4\n 5\n 6\n 7\n 8\n 9\n", "func a() {\n 0\n 2\n 3\n 4\n 5\n 6\n 7\n 8\n x\n",
			"@@ -1,5 +1,5 @@\n func a() {\n- 1\n+ 0\n  2\n  3\n  4\n@@ -7,4 +7,4 @@ func a() {\n  6\n  7\n  8\n- 9\n+ x",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := unified(diffLines(splitLines([]byte(test.before)), splitLines([]byte(test.after)))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestDiffIsShort: a change in the middle of a long file is told in its lines, not by the file as a whole.
func TestDiffIsShort(t *testing.T) {
	var a, b []string
	for i := range 400 {
		a = append(a, fmt.Sprintf("line %d\n", i))
		if i%40 != 7 {
			b = append(b, a[i])
		}
	}
	if changed := count(diffLines(a, b), ' '); changed != 10 {
		t.Errorf("%d changed lines, want 10", changed)
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nx\nc")
	f.Add("", "a")
	f.Add("a\na\nb\n", "b\na\na\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		var before, after strings.Builder
		for _, l := range diffLines(splitLines([]byte(a)), splitLines([]byte(b))) {
			if l.sign != '+' {
				before.WriteString(l.text)
			}
			if l.sign != '-' {
				after.WriteString(l.text)
			}
		}
		if before.String() != a || after.String() != b {
			t.Errorf("%q to %q gives %q to %q", a, b, before.String(), after.String())
		}
	})
}

func TestRenames(t *testing.T) {
	n := newNetwork()
	tree := func(files map[string]string) string {
		edits := &editTree{}
		for path, text := range files {
			edits.put(path, edit{content: []byte(text)})
		}
		return n.apply("", edits, func(string) {})
	}
	long := "one\ntwo\nthree\nfour\nfive\n"
	before := tree(map[string]string{"a.txt": "same", "b/long.txt": long, "kind": "x"})
	after := tree(map[string]string{"z.txt": "same", "c/long.txt": long + "six\n", "kind/is": "a directory"})
	var got []string
	for _, d := range n.diff(before, after) {
		got = append(got, d.status+" "+d.previous+" "+d.path)
	}
	want := "renamed b/long.txt c/long.txt|removed  kind|added  kind/is|renamed a.txt z.txt"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
