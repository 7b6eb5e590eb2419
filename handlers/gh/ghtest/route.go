// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"net/url"
	"regexp"
	"strings"
)

// route is one operation of the REST API, by the name that GitHub's description gives it.
type route struct {
	op, method string
	pattern    *regexp.Regexp
	names      []string
	need       need
	who        who
	status     int
	answer     func(*call) (any, error)
}

// who may call an operation.
type who int

const (
	anybody   who = iota // also without credentials, what is public
	anApp                // the App itself, by JWT
	anInstall            // an installation of an App
	checksApp            // as anInstall; others hear that they must be an App
)

var wildcard = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

// on makes a route. A pattern's {name} matches one segment, {name...} any number of them.
func on(op, line string, n need, answer func(*call) (any, error)) *route {
	method, path, _ := strings.Cut(line, " ")
	r := &route{op: op, method: method, need: n, status: 200, answer: answer}
	expr := wildcard.ReplaceAllStringFunc(path, func(w string) string {
		m := wildcard.FindStringSubmatch(w)
		r.names = append(r.names, m[1])
		if m[2] != "" {
			return "(.*)"
		}
		return "([^/]+)"
	})
	r.pattern = regexp.MustCompile("^" + expr + "$")
	if method == "POST" {
		r.status = 201
	}
	return r
}

func (r *route) by(w who) *route {
	r.who = w
	return r
}

func (r *route) gives(status int) *route {
	r.status = status
	return r
}

// match finds the route of a request and what its path says; the path is escaped, as the client sent it.
func (s *Server) match(method, path string) (*route, map[string]string) {
	for _, r := range s.routes {
		if r.method != method && (method != "HEAD" || r.method != "GET") {
			continue
		}
		if m := r.pattern.FindStringSubmatch(path); m != nil {
			params := map[string]string{}
			for i, name := range r.names {
				params[name], _ = url.PathUnescape(m[i+1])
			}
			return r, params
		}
	}
	return nil, nil
}

// routes is the API. Where two patterns match, the first counts.
func routes() []*route {
	var out []*route
	for _, part := range [][]*route{appRoutes(), repoRoutes(), gitRoutes(), pullRoutes(), checkRoutes(), issueRoutes(), moreRoutes(), accountRoutes()} {
		out = append(out, part...)
	}
	return out
}
