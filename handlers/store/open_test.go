// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

func TestNewerSchemaIsRefused(t *testing.T) {
	for _, table := range []string{
		`INSERT INTO bylaw_schema (version_id, is_applied) VALUES (999, TRUE)`,
		`INSERT INTO river_migration (line, version) VALUES ('main', 999)`,
	} {
		onBothAlone(t, func(b *bench) {
			b.close()
			b.raw(table)
			_, err := store.Open(b.Context(), store.Options{DSN: b.dsn})
			if !errors.Is(err, store.ErrNewer) {
				b.Errorf("open: %v", err)
			}
			b.raw(`DELETE FROM bylaw_schema WHERE version_id = 999`)
			b.raw(`DELETE FROM river_migration WHERE version = 999`)
			b.open()
			b.must(b.s.Ping(b.Context()))
		})
	}
}

func TestOneProcessToAFile(t *testing.T) {
	b := newBench(t, sqliteDSN(t))
	_, err := store.Open(t.Context(), store.Options{DSN: b.dsn})
	if err == nil || !strings.Contains(err.Error(), "another process") {
		t.Fatal(err)
	}
	b.restart() // the lock ends with the store
}

func TestFileIsItsOwnersAlone(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "deep", "bylaw.db")) // a plain path, in a directory to be made
	b.accept(b.arrival("d1", pull(1)), store.New)
	for _, suffix := range []string{"", "-wal", ".lock"} {
		info, err := os.Stat(b.dsn + suffix)
		b.must(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", suffix, info.Mode())
		}
	}
}

func TestBadAddresses(t *testing.T) {
	for _, dsn := range []string{"", "sqlite:", ":memory:", "mysql://a:secret@b/c", "postgres://a:secret@[", "postgres:///x?sslmode=maybe", filepath.Join(os.DevNull, "x")} {
		if _, err := store.Open(t.Context(), store.Options{DSN: dsn}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", dsn, err)
		}
	}
}

func TestPostgresThatDoesNotWaitForItsDiskIsRefused(t *testing.T) {
	dsn := postgresDSN(t)
	_, err := store.Open(t.Context(), store.Options{DSN: dsn + "&synchronous_commit=off"})
	if err == nil || !strings.Contains(err.Error(), "synchronous_commit") {
		t.Fatal(err)
	}
}
