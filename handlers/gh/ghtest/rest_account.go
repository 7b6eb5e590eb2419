// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"strings"
)

// accountRoutes are the operations on users and organizations, and those about the API itself.
func accountRoutes() []*route {
	return append([]*route{
		on("users/get-by-username", "GET /users/{username}", nil, getUser),
		on("orgs/get", "GET /orgs/{org}", nil, getOrg),
		on("rate-limit/get", "GET /rate_limit", nil, getRateLimit),
		on("meta/root", "GET /", nil, getRoot),
	}, lastRepoRoutes()...)
}

func getUser(c *call) (any, error) {
	a := c.s.accounts[strings.ToLower(c.params["username"])]
	if a == nil {
		return nil, notFound()
	}
	return a.public(), nil
}

func getOrg(c *call) (any, error) {
	org := c.s.org(c.params["org"])
	if org == nil {
		return nil, notFound()
	}
	return org.full(), nil
}

func getRateLimit(c *call) (any, error) {
	core, graphql := c.s.bucket("core", c.actor), c.s.bucket("graphql", c.actor)
	search := &bucket{resource: "search", limit: 30, reset: core.reset}
	return obj{
		"resources": obj{"core": core.shape(), "graphql": graphql.shape(), "search": search.shape()},
		"rate":      core.shape(),
	}, nil
}

var rootPaths = map[string]string{
	"current_user_url": "/user", "current_user_authorizations_html_url": "/settings/connections/applications{/client_id}",
	"authorizations_url": "/authorizations", "code_search_url": "/search/code?q={query}{&page,per_page,sort,order}",
	"commit_search_url": "/search/commits?q={query}{&page,per_page,sort,order}", "emails_url": "/user/emails", "emojis_url": "/emojis",
	"events_url": "/events", "feeds_url": "/feeds", "followers_url": "/user/followers", "following_url": "/user/following{/target}",
	"gists_url": "/gists{/gist_id}", "issue_search_url": "/search/issues?q={query}{&page,per_page,sort,order}", "issues_url": "/issues",
	"keys_url": "/user/keys", "label_search_url": "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}",
	"notifications_url": "/notifications", "organization_url": "/orgs/{org}",
	"organization_repositories_url": "/orgs/{org}/repos{?type,page,per_page,sort}", "organization_teams_url": "/orgs/{org}/teams",
	"public_gists_url": "/gists/public", "rate_limit_url": "/rate_limit", "repository_url": "/repos/{owner}/{repo}",
	"repository_search_url":         "/search/repositories?q={query}{&page,per_page,sort,order}",
	"current_user_repositories_url": "/user/repos{?type,page,per_page,sort}", "starred_url": "/user/starred{/owner}{/repo}",
	"starred_gists_url": "/gists/starred", "user_url": "/users/{user}", "user_organizations_url": "/user/orgs",
	"user_repositories_url": "/users/{user}/repos{?type,page,per_page,sort}",
	"user_search_url":       "/search/users?q={query}{&page,per_page,sort,order}",
}

func getRoot(c *call) (any, error) {
	out := map[string]string{}
	maps.Copy(out, rootPaths)
	for key, path := range out {
		out[key] = c.s.api(c.r) + path
	}
	return out, nil
}
