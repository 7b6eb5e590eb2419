// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// Fault is something that goes wrong on demand.
type Fault struct {
	// Op is the operation it strikes ("checks/create", "graphql"), Prefix the start of a path; both empty: everything.
	Op, Prefix string
	// Times is how often it strikes, 0: until it is taken away. For is how long by the server's clock, 0: no end.
	Times int
	For   time.Duration

	// Status is the answer, for example 502. With Secondary it is GitHub's secondary rate limit (403 unless Status says 429).
	Status    int
	Secondary bool
	// Exhausted is GitHub's primary limit: nothing remaining, and a reset so long from now. GraphQL says it with status 200.
	Exhausted time.Duration
	// RetryAfter is the header of that name in seconds, 0: none.
	RetryAfter int
	// Hang: no answer until the client gives up. Drop: the connection is cut without one. Cut: the answer breaks off in its
	// body, the operation was carried out.
	Hang, Drop, Cut bool
	// Applied: the operation is carried out although the answer says otherwise.
	Applied bool

	until time.Time
	left  int
	gone  chan struct{}
}

// Fault makes something go wrong and returns what ends it.
func (s *Server) Fault(f Fault) (end func()) {
	defer s.lock()()
	f.left, f.gone = f.Times, make(chan struct{})
	if f.For > 0 {
		f.until = s.clock().Add(f.For)
	}
	s.faults = append(s.faults, &f)
	return func() {
		defer s.lock()()
		s.endFault(&f)
	}
}

// Struck are the requests that faults struck so far, hanging ones too; it is for waiting until one did.
func (s *Server) Struck() []Request {
	defer s.lock()()
	return slices.Clone(s.struck)
}

func (s *Server) endFault(f *Fault) {
	if i := slices.Index(s.faults, f); i >= 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
		close(f.gone)
	}
}

// release ends all faults, so that what hangs comes loose.
func (s *Server) release() {
	defer s.lock()()
	for len(s.faults) > 0 {
		s.endFault(s.faults[0])
	}
}

// Down switches GitHub off (every request is answered 503, no webhook is sent) or on again.
func (s *Server) Down(on bool) {
	defer s.lock()()
	s.down = on
	for _, app := range s.apps {
		app.sender.pause(on)
	}
}

// before is a function to call when an operation is asked for.
type before struct {
	op string
	do func()
}

// Before calls a function once, just before the next request to an operation ("graphql" and "graphql NAME" too) is answered:
// a push, for example, so that the head moves in the middle of an evaluation. The function may call the server's methods.
func (s *Server) Before(op string, do func()) {
	defer s.lock()()
	s.hooks = append(s.hooks, before{op, do})
}

func (s *Server) takeHook(entry *Request) func() {
	defer s.lock()()
	i := slices.IndexFunc(s.hooks, func(b before) bool { return matches(b.op, entry) })
	if i < 0 {
		return nil
	}
	do := s.hooks[i].do
	s.hooks = slices.Delete(s.hooks, i, i+1)
	return do
}

func matches(op string, entry *Request) bool {
	return op == entry.Op || entry.Op == "graphql" && op == "graphql "+entry.Query
}

// takeFault finds the fault that strikes a request, if one does.
func (s *Server) takeFault(entry *Request) *Fault {
	defer s.lock()()
	if s.down {
		return &Fault{Status: http.StatusServiceUnavailable}
	}
	now := s.clock()
	for _, f := range slices.Clone(s.faults) {
		if !f.until.IsZero() && !now.Before(f.until) {
			s.endFault(f)
			continue
		}
		if f.Op != "" && !matches(f.Op, entry) || !strings.HasPrefix(entry.Path, f.Prefix) {
			continue
		}
		if f.left--; f.left == 0 && !f.Hang {
			s.endFault(f)
		}
		if f.Times == 0 || f.left >= 0 {
			s.struck = append(s.struck, *entry)
			return f
		}
	}
	return nil
}

// interfere runs hooks and faults; nil: nothing goes wrong.
func (s *Server) interfere(r *http.Request, entry *Request, operate func() *answer) *answer {
	for do := s.takeHook(entry); do != nil; do = s.takeHook(entry) {
		do()
	}
	f := s.takeFault(entry)
	if f == nil {
		return nil
	}
	var out *answer
	if f.Applied || f.Cut {
		out = operate()
	}
	switch {
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-f.gone:
		}
		return &answer{status: statusCut}
	case f.Drop:
		return &answer{status: statusCut}
	case f.Cut:
		out.header.Set("Content-Length", strconv.Itoa(len(out.body)))
		out.body = out.body[:len(out.body)/2]
		return out
	}
	if f.Exhausted > 0 {
		return f.exhausted(entry.Op == "graphql", s.clock())
	}
	return f.answer()
}

// exhausted is the answer to a caller who has spent the primary limit.
func (f *Fault) exhausted(graphql bool, now time.Time) *answer {
	const message = "API rate limit exceeded for installation."
	b := bucket{resource: "core", limit: 5000, used: 5000, reset: now.Add(f.Exhausted)}
	out := failure(&apiError{status: max(f.Status, http.StatusForbidden), message: message})
	if graphql {
		b.resource = "graphql"
		out = success(http.StatusOK, oracle.Result{
			Data: json.RawMessage("null"), Errors: []oracle.GraphQLError{{Type: "RATE_LIMITED", Message: message}},
		})
	}
	b.headers(out.header)
	return out
}

func (f *Fault) answer() *answer {
	e := &apiError{status: f.Status, message: http.StatusText(f.Status), header: http.Header{}}
	switch {
	case f.Secondary:
		if e.status == 0 {
			e.status = http.StatusForbidden
		}
		e.message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
	case f.Status == http.StatusTooManyRequests || f.Status == http.StatusForbidden:
		e.message = "API rate limit exceeded."
	}
	if f.RetryAfter > 0 {
		e.header.Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	return failure(e)
}
