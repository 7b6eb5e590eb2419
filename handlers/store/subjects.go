// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"slices"
)

const upsertSubject = `ON CONFLICT (key) DO UPDATE SET
	kind          = CASE WHEN excluded.kind <> '' THEN excluded.kind ELSE subject.kind END,
	installation  = CASE WHEN excluded.installation <> 0 THEN excluded.installation ELSE subject.installation END,
	owner_id      = CASE WHEN excluded.owner_id <> 0 THEN excluded.owner_id ELSE subject.owner_id END,
	repository_id = CASE WHEN excluded.repository_id <> 0 THEN excluded.repository_id ELSE subject.repository_id END,
	owner         = CASE WHEN excluded.owner <> '' THEN excluded.owner ELSE subject.owner END,
	name          = CASE WHEN excluded.name <> '' THEN excluded.name ELSE subject.name END,
	number        = CASE WHEN excluded.number <> 0 THEN excluded.number ELSE subject.number END,
	head          = CASE WHEN excluded.head <> '' THEN excluded.head ELSE subject.head END,
	open          = CASE WHEN excluded.open AND excluded.seen_at >= subject.ended_at THEN TRUE ELSE subject.open END,
	asked_at      = CASE WHEN subject.done_gen < subject.gen THEN subject.asked_at ELSE excluded.asked_at END,
	gen           = subject.gen + 1,
	reason        = excluded.reason,
	seen_at       = excluded.seen_at,
	due_at        = 0`

// writeAsks adds one to gen of each subject and makes the jobs. It returns the keys whose job is new.
func writeAsks(ctx context.Context, t tx, as asks) (map[string]bool, error) {
	rows := make([][]any, 0, len(as.subjects))
	for _, a := range as.subjects {
		rows = append(rows, []any{
			a.Key, a.Kind, a.Installation, a.OwnerID, a.RepositoryID, a.Owner, a.Name, a.Number, a.Head, a.Open,
			a.reason, a.seen, a.when,
		})
	}
	sortRows(rows)
	keys := as.keys()
	live, err := waiting(ctx, t, keys)
	if err != nil {
		return nil, err
	}
	err = put(ctx, t, insertion{head: `INSERT INTO subject (key, kind, installation, owner_id, repository_id, owner, name,
		number, head, open, reason, seen_at, asked_at)`, tail: upsertSubject}, rows)
	if err != nil {
		return nil, fmt.Errorf("write subjects: %w", err)
	}
	return t.insert(ctx, slices.DeleteFunc(keys, func(k string) bool { return live[k] && !as.revive[k] }))
}

// waiting finds the subjects whose job waits or runs for certain: their work is not done, and does not rest after a failure. The
// job of such a one sees whatever is asked for now. The rows stay locked until the transaction ends.
func waiting(ctx context.Context, t tx, keys []string) (map[string]bool, error) {
	live := map[string]bool{}
	for _, k := range keys {
		var one int64
		found, err := get(ctx, t, []any{&one}, `SELECT 1 FROM subject WHERE key = $1 AND done_gen < gen AND due_at = 0`+t.forUpdate, k)
		if err != nil {
			return nil, fmt.Errorf("read subject %s: %w", k, err)
		}
		live[k] = found
	}
	return live, nil
}

// Enqueue asks for an evaluation of each subject: for commands, the sweep, a policy that changed. It is the same line
// that deliveries wait in; a subject that waits already is not worked twice.
func (s *Store) Enqueue(ctx context.Context, reason string, subjects ...Subject) error {
	as := newAsks()
	for _, sub := range subjects {
		if err := checkText(append(sub.texts(), reason)...); err != nil {
			return fmt.Errorf("enqueue: %w", err)
		}
		as.add(ask{Subject: sub, reason: reason, when: ms(s.now())})
	}
	err := s.commit(ctx, func(t tx) error {
		_, err := writeAsks(ctx, t, as)
		return err
	})
	if err != nil {
		return fmt.Errorf("enqueue %d subjects: %w", len(subjects), err)
	}
	s.line.ring()
	return nil
}

