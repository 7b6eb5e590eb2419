// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
)

// Options wire the bot. Zero values of the optional fields mean production.
type Options struct {
	Settings *config.Server
	Version  string
	Log      zerolog.Logger
	Now      func() time.Time // the clock; nil is the system's

	Transport http.RoundTripper               // to GitHub; nil is the default
	Timeout   time.Duration                   // of one request to GitHub; 0 is 30 s
	Patience  time.Duration                   // how long an evaluation may take before "in progress" is posted; 0 is 10 s
	Pause     func(attempt int) time.Duration // between attempts; nil is eight in about an hour
}

// App is the wired bot.
type App struct {
	settings *config.Server
	version  string
	log      zerolog.Logger
	now      func() time.Time
	patience time.Duration
	place    place
	store    *store.Store
	hub      *gh.Hub
	lanes    *gh.Lanes
	policies *policies
	meters   *meters
	public   http.Handler
	internal http.Handler
}

// New opens the store and wires everything. It speaks to GitHub not yet; see Start.
func New(ctx context.Context, o Options) (*App, error) {
	a := &App{
		settings: o.Settings, version: o.Version, log: o.Log, now: orElse(o.Now, time.Now), patience: orDuration(o.Patience, 10*time.Second),
		place: place{repository: o.Settings.PolicyRepository, file: o.Settings.PolicyFile},
	}
	if len(o.Settings.Secrets()) == 0 {
		return nil, errors.New("no webhook secret is set: deliveries could not be told from forgeries")
	}
	var err error
	if a.store, err = store.Open(ctx, store.Options{
		DSN: o.Settings.Store, Now: a.now, Logger: o.Log, ClientID: o.Settings.ClientID, Pause: o.Pause,
	}); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	a.meters = newMeters(a.store, a.now)
	a.lanes = gh.NewLanes(a.now, a.remember)
	if a.hub, err = gh.New(gh.Settings{
		API: o.Settings.API, GraphQL: o.Settings.GraphQL, AppID: o.Settings.AppID, Key: o.Settings.Key(),
		UserAgent: "bylaw/" + o.Version, Timeout: orDuration(o.Timeout, 30*time.Second), Transport: o.Transport,
		Now: a.now, Lanes: a.lanes, Observe: a.meters.called,
	}); err != nil {
		return nil, errors.Join(err, a.store.Close(ctx))
	}
	a.policies = newPolicies(a)
	a.public, a.internal = a.routesPublic(), a.routesInternal()
	return a, nil
}

// Check asks GitHub who we are: a wrong key or App id is told at the start, not at the first event.
func (a *App) Check(ctx context.Context) error {
	slug, err := a.hub.Check(ctx)
	if err == nil {
		a.log.Info().Str("app", slug).Msg("GitHub knows us")
	}
	return err
}

// ServeHTTP is the public listener: webhooks.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.public.ServeHTTP(w, r) }

// Internal is the listener for operators: health and metrics. It is never exposed.
func (a *App) Internal() http.Handler { return a.internal }

// Work starts the workers. They end with Close.
func (a *App) Work(ctx context.Context) error {
	return a.store.Work(ctx, a.settings.Workers, a.work)
}

// Idle tells whether no subject waits for work.
func (a *App) Idle(ctx context.Context) (bool, error) {
	s, err := a.store.Stats(ctx)
	return s.Behind == 0, err
}

// Close waits for running work until ctx ends, and closes the store. What was not finished is taken up at the next start.
func (a *App) Close(ctx context.Context) error {
	defer a.hub.Close()
	return a.store.Close(ctx)
}

// remember keeps a block over a restart. A failure costs nothing but the memory of it: GitHub tells again.
func (a *App) remember(installation int64, until time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	a.meters.blocked()
	if err := a.store.BlockInstallation(ctx, installation, until); err != nil {
		a.log.Error().Err(err).Int64("installation", installation).Msg("the block could not be stored")
	}
}

// WebhookPath is where GitHub delivers, on the public listener.
const WebhookPath = "/api/github/hook"

func (a *App) routesPublic() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(WebhookPath, a.webhooks(a.settings.Secrets()))
	return mux
}

func (a *App) routesInternal() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.HandleFunc("GET /report", a.report)
	mux.Handle("GET /metrics", a.meters.handler())
	return mux
}

// ready answers 200 while deliveries can be stored.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.store.Ping(ctx); err != nil {
		a.log.Error().Err(err).Msg("not ready")
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// report answers with the last recorded report of a pull request as JSON: ?repository=ID&number=N. It is for operators who are
// asked why.
func (a *App) report(w http.ResponseWriter, r *http.Request) {
	repository, err := strconv.ParseInt(r.FormValue("repository"), 10, 64)
	number, err2 := strconv.Atoi(r.FormValue("number"))
	if err != nil || err2 != nil {
		http.Error(w, "repository (a numeric id) and number are needed", http.StatusBadRequest)
		return
	}
	last, err := a.store.LastEvaluation(r.Context(), pullKey(repository, number))
	switch {
	case err != nil:
		a.log.Error().Err(err).Msg("read a report")
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
	case last == nil:
		http.Error(w, "never evaluated", http.StatusNotFound)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(last.Report) // the reader may have gone
	}
}

func orElse[T any](f, otherwise func() T) func() T {
	if f == nil {
		return otherwise
	}
	return f
}

func orDuration(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}
