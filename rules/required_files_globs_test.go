// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"
	"testing"
)

func TestRequiredGlobs(t *testing.T) {
	for _, c := range []struct{ name, glob, tree, want string }{
		{"LICENSE", "LICENSE*", "license.txt", "pass"},
		{"LICENSE", "LICENSE*", "LICENSES/", "fail required-files.missing"},
		{"LICENSE", "LICENSES/*.txt", "LICENSES/ LICENSES/MIT.txt", "pass"},
		{"LICENSE", "LICENSES/*.txt", "LICENSES/", "unknown required-files.unsure-glob"},
		{"LICENSE", "LICENSES/*.txt", "src/", "fail required-files.missing"},
		{"LICENSE", "LICENSES/*.txt", "LICENSES", "fail required-files.missing"},
		{"Makefile", "**/Makefile", "src/ a", "unknown required-files.unsure-glob"},
		{"Makefile", "**/Makefile", "src/ src/a", "fail required-files.missing"},
		{"Makefile", "**/Makefile", "src/ Makefile", "pass"},
		{"Makefile", "Makefile", "Makefile=3", "fail required-files.small"},
		{"guide", "docs/*/guide.md", "docs/ docs/en/", "unknown required-files.unsure-glob"},
		{"guide", "docs/*.md", "docs/ docs/en/", "fail required-files.missing"},
		{"guide", "{docs/en,docs}/guide.md", "docs/ docs/x src/", "unknown required-files.unsure-glob"},
		{"SECURITY", "SECURITY.md", "", "pass"},
		{"CODE-OF-CONDUCT", "CODE_OF_CONDUCT.md", "", "pass"},
		{"OTHER", "SECURITY.md", "", "fail required-files.missing"},
	} {
		o := requiredFilesOptions{Files: map[string][]string{c.name: {c.glob}}, Inherit: true, MinBytes: 40}
		out := judgeFiles(t, o, Subject{Tree: treeOf(c.tree), Inherited: treeOf("SECURITY.md CODE_OF_CONDUCT.md")})
		if got := reasons(out); got != c.want || out.Act != (got == "unknown required-files.unsure-glob") {
			t.Errorf("%s in %q: %s, act %v; want %s", c.glob, c.tree, got, out.Act, c.want)
		}
	}
}

func TestRequiredMessages(t *testing.T) {
	o := requiredFilesOptions{Kinds: []string{"security", "license", "contributing", "readme"}, Files: map[string][]string{"BUILD": {"BUILD*"}}, Inherit: true, MinBytes: 40}
	out := judgeFiles(t, o, Subject{Tree: treeOf("CONTRIBUTION.md README=3"), Inherited: []Entry{}})
	want := []string{
		"SECURITY is missing (looked in .github, root, docs; acme/.github has none) / Create SECURITY.md.",
		"LICENSE is missing (looked in root) / Create LICENSE with the whole text of the license that the project is under.",
		"CONTRIBUTING is missing; CONTRIBUTION.md looks like it, but does not count under that name or in that place / Rename CONTRIBUTION.md to CONTRIBUTING.md.",
		"README has 3 bytes; at least 40 are expected / Write at least 40 bytes into README.",
		"BUILD is missing (looked in BUILD*) / Create BUILD.",
	}
	var got []string
	for _, f := range out.Findings {
		got = append(got, f.Message.Plain()+" / "+f.Fix.Text.Plain())
	}
	if !slices.Equal(got, want) || out.Why.Plain() != "5 of 5 required files are missing, or are there and do not count" {
		t.Errorf("%q\n%q", out.Why.Plain(), got)
	}
}

func TestRequiredUndecided(t *testing.T) {
	o := requiredFilesOptions{Kinds: []string{"security", "license"}, Inherit: true, MinBytes: 40}
	if got := reasons(judgeFiles(t, o, Subject{Tree: []Entry{}})); got != "fail required-files.missing" {
		t.Errorf("what is missing for certain outweighs: %s", got)
	}
	if got := reasons(judgeFiles(t, o, Subject{})); got != "unknown required-files.unread" {
		t.Errorf("no tree: %s", got)
	}
}

func TestRequiredFilesOptions(t *testing.T) {
	rule, _ := Lookup("required-files")
	for _, c := range []struct {
		options requiredFilesOptions
		keys    []string
	}{
		{requiredFilesOptions{}, []string{"kinds"}},
		{requiredFilesOptions{Kinds: []string{"license", "licence"}}, []string{"kinds[1]"}},
		{requiredFilesOptions{Kinds: []string{"license"}, MinBytes: -1}, []string{"min_bytes"}},
		{requiredFilesOptions{Files: map[string][]string{"X": {}, "Y": {"a", "[", "/b", "../c", "./d", ""}}}, []string{"files.X", "files.Y[1]", "files.Y[2]", "files.Y[3]", "files.Y[4]", "files.Y[5]"}},
	} {
		_, faults := rule.Compile(c.options)
		var keys []string
		for _, f := range faults {
			keys = append(keys, f.Key)
		}
		if !slices.Equal(keys, c.keys) {
			t.Errorf("%+v: %v; want %v", c.options, keys, c.keys)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, k := range fileKinds {
		s := wanted{label: k.label, kind: &k, min: 1}.look(treeOf(k.create))
		if s.found != yes {
			t.Errorf("%s: what we tell people to create, %s, does not count", k.name, k.create)
		}
	}
}

func FuzzRequiredFiles(f *testing.F) {
	f.Add("**/LICENSE*", "LICENSE->a/../b docs/ .github/ISSUE_TEMPLATE/x")
	f.Add("{a,b/c}/*", "a/ b/ b/c/ README@ SECURITY->SECURITY")
	f.Fuzz(func(t *testing.T, glob, tree string) {
		all, faults := prepareRequiredFiles(requiredFilesOptions{Kinds: kindNames(), Files: map[string][]string{"X": {glob}}, MinBytes: 40})
		if len(faults) > 0 || len(tree) > 200 || len(glob) > 40 {
			return
		}
		out := checkRequiredFiles(Subject{Tree: treeOf(tree)}, all)
		if n := len(out.Findings) + out.Counts["own"]; n > len(all) || out.State == Passed && out.Counts["own"] != len(all) {
			t.Errorf("%s: %v of %d", out.State, out.Counts, len(all))
		}
	})
}
