// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// call is one request on its way through an operation. The server's lock is held.
type call struct {
	s      *Server
	route  *route
	r      *http.Request
	params map[string]string
	query  url.Values
	body   []byte
	actor  *actor
	repo   *Repo
	header http.Header
}

// raw is an answer that is no JSON: a file as it is.
type raw []byte

// wantsRaw says whether the client asks for a file as it is (application/vnd.github.raw).
func (c *call) wantsRaw() bool { return strings.Contains(c.r.Header.Get("Accept"), "raw") }

// number is a parameter of the path as a number, 0 if it is none.
func (c *call) number(name string) int64 {
	n, _ := strconv.ParseInt(c.params[name], 10, 64)
	return n
}

// decode reads the body; what GitHub does not know is ignored, as GitHub ignores it.
func (c *call) decode(into any) error {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return &apiError{status: http.StatusBadRequest, message: "Problems parsing JSON"}
	}
	return nil
}

// admit finds the repository of the call and asks whether the actor may do this with it.
func (c *call) admit() error {
	if err := c.admitKind(); err != nil {
		return err
	}
	if c.params["repo"] == "" {
		return nil
	}
	r, moved := c.s.find(c.params["owner"], c.params["repo"])
	if r == nil || !c.s.sees(c.actor, r) {
		return notFound()
	}
	if moved {
		return c.redirect(r)
	}
	c.repo = r
	return c.admitRepo(r)
}

func (c *call) admitKind() error {
	switch c.route.who {
	case anApp:
		if !c.actor.jwt {
			return unauthorized("A JSON web token could not be decoded")
		}
		return nil
	case anInstall:
		if c.actor.inst() == nil {
			return forbidden("You must authenticate with an installation access token in order to list repositories for an installation.")
		}
	case checksApp:
		if c.actor.inst() == nil {
			return forbidden("You must authenticate via a GitHub App.")
		}
	}
	if c.actor.jwt {
		return unauthorized("A JSON web token could not be decoded")
	}
	if c.route.need.writes() && c.actor.account() == nil {
		return unauthorized("Requires authentication")
	}
	return nil
}

// admitRepo holds an installation to its permissions, and everybody to what is archived.
func (c *call) admitRepo(r *Repo) error {
	inst := c.actor.inst()
	writes := c.route.need.writes()
	if inst != nil {
		free := !writes && !r.private() && (c.s.sw.PublicReadsFree || !c.actor.token.covers(r))
		if !free && (!c.actor.token.covers(r) || !c.route.need.met(c.actor.token.permissions)) {
			return denied(c.route.need)
		}
	}
	if writes && r.archived {
		return forbidden("Repository was archived so is read-only.")
	}
	return nil
}

// covers says whether an installation's token reaches a repository.
func (t *token) covers(r *Repo) bool {
	return t.inst.covers(r) && (t.repos == nil || t.repos[r.ID])
}

// sees says whether a repository exists for somebody: what is private is not there for strangers.
func (s *Server) sees(a *actor, r *Repo) bool {
	if r.deleted {
		return false
	}
	if !r.private() {
		return true
	}
	if a.inst() != nil {
		return a.token.covers(r)
	}
	return a.user != nil && s.belongs(a.user, r)
}

func (s *Server) belongs(u *Account, r *Repo) bool {
	org := r.orgOf()
	return r.owner.ID == u.ID || r.people[u.ID] != "" || org != nil && org.members[u.ID] != ""
}

// redirect answers a request to a name that the repository had before.
func (c *call) redirect(r *Repo) error {
	status := http.StatusMovedPermanently
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		status = http.StatusTemporaryRedirect
	}
	to := c.s.api(c.r) + "/repositories/" + strconv.FormatInt(r.ID, 10) + restOfPath(c.r.URL.EscapedPath())
	if c.r.URL.RawQuery != "" {
		to += "?" + c.r.URL.RawQuery
	}
	return &apiError{status: status, message: "Moved Permanently", header: http.Header{"Location": {to}}}
}
