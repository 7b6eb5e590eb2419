// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"strconv"
)

// shape is an App's JSON.
func (a *App) shape() obj {
	return obj{
		"id": a.ID, "slug": a.Slug, "node_id": nodeID("A", a.ID), "client_id": a.ClientID, "owner": a.owner.shape(), "name": a.name,
		"description": "", "external_url": a.external(), "html_url": a.external(),
		"created_at": stamp(a.created), "updated_at": stamp(a.created), "permissions": maps.Clone(a.permissions), "events": textList(a.events),
	}
}

// shape is an installation's JSON.
func (i *Installation) shape() obj {
	id := strconv.FormatInt(i.ID, 10)
	base := i.app.s.url
	return obj{
		"id": i.ID, "account": i.account.shape(), "repository_selection": i.selection(), "app_id": i.app.ID, "app_slug": i.app.Slug,
		"client_id": i.app.ClientID, "target_id": i.account.ID, "target_type": i.account.Kind, "permissions": maps.Clone(i.permissions),
		"events": textList(i.events), "created_at": stamp(i.created), "updated_at": stamp(i.updated), "single_file_name": nil,
		"has_multiple_single_files": false, "single_file_paths": []string{}, "suspended_at": stamp(i.suspended),
		"suspended_by": i.app.s.simple(i.suspendedBy), "access_tokens_url": base + "/app/installations/" + id + "/access_tokens",
		"repositories_url": base + "/installation/repositories", "html_url": base + "/organizations/" + i.account.Login + "/settings/installations/" + id,
	}
}

func (i *Installation) selection() string {
	if i.repos == nil {
		return "all"
	}
	return "selected"
}

// shape is a check run's JSON.
func (c *CheckRun) shape() obj {
	r := c.suite.repo
	u := r.api() + "/check-runs/" + strconv.FormatInt(c.ID, 10)
	return obj{
		"id": c.ID, "node_id": nodeID("CR", c.ID), "name": c.Name, "head_sha": c.HeadSHA, "external_id": c.ExternalID, "url": u,
		"html_url": r.html() + "/runs/" + strconv.FormatInt(c.ID, 10), "details_url": c.details(), "status": c.Status,
		"conclusion": nullText(c.Conclusion), "started_at": stamp(c.StartedAt), "completed_at": stamp(c.CompletedAt),
		"output": obj{
			"title": nullText(c.Title), "summary": nullText(c.Summary), "text": nullText(c.Text),
			"annotations_count": len(c.Annotations), "annotations_url": u + "/annotations",
		},
		"check_suite": obj{"id": c.suite.ID}, "app": c.suite.app.shape(),
		"pull_requests": shapes(r.pullsAt(c.HeadSHA), (*Pull).minimal),
	}
}

// details is where "Details" leads: the App's homepage if the App named no address (GitHub docs, "Create a check run").
func (c *CheckRun) details() string {
	if c.DetailsURL != "" {
		return c.DetailsURL
	}
	return c.suite.app.s.url + "/apps/" + c.suite.app.Slug
}

// hooked is a check run's JSON in webhooks: its suite is told in more words.
func (c *CheckRun) hooked() obj {
	out := c.shape()
	out["check_suite"] = c.suite.core()
	return out
}

// core is what is told of a suite everywhere.
func (c *CheckSuite) core() obj {
	status, conclusion := c.status()
	return obj{
		"id": c.ID, "node_id": nodeID("CS", c.ID), "head_branch": nullText(c.branch), "head_sha": c.sha, "status": status,
		"conclusion": nullText(conclusion), "url": c.repo.api() + "/check-suites/" + strconv.FormatInt(c.ID, 10),
		"before": nullText(c.before), "after": c.sha, "pull_requests": shapes(c.repo.pullsAt(c.sha), (*Pull).minimal),
		"app": c.app.shape(), "created_at": stamp(c.created), "updated_at": stamp(c.updated),
	}
}

// shape is a check suite's JSON in lists.
func (c *CheckSuite) shape() obj {
	out := c.hooked()
	out["repository"] = c.repo.shape()
	return out
}

// hooked is a check suite's JSON in webhooks.
func (c *CheckSuite) hooked() obj {
	out := c.core()
	maps.Copy(out, obj{
		"latest_check_runs_count": len(c.latest()), "check_runs_url": out["url"].(string) + "/check-runs",
		"rerequestable": true, "runs_rerequestable": true, "head_commit": c.repo.headCommit(c.sha),
	})
	return out
}

// headCommit is a commit's JSON in check suites and merge groups.
func (r *Repo) headCommit(sha string) any {
	c := r.net.commits[sha]
	if c == nil {
		return nil
	}
	who := func(s signature) obj { return obj{"name": s.name, "email": s.email} }
	return obj{
		"id": c.oid, "tree_id": c.tree, "message": c.text(), "timestamp": stamp(c.committer.at),
		"author": who(c.author), "committer": who(c.committer),
	}
}

// shape is an annotation's JSON.
func (a Annotation) shape(r *Repo, sha string) obj {
	return obj{
		"path": a.Path, "start_line": a.StartLine, "end_line": a.EndLine, "start_column": a.StartColumn, "end_column": a.EndColumn,
		"annotation_level": a.Level, "message": a.Message, "title": nullText(a.Title), "raw_details": nullText(a.RawDetails),
		"blob_href": r.html() + "/blob/" + sha + "/" + escapePath(a.Path),
	}
}

// external is the App's page: check runs point to it that name no details of their own.
func (a *App) external() string { return a.s.url + "/apps/" + a.Slug }
