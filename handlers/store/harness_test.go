// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(victimDSN); dsn != "" {
		victim(dsn)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		server.stop()
		os.Exit(code)
	}))
}

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is one database of one engine, for one test.
type bench struct {
	testing.TB
	dsn   string
	clock *clock
	name  string        // of the process
	pause time.Duration // after a failed attempt
	s     *store.Store
}

// onBoth runs a test on SQLite and on Postgres.
func onBoth(t *testing.T, test func(*bench)) {
	t.Helper()
	t.Parallel()
	onBothAlone(t, test)
}

// onBothAlone is onBoth for a test that calls it more than once.
func onBothAlone(t *testing.T, test func(*bench)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": sqliteDSN, "postgres": postgresDSN} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(newBench(t, dsn(t)))
		})
	}
}

func sqliteDSN(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "by law?.db") }

func newBench(t testing.TB, dsn string) *bench {
	b := &bench{TB: t, dsn: dsn, clock: newClock(), name: "bench", pause: time.Millisecond}
	b.open()
	t.Cleanup(b.close)
	return b
}

func (b *bench) open() {
	b.Helper()
	s, err := store.Open(b.Context(), store.Options{
		DSN: b.dsn, Now: b.clock.Now, Logger: zerolog.Nop(), ClientID: b.name,
		Pause: func(int) time.Duration { return b.pause },
	})
	b.must(err)
	b.s = s
}

func (b *bench) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := b.s.Close(ctx); err != nil {
		b.Errorf("close: %v", err)
	}
}

// raw reaches into the database past the store, as an accident or an administrator would.
func (b *bench) raw(query string) {
	b.Helper()
	_, err := b.db().ExecContext(b.Context(), query)
	b.must(err)
}

// count reads one number past the store.
func (b *bench) count(query string) (n int) {
	b.Helper()
	b.must(b.db().QueryRowContext(b.Context(), query).Scan(&n))
	return n
}

func (b *bench) db() *sql.DB {
	b.Helper()
	driver, dsn := "pgx", b.dsn
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, dsn = "sqlite", (&url.URL{Scheme: "file", Path: path}).String()+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	b.must(err)
	b.Cleanup(func() { db.Close() })
	return db
}

func (b *bench) sqlite() bool { return strings.HasPrefix(b.dsn, "sqlite:") }

// restart closes the store in order and opens it again.
func (b *bench) restart() {
	b.Helper()
	b.close()
	b.open()
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// pull is pull request n of repository 7 of owner 1.
func pull(n int) store.Subject {
	return store.Subject{
		Key: fmt.Sprintf("pull/7/%d", n), Kind: "pull", Installation: 5, OwnerID: 1, RepositoryID: 7,
		Owner: "acme", Name: "widgets", Number: n, Head: fmt.Sprintf("head%d", n), Open: true,
	}
}

func (b *bench) arrival(id string, subjects ...store.Subject) store.Arrival {
	d := store.Delivery{ID: id, Event: "pull_request", Action: "synchronize", Installation: 5, ReceivedAt: b.clock.Now()}
	return store.Arrival{Delivery: d, Subjects: subjects}
}

// accept accepts an arrival and checks what became of it.
func (b *bench) accept(a store.Arrival, want store.Accepted) {
	b.Helper()
	got, err := b.s.Accept(b.Context(), a)
	b.must(err)
	if got != want {
		b.Fatalf("accept %s: got %d, want %d", a.Delivery.ID, got, want)
	}
}

// work starts the work; each claim goes to the returned channel first.
func (b *bench) work(do func(context.Context, store.Claim) (store.Result, error)) <-chan store.Claim {
	b.Helper()
	claims := make(chan store.Claim, 10_000)
	b.must(b.s.Work(b.Context(), 8, func(ctx context.Context, c store.Claim) (store.Result, error) {
		claims <- c
		return do(ctx, c)
	}))
	return claims
}

// next is the next claim.
func (b *bench) next(claims <-chan store.Claim) store.Claim {
	b.Helper()
	select {
	case c := <-claims:
		return c
	case <-time.After(40 * time.Second):
		b.Fatal("no claim came")
		panic("unreachable")
	}
}

// none checks that no claim waits to be taken.
func (b *bench) none(claims <-chan store.Claim) {
	b.Helper()
	select {
	case c := <-claims:
		b.Fatalf("unexpected claim of %s, generation %d", c.Subject.Key, c.Gen)
	case <-time.After(400 * time.Millisecond):
	}
}

// idle waits until nothing is behind and no job is left.
func (b *bench) idle() store.Stats {
	b.Helper()
	for end := time.Now().Add(40 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		st, err := b.s.Stats(b.Context())
		b.must(err)
		if st.Behind == 0 && len(st.Jobs) == 0 {
			return st
		}
		if time.Now().After(end) {
			b.Fatalf("still at work: %+v", st)
		}
	}
}

// done evaluates to success.
func done(_ context.Context, c store.Claim) (store.Result, error) {
	return store.Result{Evaluation: &store.Evaluation{Key: c.Subject.Key, Gen: c.Gen, Head: c.Subject.Head, Conclusion: "success"}}, nil
}
