// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Claim is a subject that is this process's to evaluate, until the function that got it returns.
type Claim struct {
	Subject Subject
	Gen     int64  // what was asked for when the claim was made
	Attempt int    // from 1; work that was put off (Later) does not count
	Last    bool   // no attempt follows: conclude, whatever is known
	Reason  string // what asked last: "pull_request.synchronize", "recheck", "sweep"
}

// Result is what the work came to. It is recorded in the transaction that ends the generation.
type Result struct {
	Evaluation *Evaluation // nil: nothing was evaluated, and nothing is left to do
}

// Later is an error that puts the work off without counting an attempt, as when GitHub's rate limit is used up. Events
// that come meanwhile wait with it.
type Later struct {
	Until time.Time
	Why   string
}

// Error tells why.
func (l Later) Error() string {
	return "put off until " + l.Until.UTC().Format(time.RFC3339) + ": " + l.Why
}

// attempts in about an hour, with these pauses between them.
const attempts = 8

var pauses = [attempts - 1]time.Duration{
	20 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 17 * time.Minute, 25 * time.Minute,
}

// Margins after which Behind takes up a subject whose job got lost while it rested, and one whose last attempt failed.
const (
	restMargin = 2 * time.Minute
	failedRest = time.Hour
)

func usualPause(attempt int) time.Duration { return pauses[min(max(attempt, 1), len(pauses))-1] }

// patience is the back-off in River's words. River schedules by the system's clock, and so does this.
type patience struct {
	pause func(attempt int) time.Duration
}

// NextRetry is when a failed job runs again.
func (p patience) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(p.pause(job.Attempt)) //nolint:forbidigo // River compares it with the system's clock
}

// do evaluates a claim.
type do func(context.Context, Claim) (Result, error)

// worker is the one worker of the one kind of job.
type worker struct {
	river.WorkerDefaults[task]
	s  *Store
	do do
}

// Work starts claiming subjects and calls do for each, at most `workers` at once and never two for one subject. It
// returns when the work has begun; end it with Drain or Close, not with ctx.
//
// An error or a panic of do is tried again, eight attempts in about an hour; a Later is not counted. do must obey its
// context, which ends after two minutes or when Drain runs out of time.
func (s *Store) Work(ctx context.Context, workers int, do func(context.Context, Claim) (Result, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.working {
		return errors.New("work: started already")
	}
	if err := s.line.start(context.WithoutCancel(ctx), s.engine, &worker{s: s, do: do}, workers); err != nil {
		return fmt.Errorf("work: %w", err)
	}
	s.working = true
	s.hurried.Store(false)
	s.tending = s.tend(context.WithoutCancel(ctx))
	return nil
}

// Drain claims no more and waits for what runs. When ctx ends first, running work is canceled and will be run again; its
// attempt does not count.
func (s *Store) Drain(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tending()
	if !s.working {
		return nil
	}
	s.working = false
	stop := context.AfterFunc(ctx, func() { s.hurried.Store(true) })
	defer stop()
	if err := s.line.stop(ctx); err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	return nil
}

// Work runs one attempt of one job.
func (w *worker) Work(ctx context.Context, job *river.Job[task]) error {
	claim, behind, err := w.s.claim(ctx, job)
	if err != nil {
		return err
	}
	if !behind {
		return w.s.record(ctx, job, claim, Result{})
	}
	result, err := w.run(ctx, claim)
	if err == nil {
		err = w.s.record(ctx, job, claim, result)
	}
	if err == nil {
		return nil
	}
	return w.s.failed(ctx, claim, err)
}

// claim reads what is asked for; false says that it is done already.
func (s *Store) claim(ctx context.Context, job *river.Job[task]) (Claim, bool, error) {
	c := Claim{Attempt: job.Attempt, Last: job.Attempt >= job.MaxAttempts}
	c.Subject.Key = job.Args.Key
	var done int64
	_, err := get(ctx, s.engine.reader(), append(c.Subject.columns(), &c.Gen, &done, &c.Reason),
		`SELECT `+subjectColumns+`, gen, done_gen, reason FROM subject WHERE key = $1`, job.Args.Key)
	if err != nil {
		return c, false, fmt.Errorf("claim subject %s: %w", job.Args.Key, err)
	}
	return c, done < c.Gen, nil
}

// run calls do, and makes an error of a panic.
func (w *worker) run(ctx context.Context, c Claim) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			w.s.log.Error().Str("subject", c.Subject.Key).Bytes("stack", debug.Stack()).Msg("work panicked")
		}
	}()
	return w.do(ctx, c)
}

// failed notes when a subject's work is due again, for the case that its job gets lost, and tells River what to do.
func (s *Store) failed(ctx context.Context, c Claim, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	var later Later
	switch {
	case s.hurried.Load():
		return river.JobSnooze(0)
	case errors.As(cause, &later):
		wait := max(0, later.Until.Sub(s.now()))
		s.rest(ctx, c, wait+restMargin)
		return river.JobSnooze(wait)
	case c.Last:
		s.rest(ctx, c, failedRest)
	default:
		s.rest(ctx, c, s.pause(c.Attempt)+restMargin)
	}
	s.log.Warn().Str("subject", c.Subject.Key).Int64("gen", c.Gen).Int("attempt", c.Attempt).Bool("last", c.Last).
		Err(cause).Msg("work failed")
	return cause
}

// rest keeps Behind away from the subject for a while. That it could not be written is no reason to fail once more.
func (s *Store) rest(ctx context.Context, c Claim, d time.Duration) {
	err := s.commit(ctx, func(t tx) error {
		_, err := t.exec(ctx, `UPDATE subject SET due_at = $1 WHERE key = $2 AND gen = $3`, ms(s.now().Add(d)), c.Subject.Key, c.Gen)
		return err
	})
	if err != nil {
		s.log.Warn().Str("subject", c.Subject.Key).Err(err).Msg("cannot note when work is due again")
	}
}
