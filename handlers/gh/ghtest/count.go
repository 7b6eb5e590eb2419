// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"time"
)

// Request is one request that the server answered.
type Request struct {
	At           time.Time
	Took         time.Duration
	Op           string // GitHub's operation id, "checks/create"; "graphql"
	Query        string // the query string; for GraphQL the operation's name
	Method, Path string
	Status       int // 0: the connection was cut
	Write        bool
	Cost         int   // points of a GraphQL query
	Installation int64 // 0: not by an installation
	UserAgent    string
}

// Token says that the request was for an installation token: tests count those apart.
func (r Request) Token() bool { return r.Op == "apps/create-installation-access-token" }

// Notifies says that the request, if it was answered well, wrote what people get mail about.
func (r Request) Notifies() bool {
	return slices.Contains([]string{"issues/create-comment", "issues/create", "pulls/create", "pulls/create-review"}, r.Op)
}

// Counts sums requests up. Token requests are in Tokens only.
type Counts struct {
	Total, Reads, Writes, Notifying, Tokens, Cost int
	ByOp, ByMethod                                map[string]int
}

func (s *Server) record(r Request) {
	defer s.lock()()
	s.log = append(s.log, r)
}

// Requests are what was asked since the last [Server.ResetRequests], in the order of the answers.
func (s *Server) Requests() []Request {
	defer s.lock()()
	return slices.Clone(s.log)
}

// ResetRequests empties the log.
func (s *Server) ResetRequests() {
	defer s.lock()()
	s.log = nil
}

// Counts sums up what was asked since the last [Server.ResetRequests].
func (s *Server) Counts() Counts { return Count(s.Requests()) }

// Count sums requests up.
func Count(requests []Request) Counts {
	c := Counts{ByOp: map[string]int{}, ByMethod: map[string]int{}}
	for _, r := range requests {
		if r.Token() {
			c.Tokens++
			continue
		}
		c.add(r)
	}
	return c
}

func (c *Counts) add(r Request) {
	c.Total++
	c.Cost += r.Cost
	c.ByOp[r.Op]++
	c.ByMethod[r.Method]++
	if r.Write {
		c.Writes++
	} else {
		c.Reads++
	}
	if r.Notifies() {
		c.Notifying++
	}
}
