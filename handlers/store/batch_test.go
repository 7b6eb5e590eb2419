// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// Deliveries of one id, and of one subject, that share a transaction.
func TestOneBatch(t *testing.T) {
	s, err := Open(t.Context(), Options{DSN: filepath.Join(t.TempDir(), "x.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	var batch []*waiter
	for _, id := range []string{"a", "b", "a", "a"} {
		w := &waiter{}
		w.arrival.Delivery = Delivery{ID: id, Event: "push", ReceivedAt: time.UnixMilli(int64(len(batch) + 1))}
		w.arrival.Subjects = []Subject{{Key: "k", Head: id}}
		batch = append(batch, w)
	}
	if err := s.commitBatch(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for i, want := range []Accepted{New, New, Duplicate, Duplicate} {
		if got := batch[i].result; got != want {
			t.Errorf("arrival %d is %v, want %v", i, got, want)
		}
	}
	var gen int64
	var head string
	if _, err := get(t.Context(), s.engine.reader(), []any{&gen, &head}, `SELECT gen, head FROM subject`); err != nil || gen != 1 || head != "b" {
		t.Errorf("generation %d of head %q, %v", gen, head, err)
	}
}
