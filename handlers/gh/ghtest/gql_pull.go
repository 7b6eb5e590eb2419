// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

func (p *Pull) object() oracle.Object { return oracle.Object{Type: "PullRequest", Value: p} }

// stateName is OPEN, CLOSED or MERGED.
func (p *Pull) stateName() string {
	if !p.merged.IsZero() {
		return "MERGED"
	}
	return strings.ToUpper(p.state)
}

var pullFields = map[string]resolver{
	"id":                  field(func(p *Pull) any { return nodeID("PR", p.pullID) }),
	"databaseId":          field(func(p *Pull) any { return p.pullID }),
	"fullDatabaseId":      field(func(p *Pull) any { return strconv.FormatInt(p.pullID, 10) }),
	"number":              field(func(p *Pull) any { return p.Number }),
	"state":               field(func(p *Pull) any { return p.stateName() }),
	"merged":              field(func(p *Pull) any { return !p.merged.IsZero() }),
	"closed":              field(func(p *Pull) any { return p.state == "closed" }),
	"isDraft":             field(func(p *Pull) any { return p.draft }),
	"isInMergeQueue":      field(func(p *Pull) any { return p.queued != "" }),
	"title":               field(func(p *Pull) any { return p.title }),
	"body":                field(func(p *Pull) any { return p.body }),
	"bodyText":            field(func(p *Pull) any { return p.body }),
	"url":                 field(func(p *Pull) any { return p.repo.html() + "/pull/" + strconv.Itoa(p.Number) }),
	"createdAt":           field(func(p *Pull) any { return stamp(p.created) }),
	"updatedAt":           field(func(p *Pull) any { return stamp(p.updated) }),
	"closedAt":            field(func(p *Pull) any { return stamp(p.closed) }),
	"mergedAt":            field(func(p *Pull) any { return stamp(p.merged) }),
	"author":              field(func(p *Pull) any { return p.s.objectOf(p.author) }),
	"mergedBy":            field(func(p *Pull) any { return p.s.objectOf(p.mergedBy) }),
	"mergeCommit":         field(func(p *Pull) any { return p.repo.commitObject(p.mergeSHA) }),
	"authorAssociation":   field(func(p *Pull) any { return p.repo.association(p.author) }),
	"maintainerCanModify": field(func(p *Pull) any { return p.maintainerEdits }),
	"isCrossRepository":   field(func(p *Pull) any { return p.cross() }),
	"repository":          field(func(p *Pull) any { return p.repo.object() }),
	"baseRepository":      field(func(p *Pull) any { return p.repo.object() }),
	"baseRefName":         field(func(p *Pull) any { return p.baseRef }),
	"baseRefOid":          field(func(p *Pull) any { return p.baseSHA }),
	"baseRef":             field(func(p *Pull) any { return p.repo.refObject("refs/heads/" + p.baseRef) }),
	"headRefName":         field(func(p *Pull) any { return p.headRef }),
	"headRefOid":          field(func(p *Pull) any { return p.headSHA }),
	"headRef":             field((*Pull).headRefObject),
	"headRepository":      field((*Pull).headRepoObject),
	"headRepositoryOwner": field((*Pull).headOwnerObject),
	"additions":           field(func(p *Pull) any { n, _, _ := p.totals(); return n }),
	"deletions":           field(func(p *Pull) any { _, n, _ := p.totals(); return n }),
	"changedFiles":        field(func(p *Pull) any { _, _, n := p.totals(); return n }),
	"labels": listed(func(p *Pull, a args) *connection {
		return connect("Label", p.labels, a, 0, func(l *Label) oracle.Object { return oracle.Object{Type: "Label", Value: l} })
	}),
	"closingIssuesReferences":  listed(func(p *Pull, a args) *connection { return connect("Issue", p.closes(), a, 0, (*Issue).object) }),
	"latestOpinionatedReviews": listed(func(p *Pull, a args) *connection { return p.reviewConnection(p.opinions(), a) }),
	"reviews":                  listed(func(p *Pull, a args) *connection { return p.reviewConnection(p.reviews, a) }),
	"comments":                 listed(func(p *Pull, a args) *connection { return connect("IssueComment", p.comments, a, 0, (*Comment).object) }),
	"files":                    listed((*Pull).fileConnection),
	"commits":                  listed((*Pull).commitConnection),
}

func listed(of func(*Pull, args) *connection) resolver {
	return func(_ *query, v any, a args) (any, error) { return of(v.(*Pull), a).object(), nil }
}

func (p *Pull) headRefObject() any {
	if r := p.head(); r != nil {
		return r.refObject("refs/heads/" + p.headRef)
	}
	return nil
}

