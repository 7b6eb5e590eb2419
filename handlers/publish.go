// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

// The kinds of publication.
const (
	publishedCheck    = "check"
	publishedComment  = "comment"
	publishedProgress = "progress" // a check run of ours that is still in progress
)

// publish shows a report: one check run, then the comment. The same report on the same head writes nothing.
func (v *visit) publish(ctx context.Context, facts gh.Facts, report rules.Report) (store.Result, error) {
	head := v.head(facts.Subject)
	shown := v.render(report)
	posted, err := v.check(ctx, head, shown)
	if err != nil {
		return v.failed(ctx, err)
	}
	if err := v.note(ctx, facts, report, posted); err != nil {
		return store.Result{}, err
	}
	v.log.Info().Str("head", short(head)).Str("conclusion", string(shown.Conclusion)).Int("requests", v.client.Requests()).
		Int("points", v.client.Points()).Dur("took", v.app.now().Sub(v.started)).Msg("evaluated")
	return v.result(head, shown.digest(), report)
}

// head is where the check run goes: the pull request's head as it was read or, in the merge queue, the queue's.
func (v *visit) head(s rules.Subject) string {
	if v.claim.Subject.Kind == kindQueue {
		return v.claim.Subject.Head
	}
	return s.Change.Head.SHA
}

// render shows the report, or why there is none that counts.
func (v *visit) render(report rules.Report) shown {
	for _, version := range []*version{v.org, v.own} {
		if version != nil && version.Policy == nil {
			return v.broken(version)
		}
	}
	s := show(report, v.source(), v.quiet)
	if v.illegal != nil && !v.quiet {
		s.Summary += "\n\n" + rules.Say("show.override-refused").Markdown() + "\n\n" + fence(v.illegal)
	}
	return s
}

// broken says that a policy cannot be read and never could: nothing was judged, and nothing passes.
func (v *visit) broken(version *version) shown {
	s := shown{Conclusion: rules.ActionRequired, Headline: rules.Say("show.policy-broken").Plain()}
	s.Summary = rules.Say("show.policy-broken-long").Markdown()
	if !v.quiet || version == v.own {
		s.Summary += "\n\n" + fence(version.Broken)
	}
	return s
}

// fenceLimit bounds the errors of a policy in a check run.
const fenceLimit = 4000

// fence shows the errors of a policy in a block.
func fence(err error) string {
	text := err.Error()
	return fenced(strings.ToValidUTF8(text[:min(len(text), fenceLimit)], ""))
}

// source names the policies for people, with their versions.
func (v *visit) source() string {
	var parts []string
	for _, version := range []*version{v.org, v.own} {
		if version != nil && version.Blob != "" {
			parts = append(parts, version.Source+" "+version.Blob[:min(len(version.Blob), 7)])
		}
	}
	return strings.Join(parts, ", ")
}

// settings are the organization's, or the defaults.
func (v *visit) settings() config.Settings {
	if v.org != nil && v.org.Policy != nil {
		return v.org.Policy.Settings
	}
	return config.Settings{}
}

// checkName is the name of the one required check.
func (v *visit) checkName() string {
	if name := v.settings().Check; name != "" {
		return name
	}
	return "bylaw"
}

// check makes the check run, once for a head and a report. What an interrupted write left behind is looked up, not repeated.
func (v *visit) check(ctx context.Context, head string, s shown) (gh.Posted, error) {
	key := v.claim.Subject.Key
	before, err := v.app.store.Publication(ctx, key, publishedCheck, head)
	if err != nil {
		return gh.Posted{}, err
	}
	digest := s.digest()
	if before != nil && before.State == store.Done && stem(before.Digest) == digest {
		return gh.Posted{ID: before.RemoteID, URL: before.URL}, nil
	}
	intent := store.Publication{Key: key, Kind: publishedCheck, Head: head, Digest: digest + "." + nonce(v.app.now()), At: v.app.now()}
	if before != nil && before.State == store.Intended && stem(before.Digest) == digest {
		intent.Digest = before.Digest
		if posted, ok, err := v.recover(ctx, v.run(head, s, intent.Digest)); err != nil || ok {
			return posted, v.published(ctx, intent, posted, err)
		}
	}
	if err := v.app.store.Intend(ctx, intent); err != nil {
		return gh.Posted{}, err
	}
	posted, err := v.post(ctx, v.run(head, s, intent.Digest))
	return posted, v.published(ctx, intent, posted, err)
}

