// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

// work is the corridor behind the queue: one claimed subject, gathered, evaluated, published, recorded.
func (a *App) work(ctx context.Context, c store.Claim) (store.Result, error) {
	log := a.log.With().Str("subject", c.Subject.Key).Str("kind", c.Subject.Kind).Int64("installation", c.Subject.Installation).
		Str("repository", c.Subject.Owner+"/"+c.Subject.Name).Int("number", c.Subject.Number).
		Int64("gen", c.Gen).Int("attempt", c.Attempt).Logger()
	until, err := a.store.BlockedUntil(ctx, c.Subject.Installation)
	if err != nil {
		return store.Result{}, err
	}
	if until.After(a.now()) {
		return store.Result{}, store.Later{Until: until, Why: "GitHub asked installation to wait"}
	}
	client, err := a.hub.Installation(c.Subject.Installation, c.Subject.Key)
	if err != nil {
		return store.Result{}, err
	}
	result, err := a.dispatch(ctx, &visit{app: a, claim: c, client: client, log: log})
	return result, a.sort(err, log)
}

// dispatch is the table of the kinds of subject.
func (a *App) dispatch(ctx context.Context, v *visit) (store.Result, error) {
	switch v.claim.Subject.Kind {
	case kindPull, kindQueue:
		return v.evaluate(ctx)
	case kindComment:
		return store.Result{}, v.comment(ctx)
	case kindRepository:
		return store.Result{}, v.repository(ctx)
	case kindOrganization:
		return store.Result{}, v.organization(ctx)
	case kindInstallation:
		return store.Result{}, v.installation(ctx)
	}
	return store.Result{}, nil // a kind of a later version: its own program will come by again
}

// sort turns an error of the work into what the queue should do: come back later, try again, or leave it.
func (a *App) sort(err error, log zerolog.Logger) error {
	var limited *gh.Limited
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limited):
		a.meters.failed("limited")
		return store.Later{Until: limited.Until, Why: "GitHub's limits"}
	case errors.Is(err, gh.ErrMoved):
		a.meters.failed("moved")
		return store.Later{Until: a.now(), Why: "the head moved"}
	case errors.Is(err, gh.ErrGone):
		a.meters.failed("gone")
		log.Info().Err(err).Msg("the subject is not there any more")
		return nil
	}
	a.meters.failed("error")
	log.Warn().Err(err).Msg("the work failed and is tried again")
	return err
}

// visit is one run of the corridor.
type visit struct {
	app    *App
	claim  store.Claim
	client *gh.Client
	log    zerolog.Logger

	started      time.Time
	org          *version // the policies in force; nil where there is none
	own          *version
	requirements []rules.Requirement
	illegal      error // what the repository's file says beyond its limits
	quiet        bool  // nothing of the organization's policy may be quoted here
}

// errNoPolicy ends a visit: without any policy nothing is posted.
var errNoPolicy = errors.New("no policy")

// errClosed ends a visit: a pull request that is not open is not judged.
var errClosed = errors.New("not open")

// evaluate judges a pull request and shows the report on its head, or on the merge queue's.
func (v *visit) evaluate(ctx context.Context) (store.Result, error) {
	v.started = v.app.now()
	stop := v.patience(ctx)
	facts, err := v.client.Gather(ctx, v.ask(), func(f gh.First) (gh.Plan, error) { return v.plan(ctx, f) })
	stop()
	var large *gh.TooLarge
	switch {
	case errors.Is(err, errNoPolicy), errors.Is(err, errClosed):
		v.log.Info().Err(err).Msg("nothing to judge")
		return store.Result{}, nil
	case errors.As(err, &large):
		v.tooLarge(large)
	case err != nil:
		return v.failed(ctx, err)
	}
	facts.Subject.At = v.started
	report := rules.Evaluate(v.requirements, facts.Subject, facts.Have)
	return v.publish(ctx, facts, report)
}

func (v *visit) ask() gh.Ask {
	s := v.claim.Subject
	ask := gh.Ask{
		Owner: s.Owner, Name: s.Name, Number: s.Number,
		PolicyRepository: v.app.place.repository, PolicyFile: v.app.place.file,
	}
	if s.Kind == kindQueue {
		ask.Queue = s.Head
	}
	return ask
}

