// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"time"
)

const repositoryColumns = `id, owner_id, installation, owner, name, visibility, default_branch, properties, gone`

func (r *Repository) scan(scan scan) error {
	var properties *string
	err := scan(&r.ID, &r.OwnerID, &r.Installation, &r.Owner, &r.Name, &r.Visibility, &r.DefaultBranch, &properties, &r.Gone)
	r.Properties = raw(properties)
	return err
}

// Repository is what was last heard of a repository, nil if nothing was.
func (s *Store) Repository(ctx context.Context, id int64) (*Repository, error) {
	all, err := s.repositories(ctx, `WHERE id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("read repository %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &all[0], nil
}

// RepositoriesOf are an owner's repositories that are not gone, by id.
func (s *Store) RepositoriesOf(ctx context.Context, ownerID int64) ([]Repository, error) {
	all, err := s.repositories(ctx, `WHERE owner_id = $1 AND NOT gone ORDER BY id`, ownerID)
	if err != nil {
		return nil, fmt.Errorf("list repositories of %d: %w", ownerID, err)
	}
	return all, nil
}

func (s *Store) repositories(ctx context.Context, where string, args ...any) ([]Repository, error) {
	var all []Repository
	err := s.engine.reader().each(ctx, func(scan scan) error {
		var r Repository
		err := r.scan(scan)
		all = append(all, r)
		return err
	}, `SELECT `+repositoryColumns+` FROM repository `+where, args...)
	return all, err
}

// Installation is what was last heard of an installation, nil if nothing was.
func (s *Store) Installation(ctx context.Context, id int64) (*Installation, error) {
	i := &Installation{ID: id}
	var permissions *string
	found, err := get(ctx, s.engine.reader(), []any{&i.AccountID, &i.Account, &i.Suspended, &i.Gone, &permissions},
		`SELECT account_id, account, suspended, gone, permissions FROM installation WHERE id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("read installation %d: %w", id, err)
	}
	if !found {
		return nil, nil
	}
	i.Permissions = raw(permissions)
	return i, nil
}

// BlockInstallation says that GitHub does not want to hear from an installation until then. The latest time wins; the zero
// time lifts the block.
func (s *Store) BlockInstallation(ctx context.Context, id int64, until time.Time) error {
	return s.write(ctx, fmt.Sprintf("block installation %d", id), `INSERT INTO installation (id, account_id, account, suspended, gone, blocked_until)
		VALUES ($1, 0, '', FALSE, FALSE, $2)
		ON CONFLICT (id) DO UPDATE SET blocked_until = CASE WHEN excluded.blocked_until = 0
			OR excluded.blocked_until > installation.blocked_until THEN excluded.blocked_until ELSE installation.blocked_until END`, id, ms(until))
}

// BlockedUntil is the time that BlockInstallation was given, zero if none. It may be past.
func (s *Store) BlockedUntil(ctx context.Context, id int64) (time.Time, error) {
	var until int64
	if _, err := get(ctx, s.engine.reader(), []any{&until}, `SELECT blocked_until FROM installation WHERE id = $1`, id); err != nil {
		return time.Time{}, fmt.Errorf("read block of installation %d: %w", id, err)
	}
	return at(until), nil
}
