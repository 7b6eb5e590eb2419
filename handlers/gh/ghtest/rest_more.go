// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// moreRoutes are reads that people's clients ask for beside what Bylaw needs.
func moreRoutes() []*route {
	return []*route{
		on("users/get-authenticated", "GET /user", nil, getAuthenticated),
		on("users/get-by-id", "GET /user/{account_id}", nil, getUserByID),
		on("checks/get-suite", "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}", readChecks, withSuite(func(_ *call, x *CheckSuite) (any, error) { return x.shape(), nil })),
		on("checks/list-for-suite", "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs", readChecks, withSuite(listSuiteRuns)),
		on("issues/get", "GET /repos/{owner}/{repo}/issues/{issue_number}", readIssues, withIssue(getIssue)),
		on("pulls/list-reviews", "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", readPulls, withPull(listReviews)),
		on("repos/list-pull-requests-associated-with-commit", "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", readPulls, listCommitPulls),
		on("repos/get-collaborator-permission-level", "GET /repos/{owner}/{repo}/collaborators/{username}/permission", readMetadata, getPermission),
		on("repos/custom-properties-for-repos-get-repository-values", "GET /repos/{owner}/{repo}/properties/values", readMetadata, listProperties),
	}
}

func getAuthenticated(c *call) (any, error) {
	if c.actor.user == nil {
		if c.actor.app != nil {
			return nil, denied(nil)
		}
		return nil, unauthorized("Requires authentication")
	}
	return c.actor.user.public(), nil
}

func getUserByID(c *call) (any, error) {
	a := c.s.accountIDs[c.number("account_id")]
	if a == nil {
		return nil, notFound()
	}
	return a.public(), nil
}

func withSuite(answer func(*call, *CheckSuite) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		id := c.number("check_suite_id")
		i := slices.IndexFunc(c.repo.suites, func(x *CheckSuite) bool { return x.ID == id })
		if i < 0 {
			return nil, notFound()
		}
		return answer(c, c.repo.suites[i])
	}
}

func listSuiteRuns(c *call, suite *CheckSuite) (any, error) {
	runs := suite.latest()
	if c.query.Get("filter") == "all" {
		runs = slices.Clone(suite.runs)
		slices.Reverse(runs)
	}
	return obj{"total_count": len(runs), "check_runs": shapes(page(c, runs), (*CheckRun).shape)}, nil
}

func getIssue(_ *call, i *Issue) (any, error) {
	out := i.shape()
	out["closed_by"] = nil
	return out, nil
}

func (v *Review) shape(p *Pull) obj {
	html := p.repo.html() + "/pull/" + strconv.Itoa(p.Number)
	pull := p.repo.api() + "/pulls/" + strconv.Itoa(p.Number)
	return obj{
		"id": v.ID, "node_id": nodeID("PRR", v.ID), "user": p.s.writer(v.author), "body": v.body, "state": v.state,
		"html_url": html + "#pullrequestreview-" + strconv.FormatInt(v.ID, 10), "pull_request_url": pull, "submitted_at": stamp(v.submitted),
		"commit_id": v.sha, "author_association": p.repo.association(v.author),
		"_links": obj{"html": obj{"href": html}, "pull_request": obj{"href": pull}},
	}
}

func listReviews(c *call, p *Pull) (any, error) {
	return shapes(page(c, p.reviews), func(v *Review) obj { return v.shape(p) }), nil
}

func listCommitPulls(c *call) (any, error) {
	sha := c.params["commit_sha"]
	all := c.repo.pullsBy(func(p *Pull) bool {
		return slices.ContainsFunc(p.commits(), func(x *commit) bool { return x.oid == sha })
	})
	return shapes(page(c, all), (*Pull).shape), nil
}

// permission is what somebody may do with a repository: admin, maintain, write, triage, read or none.
func (r *Repo) permission(a *Account) string {
	org := r.orgOf()
	if r.owner.ID == a.ID || org != nil && org.members[a.ID] == "admin" {
		return "admin"
	}
	if given := r.people[a.ID]; given != "" {
		return given
	}
	if !r.private() || org != nil && org.members[a.ID] != "" {
		return "read"
	}
	return "none"
}

// getPermission tells four levels in permission and the exact one in role_name, as GitHub does.
func getPermission(c *call) (any, error) {
	a := c.s.accounts[strings.ToLower(c.params["username"])]
	if a == nil {
		return nil, notFound()
	}
	role := c.repo.permission(a)
	coarse := map[string]string{"maintain": "write", "triage": "read"}
	user := a.shape()
	user["permissions"], user["role_name"] = rights(role), role
	return obj{"permission": cmp.Or(coarse[role], role), "role_name": role, "user": user}, nil
}

var roles = []string{"none", "pull", "triage", "push", "maintain", "admin"}

func rights(role string) obj {
	at := slices.Index(roles, cmp.Or(map[string]string{"read": "pull", "write": "push"}[role], role))
	out := obj{}
	for i, name := range roles[1:] {
		out[name] = i < at
	}
	return out
}

func listProperties(c *call) (any, error) {
	names := slices.Sorted(maps.Keys(c.repo.spec.Properties))
	return shapes(names, func(name string) obj {
		return obj{"property_name": name, "value": c.repo.spec.Properties[name]}
	}), nil
}
