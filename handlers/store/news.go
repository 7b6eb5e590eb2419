// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"slices"
)

const upsertRepository = `ON CONFLICT (id) DO UPDATE SET
	owner_id       = CASE WHEN excluded.owner_id <> 0 THEN excluded.owner_id ELSE repository.owner_id END,
	installation   = CASE WHEN excluded.installation <> 0 THEN excluded.installation ELSE repository.installation END,
	owner          = CASE WHEN excluded.owner <> '' THEN excluded.owner ELSE repository.owner END,
	name           = CASE WHEN excluded.name <> '' THEN excluded.name ELSE repository.name END,
	visibility     = CASE WHEN excluded.visibility <> '' THEN excluded.visibility ELSE repository.visibility END,
	default_branch = CASE WHEN excluded.default_branch <> '' THEN excluded.default_branch ELSE repository.default_branch END,
	properties     = COALESCE(excluded.properties, repository.properties),
	gone           = excluded.gone`

const upsertInstallation = `ON CONFLICT (id) DO UPDATE SET
	account_id  = CASE WHEN excluded.account_id <> 0 THEN excluded.account_id ELSE installation.account_id END,
	account     = CASE WHEN excluded.account <> '' THEN excluded.account ELSE installation.account END,
	suspended   = excluded.suspended,
	gone        = excluded.gone,
	permissions = COALESCE(excluded.permissions, installation.permissions)`

// writeNews keeps what the arrivals say of repositories and installations. Of two that speak of one repository the later is
// written in a statement of its own: one statement may touch a row once.
func writeNews(ctx context.Context, t tx, ws []*waiter) error {
	var repositories, installations [][]any
	for _, w := range ws {
		for _, r := range w.arrival.Repositories {
			repositories = append(repositories, []any{
				r.ID, r.OwnerID, r.Installation, r.Owner, r.Name, r.Visibility, r.DefaultBranch, text(r.Properties), r.Gone,
			})
		}
		for _, i := range w.arrival.Installations {
			installations = append(installations, []any{i.ID, i.AccountID, i.Account, i.Suspended, i.Gone, text(i.Permissions)})
		}
	}
	err := putEach(ctx, t, insertion{
		head: `INSERT INTO installation (id, account_id, account, suspended, gone, permissions)`,
		tail: upsertInstallation,
	}, installations)
	if err != nil {
		return fmt.Errorf("write installations: %w", err)
	}
	err = putEach(ctx, t, insertion{head: `INSERT INTO repository (id, owner_id, installation, owner, name, visibility,
		default_branch, properties, gone)`, tail: upsertRepository}, repositories)
	if err != nil {
		return fmt.Errorf("write repositories: %w", err)
	}
	return nil
}

// putEach is put for rows whose first column may come more than once: the first of each, sorted, then the second ones. A row that
// says the same as the one before it, as the deliveries of a busy repository do, is written once.
func putEach(ctx context.Context, t tx, in insertion, rows [][]any) error {
	for len(rows) > 0 {
		last := map[any][]any{} // the latest row of each
		var now, later [][]any
		for _, r := range rows {
			before, known := last[r[0]]
			switch {
			case !known:
				now = append(now, r)
			case !slices.Equal(before, r):
				later = append(later, r)
			}
			last[r[0]] = r
		}
		sortRows(now)
		if err := put(ctx, t, in, now); err != nil {
			return err
		}
		rows = later
	}
	return nil
}

// writeEndings keeps the closes, merges and reopenings, and lets `open` follow the latest of them.
func writeEndings(ctx context.Context, t tx, ws []*waiter) error {
	var all []Ending
	for _, w := range ws {
		all = append(all, w.arrival.Endings...)
	}
	slices.SortStableFunc(all, func(a, b Ending) int { return a.At.Compare(b.At) })
	for _, e := range all {
		_, err := t.exec(ctx, `INSERT INTO ending (key, at, reopened, merged, head, merge_commit, actor_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key, at, reopened) DO NOTHING`,
			e.Key, ms(e.At), e.Reopened, e.Merged, e.Head, e.MergeCommit, e.ActorID)
		if err != nil {
			return fmt.Errorf("write ending of %s: %w", e.Key, err)
		}
		_, err = t.exec(ctx, `UPDATE subject SET open = $1, ended_at = $2 WHERE key = $3 AND ended_at <= $2`, e.Reopened, ms(e.At), e.Key)
		if err != nil {
			return fmt.Errorf("write ending of %s: %w", e.Key, err)
		}
	}
	return nil
}
