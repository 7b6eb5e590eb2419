// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// evaluate asks for an evaluation of pull(1) and waits for its generation n.
func (b *bench) evaluate(n int) {
	b.Helper()
	b.must(b.s.Enqueue(b.Context(), "recheck", pull(1)))
	for range 2000 {
		e, err := b.s.LastEvaluation(b.Context(), pull(1).Key)
		b.must(err)
		if e != nil && e.Gen == int64(n) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatalf("generation %d was not evaluated", n)
}

// transitions are the changes of a generation, one a line.
func (b *bench) transitions(gen int) []string {
	b.Helper()
	rows, err := b.db().QueryContext(b.Context(), `SELECT id, rule, old_mode, old_state, mode, state, reason, findings, head, policy_version, at
		FROM transition WHERE gen = $1 ORDER BY id`, gen)
	b.must(err)
	defer rows.Close()
	all := []string{}
	for rows.Next() {
		var id, rule, oldMode, oldState, mode, state, reason, head, policy string
		var findings, at int64
		b.must(rows.Scan(&id, &rule, &oldMode, &oldState, &mode, &state, &reason, &findings, &head, &policy, &at))
		if at != b.clock.Now().UnixMilli() {
			b.Errorf("transition at %d", at)
		}
		all = append(all, fmt.Sprintf("%s/%s %s:%s -> %s:%s %s %d %s %s", id, rule, oldMode, oldState, mode, state, reason, findings, head, policy))
	}
	b.must(rows.Err())
	return all
}

func TestTransitions(t *testing.T) {
	onBoth(t, func(b *bench) {
		v := func(id, mode, state string) store.VerdictRow {
			return store.VerdictRow{ID: id, Rule: "dco", Mode: mode, State: state, Reason: "why", Findings: 2}
		}
		steps := []struct {
			verdicts []store.VerdictRow
			want     []string
		}{
			{[]store.VerdictRow{v("a", "warn", "fail"), v("b", "enforce", "pass")}, []string{
				"a/dco : -> warn:fail why 2 head1 p1", "b/dco : -> enforce:pass why 2 head1 p1",
			}},
			{[]store.VerdictRow{v("a", "warn", "fail"), v("b", "enforce", "pass")}, []string{}},
			{[]store.VerdictRow{v("a", "warn", "pass"), v("b", "observe", "pass")}, []string{
				"a/dco warn:fail -> warn:pass why 2 head1 p3", "b/dco enforce:pass -> observe:pass why 2 head1 p3",
			}},
			{[]store.VerdictRow{v("b", "observe", "pass")}, []string{"a/dco warn:pass -> :  0 head1 p4"}},
			{[]store.VerdictRow{v("a", "warn", "pass"), v("b", "observe", "pass")}, []string{"a/dco : -> warn:pass why 2 head1 p5"}},
		}
		b.work(func(_ context.Context, c store.Claim) (store.Result, error) {
			e := &store.Evaluation{
				Head: c.Subject.Head, PolicyVersion: fmt.Sprint("p", c.Gen), Finished: b.clock.Now(), Verdicts: steps[c.Gen-1].verdicts,
			}
			return store.Result{Evaluation: e}, nil
		})
		for i, step := range steps {
			b.evaluate(i + 1)
			if d := cmp.Diff(step.want, b.transitions(i+1)); d != "" {
				b.Errorf("step %d: (-want +got)\n%s", i+1, d)
			}
		}
	})
}

func TestLastEvaluation(t *testing.T) {
	onBoth(t, func(b *bench) {
		if e, err := b.s.LastEvaluation(b.Context(), "nobody"); err != nil || e != nil {
			b.Fatalf("got %+v, %v", e, err)
		}
		want := store.Evaluation{
			Key: pull(1).Key, Head: "head1", Gen: 1, Digest: "d", Conclusion: "failure", PolicyVersion: "p", AppVersion: "a",
			Report: json.RawMessage(`{"verdicts": []}`), Requests: 4, Points: 12, Started: b.clock.Now(), Finished: b.clock.Now().Add(time.Second),
			Reason:   "recheck",
			Verdicts: []store.VerdictRow{{ID: "x", Rule: "dco", Mode: "enforce", State: "fail"}, {ID: "y", Rule: "dco", Mode: "warn", State: "pass"}},
		}
		b.work(func(context.Context, store.Claim) (store.Result, error) { return store.Result{Evaluation: &want}, nil })
		b.evaluate(1)
		got, err := b.s.LastEvaluation(b.Context(), pull(1).Key)
		b.must(err)
		if d := cmp.Diff(&want, got); d != "" {
			b.Error(d)
		}
	})
}

// Nothing to evaluate ends the generation without a row.
func TestEmptyResult(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.work(func(context.Context, store.Claim) (store.Result, error) { return store.Result{}, nil })
		b.accept(b.arrival("d1", pull(1)), store.New)
		b.idle()
		if n := b.count(`SELECT count(*) FROM evaluation`); n != 0 {
			b.Errorf("%d evaluations", n)
		}
	})
}

// A rule that changes its verdict a thousand times at once is written in pieces.
func TestManyVerdicts(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.work(func(context.Context, store.Claim) (store.Result, error) {
			e := &store.Evaluation{Report: json.RawMessage(strings.Repeat(" ", 1<<20))}
			for i := range 1001 {
				e.Verdicts = append(e.Verdicts, store.VerdictRow{ID: fmt.Sprint(i), Rule: "dco", Mode: "warn", State: "pass"})
			}
			return store.Result{Evaluation: e}, nil
		})
		b.evaluate(1)
		if n := b.count(`SELECT count(*) FROM transition`); n != 1001 {
			b.Errorf("%d transitions", n)
		}
	})
}
