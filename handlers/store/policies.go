// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// PolicyVersion is one reading of a policy file. Scope is "org/ID" or "repo/ID".
type PolicyVersion struct {
	Scope, Path, Commit, Blob string
	Source                    []byte
	Good                      bool
	Error                     string // why it is not good
	At                        time.Time
	Told                      bool            // the owners were told of Error
	People                    json.RawMessage // numeric ids of the people and teams that it names
}

// The two versions of a scope that are kept.
const (
	slotGood = "good"
	slotSeen = "seen"
)

// LastGoodPolicy is the version that is in force, nil if there never was one.
func (s *Store) LastGoodPolicy(ctx context.Context, scope string) (*PolicyVersion, error) {
	return s.policy(ctx, scope, slotGood)
}

// LastSeenPolicy is the version that was read last, good or not, nil if there never was one.
func (s *Store) LastSeenPolicy(ctx context.Context, scope string) (*PolicyVersion, error) {
	return s.policy(ctx, scope, slotSeen)
}

func (s *Store) policy(ctx context.Context, scope, slot string) (*PolicyVersion, error) {
	p := &PolicyVersion{Scope: scope}
	var when int64
	var people *string
	found, err := get(ctx, s.engine.reader(),
		[]any{&p.Path, &p.Commit, &p.Blob, &p.Source, &p.Good, &p.Error, &when, &p.Told, &people},
		`SELECT path, commit_sha, blob_sha, source, good, error, at, told, people FROM policy WHERE scope = $1 AND slot = $2`, scope, slot)
	if err != nil {
		return nil, fmt.Errorf("read policy of %s: %w", scope, err)
	}
	if !found {
		return nil, nil
	}
	p.At, p.People = at(when), raw(people)
	return p, nil
}

// SavePolicy keeps p as the version seen last and, if it is good, as the one in force.
func (s *Store) SavePolicy(ctx context.Context, p PolicyVersion) error {
	if p.At.IsZero() {
		p.At = s.now()
	}
	slots := []string{slotSeen}
	if p.Good {
		slots = append(slots, slotGood)
	}
	rows := make([][]any, len(slots))
	for i, slot := range slots {
		rows[i] = []any{p.Scope, slot, p.Path, p.Commit, p.Blob, p.Source, p.Good, p.Error, ms(p.At), p.Told, text(p.People)}
	}
	err := s.commit(ctx, func(t tx) error {
		return put(ctx, t, insertion{
			head: `INSERT INTO policy (scope, slot, path, commit_sha, blob_sha, source, good, error, at, told, people)`,
			tail: `ON CONFLICT (scope, slot) DO UPDATE SET path = excluded.path, commit_sha = excluded.commit_sha,
				blob_sha = excluded.blob_sha, source = excluded.source, good = excluded.good, error = excluded.error,
				at = excluded.at, told = excluded.told, people = excluded.people`,
		}, rows)
	})
	if err != nil {
		return fmt.Errorf("save policy of %s: %w", p.Scope, err)
	}
	return nil
}

// DropPolicy says that the scope has no policy any more: its file was deleted, which is not the same as broken.
func (s *Store) DropPolicy(ctx context.Context, scope string) error {
	return s.write(ctx, "drop policy of "+scope, `DELETE FROM policy WHERE scope = $1`, scope)
}
