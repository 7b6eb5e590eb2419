// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
	"github.com/rs/zerolog"
)

// jobTimeout bounds one attempt; rescueAfter gives back the job of a process that no longer lives.
const (
	jobTimeout  = 2 * time.Minute
	rescueAfter = 3 * time.Minute
)

// task is the job's arguments: the subject's key and nothing else. What is known of the subject is in its row.
type task struct {
	Key string `json:"key" river:"unique"`
}

// Kind is the job's name in the queue's tables.
func (task) Kind() string { return "evaluate" }

// InsertOpts allow one job a subject that waits or runs. One that failed and rests (retryable) does not
// count, so that a push is looked at without waiting for the back-off of the head before it.
func (task) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// riverDriver is what we ask of River's driver beyond River's own questions.
type riverDriver[T any] interface {
	riverdriver.Driver[T]
	chime() *bell
	reclaim(ctx context.Context, q querier, client string) (int64, error)
}

// line is the queue as the store sees it.
type line interface {
	start(ctx context.Context, e engine, w *worker, workers int) error
	stop(ctx context.Context) error
	ring()
}

// jobs is the queue within a transaction.
type jobs interface {
	insert(ctx context.Context, keys []string) (map[string]bool, error) // the keys whose job is new
	complete(ctx context.Context, job *river.Job[task]) error
}

// queue is River over the transactions of one engine.
type queue[T any] struct {
	driver   riverDriver[T]
	log      *slog.Logger
	client   string
	pause    func(attempt int) time.Duration
	inserter *river.Client[T]
	worker   *river.Client[T] // nil until start
}

func newQueue[T any](d riverDriver[T], o Options) (*queue[T], error) {
	log := queueLogger(o.Logger)
	c, err := river.NewClient[T](d, &river.Config{Logger: log})
	if err != nil {
		return nil, err
	}
	return &queue[T]{driver: d, log: log, client: o.ClientID, pause: o.Pause, inserter: c}, nil
}

// queueLogger hands on what the queue has to say from warnings upwards.
func queueLogger(l zerolog.Logger) *slog.Logger {
	return slog.New(zerolog.NewSlogHandler(l.Level(max(l.GetLevel(), zerolog.WarnLevel))))
}

func (q *queue[T]) ring() { q.driver.chime().ring() }

// start takes back what an earlier process left running and begins to claim jobs.
func (q *queue[T]) start(ctx context.Context, e engine, w *worker, workers int) error {
	err := e.inTx(ctx, func(t tx) error {
		n, err := q.driver.reclaim(ctx, t, q.client)
		if n > 0 {
			q.log.Warn("took back jobs of a process that ended without a word", "jobs", n)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("take back jobs: %w", err)
	}
	if q.worker, err = river.NewClient[T](q.driver, q.config(w, workers)); err != nil {
		return err
	}
	return q.worker.Start(ctx)
}

func (q *queue[T]) config(w *worker, workers int) *river.Config {
	all := river.NewWorkers()
	river.AddWorker(all, w)
	return &river.Config{
		ID:                          q.client,
		Logger:                      q.log,
		Workers:                     all,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		FetchCooldown:               5 * time.Millisecond,
		FetchPollInterval:           250 * time.Millisecond,
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        rescueAfter,
		RetryPolicy:                 patience{q.pause},
		CompletedJobRetentionPeriod: 10 * time.Minute,
		DiscardedJobRetentionPeriod: 24 * time.Hour,
	}
}

// stop claims no more and waits; when ctx ends it cancels what still runs.
func (q *queue[T]) stop(ctx context.Context) error {
	if q.worker == nil {
		return nil
	}
	err := q.worker.Stop(ctx)
	if err == nil {
		return nil
	}
	hurry, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, q.worker.StopAndCancel(hurry))
}

func (q *queue[T]) within(t T) jobs { return txJobs[T]{q, t} }

// txJobs is the queue within one transaction.
type txJobs[T any] struct {
	q *queue[T]
	t T
}

// insert adds a job for each key that has none that waits or runs. The keys must differ: the queue
// fails the whole batch over a key that comes twice.
func (j txJobs[T]) insert(ctx context.Context, keys []string) (map[string]bool, error) {
	added := make(map[string]bool, len(keys))
	for len(keys) > 0 {
		n := min(len(keys), rowsAtOnce)
		params := make([]river.InsertManyParams, n)
		for i, k := range keys[:n] {
			params[i].Args = task{Key: k}
		}
		rows, err := j.q.inserter.InsertManyTx(ctx, j.t, params)
		if err != nil {
			return nil, fmt.Errorf("enqueue: %w", err)
		}
		for _, r := range rows {
			var t task
			if err := json.Unmarshal(r.Job.EncodedArgs, &t); err != nil {
				return nil, fmt.Errorf("enqueue: %w", err)
			}
			added[t.Key] = !r.UniqueSkippedAsDuplicate
		}
		keys = keys[n:]
	}
	return added, nil
}

// complete ends the job. A job that is gone from the queue's tables is as good as completed.
func (j txJobs[T]) complete(ctx context.Context, job *river.Job[task]) error {
	_, err := river.JobCompleteTx[riverDriver[T]](ctx, j.t, job)
	if errors.Is(err, rivertype.ErrNotFound) {
		return nil
	}
	return err
}
