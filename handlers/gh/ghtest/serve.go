// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// answer is a whole response, ready to be sent.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ServeHTTP answers a request as GitHub would.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
	if err != nil {
		return
	}
	r = s.normalize(r)
	entry := Request{At: s.opts.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, UserAgent: r.UserAgent()}
	if r.URL.Path == "/graphql" {
		s.finish(w, r, s.serveGraphQL(r, body, &entry), &entry)
		return
	}
	s.finish(w, r, s.serveREST(r, body, &entry), &entry)
}

// base is the context key of the prefix that a client put before the path.
type base struct{}

// normalize takes off what different bases put before a path, and turns /repositories/ID into the repository's name of now.
func (s *Server) normalize(r *http.Request) *http.Request {
	path, prefix := r.URL.EscapedPath(), ""
	if rest, ok := strings.CutPrefix(path, "/api/v3"); ok {
		path, prefix = "/"+strings.TrimPrefix(rest, "/"), "/api/v3"
	}
	if path == "/api/graphql" {
		path = "/graphql"
	}
	if id, rest, ok := repositoryPath(path); ok {
		path = s.named(id, rest, path)
	}
	if path != "/" {
		path = strings.TrimSuffix(path, "/")
	}
	u := *r.URL
	u.RawPath = path
	u.Path, _ = url.PathUnescape(path)
	r = r.WithContext(context.WithValue(r.Context(), base{}, prefix))
	r.URL = &u
	return r
}

func (s *Server) named(id int64, rest, otherwise string) string {
	defer s.lock()()
	if repo := s.repos[id]; repo != nil && !repo.deleted {
		return "/repos/" + repo.fullName() + rest
	}
	return otherwise
}

func repositoryPath(path string) (id int64, rest string, ok bool) {
	tail, ok := strings.CutPrefix(path, "/repositories/")
	if !ok {
		return 0, "", false
	}
	number, rest, more := strings.Cut(tail, "/")
	if more {
		rest = "/" + rest
	}
	id, err := strconv.ParseInt(number, 10, 64)
	return id, rest, err == nil
}

// restOfPath is what follows /repos/OWNER/NAME.
func restOfPath(path string) string {
	parts := strings.SplitN(path, "/", 5)
	if len(parts) < 5 {
		return ""
	}
	return "/" + parts[4]
}

// api is the base that the client used, for the addresses in answers.
func (s *Server) api(r *http.Request) string {
	prefix, _ := r.Context().Value(base{}).(string)
	return s.url + prefix
}

// serveREST answers a request to the REST API.
func (s *Server) serveREST(r *http.Request, body []byte, entry *Request) *answer {
	rt, params := s.match(r.Method, r.URL.EscapedPath())
	if rt == nil {
		s.violate(fmt.Errorf("ghtest: %s %s: no such operation here", r.Method, r.URL.Path))
		return failure(notFound())
	}
	entry.Op, entry.Write = rt.op, r.Method != http.MethodGet && r.Method != http.MethodHead
	if r.Method == http.MethodHead {
		r = r.Clone(r.Context())
		r.Method = http.MethodGet
	}
	if !s.opts.Unchecked {
		s.violate(wrap("request "+rt.op, s.rest.Request(r, body)))
	}
	if out := s.interfere(r, entry, func() *answer { return s.operate(r, rt, params, body, entry) }); out != nil {
		return out
	}
	out := s.operate(r, rt, params, body, entry)
	if isRaw := strings.Contains(out.header.Get("Content-Type"), ".raw"); !s.opts.Unchecked && !isRaw { // the description knows JSON only
		s.violate(wrap("answer "+rt.op, s.rest.Response(r, out.status, out.header, out.body)))
	}
	return out
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("ghtest: %s: %w", what, err)
}

// operate carries an operation out under the lock.
func (s *Server) operate(r *http.Request, rt *route, params map[string]string, body []byte, entry *Request) *answer {
	defer s.lock()()
	c := &call{s: s, route: rt, r: r, params: params, query: r.URL.Query(), body: body, header: http.Header{}}
	var err error
	if c.actor, err = s.authenticate(r.Header.Get("Authorization")); err != nil {
		return failure(err)
	}
	if inst := c.actor.inst(); inst != nil {
		entry.Installation = inst.ID
	}
	b := s.bucket("core", c.actor)
	if rt.op == "rate-limit/get" {
		b = s.bucket("free", c.actor)
	}
	if out := b.spent(c.actor); out != nil {
		return out
	}
	out := c.run()
	out.tag(r)
	if out.status != http.StatusNotModified {
		b.spend(1)
	}
	s.bucket("core", c.actor).headers(out.header)
	return out
}

func (c *call) run() *answer {
	if err := c.admit(); err != nil {
		return failure(err)
	}
	value, err := c.route.answer(c)
	if err != nil {
		return failure(err)
	}
	out := success(c.route.status, value)
	maps.Copy(out.header, c.header)
	if c.actor.inst() != nil && len(c.route.need) > 0 {
		out.header.Set("X-Accepted-GitHub-Permissions", c.route.need.String())
	}
	return out
}

func success(status int, value any) *answer {
	out := &answer{status: status, header: http.Header{}}
	if text, ok := value.(raw); ok {
		out.body = text
		out.header.Set("Content-Type", "application/vnd.github.raw; charset=utf-8")
		return out
	}
	if value == nil {
		return out
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return failure(fmt.Errorf("encode: %w", err))
	}
	out.body = bytes.TrimRight(b.Bytes(), "\n")
	out.header.Set("Content-Type", "application/json; charset=utf-8")
	return out
}

func failure(err error) *answer {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{status: http.StatusInternalServerError, message: err.Error()}
	}
	out := success(e.status, e.body())
	maps.Copy(out.header, e.header)
	return out
}

// finish sends an answer, or what a fault made of it, and writes the request down.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, out *answer, entry *Request) {
	entry.Status = out.status
	entry.Took = s.opts.Now().Sub(entry.At)
	s.record(*entry)
	if out.status == statusCut {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), out.header)
	w.Header().Set("X-GitHub-Request-Id", strings.ToUpper(randomText(12, 12)))
	w.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	w.Header().Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	w.Header().Set("Server", "github.com")
	if v := r.Header.Get("X-GitHub-Api-Version"); v != "" {
		w.Header().Set("X-GitHub-Api-Version-Selected", v)
	}
	w.WriteHeader(out.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(out.body)
	}
}

// statusCut stands for a connection that is cut without an answer.
const statusCut = 0

// stamp is a time as GitHub prints it; nil for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}
