// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// treeFolders are the folders in which GitHub looks for community files and templates; their entries are facts.
var treeFolders = []string{"", ".github/", "docs/", ".github/ISSUE_TEMPLATE/", ".github/PULL_REQUEST_TEMPLATE/"}

// tree lists the entries of those folders.
func (c *checkout) tree(list []rules.File) []rules.Entry {
	entries := []rules.Entry{}
	folders := map[string]bool{}
	l := c.loader()
	defer l.close()
	for _, f := range list {
		for _, dir := range treeFolders {
			rest, below := strings.CutPrefix(f.Path, dir)
			if !below {
				continue
			}
			if name, _, nested := strings.Cut(rest, "/"); nested {
				folders[dir+name] = true
			} else if e, ok := l.entry(f); ok {
				entries = append(entries, e)
			}
		}
	}
	for path := range folders {
		entries = append(entries, rules.Entry{Path: path, Type: "tree", Mode: "040000"})
	}
	slices.SortFunc(entries, func(a, b rules.Entry) int { return strings.Compare(a.Path, b.Path) })
	return entries
}

func (l *loader) entry(f rules.File) (rules.Entry, bool) {
	if f.Mode == "160000" {
		return rules.Entry{Path: f.Path, Type: "commit", Mode: f.Mode, Blob: f.Blob}, true
	}
	if there, err := l.load(&f, false); err != nil || !there {
		return rules.Entry{}, false
	}
	e := rules.Entry{Path: f.Path, Type: "blob", Mode: f.Mode, Size: f.Size, Blob: f.Blob}
	if f.Mode == "120000" && f.Content != nil {
		e.Target = *f.Content
	}
	return e, true
}
