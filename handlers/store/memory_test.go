// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// same compares what was read with what was expected.
func same[T any](b *bench, want T) func(got T, err error) {
	return func(got T, err error) {
		b.Helper()
		b.must(err)
		if d := cmp.Diff(want, got); d != "" {
			b.Errorf("(-want +got)\n%s", d)
		}
	}
}

func TestPublications(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		same[*store.Publication](b, nil)(b.s.Publication(ctx, "k", "check", "h"))
		p := store.Publication{Key: "k", Kind: "check", Head: "h", Digest: "d", At: b.clock.Now(), State: store.Intended}
		b.must(b.s.Intend(ctx, p))
		same(b, &p)(b.s.Publication(ctx, "k", "check", "h"))
		p.RemoteID, p.URL, p.State = 1<<40, "https://github.com/", store.Done
		b.must(b.s.Published(ctx, p))
		b.restart()
		same(b, &p)(b.s.Publication(ctx, "k", "check", "h"))
		same[*store.Publication](b, nil)(b.s.Publication(ctx, "k", "comment", ""))
		b.must(b.s.ForgetPublication(ctx, "k", "check", "h"))
		same[*store.Publication](b, nil)(b.s.Publication(ctx, "k", "check", "h"))
	})
}

// The task that posts a comment works beside the evaluation that decides on the next one.
func TestNewerCommentIsNotLost(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		comment := func(digest, state string, id int64) store.Publication {
			p := store.Publication{Key: "k", Kind: "comment", Digest: digest, State: state, RemoteID: id, At: b.clock.Now()}
			if state != store.Done {
				p.Body = "text " + digest
			}
			return p
		}
		expect := func(p store.Publication) {
			b.Helper()
			same(b, &p)(b.s.Publication(ctx, "k", "comment", ""))
		}
		b.must(b.s.Want(ctx, comment("a", "", 0)))
		expect(comment("a", store.Wanted, 0))
		b.must(b.s.Want(ctx, comment("b", "", 0))) // decided after the task had read a
		b.must(b.s.Intend(ctx, comment("a", "", 0)))
		expect(comment("b", store.Intended, 0)) // a or nothing is on GitHub: look for it, then b
		b.must(b.s.Published(ctx, comment("a", "", 9)))
		expect(comment("b", store.Wanted, 9))
		b.must(b.s.Intend(ctx, comment("b", "", 9)))
		b.must(b.s.Published(ctx, comment("b", "", 9)))
		expect(comment("b", store.Done, 9))
	})
}

// TestWantKeepsWhatIsKnown: deciding on a text says nothing about GitHub; it must not forget an id, nor that a post was begun.
func TestWantKeepsWhatIsKnown(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		want := func(digest string) *store.Publication {
			b.Helper()
			b.must(b.s.Want(ctx, store.Publication{Key: "k", Kind: "comment", Digest: digest, Body: "text " + digest}))
			p, err := b.s.Publication(ctx, "k", "comment", "")
			b.must(err)
			return p
		}
		if p := want("a"); p.State != store.Wanted || p.Body != "text a" {
			b.Errorf("first: %+v", p)
		}
		b.must(b.s.Intend(ctx, store.Publication{Key: "k", Kind: "comment", Digest: "a", Body: "text a"}))
		if p := want("a"); p.State != store.Intended {
			b.Errorf("decided again while a is being posted: %+v; a second comment would follow", p)
		}
		b.must(b.s.Published(ctx, store.Publication{Key: "k", Kind: "comment", Digest: "a", RemoteID: 5, URL: "u"}))
		if p := want("a"); p.State != store.Done || p.RemoteID != 5 || p.Body != "" {
			b.Errorf("the same text again: %+v", p)
		}
		if p := want("b"); p.State != store.Wanted || p.RemoteID != 5 || p.URL != "u" || p.Body != "text b" {
			b.Errorf("another text: %+v; the comment is edited in place", p)
		}
	})
}

