// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

func TestApply(t *testing.T) {
	for _, c := range []struct {
		name, content string
		edits         []Edit
		want          string
	}{
		{"nothing", "a\nb", nil, "a\nb"},
		{"insert first", "a\n", []Edit{{Line: 1, Insert: "x\n"}}, "x\na\n"},
		{"insert last", "a\n", []Edit{{Line: 2, Insert: "x\n"}}, "a\nx\n"},
		{"insert behind an open line", "a", []Edit{{Line: 2, Insert: "x\n"}}, "a\nx"},
		{"insert behind an open line, CRLF", "a", []Edit{{Line: 2, Insert: "x\r\n"}}, "a\r\nx"},
		{"insert before an open line", "a", []Edit{{Line: 1, Insert: "x\n"}}, "x\na"},
		{"into nothing", "", []Edit{{Line: 1, Insert: "x\n"}}, "x\n"},
		{"replace", "a\r\nb\r\nc", []Edit{{Line: 2, Delete: 1, Insert: "x\r\n"}}, "a\r\nx\r\nc"},
		{"replace the last", "a\nb", []Edit{{Line: 2, Delete: 1, Insert: "x\n"}}, "a\nx\n"},
		{"delete", "a\nb\nc\n", []Edit{{Line: 1, Delete: 2}}, "c\n"},
		{"several, in any order", "a\nb\nc\n", []Edit{{Line: 3, Delete: 1, Insert: "z\n"}, {Line: 1, Insert: "x\n"}, {Line: 1, Delete: 1, Insert: "y\n"}}, "x\ny\nb\nz\n"},
		{"behind a byte-order mark", "\uFEFFa\n", []Edit{{Line: 1, Insert: "x\n"}}, "\uFEFFx\na\n"},
	} {
		got, err := Apply(c.content, c.edits)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	for name, edits := range map[string][]Edit{
		"line 0":           {{Line: 0, Insert: "x\n"}},
		"beyond the end":   {{Line: 4, Insert: "x\n"}},
		"deletes too much": {{Line: 2, Delete: 2}},
		"negative":         {{Line: 1, Delete: -1}},
		"overlap":          {{Line: 1, Delete: 2}, {Line: 2, Delete: 1}},
		"insert within":    {{Line: 1, Delete: 2}, {Line: 2, Insert: "x\n"}},
	} {
		const content = "a\nb\n"
		if got, err := Apply(content, edits); err == nil || got != content {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// FuzzApply: an insertion adds exactly its text, and deleting it again gives the content back.
func FuzzApply(f *testing.F) {
	f.Add("a\nb\n", 1, 0, "x")
	f.Add("a\r\nb", 2, 1, "x\r\ny")
	f.Fuzz(func(t *testing.T, content string, line, remove int, text string) {
		insert := text + "\n"
		out, err := Apply(content, []Edit{{Line: line, Delete: remove, Insert: insert}})
		if err != nil {
			if out != content {
				t.Fatalf("an error, and %q became %q", content, out)
			}
			return
		}
		if remove > 0 || !strings.HasSuffix(content, "\n") {
			return
		}
		back, err := Apply(out, []Edit{{Line: line, Delete: strings.Count(insert, "\n")}})
		if err != nil || back != content {
			t.Fatalf("%q became %q and then %q (%v)", content, out, back, err)
		}
	})
}
