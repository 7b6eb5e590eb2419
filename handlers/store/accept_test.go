// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

func TestAcceptedIsWorkedOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		claims := b.work(done)
		b.accept(b.arrival("d1", pull(1)), store.New)
		c := b.next(claims)
		if c.Subject != pull(1) || c.Gen != 1 || c.Attempt != 1 || c.Last || c.Reason != "pull_request.synchronize" {
			b.Fatalf("claim: %+v", c)
		}
		b.idle()
		b.accept(b.arrival("d1", pull(1)), store.Duplicate)
		b.none(claims)
		e, err := b.s.LastEvaluation(b.Context(), "pull/7/1")
		b.must(err)
		if e == nil || e.Gen != 1 || e.Head != "head1" || e.Conclusion != "success" {
			b.Fatalf("evaluation: %+v", e)
		}
	})
}

func TestWaitingOnesAreOne(t *testing.T) {
	onBoth(t, func(b *bench) {
		for _, id := range []string{"d1", "d2", "d3"} {
			b.accept(b.arrival(id, pull(1)), store.New)
		}
		claims := b.work(done)
		if c := b.next(claims); c.Gen != 3 {
			b.Fatalf("claimed generation %d, want 3", c.Gen)
		}
		b.idle()
		b.none(claims)
	})
}

func TestEventDuringWorkIsHonoured(t *testing.T) {
	onBoth(t, func(b *bench) {
		release := make(chan struct{}, 2)
		claims := b.work(func(ctx context.Context, c store.Claim) (store.Result, error) {
			<-release
			return done(ctx, c)
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		first := b.next(claims)
		moved, err := b.s.Moved(b.Context(), first.Subject.Key, first.Gen)
		b.must(err)
		if moved {
			b.Fatal("moved before anything came")
		}
		b.accept(b.arrival("d2", pull(1)), store.New)
		if moved, err = b.s.Moved(b.Context(), first.Subject.Key, first.Gen); err != nil || !moved {
			b.Fatalf("moved: %v, %v", moved, err)
		}
		b.none(claims) // one subject, one worker
		release <- struct{}{}
		release <- struct{}{}
		if c := b.next(claims); c.Gen != 2 || c.Attempt != 1 {
			b.Fatalf("claim after the event: %+v", c)
		}
		b.idle()
	})
}

func TestPendingDuplicateAddsNothing(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.accept(b.arrival("d1", pull(1)), store.Duplicate)
		if c := b.next(b.work(done)); c.Gen != 1 {
			b.Fatalf("generation %d, want 1", c.Gen)
		}
		st := b.idle()
		if st.New != 1 || st.Duplicate != 1 || st.Requeued != 0 {
			b.Fatalf("stats: %+v", st)
		}
	})
}

func TestLostWorkIsRequeuedByItsRedelivery(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.raw(`DELETE FROM river_job`)
		b.accept(b.arrival("d1", pull(1)), store.Requeued)
		b.accept(b.arrival("d1", pull(1)), store.Duplicate)
		if c := b.next(b.work(done)); c.Gen != 1 {
			b.Fatalf("generation %d, want 1", c.Gen)
		}
		b.idle()
	})
}

func TestUnansweredWorkIsRequeuedByItsRedelivery(t *testing.T) {
	onBoth(t, func(b *bench) {
		conclusion := "timed_out"
		claims := b.work(func(_ context.Context, c store.Claim) (store.Result, error) {
			return store.Result{Evaluation: &store.Evaluation{Conclusion: conclusion}}, nil
		})
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.next(claims)
		b.idle()
		conclusion = "success"
		b.accept(b.arrival("d1", pull(1)), store.Requeued)
		if c := b.next(claims); c.Gen != 2 || c.Reason != "redelivery" {
			b.Fatalf("claim: %+v", c)
		}
		b.idle()
		b.accept(b.arrival("d1", pull(1)), store.Duplicate)
	})
}

func TestArrivalWithoutSubjectsIsRemembered(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1"), store.New)
		b.accept(b.arrival("d1"), store.Duplicate)
	})
}

// Every one of many concurrent senders learns the fate of its own arrival, whoever shares its transaction.
func TestBadArrivalFailsAlone(t *testing.T) {
	onBoth(t, func(b *bench) {
		var wg sync.WaitGroup
		results := make([]error, 200)
		for i := range results {
			a := b.arrival(fmt.Sprint("d", i), pull(i%7), pull(i%5))
			if i%50 == 3 {
				a.Subjects[0].Key = "" // the table refuses it
			}
			wg.Go(func() { _, results[i] = b.s.Accept(b.Context(), a) })
		}
		wg.Wait()
		for i, err := range results {
			if bad := i%50 == 3; (err != nil) != bad {
				b.Errorf("arrival %d: %v", i, err)
			}
		}
		if n := b.count(`SELECT count(*) FROM delivery`); n != 196 {
			b.Errorf("%d deliveries, want 196", n)
		}
	})
}

func TestOneOfManyWithOneIDIsNew(t *testing.T) {
	onBoth(t, func(b *bench) {
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { _, _ = b.s.Accept(b.Context(), b.arrival("d1", pull(1))) })
		}
		wg.Wait()
		st, err := b.s.Stats(b.Context())
		b.must(err)
		if st.New != 1 || st.Duplicate != 49 || b.count(`SELECT gen FROM subject`) != 1 {
			b.Fatalf("stats: %+v", st)
		}
	})
}

func TestForeignText(t *testing.T) {
	onBoth(t, func(b *bench) {
		for _, s := range []string{"nul\x00", "\xff\xfe"} {
			if _, err := b.s.Accept(b.Context(), b.arrival(s)); !errors.Is(err, store.ErrText) {
				b.Errorf("%q: %v", s, err)
			}
			if err := b.s.Enqueue(b.Context(), s, pull(1)); !errors.Is(err, store.ErrText) {
				b.Errorf("%q: %v", s, err)
			}
		}
	})
}

func TestSenderWhoHangsUpHarmsNobody(t *testing.T) {
	onBoth(t, func(b *bench) {
		gone, cancel := context.WithCancel(b.Context())
		cancel()
		if _, err := b.s.Accept(gone, b.arrival("d1", pull(1))); !errors.Is(err, context.Canceled) && err != nil {
			b.Fatal(err)
		}
		b.accept(b.arrival("d2", pull(2)), store.New)
		b.restart() // commits what was taken
		b.accept(b.arrival("d1", pull(1)), store.Duplicate)
	})
}

func TestClosedStoreTakesNothing(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.s
		b.restart()
		if _, err := s.Accept(b.Context(), b.arrival("d1")); !errors.Is(err, store.ErrClosed) {
			b.Fatal(err)
		}
	})
}
