// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// open lists the keys of open subjects.
func (b *bench) openKeys() []string {
	b.Helper()
	all, err := b.s.OpenSubjects(b.Context(), "", 100)
	b.must(err)
	keys := []string{}
	for _, s := range all {
		keys = append(keys, s.Key)
	}
	return keys
}

func TestUnknownFieldsDoNotErase(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.accept(b.arrival("d2", store.Subject{Key: pull(1).Key}), store.New)
		b.must(b.s.Enqueue(b.Context(), "recheck", store.Subject{Key: pull(1).Key, Name: "gears", Head: "newer"}))
		want := pull(1)
		want.Name, want.Head = "gears", "newer"
		c := b.next(b.work(done))
		if c.Subject != want || c.Gen != 3 || c.Reason != "recheck" {
			b.Fatalf("got %+v", c)
		}
		b.idle()
	})
}

func TestOpenFollowsEndings(t *testing.T) {
	onBoth(t, func(b *bench) {
		end := func(id string, at time.Duration, reopened bool) {
			b.Helper()
			a := b.arrival(id)
			a.Endings = []store.Ending{{Key: pull(1).Key, Head: "head1", Reopened: reopened, At: b.clock.Now().Add(at), ActorID: 9}}
			b.accept(a, store.New)
		}
		expect := func(what string, want int) {
			b.Helper()
			if keys := b.openKeys(); len(keys) != want {
				b.Fatalf("%s: open are %v", what, keys)
			}
		}
		b.accept(b.arrival("d1", pull(1)), store.New)
		expect("opened", 1)
		end("d2", time.Minute, false)
		expect("closed", 0)
		b.accept(b.arrival("d3", pull(1)), store.New)
		expect("an older event that came late", 0)
		b.must(b.s.Enqueue(b.Context(), "sweep", pull(1)))
		expect("a task of our own", 0)
		end("d5", 3*time.Minute, true)
		expect("reopened", 1)
		end("d6", 2*time.Minute, false)
		expect("an older close that came late", 1)
		if n := b.count(`SELECT count(*) FROM ending`); n != 3 {
			b.Errorf("%d endings are kept, want 3", n)
		}
	})
}

func TestTouch(t *testing.T) {
	onBoth(t, func(b *bench) {
		other := pull(3)
		other.Key, other.RepositoryID = "pull/8/3", 8
		closed := pull(4)
		closed.Open = false
		queue := pull(5)
		queue.Kind = "queue"
		b.accept(b.arrival("d1", pull(1), pull(2), other, closed, queue), store.New)
		claims := b.work(done)
		for range 5 {
			b.next(claims)
		}
		b.idle()
		for _, c := range []struct {
			repository int64
			want       int
		}{{0, 3}, {8, 1}, {99, 0}} {
			n, err := b.s.Touch(b.Context(), "policy", 1, c.repository)
			b.must(err)
			if n != c.want {
				b.Errorf("repository %d: touched %d, want %d", c.repository, n, c.want)
			}
			for range n {
				if c := b.next(claims); c.Reason != "policy" {
					b.Errorf("claim: %+v", c)
				}
			}
		}
		b.idle()
	})
}

func TestOpenSubjectsGoesOn(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.accept(b.arrival("d1", pull(1), pull(2), pull(3)), store.New)
		first, err := b.s.OpenSubjects(b.Context(), "", 2)
		b.must(err)
		rest, err := b.s.OpenSubjects(b.Context(), first[1].Key, 2)
		b.must(err)
		if len(first) != 2 || first[0] != pull(1) || len(rest) != 1 || rest[0] != pull(3) {
			b.Fatalf("got %+v, then %+v", first, rest)
		}
	})
}

func TestSubjectsAt(t *testing.T) {
	onBoth(t, func(b *bench) {
		two := pull(2)
		two.Head = "head1"
		elsewhere := pull(3)
		elsewhere.RepositoryID, elsewhere.Head = 8, "head1"
		b.accept(b.arrival("d1", pull(1), two, elsewhere, pull(4)), store.New)
		same(b, []store.Subject{pull(1), two})(b.s.SubjectsAt(b.Context(), 7, "head1"))
		b.must(b.s.Enqueue(b.Context(), "push", store.Subject{Key: two.Key, Head: "newer"}))
		same(b, []store.Subject{pull(1)})(b.s.SubjectsAt(b.Context(), 7, "head1"))
	})
}

func TestEnqueueOneSubjectTwice(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.must(b.s.Enqueue(b.Context(), "sweep", pull(1), pull(2), pull(1)))
		claims := b.work(done)
		b.next(claims)
		b.next(claims)
		b.idle()
		b.none(claims)
	})
}
