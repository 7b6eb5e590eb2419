// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// versionTable holds the number of the last migration of ours.
const versionTable = "bylaw_schema"

// advisoryLock keeps replicas from migrating one Postgres at once ("bylaw" in ASCII).
const advisoryLock = 0x62796c6177

// ErrNewer says that the database was written by a newer version of this program.
var ErrNewer = errors.New("the database's schema is newer than this program")

func migrateSQLite(ctx context.Context, db *sql.DB, log *slog.Logger) error {
	if err := migrateOurs(ctx, goose.DialectSQLite3, db); err != nil {
		return err
	}
	return migrateQueue[*sql.Tx](ctx, riversqlite.New(db), log)
}

func migratePostgres(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(advisoryLock)); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(advisoryLock)) //nolint:errcheck // ends with the connection
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	if err := migrateOurs(ctx, goose.DialectPostgres, db); err != nil {
		return err
	}
	return migrateQueue(ctx, riverpgxv5.New(pool), log)
}

func migrateOurs(ctx context.Context, d goose.Dialect, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d, db, dir, goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, known, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return fmt.Errorf("%w: it has version %d, this program knows %d", ErrNewer, have, known)
	}
	_, err = p.Up(ctx)
	return err
}

func migrateQueue[T any](ctx context.Context, d riverdriver.Driver[T], log *slog.Logger) error {
	m, err := rivermigrate.New(d, &rivermigrate.Config{Logger: log})
	if err != nil {
		return err
	}
	if _, err := m.ExistingVersions(ctx); err != nil {
		return fmt.Errorf("%w: the queue's tables: %w", ErrNewer, err)
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