func (p *Pull) headRepoObject() any {
	if r := p.head(); r != nil {
		return r.object()
	}
	return nil
}

func (p *Pull) headOwnerObject() any {
	if p.headRepo == nil {
		return nil
	}
	return p.s.objectOf(p.headRepo.owner)
}

func (p *Pull) fileConnection(a args) *connection {
	return connect("PullRequestChangedFile", p.files(), a, p.s.sw.GraphQLFilesMax, func(f *fileDiff) oracle.Object {
		return oracle.Object{Type: "PullRequestChangedFile", Value: f}
	})
}

var changedFileFields = map[string]resolver{
	"path":       field(func(f *fileDiff) any { return f.path }),
	"additions":  field(func(f *fileDiff) any { n, _ := f.counts(); return n }),
	"deletions":  field(func(f *fileDiff) any { _, n := f.counts(); return n }),
	"changeType": field(func(f *fileDiff) any { return changeTypes[f.status] }),
}

var changeTypes = map[string]string{
	"added": "ADDED", "removed": "DELETED", "modified": "MODIFIED", "renamed": "RENAMED", "changed": "CHANGED",
}

func (p *Pull) commitConnection(a args) *connection {
	return connect("PullRequestCommit", p.commits(), a, p.s.sw.GraphQLCommitsMax, func(c *commit) oracle.Object {
		return oracle.Object{Type: "PullRequestCommit", Value: gitCommit{p.repo, c}}
	})
}

var pullCommitFields = map[string]resolver{
	"id":     field(func(c gitCommit) any { return gitNode("PRC", c.repo, c.oid) }),
	"commit": field(func(c gitCommit) any { return oracle.Object{Type: "Commit", Value: c} }),
}

type pullReview struct {
	pull *Pull
	*Review
}

func (p *Pull) reviewConnection(of []*Review, a args) *connection {
	return connect("PullRequestReview", of, a, 0, func(v *Review) oracle.Object {
		return oracle.Object{Type: "PullRequestReview", Value: pullReview{p, v}}
	})
}

var reviewFields = map[string]resolver{
	"id":                field(func(v pullReview) any { return nodeID("PRR", v.ID) }),
	"databaseId":        field(func(v pullReview) any { return v.ID }),
	"state":             field(func(v pullReview) any { return v.state }),
	"body":              field(func(v pullReview) any { return v.body }),
	"submittedAt":       field(func(v pullReview) any { return v.submitted }),
	"author":            field(func(v pullReview) any { return v.pull.s.objectOf(v.author) }),
	"authorAssociation": field(func(v pullReview) any { return v.pull.repo.association(v.author) }),
	"commit":            field(func(v pullReview) any { return v.pull.repo.commitObject(v.sha) }),
	"authorCanPushToRepository": field(func(v pullReview) any {
		r := v.pull.repo
		org := r.orgOf()
		writer := slices.Contains([]string{"write", "maintain", "admin"}, r.people[v.author.ID])
		return writer || r.owner == v.author || org != nil && org.members[v.author.ID] == "admin"
	}),
}

func (i *Issue) object() oracle.Object { return oracle.Object{Type: "Issue", Value: i} }

var issueFields = map[string]resolver{
	"id":         field(func(i *Issue) any { return nodeID("I", i.ID) }),
	"databaseId": field(func(i *Issue) any { return i.ID }),
	"number":     field(func(i *Issue) any { return i.Number }),
	"title":      field(func(i *Issue) any { return i.title }),
	"body":       field(func(i *Issue) any { return i.body }),
	"state":      field(func(i *Issue) any { return strings.ToUpper(i.state) }),
	"author":     field(func(i *Issue) any { return i.s.objectOf(i.author) }),
	"repository": field(func(i *Issue) any { return i.repo.object() }),
}

func (c *Comment) object() oracle.Object { return oracle.Object{Type: "IssueComment", Value: c} }

var commentFields = map[string]resolver{
	"id":          field(func(c *Comment) any { return nodeID("IC", c.ID) }),
	"databaseId":  field(func(c *Comment) any { return c.ID }),
	"body":        field(func(c *Comment) any { return c.body }),
	"author":      field(func(c *Comment) any { return c.issue.s.objectOf(c.author) }),
	"createdAt":   field(func(c *Comment) any { return stamp(c.created) }),
	"isMinimized": field(func(*Comment) any { return false }),
}

var labelFields = map[string]resolver{
	"id":    field(func(l *Label) any { return nodeID("LA", l.ID) }),
	"name":  field(func(l *Label) any { return l.Name }),
	"color": field(func(l *Label) any { return l.Color }),
}
