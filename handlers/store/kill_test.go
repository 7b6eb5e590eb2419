// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// victimDSN makes the test binary a server that takes deliveries and works on them until it is killed.
const victimDSN = "BYLAW_TEST_VICTIM"

const (
	kills    = 9
	senders  = 40
	enough   = 250 // acknowledged deliveries, before the victim may be killed
	subjects = 150
)

// TestKill kills a server nine times with SIGKILL while it takes and works thousands of deliveries. Of what it
// acknowledged nothing may be lost, and no generation that was recorded may be worked again.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	onBoth(t, func(b *bench) {
		b.close()
		acked := map[string]bool{}
		for run := range kills {
			b.untilKilled(run, acked)
		}
		b.open()
		b.must(b.s.Work(b.Context(), 16, done))
		b.idle()
		b.survived(acked)
	})
}

// untilKilled runs a victim for a moment and notes what it acknowledged.
func (b *bench) untilKilled(run int, acked map[string]bool) {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), victimDSN+"="+b.dsn, fmt.Sprint("BYLAW_TEST_RUN=", run))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	b.must(err)
	b.must(cmd.Start())
	before := len(acked)
	kill := sync.OnceFunc(func() { // at any instruction, a while after enough
		time.AfterFunc(time.Duration(rand.IntN(300))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		what, id, _ := strings.Cut(lines.Text(), " ")
		switch what {
		case "acked":
			acked[id] = true
		case "fault":
			b.Error(id)
		}
		if len(acked) >= before+enough {
			kill()
		}
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		b.Fatalf("the victim was not killed: %v", err)
	}
}

// survived checks the database after the last restart.
func (b *bench) survived(acked map[string]bool) {
	b.Helper()
	b.Logf("%d acknowledged deliveries, %d evaluations", len(acked), b.count(`SELECT count(*) FROM evaluation`))
	rows, err := b.db().QueryContext(b.Context(), `SELECT id FROM delivery`)
	b.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		b.must(rows.Scan(&id))
		delete(acked, id)
	}
	b.must(rows.Err())
	if len(acked) > 0 {
		b.Errorf("%d acknowledged deliveries are lost", len(acked))
	}
	if n := b.count(`SELECT count(*) FROM subject WHERE done_gen <> gen`); n > 0 {
		b.Errorf("%d subjects are behind", n)
	}
	if n := b.count(`SELECT count(*) FROM subject s WHERE NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.key = s.key AND e.gen = s.gen AND e.head = s.head)`); n > 0 {
		b.Errorf("the newest head of %d subjects was not evaluated", n)
	}
}

// victim serves until it is killed. Its lines are "acked ID" after a delivery was accepted, and "fault TEXT".
func victim(dsn string) {
	ctx := context.Background()
	say := printer()
	s, err := store.Open(ctx, store.Options{DSN: dsn, ClientID: "bench", Logger: zerolog.New(os.Stderr).Level(zerolog.ErrorLevel)})
	if err != nil {
		say("fault open: %v", err)
		os.Exit(1)
	}
	if err := s.Work(ctx, 16, carefully(s, say)); err != nil {
		say("fault work: %v", err)
		os.Exit(1)
	}
	for i := range senders {
		go send(ctx, s, fmt.Sprintf("%s-%d", os.Getenv("BYLAW_TEST_RUN"), i), say)
	}
	time.Sleep(time.Minute)
	os.Exit(1)
}

func printer() func(string, ...any) {
	var mu sync.Mutex
	return func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf(format+"\n", args...)
	}
}

// carefully evaluates, and finds fault with a subject that is worked twice at once or a generation that was recorded before.
func carefully(s *store.Store, say func(string, ...any)) func(context.Context, store.Claim) (store.Result, error) {
	var running sync.Map
	return func(ctx context.Context, c store.Claim) (store.Result, error) {
		if _, twice := running.LoadOrStore(c.Subject.Key, true); twice {
			say("fault %s is worked twice at once", c.Subject.Key)
		}
		defer running.Delete(c.Subject.Key)
		e, err := s.LastEvaluation(ctx, c.Subject.Key)
		if err != nil {
			return store.Result{}, err
		}
		if e != nil && e.Gen >= c.Gen {
			say("fault generation %d of %s was recorded before", c.Gen, c.Subject.Key)
		}
		time.Sleep(3 * time.Millisecond)
		return done(ctx, c)
	}
}

// send delivers one after the other, every fifth of them twice.
func send(ctx context.Context, s *store.Store, name string, say func(string, ...any)) {
	for n := 0; ; n++ {
		sub := pull(rand.IntN(subjects))
		sub.Head = fmt.Sprintf("%s-%d", name, n)
		a := store.Arrival{Delivery: store.Delivery{ID: sub.Head, Event: "pull_request", ReceivedAt: time.Now()}, Subjects: []store.Subject{sub}}
		for range 1 + n%5/4 {
			if _, err := s.Accept(ctx, a); err != nil {
				say("fault accept: %v", err)
				return
			}
		}
		say("acked %s", sub.Head)
		time.Sleep(time.Millisecond)
	}
}
