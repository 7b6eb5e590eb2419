// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"slices"
)

// ancestors is a commit and everything it comes from.
func (n *network) ancestors(oid string) map[string]bool {
	seen := map[string]bool{}
	next := []string{oid}
	for len(next) > 0 {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		if c := n.commits[at]; c != nil && !seen[at] {
			seen[at] = true
			next = append(next, c.parents...)
		}
	}
	return seen
}

// mergeBase is the best common ancestor of two commits, "" if they share none.
func (n *network) mergeBase(a, b string) string {
	var best *commit
	of := n.ancestors(a)
	for oid := range n.ancestors(b) {
		c := n.commits[oid]
		if of[oid] && (best == nil || newer(c, best) < 0) {
			best = c
		}
	}
	if best == nil {
		return ""
	}
	return best.oid
}

// between is what head has and base has not, newest first: git's base..head.
func (n *network) between(base, head string) []*commit {
	not := n.ancestors(base)
	var found []*commit
	for oid := range n.ancestors(head) {
		if !not[oid] {
			found = append(found, n.commits[oid])
		}
	}
	slices.SortFunc(found, newer)
	return found
}

// newer orders children before parents and, beyond that, the later first.
func newer(a, b *commit) int {
	return cmp.Or(-cmp.Compare(a.generation, b.generation), -a.committer.at.Compare(b.committer.at), -cmp.Compare(a.seq, b.seq))
}

// oldestFirst is between, in the order in which a pull request lists its commits.
func (n *network) oldestFirst(base, head string) []*commit {
	found := n.between(base, head)
	slices.Reverse(found)
	return found
}

// treeOf is the tree of a commit, "" for none.
func (n *network) treeOf(oid string) string {
	if c := n.commits[oid]; c != nil {
		return c.tree
	}
	return ""
}
