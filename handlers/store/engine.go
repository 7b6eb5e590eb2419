// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"math/bits"
	"strconv"
	"strings"
)

// querier runs statements with $1 placeholders, in a transaction or outside of one.
type querier interface {
	exec(ctx context.Context, sql string, args ...any) (int64, error)
	each(ctx context.Context, row func(scan) error, sql string, args ...any) error
}

// scan copies the current row's columns.
type scan func(dest ...any) error

// engine is one of the two databases.
type engine interface {
	inTx(ctx context.Context, do func(tx) error) error // do may run more than once
	reader() querier
	close() error
}

// tx is a transaction over our tables and the queue's.
type tx struct {
	querier
	jobs
	forUpdate string // the suffix that locks what is selected; SQLite has one writer and needs none
}

var errEnough = errors.New("enough rows")

// get reads the first row; false says that there is none.
func get(ctx context.Context, q querier, dest []any, sql string, args ...any) (bool, error) {
	found := false
	err := q.each(ctx, func(scan scan) error {
		found = true
		if err := scan(dest...); err != nil {
			return err
		}
		return errEnough
	}, sql, args...)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return found, err
}

// rowsAtOnce bounds the placeholders of one statement.
const rowsAtOnce = 128

// put runs the insertion with the rows as its VALUES, in pieces of 128, 64, 32 ... rows: few texts, which stay parsed.
func put(ctx context.Context, q querier, in insertion, rows [][]any) error {
	for len(rows) > 0 {
		n := min(rowsAtOnce, 1<<(bits.Len(uint(len(rows)))-1))
		if err := putSome(ctx, q, in, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// insertion is a statement around its VALUES.
type insertion struct {
	head, tail string
	row        func(scan) error // nil when tail returns nothing
}

func putSome(ctx context.Context, q querier, in insertion, rows [][]any) error {
	var b strings.Builder
	b.WriteString(in.head)
	b.WriteString(" VALUES ")
	args := make([]any, 0, len(rows)*len(rows[0]))
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		placeholders(&b, len(args), len(r))
		args = append(args, r...)
	}
	b.WriteByte(' ')
	b.WriteString(in.tail)
	if in.row != nil {
		return q.each(ctx, in.row, b.String(), args...)
	}
	_, err := q.exec(ctx, b.String(), args...)
	return err
}

// placeholders writes ($m+1,...,$m+n).
func placeholders(b *strings.Builder, m, n int) {
	for i := range n {
		if i == 0 {
			b.WriteString("($")
		} else {
			b.WriteString(",$")
		}
		b.WriteString(strconv.Itoa(m + i + 1))
	}
	b.WriteByte(')')
}
