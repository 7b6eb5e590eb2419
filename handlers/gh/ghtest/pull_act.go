// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Push adds commits to the head branch in one push and returns the new head.
func (p *Pull) Push(specs ...CommitSpec) string {
	defer p.s.lock()()
	return p.headRepo.commits(p.headRef, p.headRepo.head(p.headRef), false, specs)
}

// ForcePush replaces the pull request's commits by others, on top of the merge base.
func (p *Pull) ForcePush(specs ...CommitSpec) string {
	defer p.s.lock()()
	return p.headRepo.commits(p.headRef, p.repo.net.mergeBase(p.baseNow(), p.headSHA), true, specs)
}

// Edit changes title and body; a nil keeps what stands.
func (p *Pull) Edit(by *Account, title, body *string) {
	defer p.s.lock()()
	changes := obj{}
	if title != nil {
		changes["title"], p.title = obj{"from": p.title}, *title
	}
	if body != nil {
		changes["body"], p.body = obj{"from": p.body}, *body
	}
	p.touch("edited", by, obj{"changes": changes})
}

// Retarget changes the base branch.
func (p *Pull) Retarget(by *Account, base string) {
	defer p.s.lock()()
	changes := obj{"base": obj{"ref": obj{"from": p.baseRef}, "sha": obj{"from": p.baseSHA}}}
	p.baseRef, p.baseSHA = base, p.repo.head(base)
	p.touch("edited", by, obj{"changes": changes})
}

func (p *Pull) touch(action string, by *Account, extra obj) {
	p.updated = p.s.clock()
	p.s.onPull(p, action, by, extra)
}

// Label puts a label on the pull request; the label is made if the repository has none of that name.
func (p *Pull) Label(by *Account, name string) {
	defer p.s.lock()()
	l := p.repo.label(name)
	if !slices.Contains(p.labels, l) {
		p.labels = append(p.labels, l)
		p.touch("labeled", by, obj{"label": l.shape(p.repo)})
	}
}

// Unlabel takes a label off.
func (p *Pull) Unlabel(by *Account, name string) {
	defer p.s.lock()()
	l := p.repo.label(name)
	if i := slices.Index(p.labels, l); i >= 0 {
		p.labels = slices.Delete(p.labels, i, i+1)
		p.touch("unlabeled", by, obj{"label": l.shape(p.repo)})
	}
}

// Draft turns the pull request into a draft, or says that it is ready for review.
func (p *Pull) Draft(by *Account, on bool) {
	defer p.s.lock()()
	p.draft = on
	action := "ready_for_review"
	if on {
		action = "converted_to_draft"
	}
	p.touch(action, by, nil)
}

// Close closes the pull request without merging it.
func (p *Pull) Close(by *Account) {
	defer p.s.lock()()
	p.close(by)
}

func (p *Pull) close(by *Account) {
	p.state, p.closed = "closed", p.s.clock()
	p.touch("closed", by, nil)
}

// Reopen opens it again.
func (p *Pull) Reopen(by *Account) {
	defer p.s.lock()()
	p.state, p.closed = "open", time.Time{}
	p.touch("reopened", by, nil)
}

// Merge merges with a merge commit by web-flow and returns its id.
func (p *Pull) Merge(by *Account) string {
	defer p.s.lock()()
	p.baseSHA = p.repo.head(p.baseRef)
	p.merged, p.mergedBy = p.s.clock(), by
	p.mergeSHA = p.repo.write(p.baseSHA, p.mergeSpec(by))
	p.close(by)
	p.repo.setRef("refs/heads/"+p.baseRef, p.mergeSHA, by, false)
	return p.mergeSHA
}

// mergeSpec is the merge commit: the pull request's changes upon the base.
func (p *Pull) mergeSpec(by *Account) CommitSpec {
	spec := CommitSpec{
		Author: by, Committer: p.s.webFlow, Verified: true, Parents: []string{p.headSHA}, By: by,
		Message: "Merge pull request #" + strconv.Itoa(p.Number) + " from " + p.headLabel() + "\n\n" + p.title,
		Files:   map[string]string{}, Modes: map[string]string{},
	}
	for _, f := range p.files() {
		if f.status == "removed" || f.previous != "" {
			spec.Remove = append(spec.Remove, firstText(f.previous, f.path))
		}
		if f.after.oid != "" {
			spec.Files[f.path], spec.Modes[f.path] = f.content(), f.after.mode
		}
	}
	return spec
}

func firstText(of ...string) string {
	for _, t := range of {
		if t != "" {
			return t
		}
	}
	return ""
}

func (d *fileDiff) content() string {
	if d.after.mode == modeModule {
		return d.after.oid
	}
	return string(d.net.blobs[d.after.oid])
}

func (p *Pull) headLabel() string {
	if p.headRepo == nil {
		return "unknown:" + p.headRef
	}
	return p.headRepo.owner.Login + ":" + p.headRef
}

// Review submits a review: APPROVED, CHANGES_REQUESTED or COMMENTED.
func (p *Pull) Review(by *Account, state, body string) *Review {
	defer p.s.lock()()
	v := &Review{ID: p.s.id(), author: by, state: state, sha: p.headSHA, body: body, submitted: p.s.clock()}
	p.reviews = append(p.reviews, v)
	p.s.onReview(p, v)
	return v
}

// opinions are the newest approval, objection or dismissal of each reviewer.
func (p *Pull) opinions() []*Review {
	var out []*Review
	for _, v := range p.reviews {
		if v.state == "COMMENTED" {
			continue
		}
		out = append(slices.DeleteFunc(out, func(o *Review) bool { return o.author == v.author }), v)
	}
	return out
}

// Queue puts the pull request into the merge queue: a new commit on gh-readonly-queue/BASE/pr-N-SHA, and
// merge_group.checks_requested. It returns the commit's id.
func (p *Pull) Queue(by *Account) string {
	defer p.s.lock()()
	base := p.repo.head(p.baseRef)
	sha := p.repo.write(base, p.mergeSpec(by))
	p.queued = "refs/heads/gh-readonly-queue/" + p.baseRef + "/pr-" + strconv.Itoa(p.Number) + "-" + base
	p.repo.refs[p.queued] = sha
	p.s.onMergeGroup(p, "checks_requested", "")
	p.s.requestSuites(p.repo, strings.TrimPrefix(p.queued, "refs/heads/"), zeroSHA, sha, by)
	return sha
}

// Dequeue ends the pull request's stay in the merge queue; reason is merged, invalidated or dequeued, as in merge_group.destroyed.
func (p *Pull) Dequeue(by *Account, reason string) {
	defer p.s.lock()()
	p.s.onMergeGroup(p, "destroyed", reason)
	sha := p.repo.refs[p.queued]
	delete(p.repo.refs, p.queued)
	p.queued = ""
	if reason == "merged" {
		p.merged, p.mergedBy, p.mergeSHA, p.baseSHA = p.s.clock(), by, sha, p.repo.head(p.baseRef)
		p.close(by)
		p.repo.setRef("refs/heads/"+p.baseRef, sha, by, false)
	}
}
