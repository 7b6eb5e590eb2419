// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

// treeOf reads "path", "path/" (a folder), "path@" (a submodule), "path=12" (so many bytes), "path->target" (a link). A file has 100 bytes.
func treeOf(spec string) []Entry {
	tree := []Entry{}
	for s := range strings.FieldsSeq(spec) {
		e := Entry{Path: s, Type: "blob", Mode: "100644", Size: 100}
		if p, target, ok := strings.Cut(s, "->"); ok {
			e = Entry{Path: p, Type: "blob", Mode: "120000", Size: int64(len(target)), Target: target}
		} else if p, size, ok := strings.Cut(s, "="); ok {
			e.Path, e.Size = p, 0
			for _, d := range size {
				e.Size = e.Size*10 + int64(d-'0')
			}
		} else if p, ok := strings.CutSuffix(s, "/"); ok {
			e = Entry{Path: p, Type: "tree", Mode: "040000"}
		} else if p, ok := strings.CutSuffix(s, "@"); ok {
			e = Entry{Path: p, Type: "commit", Mode: "160000"}
		}
		tree = append(tree, e)
	}
	return tree
}

func judgeFiles(t *testing.T, o requiredFilesOptions, s Subject) Outcome {
	t.Helper()
	rule, _ := Lookup("required-files")
	check, faults := rule.Compile(o)
	if len(faults) > 0 {
		t.Fatalf("faults: %+v", faults)
	}
	s.Repository = Repository{Owner: "acme", Name: "widgets"}
	return check(s)
}

func TestRequiredKinds(t *testing.T) {
	for _, c := range []struct{ kind, tree, want string }{
		{"license", "LICENSE", "pass"},
		{"license", "licence.txt", "pass"},
		{"license", "COPYING.md", "pass"},
		{"license", "UNLICENSE", "pass"},
		{"license", "LICENSE-MIT LICENSE-APACHE", "pass"},
		{"license", "LICENSE.Apache-2.0.txt", "pass"},
		{"license", "LICENSE-gpl-2.0+", "pass"},
		{"license", "COPYING.LESSER", "fail required-files.near"},
		{"license", "LICENSE-header.txt", "fail required-files.missing"},
		{"license", "LICENSE.html", "fail required-files.near"},
		{"license", "docs/ docs/LICENSE", "fail required-files.near"},
		{"license", "LICENSES/ LICENSES/MIT.txt", "fail required-files.missing"},
		{"license", "LICENSE/ LICENSE/MIT.txt", "fail required-files.folder"},
		{"license", "LICENSE@", "fail required-files.submodule"},
		{"license", "LICENSE=39", "fail required-files.small"},
		{"license", "LICENSE=40", "pass"},
		{"license", "LICENSE=0 COPYING", "pass"},
		{"license", "LICENSE->legal/MIT legal/ legal/MIT", "pass"},
		{"license", "LICENSE->legal/MIT legal/", "pass"},
		{"license", "LICENSE->legal/MIT legal/ legal/MIT=3", "fail required-files.small"},
		{"license", "LICENSE->legal/MIT legal/ legal/BSD", "fail required-files.link-broken"},
		{"license", "LICENSE->legal/MIT", "fail required-files.link-broken"},
		{"license", "LICENSE->../LICENSE", "fail required-files.link-outside"},
		{"license", "LICENSE->a/../../x", "fail required-files.link-outside"},
		{"license", "LICENSE->/etc/passwd", "fail required-files.link-outside"},
		{"license", "LICENSE->.", "fail required-files.folder"},
		{"license", "LICENSE->COPYING COPYING->LICENSE", "fail required-files.link-circle"},
		{"license", "LICENSE->", "unknown required-files.unsure-link"},
		{"readme", "readme.RST", "pass"},
		{"readme", "docs/ docs/README.md", "pass"},
		{"readme", ".github/ .github/README.md=0 README.md", "fail required-files.small"},
		{"readme", "README.html", "fail required-files.near"},
		{"readme", "src/ src/README.md", "fail required-files.missing"},
		{"readme", "README/ README/a docs/ docs/README", "pass"},
		{"readme", ".github/ README.md", "pass"},
		{"readme", ".github/", "unknown required-files.unsure-folder"},
		{"contributing", "CONTRIBUTION.md", "fail required-files.near"},
		{"contributing", "CONTRIBUTNG.md", "fail required-files.near"},
		{"contributing", "CONTRIBUTING", "pass"},
		{"code_of_conduct", "Code-of-Conduct.md", "pass"},
		{"code_of_conduct", "CODEOFCONDUCT", "pass"},
		{"security", ".github/ .github/SECURITY.md", "pass"},
		{"codeowners", ".github/ .github/CODEOWNERS=9", "pass"},
		{"codeowners", "CODEOWNERS=0", "fail required-files.small"},
		{"codeowners", "codeowners", "fail required-files.near"},
		{"codeowners", "CODEOWNERS.md", "fail required-files.near"},
		{"funding", ".github/ .github/FUNDING.yml=12", "pass"},
		{"funding", "FUNDING.yml", "fail required-files.near"},
		{"issue_template", ".github/ .github/ISSUE_TEMPLATE/ .github/ISSUE_TEMPLATE/bug.yml", "pass"},
		{"issue_template", ".github/ .github/ISSUE_TEMPLATE/ .github/ISSUE_TEMPLATE/config.yml", "fail required-files.missing-inherited"},
		{"issue_template", ".github/ .github/ISSUE_TEMPLATE/ .github/x", "unknown required-files.unsure-folder"},
		{"issue_template", "ISSUE_TEMPLATE.md", "pass"},
		{"pr_template", ".github/ .github/pull_request_template.md", "pass"},
		{"pr_template", ".github/ .github/PULL_REQUEST_TEMPLATE/ .github/x", "pass"},
		{"pr_template", "PULL_REQUEST_TEMPLATE/ PULL_REQUEST_TEMPLATE/x.png", "fail required-files.missing-inherited"},
		{"changelog", "HISTORY.rst", "pass"},
		{"citation", "CITATION.cff", "pass"},
		{"citation", "CITATION.md", "fail required-files.near"},
		{"dco", "dco", "fail required-files.small"},
		{"maintainers", "MAINTAINERS=5", "pass"},
		{"notice", "", "fail required-files.missing"},
	} {
		tree := c.tree
		if tree == "dco" {
			tree = "dco=1"
		}
		o := requiredFilesOptions{Kinds: []string{c.kind}, Inherit: true, MinBytes: 40}
		got := reasons(judgeFiles(t, o, Subject{Tree: treeOf(tree), Inherited: []Entry{}}))
		if got != c.want {
			t.Errorf("%s in %q: %s; want %s", c.kind, c.tree, got, c.want)
		}
	}
}

