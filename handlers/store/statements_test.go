// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

func TestParsedStatements(t *testing.T) {
	db, err := openParsed("file:"+filepath.Join(t.TempDir(), "x.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	q := sqlConn{db}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	run := func(sql string, args ...any) {
		t.Helper()
		_, err := q.exec(t.Context(), sql, args...)
		must(err)
	}
	run(`CREATE TABLE x (n INTEGER)`)
	for n := range 3 {
		run(`INSERT INTO x VALUES ($1)`, n)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	must(err)
	pairs := 0
	must(sqlConn{tx}.each(t.Context(), func(scan) error { // the same text while its rows are being read
		return sqlConn{tx}.each(t.Context(), func(scan) error { pairs++; return nil }, `SELECT n FROM x`)
	}, `SELECT n FROM x`))
	must(tx.Commit())
	if pairs != 9 {
		t.Errorf("%d pairs of rows, want 9", pairs)
	}
	run(`ALTER TABLE x ADD COLUMN m INTEGER`) // what is parsed already must be parsed anew
	run(`UPDATE x SET m = 7`)
	for i := range 2 * maxStatements {
		var m int64
		_, err := get(t.Context(), q, []any{&m}, fmt.Sprintf(`SELECT m + %d FROM x`, i))
		must(err)
		if m != int64(7+i) {
			t.Fatalf("got %d, want %d", m, 7+i)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := q.exec(gone, `DELETE FROM x`); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPausesAreAboutAnHour(t *testing.T) {
	var sum time.Duration
	for n := 1; n < attempts; n++ {
		if usualPause(n) < usualPause(n-1) {
			t.Errorf("pause %d is shorter than the one before it", n)
		}
		sum += usualPause(n)
	}
	if sum < 55*time.Minute || sum > 65*time.Minute {
		t.Errorf("%d attempts take %v", attempts, sum)
	}
}
