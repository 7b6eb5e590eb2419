// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"time"
)

// The states of a publication: decided on and not yet asked for; written before the request to GitHub; and after it.
const (
	Wanted   = "wanted"
	Intended = "intended"
	Done     = "done"
)

// Publication is something of ours on GitHub: a check run on a head, or the one comment of a subject (head ""). An
// intended one may or may not be there: look before posting it again.
type Publication struct {
	Key, Head, Kind string // Kind: check or comment
	Digest          string // of what is shown
	RemoteID        int64  // GitHub's id, 0 while it is not known
	State, URL      string
	Body            string // of a comment that is wanted; the task that posts it reads it here
	At              time.Time
}

// Publication reads what is known, nil if nothing.
func (s *Store) Publication(ctx context.Context, key, kind, head string) (*Publication, error) {
	p := &Publication{Key: key, Kind: kind, Head: head}
	var when int64
	found, err := get(ctx, s.engine.reader(), []any{&p.Digest, &p.RemoteID, &p.State, &p.URL, &p.Body, &when},
		`SELECT digest, remote_id, state, url, body, at FROM publication WHERE key = $1 AND kind = $2 AND head = $3`, key, kind, head)
	if err != nil {
		return nil, fmt.Errorf("read %s of %s: %w", kind, key, err)
	}
	if !found {
		return nil, nil
	}
	p.At = at(when)
	return p, nil
}

// Want notes what should be published by a task of its own, which may be posting an older text at this moment. What is known of
// GitHub stays: its id, and that a post was begun whose outcome nobody knows. p.State may be Intended where nothing is noted and
// the thing may be on GitHub all the same: look before posting it. The same text, if it was published, is not wanted again.
func (s *Store) Want(ctx context.Context, p Publication) error {
	if p.State == "" {
		p.State = Wanted
	}
	const there = `publication.state = 'done' AND publication.digest = excluded.digest`
	return s.write(ctx, "want "+p.Kind+" of "+p.Key, `INSERT INTO publication (key, kind, head, digest, remote_id, state, url, body, at)
		VALUES ($1, $2, $3, $4, 0, $5, '', $6, $7)
		ON CONFLICT (key, kind, head) DO UPDATE SET digest = excluded.digest, at = excluded.at,
			body = CASE WHEN `+there+` THEN '' ELSE excluded.body END,
			state = CASE WHEN `+there+` THEN 'done'
				WHEN publication.state = 'intended' AND publication.remote_id = 0 THEN 'intended'
				WHEN publication.remote_id <> 0 THEN 'wanted' ELSE excluded.state END`,
		p.Key, p.Kind, p.Head, p.Digest, p.State, p.Body, ms(p.At))
}

// Intend notes what is about to be published, before GitHub is asked. It replaces what was noted for the same key, kind and
// head, RemoteID included: give the id of a comment that is edited in place.
func (s *Store) Intend(ctx context.Context, p Publication) error {
	p.State = Intended
	return s.publish(ctx, p, `publication.state = 'wanted'`, Intended)
}

// Published notes what GitHub answered.
func (s *Store) Published(ctx context.Context, p Publication) error {
	p.State, p.Body = Done, ""
	return s.publish(ctx, p, `TRUE`, Wanted)
}

// publish writes p over what is noted. If something else was wanted meanwhile and the condition `keep` holds, digest and body stay
// what is wanted, in the state `kept`: a text that was decided on while the one before it was being posted is not lost.
func (s *Store) publish(ctx context.Context, p Publication, keep, kept string) error {
	if p.At.IsZero() {
		p.At = s.now()
	}
	newer := `publication.body <> '' AND publication.digest <> excluded.digest AND ` + keep
	return s.write(ctx, "write "+p.Kind+" of "+p.Key, `INSERT INTO publication (key, kind, head, digest, remote_id, state, url, body, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (key, kind, head) DO UPDATE SET remote_id = excluded.remote_id, url = excluded.url, at = excluded.at,
			digest = CASE WHEN `+newer+` THEN publication.digest ELSE excluded.digest END,
			body = CASE WHEN `+newer+` THEN publication.body ELSE excluded.body END,
			state = CASE WHEN `+newer+` THEN '`+kept+`' ELSE excluded.state END`,
		p.Key, p.Kind, p.Head, p.Digest, p.RemoteID, p.State, p.URL, p.Body, ms(p.At))
}

// ForgetPublication says that it is not on GitHub any more, as when somebody deleted our comment.
func (s *Store) ForgetPublication(ctx context.Context, key, kind, head string) error {
	return s.write(ctx, "forget "+kind+" of "+key, `DELETE FROM publication WHERE key = $1 AND kind = $2 AND head = $3`, key, kind, head)
}

// write runs one statement in a transaction of its own.
func (s *Store) write(ctx context.Context, what, sql string, args ...any) error {
	err := s.commit(ctx, func(t tx) error {
		_, err := t.exec(ctx, sql, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
