// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// query is one GraphQL request being executed. The server's lock is held.
type query struct {
	s        *Server
	actor    *actor
	estimate oracle.Estimate
	bucket   *bucket
}

// args are a field's arguments, coerced by the schema.
type args map[string]any

func (a args) text(name string) string {
	text, _ := a[name].(string)
	return text
}

// number is the argument of that name: GitHub numbers pull requests and issues.
func (a args) number() int {
	n, _ := a["number"].(int)
	return n
}

// resolver answers one field of a value.
type resolver func(q *query, value any, a args) (any, error)

var operation = regexp.MustCompile(`(?m)^\s*(query|mutation)\b\s*(\w*)`)

// serveGraphQL answers a query.
func (s *Server) serveGraphQL(r *http.Request, body []byte, entry *Request) *answer {
	entry.Op = "graphql"
	var in oracle.Query
	if r.Method != http.MethodPost || json.Unmarshal(body, &in) != nil {
		return failure(&apiError{status: http.StatusBadRequest, message: "Problems parsing JSON"})
	}
	if m := operation.FindStringSubmatch(in.Query); m != nil {
		entry.Write, entry.Query = m[1] == "mutation", m[2]
	}
	if in.OperationName != "" {
		entry.Query = in.OperationName
	}
	operate := func() *answer { return s.execute(r, in, entry) }
	if out := s.interfere(r, entry, operate); out != nil {
		return out
	}
	return operate()
}

func (s *Server) execute(r *http.Request, in oracle.Query, entry *Request) *answer {
	result, failed := s.resolveAll(r, in, entry)
	if failed != nil {
		return failed
	}
	for _, e := range result.Errors {
		if result.Data == nil || e.Type == "UNRESOLVED" || strings.HasPrefix(e.Message, "oracle:") {
			s.violate(fmt.Errorf("ghtest: graphql %s: %s (%v)", entry.Query, e.Message, e.Path))
		}
	}
	out := success(http.StatusOK, result)
	defer s.lock()()
	if a, err := s.authenticate(r.Header.Get("Authorization")); err == nil {
		s.bucket("graphql", a).headers(out.header)
	}
	return out
}

func (s *Server) resolveAll(r *http.Request, in oracle.Query, entry *Request) (*oracle.Result, *answer) {
	defer s.lock()()
	q := &query{s: s}
	var err error
	if q.actor, err = s.authenticate(r.Header.Get("Authorization")); err != nil {
		return nil, failure(err)
	}
	if q.actor.token == nil {
		return nil, failure(unauthorized("This endpoint requires you to be authenticated."))
	}
	if inst := q.actor.inst(); inst != nil {
		entry.Installation = inst.ID
	}
	q.bucket = s.bucket("graphql", q.actor)
	if q.bucket.remaining() == 0 {
		return &oracle.Result{Data: json.RawMessage("null"), Errors: []oracle.GraphQLError{{
			Type: "RATE_LIMITED", Message: "API rate limit exceeded for " + q.actor.bucket() + ".",
		}}}, nil
	}
	q.estimate, _ = s.graphql.Estimate(in)
	entry.Cost = q.estimate.Cost
	q.bucket.spend(q.estimate.Cost)
	return s.graphql.Execute(r.Context(), in, oracle.Object{Value: q}, q.resolve), nil
}

// resolve finds the resolver of a field; connections resolve themselves.
func (q *query) resolve(_ context.Context, parent oracle.Object, field string, a map[string]any) (any, error) {
	if c, ok := parent.Value.(connected); ok {
		return c.resolve(field)
	}
	answer := resolvers[parent.Type][field]
	if answer == nil {
		return nil, oracle.ErrUnresolved
	}
	return answer(q, parent.Value, a)
}

// resolvers by type and field.
var resolvers = map[string]map[string]resolver{
	"Query": queryFields, "RateLimit": rateLimitFields,
	"User": userFields, "Bot": userFields, "Organization": organizationFields,
	"Repository": repositoryFields, "License": licenseFields, "Language": languageFields, "Ref": refFields,
	"RepositoryTopic": {"topic": func(_ *query, v any, _ args) (any, error) { return oracle.Object{Type: "Topic", Value: v}, nil }},
	"Topic":           {"name": func(_ *query, v any, _ args) (any, error) { return v, nil }},
	"Blob":            blobFields, "Tree": treeFields, "TreeEntry": treeEntryFields, "Commit": commitFields,
	"GitActor": gitActorFields, "GpgSignature": signatureFields,
	"PullRequest": pullFields, "PullRequestCommit": pullCommitFields, "PullRequestChangedFile": changedFileFields,
	"PullRequestReview": reviewFields, "Issue": issueFields, "IssueComment": commentFields, "Label": labelFields,
}

// field is a resolver that needs nothing but the value.
func field[T any](of func(T) any) resolver {
	return func(_ *query, v any, _ args) (any, error) { return of(v.(T)), nil }
}

// allowed asks for a permission on a repository, as REST does.
func (q *query) allowed(r *Repo, n need) error {
	inst := q.actor.inst()
	if inst == nil || !r.private() && (q.s.sw.PublicReadsFree || !q.actor.token.covers(r)) {
		return nil
	}
	if !n.met(q.actor.token.permissions) {
		return oracle.Forbidden("Resource not accessible by integration")
	}
	return nil
}

// guarded asks for the permission before it answers a field of a repository.
func guarded(n need, answer func(q *query, r *Repo, a args) (any, error)) resolver {
	return func(q *query, v any, a args) (any, error) {
		r := v.(*Repo)
		if err := q.allowed(r, n); err != nil {
			return nil, err
		}
		return answer(q, r, a)
	}
}
