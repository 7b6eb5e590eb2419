// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// commitTimeout bounds one commit: GitHub gives up on a delivery after ten seconds.
const commitTimeout = 9 * time.Second

// Arrivals that one transaction takes, and those that may wait for the next ones.
const (
	batchSize = 256
	maxQueued = 8192
)

var (
	// ErrBusy says that too many arrivals wait to be committed. Answer 503.
	ErrBusy = errors.New("too many deliveries wait to be written")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("the store is closed")
)

// waiter is somebody who waits for a commit: the sender of an arrival, or one who has something else to write.
type waiter struct {
	arrival Arrival
	result  Accepted
	act     func(tx) error // instead of an arrival; it may run more than once
	done    chan error
}

// intake commits in groups: what is queued while one commit runs is the next group. One who comes alone never waits
// for company.
type intake struct {
	commit func(context.Context, []*waiter) error
	wake   chan struct{}
	ended  chan struct{}

	mu     sync.Mutex // guards queued, closed
	queued []*waiter
	closed bool
}

func startIntake(commit func(context.Context, []*waiter) error) *intake {
	in := &intake{commit: commit, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go in.run()
	return in
}

// add queues w for the next commit.
func (in *intake) add(w *waiter) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	switch {
	case in.closed:
		return ErrClosed
	case len(in.queued) >= maxQueued && w.act == nil:
		return ErrBusy
	}
	in.queued = append(in.queued, w)
	in.signal()
	return nil
}

func (in *intake) signal() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// stop refuses new arrivals and returns when the queued ones are committed.
func (in *intake) stop() {
	in.mu.Lock()
	in.closed = true
	in.signal()
	in.mu.Unlock()
	<-in.ended
}

func (in *intake) run() {
	defer close(in.ended)
	for range in.wake {
		for {
			batch, closed := in.take()
			if len(batch) == 0 {
				if closed {
					return
				}
				break
			}
			in.write(batch)
		}
	}
}

func (in *intake) take() ([]*waiter, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	n := min(len(in.queued), batchSize)
	batch := in.queued[:n:n]
	if in.queued = in.queued[n:]; len(in.queued) == 0 {
		in.queued = nil
	}
	return batch, in.closed
}

// write commits the batch. No sender's context is used: one who hangs up must not undo the others.
func (in *intake) write(batch []*waiter) {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	in.divide(ctx, batch)
}

// divide commits the batch, or else each half of it by itself, so that a bad one fails alone and costs its neighbors little.
func (in *intake) divide(ctx context.Context, batch []*waiter) {
	err := in.commit(ctx, batch)
	if err == nil || len(batch) == 1 || ctx.Err() != nil {
		for _, w := range batch {
			w.done <- err
		}
		return
	}
	in.divide(ctx, batch[:len(batch)/2])
	in.divide(ctx, batch[len(batch)/2:])
}

// commit runs act in a transaction. SQLite has one writer: there the transaction is shared with all who wait for it.
func (s *Store) commit(ctx context.Context, act func(tx) error) error {
	if !s.grouped {
		return s.engine.inTx(ctx, act)
	}
	w := &waiter{act: act, done: make(chan error, 1)}
	if err := s.intake.add(w); err != nil {
		return err
	}
	return <-w.done
}

// Accept writes an arrival durably: its delivery, what it tells, and one job for each of its subjects, in one
// transaction that it may share with others that come at the same time. After an error (ctx ended, ErrBusy, ErrClosed, the
// database) the delivery must not be acknowledged; it may have been written nevertheless, and a redelivery is safe.
func (s *Store) Accept(ctx context.Context, a Arrival) (Accepted, error) {
	if err := a.check(); err != nil {
		return New, fmt.Errorf("accept delivery: %w", err)
	}
	w := &waiter{arrival: a, done: make(chan error, 1)}
	if err := s.intake.add(w); err != nil {
		return New, fmt.Errorf("accept delivery %s: %w", a.Delivery.ID, err)
	}
	select {
	case err := <-w.done:
		if err != nil {
			return New, fmt.Errorf("accept delivery %s: %w", a.Delivery.ID, err)
		}
		s.counts[w.result].Add(1)
		return w.result, nil
	case <-ctx.Done():
		return New, fmt.Errorf("accept delivery %s: %w", a.Delivery.ID, ctx.Err())
	}
}
