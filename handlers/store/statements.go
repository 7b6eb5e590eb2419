// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite"
)

// database/sql parses the text of a statement each time that it runs outside of a sql.Stmt, and both River and we run the same
// few texts all day: that parsing was up to half of the processor's time. A connection of ours keeps them parsed.

// maxStatements are kept parsed on one connection.
const maxStatements = 200

// openParsed opens a pool of connections that keep their statements parsed.
func openParsed(dsn string, connections int) (*sql.DB, error) {
	c, err := sqlite3.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(parsedConnector{c})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

type parsedConnector struct{ driver.Connector }

// Connect opens one connection.
func (c parsedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(fullConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%T is not what we know of the SQLite driver", conn), conn.Close())
	}
	return &parsedConn{fullConn: full, parsed: map[string]*parsed{}}, nil
}

// fullConn is all that the SQLite driver's connection can do.
type fullConn interface { //nolint:interfacebloat // a method that were left out would be hidden from database/sql
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// parsedConn is used by one goroutine at a time, as database/sql promises.
type parsedConn struct {
	fullConn
	parsed map[string]*parsed
}

type parsed struct {
	fullStmt
	busy bool // its rows are being read
}

// statement is the parsed text, to be used at once; nil if it is in use.
func (c *parsedConn) statement(ctx context.Context, text string) (*parsed, error) {
	if p, ok := c.parsed[text]; ok {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	if len(c.parsed) >= maxStatements {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	s, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	full, ok := s.(fullStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%T is not what we know of the SQLite driver", s), s.Close())
	}
	p := &parsed{fullStmt: full}
	c.parsed[text] = p
	return p, nil
}

// forget ends every statement that is not in use.
func (c *parsedConn) forget() error {
	var errs []error
	for text, p := range c.parsed {
		if !p.busy {
			errs = append(errs, p.Close())
			delete(c.parsed, text)
		}
	}
	return errors.Join(errs...)
}

// Close ends the statements, then the connection.
func (c *parsedConn) Close() error { return errors.Join(c.forget(), c.fullConn.Close()) }

// ExecContext runs a statement to its end: it is short, and breaking it off would cost the connection.
func (c *parsedConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	p, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.fullConn.ExecContext(ctx, text, args)
	}
	return p.fullStmt.ExecContext(ctx, args)
}

// QueryContext hands out rows that keep the statement until they are closed.
func (c *parsedConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	p, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.fullConn.QueryContext(ctx, text, args)
	}
	rows, err := p.fullStmt.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.busy = true
	return &parsedRows{rows, p}, nil
}

// parsedRows give the statement back.
type parsedRows struct {
	driver.Rows
	p *parsed
}

// Close makes the statement free for its next use.
func (r *parsedRows) Close() error {
	r.p.busy = false
	return r.Rows.Close()
}
