// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers"
)

type serveCommand struct {
	Config string `help:"The settings file. The environment (BYLAW_APP_ID, ...) wins over it." type:"path" placeholder:"FILE"`
}

// Help is shown by bylaw serve --help.
func (serveCommand) Help() string {
	return `Runs the bot. Two listeners: the public one takes GitHub's webhooks (/api/github/hook), the internal one answers
/healthz, /readyz and /metrics. SIGTERM and Ctrl-C stop it: no new work is begun, running work is finished.

Examples:
  bylaw serve --config /etc/bylaw.yml
  BYLAW_APP_ID=123 BYLAW_PRIVATE_KEY_FILE=app.pem BYLAW_WEBHOOK_SECRET_FILES=hook.secret bylaw serve`
}

// Run serves until ctx ends.
func (c serveCommand) Run(ctx context.Context, t *terminal) error {
	settings, err := config.LoadServer(c.Config, os.LookupEnv)
	if err != nil {
		return usageError{err}
	}
	log := newLogger(t.err, settings.LogLevel)
	s, err := start(ctx, handlers.Options{Settings: settings, Version: version(), Log: log})
	if err != nil {
		return err
	}
	return s.wait(ctx)
}

// newLogger writes structured lines.
func newLogger(w io.Writer, level string) zerolog.Logger {
	l, err := zerolog.ParseLevel(level)
	if err != nil {
		l = zerolog.InfoLevel
	}
	return zerolog.New(w).Level(l).With().Timestamp().Logger()
}

// server is the bot with its two listeners.
type server struct {
	app      *handlers.App
	log      zerolog.Logger
	public   net.Listener
	internal net.Listener
	servers  []*http.Server
	running  errgroup.Group
}

// How long a stop may take: deliveries are answered within seconds; work that is not finished is taken up at the next start.
const stopWithin = 25 * time.Second

// start opens everything in the order in which it can fail: settings and store, the listeners, GitHub's answer, the workers.
func start(ctx context.Context, o handlers.Options) (*server, error) {
	app, err := handlers.New(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &server{app: app, log: o.Log}
	if err := s.open(ctx, o.Settings); err != nil {
		return nil, errors.Join(err, s.stop(ctx))
	}
	s.log.Info().Stringer("public", s.public.Addr()).Stringer("internal", s.internal.Addr()).Str("version", o.Version).Msg("serving")
	return s, nil
}

func (s *server) open(ctx context.Context, settings *config.Server) (err error) {
	if s.public, err = net.Listen("tcp", settings.Listen); err != nil {
		return fmt.Errorf("public listener: %w", err)
	}
	if s.internal, err = net.Listen("tcp", settings.InternalListen); err != nil {
		return fmt.Errorf("internal listener: %w", err)
	}
	if err := s.app.Check(ctx); err != nil {
		return err
	}
	if err := s.app.Work(ctx); err != nil {
		return err
	}
	s.serve(s.public, s.app)
	s.serve(s.internal, s.app.Internal())
	return nil
}

func (s *server) serve(l net.Listener, h http.Handler) {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
	s.servers = append(s.servers, srv)
	s.running.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
}

// wait serves until ctx ends or a listener breaks, and then stops in order.
func (s *server) wait(ctx context.Context) error {
	broken := make(chan error, 1)
	go func() { broken <- s.running.Wait() }()
	select {
	case <-ctx.Done():
		s.log.Info().Msg("stopping: no new work is begun, running work is finished")
		return s.stop(ctx)
	case err := <-broken:
		return errors.Join(err, s.stop(ctx))
	}
}

// stop answers what was begun, finishes running work and closes the store.
func (s *server) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin) // what ended the serving does not end the stop
	defer cancel()
	var errs []error
	for _, srv := range s.servers {
		errs = append(errs, srv.Shutdown(ctx))
	}
	if len(s.servers) == 0 { // opened, never served
		for _, l := range []net.Listener{s.public, s.internal} {
			if l != nil {
				errs = append(errs, l.Close())
			}
		}
	}
	return errors.Join(append(errs, s.app.Close(ctx))...)
}
