// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

// fileKind is a kind of file that people look for, with the names and places where it counts
// (documentation: docs.github.com, "Creating a default community health file", "About READMEs", "About code owners").
type fileKind struct {
	name     string
	label    string   // the usual name, for people
	create   string   // the path to create
	names    []string // base names without extension, upper case
	places   []string // folders, the first wins; "" is the root
	inherits bool     // GitHub shows the organization's default
	brief    bool     // short by nature: any byte will do
	like     []string // names that people write instead, upper case

	match  func(base string) bool // instead of names
	folder string                 // a folder of such files, upper case
	enough bool                   // the folder counts even if what is in it is not at hand
}

var (
	atRoot   = []string{""}
	anywhere = []string{".github", "", "docs"}
	// extensions are those of prose.
	extensions = []string{"", ".md", ".txt", ".rst", ".adoc"}
)

var fileKinds = []fileKind{
	{name: "license", label: "LICENSE", create: "LICENSE", names: []string{"LICENSE", "LICENCE", "COPYING", "UNLICENSE"}, places: atRoot, match: isLicense, like: []string{"LICENSES", "COPYRIGHT"}},
	{name: "readme", label: "README", create: "README.md", names: []string{"README"}, places: anywhere},
	{name: "contributing", label: "CONTRIBUTING", create: "CONTRIBUTING.md", names: []string{"CONTRIBUTING"}, places: anywhere, inherits: true, like: []string{"CONTRIBUTION", "CONTRIBUTIONS", "CONTRIBUTE"}},
	{name: "code_of_conduct", label: "CODE_OF_CONDUCT", create: "CODE_OF_CONDUCT.md", names: []string{"CODE_OF_CONDUCT", "CODE-OF-CONDUCT", "CODEOFCONDUCT"}, places: anywhere, inherits: true, like: []string{"CONDUCT", "COC"}},
	{name: "security", label: "SECURITY", create: "SECURITY.md", names: []string{"SECURITY"}, places: anywhere, inherits: true},
	{name: "support", label: "SUPPORT", create: "SUPPORT.md", names: []string{"SUPPORT"}, places: anywhere, inherits: true},
	{name: "governance", label: "GOVERNANCE", create: "GOVERNANCE.md", names: []string{"GOVERNANCE"}, places: anywhere, inherits: true},
	{name: "codeowners", label: "CODEOWNERS", create: ".github/CODEOWNERS", names: []string{"CODEOWNERS"}, places: anywhere, brief: true, match: exactly("CODEOWNERS"), like: []string{"CODE_OWNERS", "CODEOWNER"}},
	{name: "funding", label: "FUNDING", create: ".github/FUNDING.yml", names: []string{"FUNDING"}, places: []string{".github"}, inherits: true, brief: true, match: folded("FUNDING.YML")},
	{name: "issue_template", label: "ISSUE_TEMPLATE", create: ".github/ISSUE_TEMPLATE/bug.md", names: []string{"ISSUE_TEMPLATE"}, places: anywhere, inherits: true, match: folded("ISSUE_TEMPLATE.MD"), folder: "ISSUE_TEMPLATE"},
	{name: "pr_template", label: "PULL_REQUEST_TEMPLATE", create: ".github/PULL_REQUEST_TEMPLATE.md", names: []string{"PULL_REQUEST_TEMPLATE"}, places: anywhere, inherits: true, folder: "PULL_REQUEST_TEMPLATE", enough: true},
	{name: "notice", label: "NOTICE", create: "NOTICE", names: []string{"NOTICE"}, places: atRoot},
	{name: "changelog", label: "CHANGELOG", create: "CHANGELOG.md", names: []string{"CHANGELOG", "CHANGES", "HISTORY"}, places: atRoot},
	{name: "maintainers", label: "MAINTAINERS", create: "MAINTAINERS.md", names: []string{"MAINTAINERS"}, places: atRoot, brief: true},
	{name: "citation", label: "CITATION", create: "CITATION.cff", names: []string{"CITATION"}, places: atRoot, match: folded("CITATION.CFF")},
	{name: "dco", label: "DCO", create: "DCO", names: []string{"DCO"}, places: atRoot},
}

func kindNamed(name string) *fileKind {
	for i := range fileKinds {
		if fileKinds[i].name == name {
			return &fileKinds[i]
		}
	}
	return nil
}

func kindNames() []string {
	var names []string
	for _, k := range fileKinds {
		names = append(names, k.name)
	}
	return names
}

// least is how many bytes a file of the kind has at least.
func (k *fileKind) least(minimum int) int64 {
	if k.brief {
		return int64(min(minimum, 1))
	}
	return int64(minimum)
}

// is tells whether a base name is one of the kind's.
func (k *fileKind) is(base string) bool {
	if k.match != nil {
		return k.match(base)
	}
	name, ok := prose(base)
	return ok && slices.Contains(k.names, name)
}

// prose cuts one of the extensions of prose off a base name, upper case.
func prose(base string) (string, bool) {
	ext := path.Ext(base)
	return strings.ToUpper(strings.TrimSuffix(base, ext)), slices.Contains(extensions, strings.ToLower(ext))
}

func exactly(name string) func(string) bool {
	return func(base string) bool { return base == name }
}

func folded(name string) func(string) bool {
	return func(base string) bool { return strings.EqualFold(base, name) }
}

// isLicense takes LICENSE and its like, and LICENSE-ID and LICENSE.ID where ID is an SPDX id or the family of one: LICENSE-APACHE.
// COPYING.LESSER is an addition to a license, not one.
func isLicense(base string) bool {
	name, ok := prose(base)
	if ok && slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "UNLICENSE"}, name) {
		return true
	}
	for _, stem := range []string{"LICENSE", "LICENCE"} {
		for _, whole := range []string{strings.ToUpper(base), name} {
			id, cut := strings.CutPrefix(whole, stem)
			if cut && id != "" && strings.Trim(id[:1], "-.") == "" && isLicenseID(id[1:]) {
				return true
			}
		}
	}
	return false
}

func isLicenseID(id string) bool {
	if active, _ := spdxlicenses.IsActiveLicense(id); active {
		return true
	}
	deprecated, _ := spdxlicenses.IsDeprecatedLicense(id)
	return deprecated || slices.ContainsFunc(spdxlicenses.GetLicenses(), func(l string) bool {
		return len(id) > 2 && strings.HasPrefix(strings.ToUpper(l), id+"-")
	})
}
