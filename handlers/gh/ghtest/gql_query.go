// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

var queryFields = map[string]resolver{
	"rateLimit": func(q *query, _ any, _ args) (any, error) { return oracle.Object{Type: "RateLimit", Value: q}, nil },
	"repository": func(q *query, _ any, a args) (any, error) {
		r, moved := q.s.find(a.text("owner"), a.text("name"))
		follow, given := a["followRenames"].(bool)
		if r == nil || !q.s.sees(q.actor, r) || moved && given && !follow {
			return nil, oracle.NotFound("Could not resolve to a Repository with the name '%s/%s'.", a.text("owner"), a.text("name"))
		}
		return r.object(), nil
	},
	"organization": func(q *query, _ any, a args) (any, error) {
		if org := q.s.org(a.text("login")); org != nil {
			return org.object(), nil
		}
		return nil, oracle.NotFound("Could not resolve to an Organization with the login of '%s'.", a.text("login"))
	},
	"user": func(q *query, _ any, a args) (any, error) {
		if u := q.s.accounts[strings.ToLower(a.text("login"))]; u != nil && u.Kind == "User" {
			return u.object(), nil
		}
		return nil, oracle.NotFound("Could not resolve to a User with the login of '%s'.", a.text("login"))
	},
	"node": func(q *query, _ any, a args) (any, error) { return q.node(a.text("id")) },
	"nodes": func(q *query, _ any, a args) (any, error) {
		var out []any
		ids, _ := a["ids"].([]any)
		for _, id := range ids {
			text, _ := id.(string)
			found, _ := q.node(text)
			out = append(out, found)
		}
		return out, nil
	},
	"viewer": func(q *query, _ any, _ args) (any, error) {
		if q.actor.user == nil {
			return nil, oracle.Forbidden("Resource not accessible by integration")
		}
		return q.actor.user.object(), nil
	},
}

// node finds what a global id names.
func (q *query) node(id string) (any, error) {
	prefix, n, ok := numberOf(id)
	if ok {
		if found := q.byNumber(prefix, n); found != nil {
			return found, nil
		}
	}
	return nil, oracle.NotFound("Could not resolve to a node with the global id of '%s'.", id)
}

func (q *query) byNumber(prefix string, n int64) any {
	switch prefix {
	case "U", "BOT", "O":
		return q.s.objectOf(q.s.accountIDs[n])
	case "R":
		if r := q.s.repos[n]; r != nil && q.s.sees(q.actor, r) {
			return r.object()
		}
	case "IC":
		if c := q.s.comments[n]; c != nil && q.s.sees(q.actor, c.issue.repo) {
			return c.object()
		}
	case "PR":
		for _, r := range q.s.repos {
			for _, p := range r.pulls {
				if p.pullID == n && q.s.sees(q.actor, r) {
					return p.object()
				}
			}
		}
	}
	return nil
}

var rateLimitFields = map[string]resolver{
	"cost":      field(func(q *query) any { return q.estimate.Cost }),
	"nodeCount": field(func(q *query) any { return q.estimate.Nodes }),
	"limit":     field(func(q *query) any { return q.bucket.limit }),
	"remaining": field(func(q *query) any { return q.bucket.remaining() }),
	"used":      field(func(q *query) any { return q.bucket.used }),
	"resetAt":   field(func(q *query) any { return q.bucket.reset }),
}

// object is an account as GraphQL has it.
func (a *Account) object() oracle.Object {
	if a.Kind == "Organization" {
		return a.s.orgs[a.ID].object()
	}
	return oracle.Object{Type: a.Kind, Value: a}
}

func (o *Org) object() oracle.Object { return oracle.Object{Type: "Organization", Value: o} }

// objectOf is an account, or null for a ghost.
func (s *Server) objectOf(a *Account) any {
	if a = s.alive(a); a == nil {
		return nil
	}
	return a.object()
}

// userFields are those of people and bots. In GraphQL a bot's login has no "[bot]" at its end.
var userFields = map[string]resolver{
	"id":         field(func(a *Account) any { return a.node() }),
	"databaseId": field(func(a *Account) any { return a.ID }),
	"login":      field(func(a *Account) any { return strings.TrimSuffix(a.Login, "[bot]") }),
	"name":       field(func(a *Account) any { return nullText(a.Name) }),
	"url":        field(func(a *Account) any { return a.s.url + "/" + a.Login }),
	"createdAt":  field(func(a *Account) any { return a.created }),
	"organization": func(q *query, v any, a args) (any, error) {
		org := q.s.org(a.text("login"))
		if org == nil || org.members[v.(*Account).ID] == "" || !q.seesMembers(org) {
			return nil, nil
		}
		return org.object(), nil
	},
}

// seesMembers says whether the actor is told who the members are: all memberships are private here.
func (q *query) seesMembers(org *Org) bool {
	if inst := q.actor.inst(); inst != nil {
		return inst.account.ID == org.ID && need{"members=read"}.met(q.actor.token.permissions)
	}
	return org.members[q.actor.user.ID] != ""
}

var organizationFields = map[string]resolver{
	"id":         field(func(o *Org) any { return o.node() }),
	"databaseId": field(func(o *Org) any { return o.ID }),
	"login":      field(func(o *Org) any { return o.Login }),
	"name":       field(func(o *Org) any { return nullText(o.Name) }),
	"url":        field(func(o *Org) any { return o.s.url + "/" + o.Login }),
	"repositories": func(q *query, v any, a args) (any, error) {
		var all []*Repo
		for _, r := range q.s.reposOf(v.(*Org).Account) {
			if q.s.sees(q.actor, r) {
				all = append(all, r)
			}
		}
		return connect("Repository", all, a, 0, (*Repo).object).object(), nil
	},
}
