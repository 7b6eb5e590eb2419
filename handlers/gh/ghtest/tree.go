// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"strings"
)

// edit is what happens to one path in a commit.
type edit struct {
	mode    string
	content []byte
	oid     string // a submodule's commit, in place of content
	remove  bool
}

// editTree is a directory of edits, so that each tree is written once however many files change in it. Edits below a path count
// more than one of the path itself, so that a file can be replaced by a directory.
type editTree struct {
	kids map[string]*editTree
	leaf *edit
}

func (t *editTree) put(path string, e edit) {
	at := t
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if at.kids == nil {
			at.kids = map[string]*editTree{}
		}
		if at.kids[part] == nil {
			at.kids[part] = &editTree{}
		}
		at = at.kids[part]
	}
	at.leaf = &e
	if !e.remove {
		at.kids = nil // a file takes the place of a folder
	}
}

// apply writes the trees that result from edits on the tree base ("" is the empty one) and returns the root's id;
// note is told the id of every object written.
func (n *network) apply(base string, edits *editTree, note func(string)) string {
	old := n.trees[base]
	entries := make([]entry, 0, len(old)+len(edits.kids))
	for _, e := range old {
		kid := edits.kids[e.name]
		if kid == nil {
			entries = append(entries, e)
			continue
		}
		entries = n.applyOne(entries, e, kid, note)
	}
	for _, name := range newNames(old, edits) {
		entries = n.applyOne(entries, entry{name: name}, edits.kids[name], note)
	}
	oid := n.writeTree(entries)
	note(oid)
	return oid
}

func (n *network) applyOne(to []entry, e entry, kid *editTree, note func(string)) []entry {
	if kid.leaf == nil || len(kid.kids) > 0 {
		base := ""
		if e.mode == modeTree && kid.leaf == nil {
			base = e.oid
		}
		oid := n.apply(base, kid, note)
		if len(n.trees[oid]) == 0 {
			return to
		}
		return append(to, entry{e.name, modeTree, oid})
	}
	if kid.leaf.remove {
		return to
	}
	oid := kid.leaf.oid
	if oid == "" {
		oid = n.writeBlob(kid.leaf.content)
		note(oid)
	}
	mode := kid.leaf.mode
	if mode == "" {
		mode = keepMode(e.mode)
	}
	return append(to, entry{e.name, mode, oid})
}

func keepMode(old string) string {
	if old == modeExec {
		return modeExec
	}
	return modeFile
}

func newNames(old []entry, edits *editTree) []string {
	known := make(map[string]bool, len(old))
	for _, e := range old {
		known[e.name] = true
	}
	var names []string
	for name := range edits.kids {
		if !known[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// at finds the entry at a path below a tree; the empty path is the tree itself.
func (n *network) at(tree, path string) (entry, bool) {
	found := entry{mode: modeTree, oid: tree}
	path = strings.Trim(path, "/")
	if path == "" {
		return found, true
	}
	for part := range strings.SplitSeq(path, "/") {
		i := slices.IndexFunc(n.trees[found.oid], func(e entry) bool { return e.name == part })
		if found.mode != modeTree || i < 0 {
			return entry{}, false
		}
		found = n.trees[found.oid][i]
	}
	return found, true
}

// walk calls yield for every entry below a tree, parents first, with its whole path, until yield says stop.
func (n *network) walk(tree, prefix string, yield func(path string, e entry) bool) bool {
	for _, e := range n.trees[tree] {
		if !yield(prefix+e.name, e) {
			return false
		}
		if e.mode == modeTree && !n.walk(e.oid, prefix+e.name+"/", yield) {
			return false
		}
	}
	return true
}
