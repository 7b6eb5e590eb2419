// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// asks is what a transaction asks to be evaluated.
type asks struct {
	subjects map[string]ask
	revive   map[string]bool // behind already: a job is all that is missing
}

// ask is a subject and why it is looked at.
type ask struct {
	Subject
	reason     string
	seen, when int64 // when its event was received (0: no event), and now; unix ms
}

func newAsks() asks { return asks{subjects: map[string]ask{}, revive: map[string]bool{}} }

// add merges: two asks of one subject are one, and the later one's names and head win where it has any.
func (as asks) add(a ask) {
	if old, ok := as.subjects[a.Key]; ok {
		a.Subject = old.Subject.with(a.Subject)
	}
	as.subjects[a.Key] = a
}

// with is s with what n knows.
func (s Subject) with(n Subject) Subject {
	return Subject{
		Key: s.Key, Kind: cmp.Or(n.Kind, s.Kind), Installation: cmp.Or(n.Installation, s.Installation),
		OwnerID: cmp.Or(n.OwnerID, s.OwnerID), RepositoryID: cmp.Or(n.RepositoryID, s.RepositoryID),
		Owner: cmp.Or(n.Owner, s.Owner), Name: cmp.Or(n.Name, s.Name), Number: cmp.Or(n.Number, s.Number),
		Head: cmp.Or(n.Head, s.Head), Open: n.Open || s.Open,
	}
}

// keys are all keys that need a job, sorted: transactions that lock in one order do not wait for each other in a circle.
func (as asks) keys() []string {
	keys := make([]string, 0, len(as.subjects)+len(as.revive))
	for k := range as.subjects {
		keys = append(keys, k)
	}
	for k := range as.revive {
		if _, ok := as.subjects[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// commitBatch writes what a batch waits for in one transaction and wakes the workers.
func (s *Store) commitBatch(ctx context.Context, batch []*waiter) error {
	var arrivals, acts []*waiter
	for _, w := range batch {
		if w.act == nil {
			arrivals = append(arrivals, w)
		} else {
			acts = append(acts, w)
		}
	}
	err := s.engine.inTx(ctx, func(t tx) error {
		for _, w := range acts {
			if err := w.act(t); err != nil {
				return err
			}
		}
		if len(arrivals) == 0 {
			return nil
		}
		return acceptAll(ctx, t, arrivals, ms(s.now()))
	})
	if err == nil && len(arrivals) > 0 {
		s.line.ring()
	}
	return err
}

func acceptAll(ctx context.Context, t tx, batch []*waiter, now int64) error {
	fresh, err := insertDeliveries(ctx, t, batch)
	if err != nil {
		return err
	}
	as := newAsks()
	var known, again []*waiter
	for _, w := range batch {
		if !fresh[w.arrival.Delivery.ID] {
			w.result = Duplicate
			again = append(again, w)
			continue
		}
		delete(fresh, w.arrival.Delivery.ID) // the same id once more in this batch is a duplicate
		w.result = New
		known = append(known, w)
		w.ask(as, now)
	}
	if err := findFailed(ctx, t, again, as, now); err != nil {
		return err
	}
	if err := writeNews(ctx, t, known); err != nil {
		return err
	}
	added, err := writeAsks(ctx, t, as)
	if err != nil {
		return err
	}
	if err := writeEndings(ctx, t, known); err != nil {
		return err
	}
	markRevived(again, as, added)
	return nil
}

// ask adds the arrival's subjects.
func (w *waiter) ask(as asks, now int64) {
	d := w.arrival.Delivery
	reason := strings.TrimSuffix(d.Event+"."+d.Action, ".")
	for _, s := range w.arrival.Subjects {
		as.add(ask{Subject: s, reason: reason, seen: ms(d.ReceivedAt), when: now})
	}
}

func insertDeliveries(ctx context.Context, t tx, batch []*waiter) (map[string]bool, error) {
	rows := make([][]any, len(batch))
	for i, w := range batch {
		d := w.arrival.Delivery
		rows[i] = []any{d.ID, d.Event, d.Action, d.Installation, ms(d.ReceivedAt)}
	}
	sortRows(rows)
	fresh := make(map[string]bool, len(rows))
	return fresh, put(ctx, t, insertion{
		head: `INSERT INTO delivery (id, event, action, installation, received_at)`,
		tail: `ON CONFLICT (id) DO NOTHING RETURNING id`,
		row: func(scan scan) error {
			var id string
			err := scan(&id)
			fresh[id] = true
			return err
		},
	}, rows)
}

// findFailed looks at deliveries that came before. Where the work that they asked for failed or was lost, it is asked for again.
func findFailed(ctx context.Context, t tx, again []*waiter, as asks, now int64) error {
	for _, w := range again {
		for _, s := range w.arrival.Subjects {
			if _, asked := as.subjects[s.Key]; asked {
				continue // somebody else in this batch asks for it
			}
			var gen, done int64
			var failed bool
			found, err := get(ctx, t, []any{&gen, &done, &failed}, `SELECT gen, done_gen, failed FROM subject WHERE key = $1`, s.Key)
			if err != nil {
				return err
			}
			switch {
			case !found || (failed && gen == done):
				as.add(ask{Subject: s, reason: "redelivery", seen: ms(w.arrival.Delivery.ReceivedAt), when: now})
				w.result = Requeued
			case done < gen:
				as.revive[s.Key] = true
			}
		}
	}
	return nil
}

// markRevived tells the senders of duplicates whose job had to be made anew.
func markRevived(again []*waiter, as asks, added map[string]bool) {
	for _, w := range again {
		for _, s := range w.arrival.Subjects {
			if _, asked := as.subjects[s.Key]; !asked && as.revive[s.Key] && added[s.Key] {
				w.result = Requeued
			}
		}
	}
}

// sortRows sorts by the first column, a string or a number.
func sortRows(rows [][]any) {
	slices.SortStableFunc(rows, func(a, b []any) int {
		switch x := a[0].(type) {
		case string:
			y, _ := b[0].(string)
			return cmp.Compare(x, y)
		case int64:
			y, _ := b[0].(int64)
			return cmp.Compare(x, y)
		}
		return 0
	})
}