// published notes what GitHub answered. After an error the intent stays: the next attempt looks first.
func (v *visit) published(ctx context.Context, p store.Publication, posted gh.Posted, err error) error {
	if err != nil {
		return err
	}
	p.RemoteID, p.URL, p.At = posted.ID, posted.URL, v.app.now()
	return v.app.store.Published(ctx, p)
}

// recover finds the check run of an interrupted write and completes it.
func (v *visit) recover(ctx context.Context, run gh.CheckRun) (gh.Posted, bool, error) {
	found, err := v.client.FindCheck(ctx, run)
	if err != nil || found == nil {
		return gh.Posted{}, false, err
	}
	if !found.Completed {
		err = v.client.Resume(ctx, *found, run)
	}
	return found.Posted, err == nil, err
}

// post creates the check run, or concludes the one of ours that says "in progress" on this head.
func (v *visit) post(ctx context.Context, run gh.CheckRun) (gh.Posted, error) {
	open, err := v.open(ctx, run)
	if err != nil || open == nil {
		if err == nil {
			return v.client.PostCheck(ctx, run)
		}
		return gh.Posted{}, err
	}
	if err := v.client.UpdateCheck(ctx, open.ID, run); err != nil {
		return *open, err
	}
	return *open, v.app.store.ForgetPublication(ctx, v.claim.Subject.Key, publishedProgress, run.SHA)
}

// open finds our check run in progress on a head, if there is one. An interrupted write is looked up.
func (v *visit) open(ctx context.Context, run gh.CheckRun) (*gh.Posted, error) {
	p, err := v.app.store.Publication(ctx, v.claim.Subject.Key, publishedProgress, run.SHA)
	if err != nil || p == nil {
		return nil, err
	}
	if p.State == store.Done {
		return &gh.Posted{ID: p.RemoteID, URL: p.URL}, nil
	}
	run.ExternalID = v.externalID(run.SHA, publishedProgress)
	found, err := v.client.FindCheck(ctx, run)
	if err != nil || found == nil {
		return nil, err
	}
	return &found.Posted, nil
}

// run is the check run as GitHub takes it. The external id names subject, head and report, and which time it was made.
func (v *visit) run(head string, s shown, digest string) gh.CheckRun {
	return gh.CheckRun{
		Owner: v.claim.Subject.Owner, Name: v.claim.Subject.Name, Title: v.checkName(), SHA: head,
		ExternalID: v.externalID(head, digest),
		Conclusion: string(s.Conclusion), Started: v.started, Completed: v.app.now(),
		Headline: s.Headline, Summary: s.Summary, Annotations: s.Annotations,
	}
}

func (v *visit) externalID(head, digest string) string {
	return fmt.Sprintf("%s %s %s", v.claim.Subject.Key, short(head), digest)
}

func stem(digest string) string {
	s, _, _ := strings.Cut(digest, ".")
	return s
}

func nonce(t time.Time) string { return fmt.Sprintf("%x", t.UnixMilli()) }

// note decides on the sticky comment and leaves it to a task of its own, so that the slow lane of what notifies people never
// holds up a check run.
func (v *visit) note(ctx context.Context, f gh.Facts, report rules.Report, check gh.Posted) error {
	if v.claim.Subject.Kind != kindPull {
		return nil
	}
	key := v.claim.Subject.Key
	before, err := v.app.store.Publication(ctx, key, publishedComment, "")
	if err != nil {
		return err
	}
	wanted := v.settings().Comment
	if may, err := v.mayComment(ctx); err != nil || !may {
		return err
	}
	failing := report.Conclusion() != rules.Success
	if wanted == "never" || (before == nil && !failing && wanted != "always") {
		return nil
	}
	body := sticky(report, f.Subject, check.URL, v.quiet)
	p := store.Publication{Key: key, Kind: publishedComment, Digest: shown{Summary: body}.digest(), Body: body, At: v.app.now()}
	look := before == nil && f.Comments > 0 // one of them may be ours, of a database that was lost
	if before != nil {
		if before.Digest == p.Digest && before.State == store.Done {
			return nil
		}
		p.RemoteID, p.URL = before.RemoteID, before.URL
		look = before.State == store.Intended && before.RemoteID == 0
	}
	decide := v.app.store.Want
	if look {
		decide = v.app.store.Intend
	}
	if err := decide(ctx, p); err != nil {
		return err
	}
	task := v.claim.Subject
	task.Key, task.Kind, task.Open = key+"#comment", kindComment, false
	return v.app.store.Enqueue(ctx, "comment", task)
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
	}
	p.RemoteID = 0
	if err := v.app.store.Intend(ctx, p); err != nil {
		return posted, err
	}
	return v.client.PostComment(ctx, s)
}

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
