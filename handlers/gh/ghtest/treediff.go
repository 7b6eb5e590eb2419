// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"slices"
	"strings"
)

// fileDiff is one changed file between two trees.
type fileDiff struct {
	net                  *network
	path, previous       string // previous: where it was before a rename
	status               string // added, removed, modified, renamed, changed
	before, after        entry
	additions, deletions int
	counted              bool
}

// diff lists the changed files between two trees, by path, renames found. It is worked out once for each pair.
func (n *network) diff(before, after string) []*fileDiff {
	key := before + ".." + after
	if known, ok := n.diffs[key]; ok {
		return known
	}
	found := n.pairRenames(n.diffTrees(nil, "", n.trees[before], n.trees[after]))
	slices.SortFunc(found, func(a, b *fileDiff) int { return strings.Compare(a.path, b.path) })
	n.diffs[key] = found
	return found
}

func (n *network) diffTrees(to []*fileDiff, prefix string, before, after []entry) []*fileDiff {
	for len(before) > 0 || len(after) > 0 {
		switch order := firstOf(before, after); {
		case order < 0:
			to = n.whole(to, prefix, before[0], "removed")
			before = before[1:]
		case order > 0:
			to = n.whole(to, prefix, after[0], "added")
			after = after[1:]
		default:
			to = n.diffEntry(to, prefix, before[0], after[0])
			before, after = before[1:], after[1:]
		}
	}
	return to
}

func firstOf(a, b []entry) int {
	if len(a) == 0 {
		return 1
	}
	if len(b) == 0 {
		return -1
	}
	return cmp.Compare(a[0].key(), b[0].key())
}

func (n *network) diffEntry(to []*fileDiff, prefix string, a, b entry) []*fileDiff {
	if a == b {
		return to
	}
	if a.mode == modeTree {
		return n.diffTrees(to, prefix+a.name+"/", n.trees[a.oid], n.trees[b.oid])
	}
	status := "modified"
	if a.oid == b.oid {
		status = "changed"
	}
	return append(to, &fileDiff{net: n, path: prefix + a.name, status: status, before: a, after: b})
}

func (n *network) whole(to []*fileDiff, prefix string, e entry, status string) []*fileDiff {
	add := func(path string, e entry) bool {
		d := &fileDiff{net: n, path: path, status: status}
		if status == "added" {
			d.after = e
		} else {
			d.before = e
		}
		if e.mode != modeTree {
			to = append(to, d)
		}
		return true
	}
	add(prefix+e.name, e)
	if e.mode == modeTree {
		n.walk(e.oid, prefix+e.name+"/", add)
	}
	return to
}

// pairRenames joins a removed and an added file into a rename if they are the same, or at least half the same.
func (n *network) pairRenames(in []*fileDiff) []*fileDiff {
	gone, come := byStatus(in, "removed"), byStatus(in, "added")
	for _, alike := range []func(a, b *fileDiff) bool{sameContent, n.similar(len(gone) * len(come))} {
		for _, b := range come {
			i := slices.IndexFunc(gone, func(a *fileDiff) bool { return a.status == "removed" && alike(a, b) })
			if b.status != "added" || i < 0 {
				continue
			}
			b.status, b.previous, b.before = "renamed", gone[i].path, gone[i].before
			gone[i].status = ""
		}
	}
	return slices.DeleteFunc(in, func(d *fileDiff) bool { return d.status == "" })
}

func byStatus(in []*fileDiff, status string) []*fileDiff {
	var out []*fileDiff
	for _, d := range in {
		if d.status == status {
			out = append(out, d)
		}
	}
	return out
}

func sameContent(a, b *fileDiff) bool { return a.before.oid == b.after.oid }

// similar compares by lines, where there are few enough pairs to compare them all.
func (n *network) similar(pairs int) func(a, b *fileDiff) bool {
	return func(a, b *fileDiff) bool {
		old, now := n.blobs[a.before.oid], n.blobs[b.after.oid]
		if pairs > 2500 || len(old) == 0 || len(now) == 0 || isBinary(old) || isBinary(now) {
			return false
		}
		kept, seen := 0, map[string]int{}
		for _, l := range splitLines(old) {
			seen[l]++
		}
		for _, l := range splitLines(now) {
			if seen[l]--; seen[l] >= 0 {
				kept += len(l)
			}
		}
		return 2*kept >= max(len(old), len(now))
	}
}

// lines is the difference in lines; nil for what has none (binary, submodule, too large).
func (d *fileDiff) lines() []line {
	if d.before.mode == modeModule || d.after.mode == modeModule || d.before.oid == d.after.oid {
		return nil
	}
	a, b := d.net.blobs[d.before.oid], d.net.blobs[d.after.oid]
	if isBinary(a) || isBinary(b) {
		return nil
	}
	return diffLines(splitLines(a), splitLines(b))
}

// counts is how many lines came and went.
func (d *fileDiff) counts() (additions, deletions int) {
	if !d.counted {
		d.counted = true
		for _, l := range d.lines() {
			switch l.sign {
			case '+':
				d.additions++
			case '-':
				d.deletions++
			}
		}
	}
	return d.additions, d.deletions
}

// patch is the unified difference, "" where GitHub gives none.
func (d *fileDiff) patch(sw *Switches) string {
	lines := d.lines()
	if len(lines) > sw.PatchMaxLines {
		return ""
	}
	if text := unified(lines); len(text) <= sw.PatchMaxBytes {
		return text
	}
	return ""
}

// blob is the id that the file list shows: the new content's, or that of what was removed.
func (d *fileDiff) blob() string {
	return cmp.Or(d.after.oid, d.before.oid)
}