// plan chooses the requirements by the first facts, and with them the facts that are still missing.
func (v *visit) plan(ctx context.Context, f gh.First) (gh.Plan, error) {
	if f.State != "OPEN" {
		return gh.Plan{}, errClosed
	}
	if err := v.choose(ctx, f); err != nil {
		return gh.Plan{}, err
	}
	p := gh.Plan{Wants: v.wants}
	for _, r := range v.requirements {
		p.Needs |= r.Reads
	}
	return p, nil
}

// choose resolves both policies for this repository at this moment.
func (v *visit) choose(ctx context.Context, f gh.First) error {
	repo := f.Subject.Repository
	if err := v.properties(ctx, &repo); err != nil {
		return err
	}
	var err error
	if v.org, err = v.app.policies.inForce(ctx, v.client, organizationFile(repo.Owner, repo.OwnerID, v.app.place, f.Organization)); err != nil {
		return err
	}
	if v.own, err = v.app.policies.inForce(ctx, v.client, repositoryFile(repo, f.Repository)); err != nil {
		return err
	}
	v.quiet = f.Organization.Private && repo.Visibility == "public"
	if v.org == nil && v.own == nil {
		return errNoPolicy
	}
	return v.resolve(repo, f.Subject.Change.Base.Ref)
}

// properties come from payloads: reading them would cost a request each time.
func (v *visit) properties(ctx context.Context, repo *rules.Repository) error {
	known, err := v.app.store.Repository(ctx, repo.ID)
	if err != nil || known == nil || len(known.Properties) == 0 {
		return err
	}
	return json.Unmarshal(known.Properties, &repo.Properties)
}

// resolve makes the requirements. A repository's file that oversteps the organization's limits is left out where it does.
func (v *visit) resolve(repo rules.Repository, base string) error {
	in := config.Input{Facts: repo, Base: base, At: v.app.now(), Bots: map[string]int64{}}
	for _, version := range []*version{v.org, v.own} {
		if version == nil || version.Policy == nil {
			continue
		}
		if version.Policy.Kind == config.Organization {
			in.Organization = version.Policy
		} else {
			in.Repository = version.Policy
		}
		maps.Copy(in.Bots, version.Bots)
	}
	var err error
	v.requirements, err = config.Resolve(in)
	var illegal config.Errors
	if errors.As(err, &illegal) && v.own != nil {
		v.illegal = illegal
		return nil
	}
	return err
}

// wants tells whether any requirement judges a file's content.
func (v *visit) wants(path string) bool {
	for _, r := range v.requirements {
		if r.Rule.Needs&rules.NeedContent != 0 && (r.Files.Match == nil || r.Files.Match(path)) {
			return true
		}
	}
	return false
}

// tooLarge makes every requirement unknown for good: a person must split the pull request, or exempt it.
func (v *visit) tooLarge(large *gh.TooLarge) {
	for i := range v.requirements {
		v.requirements[i].Blocked = rules.Say("core.too-large", "what", large.What)
		v.requirements[i].ForGood = true
	}
}

// version names the policies that a report rests on.
func (v *visit) version() string {
	out := ""
	for _, version := range []*version{v.org, v.own} {
		if version != nil {
			out += "+" + version.Blob[:min(len(version.Blob), 12)]
		}
	}
	return out[min(len(out), 1):]
}

// result is what is recorded, in the transaction that ends the generation.
func (v *visit) result(head, digest string, report rules.Report) (store.Result, error) {
	data, err := json.Marshal(report)
	if err != nil {
		return store.Result{}, err
	}
	finished := v.app.now()
	v.app.meters.judged(report, finished.Sub(v.started))
	return store.Result{Evaluation: &store.Evaluation{
		Key: v.claim.Subject.Key, Head: head, Gen: v.claim.Gen, Digest: digest, Conclusion: string(report.Conclusion()),
		PolicyVersion: v.version(), AppVersion: v.app.version, Report: data, Verdicts: rows(report),
		Requests: v.client.Requests(), Points: v.client.Points(), Started: v.started, Finished: finished, Reason: v.claim.Reason,
	}}, nil
}

func rows(report rules.Report) []store.VerdictRow {
	out := make([]store.VerdictRow, 0, len(report.Verdicts))
	for _, v := range report.Verdicts {
		out = append(out, store.VerdictRow{
			ID: v.ID, Rule: v.Rule, Mode: string(v.Mode), State: string(v.State), Reason: v.Why.ID, Findings: len(v.Findings),
		})
	}
	return out
}