func TestLastGoodPolicyStays(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		same[*store.PolicyVersion](b, nil)(b.s.LastGoodPolicy(ctx, "org/1"))
		good := store.PolicyVersion{
			Scope: "org/1", Path: "bylaw.yml", Commit: "c1", Blob: "b1", Source: []byte("version: 1\n\x00\xff"), Good: true,
			At: b.clock.Now(), People: json.RawMessage(`[1,2]`),
		}
		b.must(b.s.SavePolicy(ctx, good))
		same(b, &good)(b.s.LastGoodPolicy(ctx, "org/1"))
		bad := store.PolicyVersion{Scope: "org/1", Path: "bylaw.yml", Commit: "c2", Blob: "b2", Source: []byte("?"), Error: "2:1: no", At: b.clock.Now()}
		b.must(b.s.SavePolicy(ctx, bad))
		bad.Told = true
		b.must(b.s.SavePolicy(ctx, bad))
		same(b, &good)(b.s.LastGoodPolicy(ctx, "org/1"))
		same(b, &bad)(b.s.LastSeenPolicy(ctx, "org/1"))
		b.must(b.s.DropPolicy(ctx, "org/1"))
		same[*store.PolicyVersion](b, nil)(b.s.LastGoodPolicy(ctx, "org/1"))
		same[*store.PolicyVersion](b, nil)(b.s.LastSeenPolicy(ctx, "org/1"))
	})
}

func TestRepositories(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		same[*store.Repository](b, nil)(b.s.Repository(ctx, 7))
		r := store.Repository{
			ID: 7, OwnerID: 1, Installation: 5, Owner: "acme", Name: "widgets", Visibility: "public", DefaultBranch: "main",
			Properties: json.RawMessage(`{"tier": "gold"}`),
		}
		a := b.arrival("d1")
		a.Repositories = []store.Repository{{ID: 7, Owner: "acme"}, {ID: 6, OwnerID: 1}, r} // one repository twice
		b.accept(a, store.New)
		same(b, &r)(b.s.Repository(ctx, 7))
		a = b.arrival("d2")
		a.Repositories = []store.Repository{{ID: 7, Name: "gears"}, {ID: 6, Gone: true}}
		b.accept(a, store.New)
		r.Name = "gears"
		same(b, []store.Repository{r})(b.s.RepositoriesOf(ctx, 1))
	})
}

func TestInstallations(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		same[*store.Installation](b, nil)(b.s.Installation(ctx, 5))
		same(b, time.Time{})(b.s.BlockedUntil(ctx, 5))
		soon, late := b.clock.Now().Add(time.Minute), b.clock.Now().Add(time.Hour)
		b.must(b.s.BlockInstallation(ctx, 5, late)) // not heard of yet
		i := store.Installation{ID: 5, AccountID: 1, Account: "acme", Permissions: json.RawMessage(`{"checks": "write"}`)}
		a := b.arrival("d1")
		a.Installations = []store.Installation{i}
		b.accept(a, store.New)
		same(b, &i)(b.s.Installation(ctx, 5))
		b.must(b.s.BlockInstallation(ctx, 5, soon))
		same(b, late)(b.s.BlockedUntil(ctx, 5))
		b.must(b.s.BlockInstallation(ctx, 5, time.Time{}))
		same(b, time.Time{})(b.s.BlockedUntil(ctx, 5))
		a = b.arrival("d2")
		a.Installations = []store.Installation{{ID: 5, Suspended: true}}
		b.accept(a, store.New)
		i.Suspended = true
		same(b, &i)(b.s.Installation(ctx, 5))
	})
}

func TestCursor(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		same(b, "")(b.s.Cursor(ctx, "nightly"))
		b.must(b.s.SetCursor(ctx, "nightly", "a"))
		b.must(b.s.SetCursor(ctx, "nightly", "b"))
		same(b, "b")(b.s.Cursor(ctx, "nightly"))
	})
}

func TestRetain(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx := b.Context()
		b.work(func(_ context.Context, c store.Claim) (store.Result, error) {
			return store.Result{Evaluation: &store.Evaluation{Report: json.RawMessage(`{}`), Finished: b.clock.Now()}}, nil
		})
		b.accept(b.arrival("old"), store.New)
		b.evaluate(1)
		b.evaluate(2)
		b.clock.add(6 * 24 * time.Hour)
		b.accept(b.arrival("newer"), store.New)
		b.must(b.s.Retain(ctx))
		b.accept(b.arrival("old"), store.Duplicate)
		b.clock.add(25 * 24 * time.Hour)
		b.must(b.s.Retain(ctx))
		b.accept(b.arrival("old"), store.New)
		if n := b.count(`SELECT count(*) FROM evaluation WHERE report <> ''`); n != 1 {
			b.Errorf("%d reports are kept, want the newest", n)
		}
		same(b, 2)(b.count(`SELECT count(*) FROM evaluation`), nil)
	})
}
