// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

// note decides on the sticky comment and leaves it to a task of its own, so that the slow lane of what notifies people never
// holds up a check run.
func (v *visit) note(ctx context.Context, f gh.Facts, report rules.Report, check gh.Posted) error {
	if v.claim.Subject.Kind != kindPull {
		return nil
	}
	key := v.claim.Subject.Key
	before, err := v.app.store.Publication(ctx, key, publishedComment, "")
	if err != nil || !v.wantsComment(report, before != nil) {
		return err
	}
	if may, err := v.mayComment(ctx); err != nil || !may {
		return err
	}
	body := sticky(report, f.Subject, check.URL, v.quiet)
	p := store.Publication{Key: key, Kind: publishedComment, Digest: shown{Summary: body}.digest(), Body: body, At: v.app.now()}
	if before != nil && before.Digest == p.Digest && before.State == store.Done {
		return nil
	}
	if before == nil && f.Comments > 0 {
		p.State = store.Intended // one of them may be ours, of a database that was lost
	}
	if err := v.app.store.Want(ctx, p); err != nil {
		return err
	}
	task := v.claim.Subject
	task.Key, task.Kind, task.Open = key+"#comment", kindComment, false
	return v.app.store.Enqueue(ctx, "comment", task)
}

// wantsComment is the policy's word: by default a comment stands only where something failed once.
func (v *visit) wantsComment(report rules.Report, stands bool) bool {
	switch v.settings().Comment {
	case "never":
		return false
	case "always":
		return true
	}
	return stands || report.Conclusion() != rules.Success
}

// mayComment tells whether the installation granted the permission. What was never said is tried.
func (v *visit) mayComment(ctx context.Context) (bool, error) {
	in, err := v.app.store.Installation(ctx, v.claim.Subject.Installation)
	if err != nil || in == nil || len(in.Permissions) == 0 {
		return true, err
	}
	var granted map[string]string
	if err := json.Unmarshal(in.Permissions, &granted); err != nil {
		return false, fmt.Errorf("permissions of installation %d: %w", in.ID, err)
	}
	return granted["issues"] == "write" || granted["pull_requests"] == "write", nil
}

// comment writes the sticky comment that was decided on: edited in place, found again when its id was lost, never twice.
func (v *visit) comment(ctx context.Context) error {
	key := strings.TrimSuffix(v.claim.Subject.Key, "#comment")
	p, err := v.app.store.Publication(ctx, key, publishedComment, "")
	if err != nil || p == nil || p.State == store.Done {
		return err
	}
	s := gh.Sticky{
		Owner: v.claim.Subject.Owner, Name: v.claim.Subject.Name, RepositoryID: v.claim.Subject.RepositoryID,
		Number: v.claim.Subject.Number, Body: p.Body,
	}
	posted, err := v.say(ctx, s, *p)
	if errors.Is(err, gh.ErrForbidden) {
		v.log.Warn().Err(err).Msg("the comment is not allowed here; the check run says the same")
		return nil
	}
	if err != nil {
		return err
	}
	v.log.Info().Int("requests", v.client.Requests()).Msg("commented")
	return v.published(ctx, *p, posted, nil)
}

func (v *visit) say(ctx context.Context, s gh.Sticky, p store.Publication) (gh.Posted, error) {
	posted := gh.Posted{ID: p.RemoteID, URL: p.URL}
	if p.RemoteID == 0 && p.State == store.Intended {
		found, ok, err := v.client.FindComment(ctx, s)
		if err != nil {
			return posted, err
		}
		if ok {
			posted = found
		}
	}
	if posted.ID != 0 {
		there, err := v.client.EditComment(ctx, posted.ID, s)
		if err != nil || there {
			return posted, err
		}
		if s.Body == allWell() {
			return gh.Posted{}, nil // somebody deleted it: that all is well needs no new one
		}
		if err := v.anew(ctx, &p); err != nil {
			return posted, err
		}
	}
	if err := v.client.Reserve(ctx); err != nil {
		return posted, err
	}
	p.RemoteID = 0
	if err := v.app.store.Intend(ctx, p); err != nil {
		return posted, err
	}
	return v.client.PostComment(ctx, s)
}

// anew forgets a comment that somebody deleted, and wants it once more: should its turn come later, it is not looked for again.
func (v *visit) anew(ctx context.Context, p *store.Publication) error {
	if err := v.app.store.ForgetPublication(ctx, p.Key, p.Kind, p.Head); err != nil {
		return err
	}
	p.RemoteID, p.State, p.URL = 0, store.Wanted, ""
	return v.app.store.Want(ctx, *p)
}
