// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

var errGitHub = errors.New("GitHub is down")

func TestFailuresAreTriedEightTimes(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(func(_ context.Context, c store.Claim) (store.Result, error) {
			if c.Attempt%2 == 0 {
				panic("boom")
			}
			return store.Result{}, errGitHub
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		for i := 1; i <= 8; i++ {
			if c := b.next(claims); c.Attempt != i || c.Last != (i == 8) || c.Gen != 1 {
				b.Fatalf("attempt %d: %+v", i, c)
			}
		}
		b.none(claims)
		b.behind(0) // it rests
		b.clock.add(2 * time.Hour)
		b.behind(1)
		if c := b.next(claims); c.Attempt != 1 || c.Gen != 1 {
			b.Fatalf("after the rest: %+v", c)
		}
	})
}

// behind runs Behind and checks how many subjects it enqueued.
func (b *bench) behind(want int) {
	b.Helper()
	n, err := b.s.Behind(b.Context(), 1000)
	b.must(err)
	if n != want {
		b.Fatalf("%d subjects were behind, want %d", n, want)
	}
}

func TestLastAttemptMayConclude(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			if !c.Last {
				return store.Result{}, errGitHub
			}
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		for range 8 {
			b.next(claims)
		}
		b.idle()
	})
}

func TestLaterDoesNotCount(t *testing.T) {
	onBoth(t, func(b *bench) {
		var n atomic.Int32
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			if n.Add(1) <= 10 {
				return store.Result{}, store.Later{Until: b.clock.Now(), Why: "rate limit"}
			}
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		for range 11 {
			if c := b.next(claims); c.Attempt != 1 {
				b.Fatalf("claim: %+v", c)
			}
		}
		b.idle()
	})
}

func TestEventsWaitWithWhatWasPutOff(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(func(context.Context, store.Claim) (store.Result, error) {
			return store.Result{}, store.Later{Until: b.clock.Now().Add(time.Hour), Why: "rate limit"}
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		b.jobs("scheduled", 1)
		b.accept(b.arrival("d2", pull(1)), store.New)
		b.none(claims)
		b.behind(0)
	})
}

// jobs waits until n jobs are in the state.
func (b *bench) jobs(state string, n int) {
	b.Helper()
	for range 400 {
		st, err := b.s.Stats(b.Context())
		b.must(err)
		if st.Jobs[state] == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatalf("never saw %d jobs %s", n, state)
}

// A push need not wait for the back-off of the head before it.
func TestEventDuringBackOffStartsAtOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.pause = time.Hour
		b.restart()
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			if c.Gen == 1 {
				return store.Result{}, errGitHub
			}
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		b.jobs("retryable", 1)
		b.behind(0)
		b.accept(b.arrival("d2", pull(1)), store.New)
		if c := b.next(claims); c.Gen != 2 || c.Attempt != 1 {
			b.Fatalf("claim: %+v", c)
		}
	})
}

func TestDrainWaitsForWhatRuns(t *testing.T) {
	onBoth(t, func(b *bench) {
		var ended atomic.Bool
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			time.Sleep(100 * time.Millisecond)
			ended.Store(true)
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		b.must(b.s.Drain(b.Context()))
		if !ended.Load() {
			b.Fatal("drained before the work ended")
		}
		b.accept(b.arrival("d2", pull(2)), store.New) // still taken
		b.none(claims)
		b.restart()
		if c := b.next(b.work(done)); c.Subject.Key != pull(2).Key {
			b.Fatalf("claim: %+v", c)
		}
		b.idle()
	})
}

func TestHurriedDrainLeavesTheWorkToTheNext(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(func(ctx context.Context, _ store.Claim) (store.Result, error) {
			<-ctx.Done()
			return store.Result{}, ctx.Err()
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		ctx, cancel := context.WithTimeout(b.Context(), 50*time.Millisecond)
		defer cancel()
		if err := b.s.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			b.Fatalf("drain: %v", err)
		}
		b.restart()
		if c := b.next(b.work(done)); c.Attempt != 1 || c.Gen != 1 {
			b.Fatalf("claim: %+v", c)
		}
		b.idle()
	})
}

func TestJobsOfAKilledProcessAreTakenBack(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.close()
		by := `'{bench}'`
		if b.sqlite() {
			by = `jsonb('["bench"]')`
		}
		b.raw(`UPDATE river_job SET state = 'running', attempt = 1, attempted_by = ` + by)
		b.open()
		if c := b.next(b.work(done)); c.Gen != 1 {
			b.Fatalf("claim: %+v", c)
		}
		b.idle()
	})
}

func TestBehindDoesWithoutTheQueuesTables(t *testing.T) {
	onBoth(t, func(b *bench) {
		for i := range 5 {
			b.accept(b.arrival(string(rune('a'+i)), pull(i)), store.New)
		}
		b.behind(0)
		b.raw(`DELETE FROM river_job WHERE id IN (SELECT id FROM river_job LIMIT 2)`)
		b.raw(`UPDATE river_job SET state = 'discarded', finalized_at = CURRENT_TIMESTAMP WHERE id = (SELECT max(id) FROM river_job)`)
		b.behind(3)
		b.behind(0)
		claims := b.work(done)
		for range 5 {
			b.next(claims)
		}
		b.idle()
		b.behind(0)
	})
}

// A job that is deleted under a running worker does not undo what the worker did.
func TestJobDeletedWhileRunning(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			b.raw(`DELETE FROM river_job`)
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		b.idle()
		b.none(claims)
	})
}

func TestWorkStartsOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.work(done)
		if err := b.s.Work(b.Context(), 1, done); err == nil {
			b.Fatal("started twice")
		}
	})
}

// Two processes on one Postgres share the work: no generation twice, no subject in two places, and a redelivery that
// reaches the other one is still a duplicate.
func TestReplicas(t *testing.T) {
	t.Parallel()
	one := newBench(t, postgresDSN(t))
	two := &bench{TB: t, dsn: one.dsn, clock: one.clock, pause: one.pause, name: "other"}
	two.open()
	t.Cleanup(two.close)
	var running sync.Map
	var runs atomic.Int32
	for _, b := range []*bench{one, two} {
		b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			if _, twice := running.LoadOrStore(c.Subject.Key, true); twice {
				t.Errorf("%s is worked twice at once", c.Subject.Key)
			}
			defer running.Delete(c.Subject.Key)
			runs.Add(1)
			time.Sleep(time.Millisecond)
			return done(ctx, c)
		})
	}
	var senders sync.WaitGroup
	for i := range 10 {
		senders.Go(func() {
			for n := range 30 {
				a := one.arrival(fmt.Sprint(i, "-", n), pull(n%7), pull(i))
				for _, b := range []*bench{one, two} {
					if _, err := b.s.Accept(t.Context(), a); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	senders.Wait()
	one.idle()
	st1, err := one.s.Stats(t.Context())
	one.must(err)
	st2, err := two.s.Stats(t.Context())
	two.must(err)
	if st1.New+st2.New != 300 || st1.Duplicate+st2.Duplicate+st1.Requeued+st2.Requeued != 300 {
		t.Errorf("accepted %+v and %+v", st1, st2)
	}
	if n := one.count(`SELECT count(*) FROM evaluation`); n != int(runs.Load()) {
		t.Errorf("%d runs made %d evaluations", runs.Load(), n)
	}
}
