// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// postgres is a pool of connections; any number of processes may share the database.
type postgres struct {
	pool  *pgxpool.Pool
	queue *queue[pgx.Tx]
}

// connections a process opens at most, unless the address says pool_max_conns.
const connections = 16

func openPostgres(ctx context.Context, o Options) (engine, line, error) {
	c, err := pgxpool.ParseConfig(o.DSN)
	if err != nil {
		return nil, nil, err // pgx leaves the password out
	}
	if !strings.Contains(o.DSN, "pool_max_conns") {
		c.MaxConns = connections
	}
	e := &postgres{}
	if e.pool, err = pgxpool.NewWithConfig(ctx, c); err != nil {
		return nil, nil, err
	}
	if err := e.open(ctx, o); err != nil {
		return nil, nil, errors.Join(err, e.close())
	}
	return e, e.queue, nil
}

func (e *postgres) open(ctx context.Context, o Options) error {
	if err := e.checkDurable(ctx); err != nil {
		return err
	}
	if err := migratePostgres(ctx, e.pool, queueLogger(o.Logger)); err != nil {
		return err
	}
	var err error
	e.queue, err = newQueue[pgx.Tx](&pgDriver{Driver: riverpgxv5.New(e.pool), bell: newBell()}, o)
	return err
}

// checkDurable refuses a server that says "committed" before the disk does.
func (e *postgres) checkDurable(ctx context.Context) error {
	for _, name := range []string{"fsync", "synchronous_commit"} {
		var v string
		if err := e.pool.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&v); err != nil {
			return err
		}
		if v == "off" {
			return fmt.Errorf("postgres has %s=off: an acknowledged delivery could be lost", name)
		}
	}
	return nil
}

func (e *postgres) reader() querier { return pgConn{e.pool} }

func (e *postgres) close() error {
	e.pool.Close()
	return nil
}

// inTx tries again where Postgres ends a transaction for the sake of another one.
func (e *postgres) inTx(ctx context.Context, do func(tx) error) error {
	var err error
	for range 3 {
		err = pgx.BeginFunc(ctx, e.pool, func(t pgx.Tx) error {
			return do(tx{querier: pgConn{t}, jobs: e.queue.within(t), forUpdate: " FOR UPDATE"})
		})
		var pe *pgconn.PgError
		if !errors.As(err, &pe) || (pe.Code != "40P01" && pe.Code != "40001") {
			return err
		}
	}
	return err
}

// pgConn makes a querier of a pool or a transaction.
type pgConn struct {
	c interface {
		Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
		Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	}
}

func (c pgConn) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := c.c.Exec(ctx, sql, args...)
	return tag.RowsAffected(), err
}

func (c pgConn) each(ctx context.Context, row func(scan) error, sql string, args ...any) error {
	rows, err := c.c.Query(ctx, sql, args...)
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

// pgDriver is River's driver with our bell in the place of LISTEN and NOTIFY: the process that took a delivery starts the
// work at once, the others see it at their next poll. No connection is held, and poolers in transaction mode do no harm.
type pgDriver struct {
	*riverpgxv5.Driver
	bell *bell
}

// GetListener hands out the bell.
func (d *pgDriver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener { return d.bell }

// SupportsListener is true whatever the server can do: the bell needs nothing of it.
func (d *pgDriver) SupportsListener() bool { return true }

// GetExecutor leaves completions to us.
func (d *pgDriver) GetExecutor() riverdriver.Executor { return executor{d.Driver.GetExecutor()} }

// SupportsListenNotify is false: nothing is announced through the database.
func (d *pgDriver) SupportsListenNotify() bool { return false }

func (d *pgDriver) chime() *bell { return d.bell }

// reclaim gives back what an earlier process of the same name left running when it was killed.
func (d *pgDriver) reclaim(ctx context.Context, q querier, client string) (int64, error) {
	if client == "" {
		return 0, nil
	}
	if _, err := q.exec(ctx, `DELETE FROM river_leader WHERE leader_id = $1`, client); err != nil {
		return 0, err
	}
	return q.exec(ctx, `UPDATE river_job SET state = 'available'
		WHERE state = 'running' AND attempted_by[array_length(attempted_by, 1)] = $1`, client)
}
