// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"strings"
)

// repoLinks are the addresses that every repository's JSON carries, by key, below the repository's own.
var repoLinks = map[string]string{
	"archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
	"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
	"commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}", "contents_url": "/contents/{+path}",
	"contributors_url": "/contributors", "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
	"forks_url": "/forks", "git_commits_url": "/git/commits{/sha}", "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
	"issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}", "issues_url": "/issues{/number}",
	"keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}", "languages_url": "/languages", "merges_url": "/merges",
	"milestones_url": "/milestones{/number}", "notifications_url": "/notifications{?since,all,participating}",
	"pulls_url": "/pulls{/number}", "releases_url": "/releases{/id}", "stargazers_url": "/stargazers",
	"statuses_url": "/statuses/{sha}", "subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags",
	"teams_url": "/teams", "trees_url": "/git/trees{/sha}", "hooks_url": "/hooks",
}

// api is the repository's address in the REST API.
func (r *Repo) api() string { return r.s.url + "/repos/" + r.fullName() }

// html is the repository's address for people.
func (r *Repo) html() string { return r.s.url + "/" + r.fullName() }

// shape is a repository's JSON: the fields of GitHub's schema "repository".
func (r *Repo) shape() obj {
	out := obj{
		"id": r.ID, "node_id": nodeID("R", r.ID), "name": r.name, "full_name": r.fullName(), "owner": r.owner.shape(),
		"private": r.private(), "visibility": r.spec.Visibility, "description": nullText(r.spec.Description), "fork": r.parent != nil,
		"html_url": r.html(), "url": r.api(), "mirror_url": nil, "homepage": nil, "language": r.language(), "license": r.license(),
		"git_url": "git://" + strings.TrimPrefix(r.html(), "http://") + ".git", "clone_url": r.html() + ".git", "svn_url": r.html(),
		"ssh_url": "git@" + strings.TrimPrefix(r.s.url, "http://") + ":" + r.fullName() + ".git",
		"topics":  textList(r.spec.Topics), "default_branch": r.spec.DefaultBranch, "archived": r.archived, "disabled": false,
		"is_template": r.spec.Template, "created_at": stamp(r.created), "updated_at": stamp(r.updated), "pushed_at": stamp(r.pushed),
		"size": len(r.own), "allow_forking": true, "web_commit_signoff_required": false,
		"has_issues": true, "has_projects": true, "has_wiki": true, "has_pages": false, "has_downloads": true, "has_discussions": false,
		"has_pull_requests": true, "pull_request_creation_policy": "all",
	}
	r.addCounts(out)
	for key, tail := range repoLinks {
		out[key] = r.api() + tail
	}
	return out
}

func (r *Repo) addCounts(out obj) {
	forks, open := 0, 0
	for _, other := range r.s.repos {
		if other.parent == r && !other.deleted {
			forks++
		}
	}
	for _, i := range r.issues {
		if i.state == "open" {
			open++
		}
	}
	maps.Copy(out, obj{
		"forks": forks, "forks_count": forks, "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
		"open_issues": open, "open_issues_count": open,
	})
}

func (r *Repo) language() any {
	if names := r.languages(); len(names) > 0 {
		return names[0]
	}
	return nil
}

func (r *Repo) license() any {
	if r.spec.License == "" {
		return nil
	}
	key := strings.ToLower(r.spec.License)
	return obj{
		"key": key, "name": r.spec.License, "spdx_id": r.spec.License, "url": r.s.url + "/licenses/" + key,
		"node_id": nodeID("MDc6TGljZW5zZ", int64(len(key))),
	}
}

// hooked is a repository's JSON in webhooks: with custom properties.
func (r *Repo) hooked() obj {
	out := r.shape()
	out["custom_properties"] = r.properties()
	return out
}

// full is a repository's JSON on its own page.
func (r *Repo) full(a *actor) obj {
	out := r.hooked()
	maps.Copy(out, obj{
		"subscribers_count": 0, "network_count": out["forks"], "organization": nil, "permissions": r.permissionsOf(a),
		"temp_clone_token": nil,
	})
	if r.orgOf() != nil {
		out["organization"] = r.owner.shape()
	}
	if r.parent != nil && !r.parent.deleted {
		out["parent"], out["source"] = r.parent.shape(), r.root().shape()
	}
	return out
}

func (r *Repo) root() *Repo {
	for r.parent != nil && !r.parent.deleted {
		r = r.parent
	}
	return r
}

func (r *Repo) permissionsOf(a *actor) obj {
	if a.user == nil {
		return rights("read")
	}
	return rights(r.permission(a.user))
}
