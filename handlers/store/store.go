// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
)

// Options say where the store is and who it is.
type Options struct {
	// DSN is a file's path, "sqlite:path" or "postgres://user:password@host/database".
	// The SQLite file must be on a local disk: WAL and file locks do not work over a network.
	DSN string
	// Now is the clock for what is recorded; nil is the system's.
	Now func() time.Time
	// Logger receives failed attempts and the queue's own warnings.
	Logger zerolog.Logger
	// ClientID names this process among replicas on Postgres: stable over its restarts, never shared by two
	// processes that live at once (a pod's name). With it, jobs that a killed process left running are taken
	// back at once; without it they wait for the rescue after three minutes. SQLite needs none.
	ClientID string
	// Pause is the rest after the nth attempt failed; nil is the usual, eight attempts in about an hour. Stories shorten it.
	Pause func(attempt int) time.Duration
}

// Store is an open database and its queue. It is safe for concurrent use.
type Store struct {
	engine engine
	line   line
	intake *intake

	grouped bool // all that is written shares transactions

	now   func() time.Time
	pause func(attempt int) time.Duration
	log   zerolog.Logger

	counts  [Requeued + 1]atomic.Int64
	mu      sync.Mutex // guards working, tending
	working bool
	tending func() // stops the rounds by the clock
	hurried atomic.Bool
}

// Open opens the database, brings its schema up to date and starts taking arrivals. It refuses a schema that is
// newer than this program, a SQLite file that another process has open, and a Postgres that does not wait
// for its disk.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pause == nil {
		o.Pause = usualPause
	}
	e, l, err := openEngine(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{engine: e, line: l, now: o.Now, pause: o.Pause, log: o.Logger, tending: func() {}}
	_, s.grouped = e.(*sqlite)
	s.intake = startIntake(s.commitBatch) //nolint:contextcheck // a commit is for many senders: it outlives each of them
	return s, nil
}

func openEngine(ctx context.Context, o Options) (engine, line, error) {
	if strings.HasPrefix(o.DSN, "postgres://") || strings.HasPrefix(o.DSN, "postgresql://") {
		return openPostgres(ctx, o)
	}
	path := strings.TrimPrefix(o.DSN, "sqlite:")
	if scheme, _, isURL := strings.Cut(path, "://"); isURL { // the rest may hold a password
		return nil, nil, fmt.Errorf("%q is no database of ours: give a file's path or a postgres:// address", scheme)
	}
	if path == "" || strings.Contains(path, ":memory:") {
		return nil, nil, fmt.Errorf("%q is neither a file's path nor a postgres:// address", o.DSN)
	}
	return openSQLite(ctx, path, o)
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int64
	if _, err := get(ctx, s.engine.reader(), []any{&one}, `SELECT 1`); err != nil {
		return fmt.Errorf("ping store: %w", err)
	}
	return nil
}

// Close drains the work, commits what Accept has taken and closes the database. When ctx ends, running work
// is canceled; it will be run again by the next process.
func (s *Store) Close(ctx context.Context) error {
	drained := s.Drain(ctx)
	s.intake.stop()
	return errors.Join(drained, s.engine.close())
}

// ms is a time as the database keeps it; the zero time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the time of ms.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
