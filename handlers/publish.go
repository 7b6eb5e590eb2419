// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"fmt"
	"strings"
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
	v.log.Info().Str("head", short(head)).Str("conclusion", string(shown.Conclusion)).Strs("rule", failing(report)).Int("requests", v.client.Requests()).
		Int("points", v.client.Points()).Dur("took", v.app.now().Sub(v.started)).Msg("evaluated")
	return v.result(head, shown.digest(), report)
}

// failing names the rules that somebody must look at, for the log.
func failing(report rules.Report) []string {
	out := []string{}
	for _, v := range report.Verdicts {
		if open(v) {
			out = append(out, v.ID)
		}
	}
	return out
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
	if version == v.own {
		s.Headline, s.Summary = rules.Say("show.own-broken").Plain(), rules.Say("show.own-broken-long").Markdown()
	}
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
