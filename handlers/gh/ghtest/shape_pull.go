// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"strconv"
)

func (l *Label) shape(r *Repo) obj {
	return obj{
		"id": l.ID, "node_id": nodeID("LA", l.ID), "url": r.api() + "/labels/" + escapePath(l.Name), "name": l.Name, "color": l.Color,
		"description": l.Description, "default": false,
	}
}

func (i *Issue) labelShapes() []any {
	return shapes(i.labels, func(l *Label) obj { return l.shape(i.repo) })
}

// shape is a pull request's JSON in lists.
func (p *Pull) shape() obj {
	number := strconv.Itoa(p.Number)
	u, issue, html := p.repo.api()+"/pulls/"+number, p.repo.api()+"/issues/"+number, p.repo.html()+"/pull/"+number
	links := map[string]string{
		"self": u, "html": html, "issue": issue, "comments": issue + "/comments", "review_comments": u + "/comments",
		"review_comment": p.repo.api() + "/pulls/comments{/number}", "commits": u + "/commits",
		"statuses": p.repo.api() + "/statuses/" + p.headSHA,
	}
	out := obj{
		"id": p.pullID, "node_id": nodeID("PR", p.pullID), "number": p.Number, "state": p.state, "locked": false, "title": p.title,
		"user": p.s.writer(p.author), "body": nullText(p.body), "labels": p.labelShapes(), "milestone": nil, "active_lock_reason": nil,
		"created_at": stamp(p.created), "updated_at": stamp(p.updated), "closed_at": stamp(p.closed), "merged_at": stamp(p.merged),
		"merge_commit_sha": nullText(p.mergeSHA), "assignee": nil, "assignees": []any{}, "requested_reviewers": []any{}, "requested_teams": []any{},
		"head": p.side(p.headLabel(), p.headRef, p.headSHA, p.head()), "base": p.side(p.repo.owner.Login+":"+p.baseRef, p.baseRef, p.baseSHA, p.repo),
		"author_association": p.repo.association(p.author), "auto_merge": nil, "draft": p.draft,
		"url": u, "html_url": html, "diff_url": html + ".diff", "patch_url": html + ".patch", "issue_url": issue, "_links": obj{},
	}
	for key, href := range links {
		out["_links"].(obj)[key] = obj{"href": href}
		if _, known := out[key+"_url"]; !known && key != "self" {
			out[key+"_url"] = href
		}
	}
	return out
}

func (p *Pull) side(label, ref, sha string, r *Repo) obj {
	out := obj{"label": label, "ref": ref, "sha": sha, "user": nil, "repo": nil}
	if p.headRepo != nil {
		out["user"] = p.s.simple(p.headRepo.owner)
	}
	if r != nil {
		out["user"], out["repo"] = p.s.simple(r.owner), r.shape()
	}
	return out
}

// full is a pull request's JSON on its own page and in webhooks.
func (p *Pull) full() obj {
	out := p.shape()
	additions, deletions, files := p.totals()
	maps.Copy(out, obj{
		"merged": !p.merged.IsZero(), "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown", "merged_by": p.s.simple(p.mergedBy),
		"comments": len(p.comments), "review_comments": 0, "maintainer_can_modify": p.maintainerEdits, "commits": len(p.commits()),
		"additions": additions, "deletions": deletions, "changed_files": files,
	})
	return out
}

// minimal is a pull request's JSON in check suites and runs.
func (p *Pull) minimal() obj {
	side := func(ref, sha string, r *Repo) obj {
		return obj{"ref": ref, "sha": sha, "repo": obj{"id": r.ID, "url": r.api(), "name": r.name}}
	}
	return obj{
		"id": p.pullID, "number": p.Number, "url": p.repo.api() + "/pulls/" + strconv.Itoa(p.Number),
		"head": side(p.headRef, p.headSHA, p.headRepo), "base": side(p.baseRef, p.baseSHA, p.repo),
	}
}

var reactionKinds = []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"}

func noReactions(u string) obj {
	out := obj{"url": u + "/reactions", "total_count": 0}
	for _, kind := range reactionKinds {
		out[kind] = 0
	}
	return out
}

// shape is a comment's JSON.
func (c *Comment) shape() obj {
	r, id := c.issue.repo, strconv.FormatInt(c.ID, 10)
	u := r.api() + "/issues/comments/" + id
	kind := "/issues/"
	if c.issue.pull != nil {
		kind = "/pull/"
	}
	out := obj{
		"id": c.ID, "node_id": nodeID("IC", c.ID), "url": u, "html_url": r.html() + kind + strconv.Itoa(c.issue.Number) + "#issuecomment-" + id,
		"issue_url": r.api() + "/issues/" + strconv.Itoa(c.issue.Number), "user": r.s.writer(c.author), "body": c.body,
		"created_at": stamp(c.created), "updated_at": stamp(c.updated), "author_association": r.association(c.author),
		"performed_via_github_app": nil, "reactions": noReactions(u),
	}
	if c.app != nil {
		out["performed_via_github_app"] = c.app.shape()
	}
	return out
}

// shape is an issue's JSON in webhooks; a pull request's carries pull_request beside.
func (i *Issue) shape() obj {
	number := strconv.Itoa(i.Number)
	u := i.repo.api() + "/issues/" + number
	out := obj{
		"id": i.ID, "node_id": nodeID("I", i.ID), "number": i.Number, "title": i.title, "user": i.s.writer(i.author), "labels": i.labelShapes(),
		"state": i.state, "state_reason": nil, "locked": false, "assignee": nil, "assignees": []any{}, "milestone": nil, "comments": len(i.comments),
		"created_at": stamp(i.created), "updated_at": stamp(i.updated), "closed_at": stamp(i.closed), "author_association": i.repo.association(i.author),
		"active_lock_reason": nil, "body": nullText(i.body), "reactions": noReactions(u), "timeline_url": u + "/timeline",
		"performed_via_github_app": nil, "url": u, "repository_url": i.repo.api(), "labels_url": u + "/labels{/name}",
		"comments_url": u + "/comments", "events_url": u + "/events", "html_url": i.repo.html() + "/issues/" + number,
	}
	if p := i.pull; p != nil {
		pull := i.repo.html() + "/pull/" + number
		out["html_url"], out["draft"] = pull, p.draft
		out["pull_request"] = obj{
			"url": i.repo.api() + "/pulls/" + number, "html_url": pull, "diff_url": pull + ".diff", "patch_url": pull + ".patch",
			"merged_at": stamp(p.merged),
		}
	}
	return out
}
