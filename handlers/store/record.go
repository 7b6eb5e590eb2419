// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
)

// recordTimeout bounds the writing of a result, which is not given up when the work's own time is over.
const recordTimeout = 20 * time.Second

// Evaluation is one generation of a subject, brought to its end. Requests and Points are what it cost at GitHub.
type Evaluation struct {
	Key, Head                                     string
	Gen                                           int64
	Digest, Conclusion, PolicyVersion, AppVersion string
	Report                                        json.RawMessage
	Verdicts                                      []VerdictRow
	Requests, Points                              int
	Started, Finished                             time.Time
	Reason                                        string
}

// VerdictRow is one rule's verdict in an evaluation. ID is the policy's id of it.
type VerdictRow struct {
	ID, Rule, Mode, State, Reason string
	Findings                      int
}

// unanswered is the conclusion of work that ended without an answer: a redelivery takes it up again.
const unanswered = "timed_out"

// record ends a generation: counters, evaluation, transitions and the job, in one transaction that locks the
// subject first. If more was asked for meanwhile, the job makes room for a new one, in the same transaction.
func (s *Store) record(ctx context.Context, job *river.Job[task], c Claim, r Result) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	var moved bool
	err := s.commit(ctx, func(t tx) error {
		gen, err := s.finish(ctx, t, c, r.Evaluation)
		if err != nil {
			return err
		}
		if err := t.complete(ctx, job); err != nil {
			return err
		}
		if moved = gen > c.Gen; moved {
			_, err = t.insert(ctx, []string{job.Args.Key})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record %s, generation %d: %w", job.Args.Key, c.Gen, err)
	}
	if moved {
		s.line.ring()
	}
	return nil
}

// finish sets done_gen and keeps the evaluation, unless that was done already: by an earlier attempt whose
// end was not heard of, or by one that overlapped. It returns the subject's gen.
func (s *Store) finish(ctx context.Context, t tx, c Claim, e *Evaluation) (int64, error) {
	var gen, done int64
	found, err := get(ctx, t, []any{&gen, &done}, `SELECT gen, done_gen FROM subject WHERE key = $1`+t.forUpdate, c.Subject.Key)
	if err != nil || !found || done >= c.Gen {
		return gen, err
	}
	failed := e != nil && e.Conclusion == unanswered
	_, err = t.exec(ctx, `UPDATE subject SET done_gen = $1, done_at = $2, asked_at = $2, due_at = 0, failed = $3 WHERE key = $4`,
		c.Gen, ms(s.now()), failed, c.Subject.Key)
	if err != nil || e == nil {
		return gen, err
	}
	return gen, keep(ctx, t, c, e)
}

// keep writes the evaluation and what it changed.
func keep(ctx context.Context, t tx, c Claim, e *Evaluation) error {
	_, err := t.exec(ctx, `INSERT INTO evaluation (key, gen, head, digest, conclusion, policy_version, app_version, report, requests,
		points, started_at, finished_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		c.Subject.Key, c.Gen, e.Head, e.Digest, e.Conclusion, e.PolicyVersion, e.AppVersion, string(e.Report), e.Requests,
		e.Points, ms(e.Started), ms(e.Finished), e.Reason)
	if err != nil {
		return fmt.Errorf("write evaluation: %w", err)
	}
	old, err := standing(ctx, t, c.Subject.Key)
	if err != nil {
		return err
	}
	if err := change(ctx, t, c, e, old); err != nil {
		return fmt.Errorf("write verdicts: %w", err)
	}
	return nil
}

// standing reads the verdicts that the last evaluation left.
func standing(ctx context.Context, q querier, key string) (map[string]VerdictRow, error) {
	old := map[string]VerdictRow{}
	err := q.each(ctx, func(scan scan) error {
		var v VerdictRow
		err := scan(&v.ID, &v.Rule, &v.Mode, &v.State)
		old[v.ID] = v
		return err
	}, `SELECT id, rule, mode, state FROM verdict WHERE key = $1`, key)
	if err != nil {
		return nil, fmt.Errorf("read verdicts: %w", err)
	}
	return old, nil
}

// change keeps a transition for each verdict whose state or mode is not what it was, and for each rule
// that judges the subject no longer.
func change(ctx context.Context, t tx, c Claim, e *Evaluation, old map[string]VerdictRow) error {
	var transitions, verdicts [][]any
	note := func(was, is VerdictRow) {
		transitions = append(transitions, []any{
			c.Subject.Key, c.Gen, is.ID, is.Rule, was.Mode, was.State, is.Mode, is.State, is.Reason, is.Findings,
			e.Head, e.PolicyVersion, ms(e.Finished),
		})
	}
	for _, v := range e.Verdicts {
		was, known := old[v.ID]
		delete(old, v.ID)
		if !known || was.State != v.State || was.Mode != v.Mode || was.Rule != v.Rule {
			note(was, v)
			verdicts = append(verdicts, []any{c.Subject.Key, v.ID, v.Rule, v.Mode, v.State})
		}
	}
	for _, id := range sortedKeys(old) {
		note(old[id], VerdictRow{ID: id, Rule: old[id].Rule})
		if _, err := t.exec(ctx, `DELETE FROM verdict WHERE key = $1 AND id = $2`, c.Subject.Key, id); err != nil {
			return err
		}
	}
	err := put(ctx, t, insertion{
		head: `INSERT INTO verdict (key, id, rule, mode, state)`,
		tail: `ON CONFLICT (key, id) DO UPDATE SET rule = excluded.rule, mode = excluded.mode, state = excluded.state`,
	}, verdicts)
	if err != nil {
		return err
	}
	return put(ctx, t, insertion{head: `INSERT INTO transition (key, gen, id, rule, old_mode, old_state, mode, state, reason,
		findings, head, policy_version, at)`}, transitions)
}

func sortedKeys(m map[string]VerdictRow) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// LastEvaluation is the newest evaluation of a subject with the verdicts that stand, nil if there is none. Verdicts
// come without reasons and findings; the report has them.
func (s *Store) LastEvaluation(ctx context.Context, key string) (*Evaluation, error) {
	e := &Evaluation{Key: key}
	var report string
	var started, finished int64
	found, err := get(ctx, s.engine.reader(), []any{
		&e.Gen, &e.Head, &e.Digest, &e.Conclusion, &e.PolicyVersion, &e.AppVersion, &report, &e.Requests, &e.Points,
		&started, &finished, &e.Reason,
	}, `SELECT gen, head, digest, conclusion, policy_version, app_version, report, requests, points, started_at, finished_at, reason
		FROM evaluation WHERE key = $1 ORDER BY gen DESC LIMIT 1`, key)
	if err != nil {
		return nil, fmt.Errorf("read evaluation of %s: %w", key, err)
	}
	if !found {
		return nil, nil
	}
	e.Started, e.Finished = at(started), at(finished)
	if report != "" { // else Retain removed it
		e.Report = json.RawMessage(report)
	}
	old, err := standing(ctx, s.engine.reader(), key)
	if err != nil {
		return nil, err
	}
	for _, id := range sortedKeys(old) {
		e.Verdicts = append(e.Verdicts, old[id])
	}
	return e, nil
}
