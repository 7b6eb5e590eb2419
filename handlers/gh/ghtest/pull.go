// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Pull is a pull request.
type Pull struct {
	*Issue
	pullID           int64
	draft            bool
	merged           time.Time
	mergedBy         *Account
	mergeSHA         string
	headRepo         *Repo
	headRef, headSHA string
	baseRef, baseSHA string
	maintainerEdits  bool
	reviews          []*Review
	queued           string // the merge group's ref, "" when it is not queued
}

// PullSpec says what pull request to open.
type PullSpec struct {
	Author          *Account
	Head            string // branch
	HeadRepo        *Repo  // the fork; nil is the repository itself
	Base            string // branch; "" is the default one
	Title, Body     string
	Draft           bool
	MaintainerEdits bool // maintainer_can_modify, of use from forks only
	Labels          []string
}

// Review is a simple review.
type Review struct {
	ID        int64
	author    *Account
	state     string // APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED
	sha       string
	body      string
	submitted time.Time
}

// OpenPull opens a pull request and sends pull_request.opened. Both branches must exist: it panics else.
func (r *Repo) OpenPull(spec PullSpec) *Pull {
	defer r.s.lock()()
	if spec.HeadRepo == nil {
		spec.HeadRepo = r
	}
	if spec.Base == "" {
		spec.Base = r.spec.DefaultBranch
	}
	if spec.HeadRepo.head(spec.Head) == "" || r.head(spec.Base) == "" {
		panic(fmt.Sprintf("ghtest: open a pull request in %s: no branch %s or %s", r.fullName(), spec.Head, spec.Base))
	}
	p := &Pull{
		Issue: r.newIssue(spec.Author, spec.Title, spec.Body), pullID: r.s.id(), draft: spec.Draft, headRepo: spec.HeadRepo,
		headRef: spec.Head, headSHA: spec.HeadRepo.head(spec.Head), baseRef: spec.Base, baseSHA: r.head(spec.Base),
		maintainerEdits: spec.MaintainerEdits && spec.HeadRepo != r,
	}
	p.pull = p
	for _, name := range spec.Labels {
		p.labels = append(p.labels, r.label(name))
	}
	r.pulls[p.Number] = p
	p.follow()
	r.s.onPull(p, "opened", p.author, nil)
	return p
}

// follow moves refs/pull/N/head, which makes the head commit one of the base repository's, also from a fork.
func (p *Pull) follow() {
	p.repo.refs["refs/pull/"+strconv.Itoa(p.Number)+"/head"] = p.headSHA
	p.repo.own[p.headSHA] = true
}

// ID of the pull request; its Issue has another one.
func (p *Pull) ID() int64 { return p.pullID }

// HeadSHA is the head commit now.
func (p *Pull) HeadSHA() string {
	defer p.s.lock()()
	return p.headSHA
}

// State is "open" or "closed", and whether it was merged.
func (p *Pull) State() (state string, merged bool) {
	defer p.s.lock()()
	return p.state, !p.merged.IsZero()
}

// head is the head repository, nil once it was deleted.
func (p *Pull) head() *Repo {
	if p.headRepo == nil || p.headRepo.deleted {
		return nil
	}
	return p.headRepo
}

func (p *Pull) cross() bool { return p.headRepo != p.repo }

// baseNow is the base commit to compare with: the branch's head while the pull request is open.
func (p *Pull) baseNow() string {
	if now := p.repo.head(p.baseRef); now != "" && p.merged.IsZero() {
		return now
	}
	return p.baseSHA
}

// commits are the pull request's own, oldest first, to the end: callers apply GitHub's caps.
func (p *Pull) commits() []*commit { return p.repo.net.oldestFirst(p.baseNow(), p.headSHA) }

// files are the changed files from the merge base to the head, to the end: callers apply GitHub's caps.
func (p *Pull) files() []*fileDiff {
	net := p.repo.net
	return net.diff(net.treeOf(net.mergeBase(p.baseNow(), p.headSHA)), net.treeOf(p.headSHA))
}

func (p *Pull) totals() (additions, deletions, files int) {
	all := p.files()
	for _, f := range all {
		a, d := f.counts()
		additions, deletions = additions+a, deletions+d
	}
	return additions, deletions, len(all)
}

var closing = regexp.MustCompile(`(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b`)

// closes are the issues that the body says the pull request closes ("Fixes #12"), in the same repository.
func (p *Pull) closes() []*Issue {
	var found []*Issue
	for _, m := range closing.FindAllStringSubmatch(p.body, -1) {
		number, _ := strconv.Atoi(m[1])
		if i := p.repo.issues[number]; i != nil && i.pull == nil && !slices.Contains(found, i) {
			found = append(found, i)
		}
	}
	return found
}

// synchronize moves the open pull requests whose head is this branch.
func (s *Server) synchronize(head *Repo, branch, before, after string, by *Account) {
	for _, p := range s.pullsFrom(head, branch) {
		if p.headSHA == after || after == "" {
			continue
		}
		p.headSHA, p.baseSHA, p.updated = after, p.repo.head(p.baseRef), s.clock()
		p.follow()
		s.onPull(p, "synchronize", by, obj{"before": before, "after": after})
	}
}

// pullsFrom are the open pull requests from a branch, by repository and number.
func (s *Server) pullsFrom(head *Repo, branch string) []*Pull {
	var found []*Pull
	for _, r := range s.repos {
		if r.net != head.net {
			continue
		}
		for _, p := range r.pulls {
			if p.state == "open" && p.headRepo == head && p.headRef == branch {
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b *Pull) int { return int(a.pullID - b.pullID) })
	return found
}
