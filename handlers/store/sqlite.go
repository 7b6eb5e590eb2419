// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// sqlite is one file: one connection that writes, some that read, and a lock that keeps other processes out.
type sqlite struct {
	writer, readers *sql.DB
	queue           *queue[*sql.Tx]
	unlock          func() error
}

// readers are the connections that only read.
const readers = 4

func openSQLite(ctx context.Context, path string, o Options) (engine, line, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	unlock, err := claimFile(path)
	if err != nil {
		return nil, nil, err
	}
	e := &sqlite{unlock: unlock}
	if err := e.open(ctx, path, o); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", path, err), e.close())
	}
	return e, e.queue, nil
}

// claimFile makes the file, readable by its owner alone, and locks it.
func claimFile(path string) (func() error, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	unlock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return unlock, errors.Join(f.Close())
}

func (e *sqlite) open(ctx context.Context, path string, o Options) error {
	file := (&url.URL{Scheme: "file", Path: path}).String()
	write := file + "?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	if err := migrateFile(ctx, write, o); err != nil {
		return err
	}
	var err error
	if e.writer, err = openParsed(write, 1); err != nil {
		return err
	}
	if e.readers, err = openParsed(file+"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)", readers); err != nil {
		return err
	}
	e.queue, err = newQueue[*sql.Tx](&sqliteDriver{Driver: riversqlite.New(e.writer), bell: newBell()}, o)
	return err
}

// migrateFile uses a connection of its own: what it runs is run once.
func migrateFile(ctx context.Context, dsn string, o Options) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(migrateSQLite(ctx, db, queueLogger(o.Logger)), db.Close())
}

func (e *sqlite) reader() querier { return sqlConn{e.readers} }

func (e *sqlite) close() error {
	var errs []error
	for _, db := range []*sql.DB{e.readers, e.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, e.unlock())...)
}

func (e *sqlite) inTx(ctx context.Context, do func(tx) error) error {
	t, err := e.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx{querier: sqlConn{t}, jobs: e.queue.within(t)}); err != nil {
		_ = t.Rollback() // the first error says more
		return err
	}
	return t.Commit()
}

// sqlConn makes a querier of a *sql.DB or a *sql.Tx.
type sqlConn struct {
	c interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

func (c sqlConn) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	r, err := c.c.ExecContext(ctx, sql, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c sqlConn) each(ctx context.Context, row func(scan) error, sql string, args ...any) error {
	rows, err := c.c.QueryContext(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// sqliteDriver is River's driver, with our bell in the place of its table of notifications, which
// would cost a write for each insert and a poll every 50 ms.
type sqliteDriver struct {
	*riversqlite.Driver
	bell *bell
}

// GetListener hands out the bell.
func (d *sqliteDriver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener {
	return d.bell
}

// GetExecutor leaves completions to us.
func (d *sqliteDriver) GetExecutor() riverdriver.Executor { return executor{d.Driver.GetExecutor()} }

// SupportsListenNotify is false: nothing is announced through the database.
func (d *sqliteDriver) SupportsListenNotify() bool { return false }

func (d *sqliteDriver) chime() *bell { return d.bell }

// reclaim gives back what a killed process left running. Under the file's lock every running job is such a one, and so is
// whoever is marked as the leader.
func (d *sqliteDriver) reclaim(ctx context.Context, q querier, _ string) (int64, error) {
	if _, err := q.exec(ctx, `DELETE FROM river_leader`); err != nil {
		return 0, err
	}
	return q.exec(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
}
