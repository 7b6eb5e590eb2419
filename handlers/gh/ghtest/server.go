// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// obj is a JSON object on its way out.
type obj = map[string]any

// Options say how a server is to run.
type Options struct {
	Addr string           // where to listen; "" is 127.0.0.1:0
	Now  func() time.Time // the server's clock, asked from many goroutines; nil is the machine's
	// AuthNow is the clock that JWTs and tokens are checked by; nil is Now. Clients such as ghinstallation take the machine's time
	// whatever the story's clock says: give time.Now where Now is a story's.
	AuthNow func() time.Time
	// OnViolation hears of every request and answer that GitHub's own descriptions do not allow; nil: they are collected, see
	// [Server.Violations]. It is called from the server's goroutines.
	OnViolation func(error)
	// Unchecked leaves out the oracle's judgment of REST and webhooks, which is most of what an answer costs (some milliseconds):
	// for measuring, never for testing.
	Unchecked bool
	// HookTimeout is how long a webhook's receiver may take; 0 is GitHub's 10 seconds.
	HookTimeout time.Duration
}

// Server is GitHub in memory. All methods, and those of what it makes, may be called from any goroutine.
type Server struct {
	opts    Options
	url     string
	http    *http.Server
	served  chan struct{}
	rest    *oracle.REST
	graphql *oracle.GraphQL
	events  *oracle.Events
	routes  []*route

	mu         sync.Mutex
	sw         Switches
	lastID     int64
	seq        int64
	webFlow    *Account
	ghost      *Account
	accounts   map[string]*Account
	accountIDs map[int64]*Account
	emails     map[string]*Account
	orgs       map[int64]*Org
	repos      map[int64]*Repo
	names      map[string]int64
	apps       map[int64]*App
	installs   map[int64]*Installation
	comments   map[int64]*Comment
	tokens     map[string]*token
	buckets    map[string]*bucket
	faults     []*Fault
	hooks      []before
	down       bool
	log        []Request
	struck     []Request
	violations []error
}

// New starts a server. It answers GitHub's REST API at / and /api/v3/, GraphQL at /graphql and /api/graphql.
func New(opts Options) (*Server, error) {
	s := &Server{
		opts: opts, served: make(chan struct{}), sw: defaultSwitches(), lastID: 1_000_000,
		accounts: map[string]*Account{}, accountIDs: map[int64]*Account{}, emails: map[string]*Account{}, orgs: map[int64]*Org{},
		repos: map[int64]*Repo{}, names: map[string]int64{}, apps: map[int64]*App{}, installs: map[int64]*Installation{},
		comments: map[int64]*Comment{}, tokens: map[string]*token{}, buckets: map[string]*bucket{},
	}
	if s.opts.Now == nil {
		s.opts.Now = time.Now
	}
	if s.opts.AuthNow == nil {
		s.opts.AuthNow = s.opts.Now
	}
	if s.opts.HookTimeout == 0 {
		s.opts.HookTimeout = 10 * time.Second
	}
	if err := s.loadOracle(); err != nil {
		return nil, fmt.Errorf("ghtest: %w", err)
	}
	s.webFlow = s.newAccount(19864447, "web-flow", "User")
	s.webFlow.Name, s.webFlow.Email = "GitHub", "noreply@github.com"
	s.webFlow.verify("noreply@github.com")
	s.ghost = s.newAccount(10137, "ghost", "User")
	s.routes = routes()
	return s, s.listen()
}

func (s *Server) listen() error {
	addr := s.opts.Addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("ghtest: %w", err)
	}
	s.url = "http://" + l.Addr().String()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.violate(fmt.Errorf("ghtest: serve: %w", err))
		}
	}()
	return nil
}

// URL is the server's address, without a slash at its end. It is the base for REST; GraphQL is at URL()+"/graphql".
func (s *Server) URL() string { return s.url }

// Close stops the server, cuts hanging answers, drops webhooks that were not sent yet, and waits for its goroutines.
func (s *Server) Close() {
	for _, app := range s.allApps() {
		app.sender.stop()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.release()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
	<-s.served
}

func (s *Server) allApps() []*App {
	defer s.lock()()
	var out []*App
	for _, app := range s.apps {
		out = append(out, app)
	}
	slices.SortFunc(out, func(a, b *App) int { return int(a.ID - b.ID) })
	return out
}

// lock takes the lock and returns what gives it back: defer s.lock()().
func (s *Server) lock() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

// id is a number that nothing else has, so that a mix-up of ids never goes unseen.
func (s *Server) id() int64 {
	s.lastID++
	return s.lastID
}

// clock is the time as GitHub tells it: UTC, whole seconds.
func (s *Server) clock() time.Time { return s.opts.Now().UTC().Truncate(time.Second) }

// Violations are what the oracle found so far, where Options has no OnViolation.
func (s *Server) Violations() []error {
	defer s.lock()()
	return slices.Clone(s.violations)
}

func (s *Server) violate(err error) {
	if err == nil {
		return
	}
	if s.opts.OnViolation != nil {
		s.opts.OnViolation(err)
		return
	}
	defer s.lock()()
	s.violations = append(s.violations, err)
}
