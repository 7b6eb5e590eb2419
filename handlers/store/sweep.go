// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// How long deliveries are remembered, and how long the reports of evaluations that a newer one replaced.
const (
	keepDeliveries = 7 * 24 * time.Hour
	keepReports    = 30 * 24 * time.Hour
)

// How often the store looks after itself while it works.
const (
	behindEvery = time.Minute
	retainEvery = time.Hour
)

// tend runs Behind and Retain by the clock, in this process and not as jobs of the queue, whose tables they mistrust. The
// returned function ends it.
func (s *Store) tend(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	var rounds sync.WaitGroup
	rounds.Go(func() {
		every(ctx, behindEvery, func() {
			if n, err := s.Behind(ctx, 10_000); err != nil && ctx.Err() == nil {
				s.log.Error().Err(err).Msg("cannot look for work that was left behind")
			} else if n > 0 {
				s.log.Warn().Int("subjects", n).Msg("enqueued work that was left behind")
			}
		})
	})
	rounds.Go(func() {
		every(ctx, retainEvery, func() {
			if err := s.Retain(ctx); err != nil && ctx.Err() == nil {
				s.log.Error().Err(err).Msg("cannot remove what is out of date")
			}
		})
	})
	return func() {
		cancel()
		rounds.Wait()
	}
}

// every calls do now and at each tick.
func every(ctx context.Context, d time.Duration, do func()) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Behind enqueues every subject whose work is not done and that has no job, whatever happened to the queue's tables, until it
// found `limit` of them; it returns how many. Subjects whose failed work rests are left alone until their time.
func (s *Store) Behind(ctx context.Context, limit int) (int, error) {
	revived, after := 0, ""
	for revived < limit {
		var keys []string
		err := s.engine.reader().each(ctx, collect(&keys), `SELECT key FROM subject
			WHERE done_gen < gen AND due_at <= $1 AND key > $2 ORDER BY key LIMIT $3`, ms(s.now()), after, rowsAtOnce)
		if err != nil {
			return revived, fmt.Errorf("look for work left behind: %w", err)
		}
		if len(keys) == 0 {
			break
		}
		n, err := s.revive(ctx, keys)
		if err != nil {
			return revived, fmt.Errorf("enqueue work left behind: %w", err)
		}
		revived += n
		after = keys[len(keys)-1]
	}
	return revived, nil
}

// Retain removes what need not be remembered: deliveries older than seven days, and reports older than thirty days that
// a newer evaluation of the subject replaced. Verdict transitions, endings and the evaluations themselves stay.
func (s *Store) Retain(ctx context.Context) error {
	now := s.now()
	err := s.inPieces(ctx, `DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE received_at < $1 LIMIT 1000)`,
		ms(now.Add(-keepDeliveries)))
	if err != nil {
		return fmt.Errorf("remove old deliveries: %w", err)
	}
	err = s.inPieces(ctx, `UPDATE evaluation SET report = '' WHERE (key, gen) IN (SELECT e.key, e.gen FROM evaluation e
		WHERE e.report <> '' AND e.finished_at < $1
			AND EXISTS (SELECT 1 FROM evaluation n WHERE n.key = e.key AND n.gen > e.gen) LIMIT 1000)`,
		ms(now.Add(-keepReports)))
	if err != nil {
		return fmt.Errorf("remove old reports: %w", err)
	}
	return nil
}

// inPieces repeats a statement of a thousand rows until nothing is left, so that deliveries need not wait for it.
func (s *Store) inPieces(ctx context.Context, sql string, args ...any) error {
	for {
		var n int64
		err := s.commit(ctx, func(t tx) (err error) {
			n, err = t.exec(ctx, sql, args...)
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

// Cursor is where a round stopped, "" if it never began.
func (s *Store) Cursor(ctx context.Context, name string) (string, error) {
	var value string
	if _, err := get(ctx, s.engine.reader(), []any{&value}, `SELECT value FROM bookmark WHERE name = $1`, name); err != nil {
		return "", fmt.Errorf("read cursor %s: %w", name, err)
	}
	return value, nil
}

// SetCursor notes where a round stopped.
func (s *Store) SetCursor(ctx context.Context, name, value string) error {
	return s.write(ctx, "set cursor "+name, `INSERT INTO bookmark (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
}
