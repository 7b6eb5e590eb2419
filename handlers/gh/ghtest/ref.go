// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"strings"
)

const zeroSHA = "0000000000000000000000000000000000000000"

// Head is the commit that a branch stands at, "" if there is no such branch.
func (r *Repo) Head(branch string) string {
	defer r.s.lock()()
	return r.head(branch)
}

// Branch makes a branch at another one's head, or at a commit; it panics if there is neither.
func (r *Repo) Branch(name, from string) {
	defer r.s.lock()()
	sha := r.resolve(from)
	if sha == "" {
		panic(fmt.Sprintf("ghtest: branch %s of %s: no commit %q", name, r.fullName(), from))
	}
	r.setRef("refs/heads/"+name, sha, r.owner, false)
}

// ForceBranch moves a branch to a commit, whatever it held.
func (r *Repo) ForceBranch(name, sha string, by *Account) {
	defer r.s.lock()()
	r.setRef("refs/heads/"+name, sha, by, true)
}

// DeleteBranch removes a branch. Open pull requests from it are closed.
func (r *Repo) DeleteBranch(name string) {
	defer r.s.lock()()
	before := r.head(name)
	delete(r.refs, "refs/heads/"+name)
	r.s.onPush(r, push{ref: "refs/heads/" + name, before: before, by: r.owner})
	for _, p := range r.s.pullsFrom(r, name) {
		p.close(r.owner)
	}
}

// setRef moves a ref and tells what GitHub tells: push, synchronize for the pull requests of the branch, check suites.
func (r *Repo) setRef(ref, sha string, by *Account, forced bool) {
	before := r.refs[ref]
	if before == sha {
		return
	}
	r.refs[ref], r.pushed = sha, r.s.clock()
	if ref == "refs/heads/"+r.spec.DefaultBranch {
		r.noteWriters(before, sha)
	}
	r.s.onPush(r, push{ref: ref, before: before, after: sha, by: by, forced: forced})
	branch := strings.TrimPrefix(ref, "refs/heads/")
	r.s.synchronize(r, branch, before, sha, by)
	r.s.requestSuites(r, branch, before, sha, by)
}

// noteWriters remembers who has commits on the default branch: they are CONTRIBUTOR from now on.
func (r *Repo) noteWriters(before, after string) {
	for _, c := range r.net.between(before, after) {
		if a := r.s.byEmail(c.author.email); a != nil {
			r.wrote[a.ID] = true
		}
	}
}

// resolve finds a commit by branch, tag, full ref or id (whole, or at least 7 digits), "" if there is none.
func (r *Repo) resolve(rev string) string {
	if rev == "" || rev == "HEAD" {
		return r.head(r.spec.DefaultBranch)
	}
	for _, ref := range []string{rev, "refs/" + rev, "refs/heads/" + rev, "refs/tags/" + rev} {
		if sha := r.refs[ref]; sha != "" {
			return sha
		}
	}
	if len(rev) == 40 && r.net.commits[rev] != nil && r.has(rev) {
		return rev
	}
	return r.abbreviated(rev)
}

func (r *Repo) abbreviated(rev string) string {
	if len(rev) < 7 || len(rev) >= 40 || strings.Trim(rev, "0123456789abcdef") != "" {
		return ""
	}
	for oid := range r.net.commits {
		if strings.HasPrefix(oid, rev) && r.has(oid) {
			return oid
		}
	}
	return ""
}

// tip is the branch whose head is a commit, "" if none is; check suites show it as head_branch.
func (r *Repo) tip(sha string) string {
	if r.head(r.spec.DefaultBranch) == sha {
		return r.spec.DefaultBranch
	}
	best := ""
	for ref, at := range r.refs {
		name, isBranch := strings.CutPrefix(ref, "refs/heads/")
		if isBranch && at == sha && (best == "" || name < best) {
			best = name
		}
	}
	return best
}