// Touch asks for a new evaluation of every open pull request of an owner (repositoryID 0) or of one repository, and returns how
// many there are. What was asked for survives a crash in the middle of it: Behind finds what has no job yet.
func (s *Store) Touch(ctx context.Context, reason string, ownerID, repositoryID int64) (int, error) {
	var keys []string
	err := s.commit(ctx, func(t tx) error {
		keys = keys[:0]
		return t.each(ctx, collect(&keys), `UPDATE subject SET gen = gen + 1, reason = $1, due_at = 0,
			asked_at = CASE WHEN done_gen < gen THEN asked_at ELSE $2 END
			WHERE key IN (SELECT key FROM subject WHERE owner_id = $3 AND ($4 = 0 OR repository_id = $4)
				AND open AND kind = 'pull' ORDER BY key`+t.forUpdate+`) RETURNING key`,
			reason, ms(s.now()), ownerID, repositoryID)
	})
	if err != nil {
		return 0, fmt.Errorf("touch owner %d, repository %d: %w", ownerID, repositoryID, err)
	}
	if _, err := s.revive(ctx, keys); err != nil {
		return 0, fmt.Errorf("touch owner %d, repository %d: %w", ownerID, repositoryID, err)
	}
	return len(keys), nil
}

// collect appends each row's only column.
func collect(keys *[]string) func(scan) error {
	return func(scan scan) error {
		var k string
		err := scan(&k)
		*keys = append(*keys, k)
		return err
	}
}

// revive makes the jobs that are missing, in small transactions that deliveries need not wait long for.
func (s *Store) revive(ctx context.Context, keys []string) (int, error) {
	revived := 0
	for len(keys) > 0 {
		n := min(len(keys), rowsAtOnce)
		var added map[string]bool
		err := s.commit(ctx, func(t tx) (err error) {
			added, err = t.insert(ctx, keys[:n])
			return err
		})
		if err != nil {
			return revived, err
		}
		for _, isNew := range added {
			if isNew {
				revived++
			}
		}
		s.line.ring()
		keys = keys[n:]
	}
	return revived, nil
}

const subjectColumns = `key, kind, installation, owner_id, repository_id, owner, name, number, head, open`

func (s *Subject) columns() []any {
	return []any{
		&s.Key, &s.Kind, &s.Installation, &s.OwnerID, &s.RepositoryID, &s.Owner, &s.Name, &s.Number, &s.Head, &s.Open,
	}
}

// SubjectsAt lists the open pull requests of a repository whose newest known head is this one: events about a commit of a fork
// name no pull request.
func (s *Store) SubjectsAt(ctx context.Context, repositoryID int64, head string) ([]Subject, error) {
	return s.list(ctx, `WHERE open AND kind = 'pull' AND repository_id = $1 AND head = $2 ORDER BY key`, repositoryID, head)
}

// OpenSubjects lists open subjects by key, after the given one: a round that was broken off goes on where it was.
func (s *Store) OpenSubjects(ctx context.Context, after string, limit int) ([]Subject, error) {
	return s.list(ctx, `WHERE open AND key > $1 ORDER BY key LIMIT $2`, after, limit)
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Subject, error) {
	var all []Subject
	err := s.engine.reader().each(ctx, func(scan scan) error {
		var sub Subject
		err := scan(sub.columns()...)
		all = append(all, sub)
		return err
	}, `SELECT `+subjectColumns+` FROM subject `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list subjects: %w", err)
	}
	return all, nil
}

// Moved tells whether a newer generation of the subject was asked for than gen: what is being worked on is out of date, and
// may end early. End it with an empty Result and no error; the newer generation has its own turn.
func (s *Store) Moved(ctx context.Context, key string, gen int64) (bool, error) {
	var now int64
	if _, err := get(ctx, s.engine.reader(), []any{&now}, `SELECT gen FROM subject WHERE key = $1`, key); err != nil {
		return false, fmt.Errorf("read subject %s: %w", key, err)
	}
	return now > gen, nil
}
