// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

// failed is what becomes of an error of ours or of GitHub's: the check run stays in progress and the work is tried again; after
// the last attempt it concludes timed_out, which passes nowhere and blames nobody.
func (v *visit) failed(ctx context.Context, err error) (store.Result, error) {
	var limited *gh.Limited
	if errors.As(err, &limited) || errors.Is(err, gh.ErrMoved) || errors.Is(err, gh.ErrGone) {
		return store.Result{}, err
	}
	if !v.claim.Last {
		v.progress(ctx)
		return store.Result{}, err
	}
	v.log.Error().Err(err).Msg("the last attempt failed")
	s := shown{Conclusion: rules.TimedOut, Headline: rules.Say("show.unknown").Plain(), Summary: rules.Say("show.timed-out").Markdown()}
	if _, posting := v.check(ctx, v.claim.Subject.Head, s); posting != nil {
		v.log.Error().Err(posting).Msg("could not say that the evaluation timed out")
	}
	return store.Result{}, err // the safety net brings it back
}

// patience posts "in progress" when the visit takes longer than people should wait for a sign. The returned function ends the
// waiting, and waits for a post that is under way.
func (v *visit) patience(ctx context.Context) (stop func()) {
	done := make(chan struct{})
	var posting sync.WaitGroup
	posting.Go(func() {
		timer := time.NewTimer(v.app.patience)
		defer timer.Stop()
		select {
		case <-done:
		case <-timer.C:
			v.progress(ctx)
		}
	})
	return func() {
		close(done)
		posting.Wait()
	}
}

// progress says once for a head that Bylaw is still at work. It is a courtesy: where it fails, the work goes on.
func (v *visit) progress(ctx context.Context) {
	key, head := v.claim.Subject.Key, v.claim.Subject.Head
	if head == "" {
		return
	}
	for _, kind := range []string{publishedProgress, publishedCheck} {
		if p, err := v.app.store.Publication(ctx, key, kind, head); err != nil || p != nil {
			return
		}
	}
	p := store.Publication{Key: key, Kind: publishedProgress, Head: head, Digest: publishedProgress, At: v.app.now()}
	if err := v.app.store.Intend(ctx, p); err != nil {
		return
	}
	s := shown{Headline: rules.Say("show.in-progress-title").Plain(), Summary: rules.Say("show.in-progress").Markdown()}
	posted, err := v.client.PostCheck(ctx, v.run(head, s, publishedProgress))
	if err := v.published(ctx, p, posted, err); err != nil {
		v.log.Warn().Err(err).Msg("could not say that the work goes on")
	}
}
