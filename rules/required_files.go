// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// requiredFilesOptions are the options of the rule required-files, as in a policy's "with".
type requiredFilesOptions struct {
	Kinds    []string            `json:"kinds" jsonschema:"enum=license,enum=readme,enum=contributing,enum=code_of_conduct,enum=security,enum=support,enum=governance,enum=codeowners,enum=funding,enum=issue_template,enum=pr_template,enum=notice,enum=changelog,enum=maintainers,enum=citation,enum=dco" jsonschema_description:"The kinds of files that must be there. The names and places are those where GitHub, or custom, finds them."`
	Files    map[string][]string `json:"files" jsonschema_description:"More files that must be there: a name for people, and globs of which one must match. Globs start at the root and do not regard case."`
	Inherit  bool                `json:"inherit" jsonschema_description:"Whether the organization's public .github repository may provide the files for which GitHub shows its defaults. A license never is."`
	MinBytes int                 `json:"min_bytes" jsonschema_description:"A file with fewer bytes does not count. CODEOWNERS, FUNDING.yml and MAINTAINERS are short by nature: there any byte will do."`
}

var requiredFilesDefaults = requiredFilesOptions{Kinds: []string{}, Files: map[string][]string{}, Inherit: true, MinBytes: 40}

var _ = define(Rule{
	Name:    "required-files",
	Summary: "The repository has the files that people look for: license, readme, security policy and others.",
	Doc:     requiredFilesDoc,
	Needs:   NeedTree,
	Also:    requiredFilesAlso,
}, requiredFilesDefaults, prepareRequiredFiles, checkRequiredFiles)

const requiredFilesDoc = `## Why

A license says what others may do; a readme, a security policy, contributing rules and a code of conduct say how to take part.
GitHub shows them in many places, but only if they have the right name in the right place.

## How to pass

Name ` + "`kinds`, `files`" + ` or both. For each kind one file must be there, at the pull request's head or on the default branch.

| kind | names (no matter the case; without extension, or .md, .txt, .rst, .adoc) | places, the first wins | from the organization's .github |
|---|---|---|---|
| license | LICENSE, LICENCE, COPYING, UNLICENSE, LICENSE-ID, LICENSE.ID with an SPDX id or its family (LICENSE-APACHE) | root | never |
| readme | README | .github, root, docs | no |
| contributing | CONTRIBUTING | .github, root, docs | yes |
| code_of_conduct | CODE_OF_CONDUCT, CODE-OF-CONDUCT, CODEOFCONDUCT | .github, root, docs | yes |
| security, support, governance | SECURITY, SUPPORT, GOVERNANCE | .github, root, docs | yes |
| codeowners | CODEOWNERS, exactly | .github, root, docs | no |
| funding | FUNDING.yml | .github | yes |
| issue_template | .md and .yml in the folder ISSUE_TEMPLATE, but for config.yml; or ISSUE_TEMPLATE.md | .github, root, docs | yes, all or nothing |
| pr_template | PULL_REQUEST_TEMPLATE.md, or a folder of that name | .github, root, docs | yes |
| notice, maintainers, dco | NOTICE, MAINTAINERS, DCO | root | no |
| changelog | CHANGELOG, CHANGES, HISTORY | root | no |
| citation | CITATION.cff | root | no |

A repository's own file hides the organization's, even an empty one; one file in the own issue template folder hides all of the
organization's issue templates. A folder or a submodule of the right name is no file. A symbolic link counts if it leads to a file
inside the repository.

` + "`files`" + ` takes globs of your own, such as ` + "`NOTICE: [\"NOTICE*\"]`" + `. A name that is also a kind (LICENSE, code-of-conduct) is provided by the
organization's .github repository as that kind is; any other name is not. Read are the root, .github, docs and, where they are at hand, the folders of templates: a glob
that reaches into another folder that exists, and that matches nothing that was read, leaves the verdict unknown, and the reason says so.

## How to mend

Create the file that the finding names. A near miss, such as CONTRIBUTION.md, is named with what it should be called.
`

// wanted is one thing that must be there.
type wanted struct {
	label    string // as people know it: "CODE_OF_CONDUCT"
	kind     *fileKind
	globs    []string // lower case; empty for a kind
	patterns []string // the globs as they were written
	inherits bool
	min      int64
}

func requiredFilesAlso(options any) Needs {
	if o, ok := options.(requiredFilesOptions); ok && o.Inherit {
		return NeedInherited
	}
	return 0
}

func prepareRequiredFiles(o requiredFilesOptions) ([]wanted, []Fault) {
	var all []wanted
	var faults []Fault
	if len(o.Kinds)+len(o.Files) == 0 {
		faults = append(faults, Fault{Key: "kinds", Message: "nothing is required; name kinds or files", Allowed: kindNames()})
	}
	if o.MinBytes < 0 {
		faults = append(faults, Fault{Key: "min_bytes", Message: "must be 0 or more"})
	}
	for i, name := range o.Kinds {
		k := kindNamed(name)
		if k == nil {
			faults = append(faults, Fault{Key: "kinds[" + itoa(i) + "]", Message: "unknown kind " + name, Allowed: kindNames()})
			continue
		}
		all = append(all, wanted{label: k.label, kind: k, inherits: o.Inherit && k.inherits, min: k.least(o.MinBytes)})
	}
	for _, name := range slices.Sorted(maps.Keys(o.Files)) {
		key := "files." + name
		faults = append(faults, globFaults(key, o.Files[name])...)
		w := wanted{label: name, patterns: o.Files[name], min: int64(o.MinBytes)}
		for _, glob := range o.Files[name] {
			w.globs = append(w.globs, strings.ToLower(glob))
		}
		if k := kindNamed(strings.ReplaceAll(strings.ToLower(name), "-", "_")); k != nil {
			w.inherits, w.min = o.Inherit && k.inherits, k.least(o.MinBytes)
		}
		all = append(all, w)
	}
	return all, faults
}

func globFaults(key string, globs []string) []Fault {
	if len(globs) == 0 {
		return []Fault{{Key: key, Message: "has no glob: nothing could ever match"}}
	}
	var faults []Fault
	for i, glob := range globs {
		at := key + "[" + itoa(i) + "]"
		switch {
		case glob == "" || !doublestar.ValidatePattern(glob):
			faults = append(faults, Fault{Key: at, Message: "is no glob"})
		case strings.HasPrefix(glob, "/") || strings.HasPrefix(glob, "./") || slices.Contains(strings.Split(glob, "/"), ".."):
			faults = append(faults, Fault{Key: at, Message: "a glob starts at the root, without /, ./ or ../"})
		}
	}
	return faults
}
