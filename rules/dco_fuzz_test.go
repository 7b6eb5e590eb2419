// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"os/exec"
	"strings"
	"testing"
)

// unquote reads what quote writes as a POSIX shell does: bare characters, '…' and \'. Anything else is a fault.
func unquote(word string) (string, bool) {
	var b strings.Builder
	for word != "" {
		switch {
		case word[0] == '\'':
			inner, rest, ok := strings.Cut(word[1:], "'")
			if !ok {
				return "", false
			}
			b.WriteString(inner)
			word = rest
		case strings.HasPrefix(word, `\'`):
			b.WriteByte('\'')
			word = word[2:]
		case strings.IndexByte(bare, word[0]) >= 0:
			b.WriteByte(word[0])
			word = word[1:]
		default:
			return "", false
		}
	}
	return b.String(), true
}

func FuzzQuote(f *testing.F) {
	seeds := []string{"", "main", "it's", "a b", "$(touch x)", "`x`", "'", "''", `\`, "!x", "~", "a\"b", "-x", "é#;&|<>*?[]{}"}
	for _, s := range seeds {
		f.Add(s)
		out, err := exec.Command("sh", "-c", "printf %s "+quote(s)).Output()
		if err == nil && string(out) != s {
			f.Errorf("sh reads %s as %q", quote(s), out)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := unquote(quote(s)); !ok || got != s {
			t.Errorf("quote(%q) = %s reads as %q", s, quote(s), got)
		}
	})
}

func FuzzDCO(f *testing.F) {
	f.Add("main", "Ana", "ana@example.com", "x\n\nSigned-off-by: Ana <ana@example.com>")
	f.Add("a'b", "~~~", "@", "~~~\n\nCo-authored-by: B")
	f.Add("$(x)", "A{author}", "1+a[bot]@users.noreply.github.com", "On behalf of B <b>, I, C <c>, hereby add my Signed-off-by to this commit: "+strings.Repeat("1", 40))
	f.Fuzz(func(t *testing.T, ref, name, email, message string) {
		c := Commit{SHA: strings.Repeat("1", 40), Message: message, Author: Person{Name: name, Email: email}, Committer: Person{Name: name, Email: email}}
		s := Subject{Commits: []Commit{c, c}, Change: &Change{Number: 1, Base: Branch{Ref: ref}, Head: Branch{Ref: ref, Repository: ref}}}
		o := checkDCO(s, dcoOptions{Accept: "either", Coauthors: "required", Remediation: "third-party", Members: "exempt", Reverts: "exempt"})
		if strings.Count(o.How.Markdown(), "\n~~~") > 4 {
			t.Errorf("the fence was left: %s", o.How.Markdown())
		}
		for _, f := range o.Findings {
			if f.Reason == "" || strings.ContainsAny(f.Message.Markdown(), "\n\r") {
				t.Errorf("finding %q", f.Message.Markdown())
			}
		}
	})
}
