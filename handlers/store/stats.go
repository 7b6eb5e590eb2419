// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"time"
)

// Stats is the state of the work, for metrics and readiness.
type Stats struct {
	Behind                   int            // subjects whose work is not done
	Oldest                   time.Time      // since when the first of them waits; zero if none does
	Jobs                     map[string]int // jobs that are not finished, by River's state
	New, Duplicate, Requeued int64          // arrivals accepted by this process since it started
}

// Stats counts. Its cost grows with the work that waits, not with what is remembered.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	st := Stats{
		Jobs: map[string]int{},
		New:  s.counts[New].Load(), Duplicate: s.counts[Duplicate].Load(), Requeued: s.counts[Requeued].Load(),
	}
	var oldest int64
	_, err := get(ctx, s.engine.reader(), []any{&st.Behind, &oldest},
		`SELECT count(*), COALESCE(min(asked_at), 0) FROM subject WHERE done_gen < gen`)
	if err != nil {
		return st, fmt.Errorf("count work: %w", err)
	}
	st.Oldest = at(oldest)
	err = s.engine.reader().each(ctx, func(scan scan) error {
		var state string
		var n int
		err := scan(&state, &n)
		st.Jobs[state] = n
		return err
	}, `SELECT CAST(state AS TEXT), count(*) FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') GROUP BY state`)
	if err != nil {
		return st, fmt.Errorf("count jobs: %w", err)
	}
	return st, nil
}
