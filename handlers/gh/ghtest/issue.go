// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"strings"
	"time"
)

// Issue is an issue, or what a pull request has in common with one.
type Issue struct {
	ID     int64
	Number int

	s                *Server
	repo             *Repo
	author           *Account
	title, body      string
	state            string // "open" or "closed"
	labels           []*Label
	comments         []*Comment
	created, updated time.Time
	closed           time.Time
	pull             *Pull
}

// Label is a label of a repository.
type Label struct {
	ID                       int64
	Name, Color, Description string
}

// Comment is a comment on an issue or a pull request.
type Comment struct {
	ID int64

	issue            *Issue
	author           *Account
	app              *App // the App that wrote it, nil for people
	body             string
	created, updated time.Time
	edits            int
	deleted          bool
}

// OpenIssue opens an issue.
func (r *Repo) OpenIssue(author *Account, title, body string) *Issue {
	defer r.s.lock()()
	return r.newIssue(author, title, body)
}

func (r *Repo) newIssue(author *Account, title, body string) *Issue {
	r.lastNumber++
	now := r.s.clock()
	i := &Issue{
		ID: r.s.id(), Number: r.lastNumber, s: r.s, repo: r, author: author, title: title, body: body, state: "open",
		created: now, updated: now,
	}
	r.issues[i.Number] = i
	return i
}

// Comment writes a comment as a person would and sends issue_comment.created.
func (i *Issue) Comment(by *Account, body string) *Comment {
	defer i.s.lock()()
	return i.comment(by, nil, body)
}

func (i *Issue) comment(by *Account, app *App, body string) *Comment {
	now := i.s.clock()
	c := &Comment{ID: i.s.id(), issue: i, author: by, app: app, body: body, created: now, updated: now}
	i.comments = append(i.comments, c)
	i.s.comments[c.ID] = c
	i.updated = now
	i.s.onComment(c, "created", by, nil)
	return c
}

// Comments are the comments that stand now, oldest first.
func (i *Issue) Comments() []*Comment {
	defer i.s.lock()()
	return slices.Clone(i.comments)
}

// Body is the comment's text.
func (c *Comment) Body() string {
	defer c.issue.s.lock()()
	return c.body
}

// Author is who wrote the comment.
func (c *Comment) Author() *Account { return c.author }

// Edits is how often the text was changed.
func (c *Comment) Edits() int {
	defer c.issue.s.lock()()
	return c.edits
}

// Edit changes the text as a person would and sends issue_comment.edited.
func (c *Comment) Edit(by *Account, body string) {
	defer c.issue.s.lock()()
	c.edit(by, body)
}

func (c *Comment) edit(by *Account, body string) {
	old := c.body
	c.body, c.updated = body, c.issue.s.clock()
	c.edits++
	c.issue.s.onComment(c, "edited", by, obj{"changes": obj{"body": obj{"from": old}}})
}

// Delete removes the comment and sends issue_comment.deleted.
func (c *Comment) Delete(by *Account) {
	defer c.issue.s.lock()()
	c.remove(by)
}

func (c *Comment) remove(by *Account) {
	c.deleted = true
	c.issue.comments = slices.DeleteFunc(c.issue.comments, func(x *Comment) bool { return x == c })
	delete(c.issue.s.comments, c.ID)
	c.issue.s.onComment(c, "deleted", by, nil)
}

// label is the repository's label of that name, made if it is missing.
func (r *Repo) label(name string) *Label {
	l := r.labels[strings.ToLower(name)]
	if l == nil {
		l = &Label{ID: r.s.id(), Name: name, Color: "ededed"}
		r.labels[strings.ToLower(name)] = l
	}
	return l
}

// association is GitHub's author_association: what somebody is to the repository. A hint, no proof.
func (r *Repo) association(a *Account) string {
	if a == nil {
		return "NONE"
	}
	if a.ID == r.owner.ID {
		return "OWNER"
	}
	if org := r.orgOf(); org != nil && org.members[a.ID] != "" {
		return "MEMBER"
	}
	if r.people[a.ID] != "" {
		return "COLLABORATOR"
	}
	if r.wrote[a.ID] {
		return "CONTRIBUTOR"
	}
	return "NONE"
}
