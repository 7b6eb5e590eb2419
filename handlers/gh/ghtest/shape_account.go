// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"strings"
)

// nodeID is a GraphQL id: a prefix that says what it is, and the number.
func nodeID(prefix string, id int64) string {
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(id)))
}

// numberOf reads a node id again.
func numberOf(node string) (prefix string, id int64, ok bool) {
	prefix, text, _ := strings.Cut(node, "_")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 8 {
		return "", 0, false
	}
	return prefix, int64(binary.BigEndian.Uint64(raw)), true
}

func (a *Account) node() string {
	switch a.Kind {
	case "Bot":
		return nodeID("BOT", a.ID)
	case "Organization":
		return nodeID("O", a.ID)
	}
	return nodeID("U", a.ID)
}

// simple is an account's JSON as it stands inside of other things; null for a ghost.
func (s *Server) simple(a *Account) any {
	if a = s.alive(a); a == nil {
		return nil
	}
	return a.shape()
}

// writer is the JSON of who wrote something: once the account is deleted, GitHub's ghost.
func (s *Server) writer(a *Account) any {
	if s.alive(a) == nil && !s.sw.GhostIsNull {
		return s.ghost.shape()
	}
	return s.simple(a)
}

func (a *Account) shape() obj {
	u := a.s.url + "/users/" + a.Login
	return obj{
		"login": a.Login, "id": a.ID, "node_id": a.node(), "type": a.Kind, "site_admin": false, "user_view_type": "public",
		"avatar_url": fmt.Sprintf("%s/avatars/%d", a.s.url, a.ID), "gravatar_id": "", "url": u, "html_url": a.s.url + "/" + a.Login,
		"followers_url": u + "/followers", "following_url": u + "/following{/other_user}", "gists_url": u + "/gists{/gist_id}",
		"starred_url": u + "/starred{/owner}{/repo}", "subscriptions_url": u + "/subscriptions", "organizations_url": u + "/orgs",
		"repos_url": u + "/repos", "events_url": u + "/events{/privacy}", "received_events_url": u + "/received_events",
	}
}

// public is an account's JSON on its own page.
func (a *Account) public() obj {
	out := a.shape()
	maps.Copy(out, obj{
		"name": nullText(a.Name), "company": nil, "blog": "", "location": nil, "email": nullText(a.Email), "hireable": nil, "bio": nil,
		"twitter_username": nil, "public_repos": len(a.s.reposOf(a)), "public_gists": 0, "followers": 0, "following": 0,
		"created_at": stamp(a.created), "updated_at": stamp(a.created),
	})
	return out
}

// hooked is an organization's JSON in webhooks.
func (o *Org) hooked() obj {
	u := o.s.url + "/orgs/" + o.Login
	return obj{
		"login": o.Login, "id": o.ID, "node_id": o.node(), "url": u, "repos_url": u + "/repos", "events_url": u + "/events",
		"hooks_url": u + "/hooks", "issues_url": u + "/issues", "members_url": u + "/members{/member}",
		"public_members_url": u + "/public_members{/member}", "avatar_url": fmt.Sprintf("%s/avatars/%d", o.s.url, o.ID), "description": "",
	}
}

// full is an organization's JSON on its own page.
func (o *Org) full() obj {
	out := o.hooked()
	maps.Copy(out, obj{
		"has_organization_projects": true, "has_repository_projects": true, "public_repos": len(o.s.reposOf(o.Account)), "public_gists": 0,
		"followers": 0, "following": 0, "html_url": o.s.url + "/" + o.Login, "type": "Organization",
		"created_at": stamp(o.created), "updated_at": stamp(o.created), "archived_at": nil,
	})
	if o.Name != "" {
		out["name"] = o.Name
	}
	return out
}

func (s *Server) formerOwner(a *Account) obj {
	if org := s.orgs[a.ID]; org != nil {
		return obj{"organization": org.hooked()}
	}
	return obj{"user": a.shape()}
}

func nullText(text string) any {
	if text == "" {
		return nil
	}
	return text
}