func TestRequiredInherited(t *testing.T) {
	for _, c := range []struct {
		kind, tree, inherited, want string
		off                         bool
	}{
		{"security", "", "SECURITY.md", "pass", false},
		{"security", "", ".github/ .github/SECURITY.md", "pass", false},
		{"security", "", "SECURITY.md", "fail required-files.missing", true},
		{"security", "", "SECURITY.md=0", "fail required-files.missing-inherited", false},
		{"security", "SECURITY.md=0", "SECURITY.md", "fail required-files.small", false},
		{"security", "SECURITY/ SECURITY/x", "SECURITY.md", "pass", false},
		{"security", "", "nil", "unknown required-files.unsure-inherited", false},
		{"security", "SECURITY.md", "nil", "pass", false},
		{"license", "", "LICENSE", "fail required-files.missing", false},
		{"license", "", "nil", "fail required-files.missing", false},
		{"readme", "", "README.md", "fail required-files.missing", false},
		{"codeowners", "", "CODEOWNERS", "fail required-files.missing", false},
		{"issue_template", "", ".github/ .github/ISSUE_TEMPLATE/ .github/ISSUE_TEMPLATE/bug.md", "pass", false},
		{"issue_template", ".github/ .github/ISSUE_TEMPLATE/ .github/ISSUE_TEMPLATE/config.yml", ".github/ .github/ISSUE_TEMPLATE/ .github/ISSUE_TEMPLATE/bug.md", "fail required-files.missing-inherited", false},
		{"issue_template", "", ".github/ .github/ISSUE_TEMPLATE/ .github/x", "unknown required-files.unsure-inherited", false},
	} {
		s := Subject{Tree: treeOf(c.tree), Inherited: treeOf(c.inherited)}
		if c.inherited == "nil" {
			s.Inherited = nil
		}
		o := requiredFilesOptions{Kinds: []string{c.kind}, Inherit: !c.off, MinBytes: 40}
		if got := reasons(judgeFiles(t, o, s)); got != c.want {
			t.Errorf("%s in %q, %q: %s; want %s", c.kind, c.tree, c.inherited, got, c.want)
		}
	}
}
