// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"time"
	"unicode/utf16"
)

// commentMax is the length of a comment's body, in characters (telia-oss/github-pr-resource#259).
const commentMax = 65_536

var (
	readIssues  = need{"issues=read", "pull_requests=read"}
	writeIssues = need{"issues=write", "pull_requests=write"}
)

// issueRoutes are the operations on comments and labels of issues and pull requests.
func issueRoutes() []*route {
	const comment = " /repos/{owner}/{repo}/issues/comments/{comment_id}"
	return []*route{
		on("issues/get-comment", "GET"+comment, readIssues, withComment(func(_ *call, x *Comment) (any, error) { return x.shape(), nil })),
		on("issues/update-comment", "PATCH"+comment, writeIssues, withComment(updateComment)),
		on("issues/delete-comment", "DELETE"+comment, writeIssues, withComment(deleteComment)).gives(204),
		on("issues/list-comments", "GET /repos/{owner}/{repo}/issues/{issue_number}/comments", readIssues, withIssue(listComments)),
		on("issues/create-comment", "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", writeIssues, withIssue(createComment)),
		on("issues/list-labels-on-issue", "GET /repos/{owner}/{repo}/issues/{issue_number}/labels", readIssues, withIssue(listLabels)),
	}
}

func withIssue(answer func(*call, *Issue) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		i := c.repo.issues[int(c.number("issue_number"))]
		if i == nil {
			return nil, notFound()
		}
		return answer(c, i)
	}
}

func withComment(answer func(*call, *Comment) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		x := c.s.comments[c.number("comment_id")]
		if x == nil || x.issue.repo != c.repo {
			return nil, notFound()
		}
		return answer(c, x)
	}
}

func listComments(c *call, i *Issue) (any, error) {
	all := slices.Clone(i.comments)
	if since, err := time.Parse(time.RFC3339, c.query.Get("since")); err == nil {
		all = slices.DeleteFunc(all, func(x *Comment) bool { return x.updated.Before(since) })
	}
	return shapes(page(c, all), (*Comment).shape), nil
}

func listLabels(c *call, i *Issue) (any, error) {
	return shapes(page(c, i.labels), func(l *Label) obj { return l.shape(i.repo) }), nil
}

func (c *call) commentBody() (string, error) {
	var in struct {
		Body *string `json:"body"`
	}
	if err := c.decode(&in); err != nil {
		return "", err
	}
	switch {
	case in.Body == nil:
		return "", invalid("IssueComment", "body", "missing_field", "")
	case *in.Body == "":
		return "", invalid("IssueComment", "data", "unprocessable", "Body cannot be blank")
	case characters(*in.Body) > commentMax:
		return "", invalid("IssueComment", "data", "unprocessable", "Body is too long (maximum is 65536 characters)")
	}
	return *in.Body, nil
}

// characters counts as JavaScript and GitHub's limits do: in UTF-16 units.
func characters(text string) int { return len(utf16.Encode([]rune(text))) }

func createComment(c *call, i *Issue) (any, error) {
	body, err := c.commentBody()
	if err != nil {
		return nil, err
	}
	out := i.comment(c.actor.account(), c.actor.app, body).shape()
	c.header.Set("Location", out["url"].(string))
	return out, nil
}

func updateComment(c *call, x *Comment) (any, error) {
	body, err := c.commentBody()
	if err != nil {
		return nil, err
	}
	x.edit(c.actor.account(), body)
	return x.shape(), nil
}

func deleteComment(c *call, x *Comment) (any, error) {
	x.remove(c.actor.account())
	return nil, nil
}
