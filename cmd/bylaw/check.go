// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

type checkCommand struct {
	Dir    string    `arg:"" optional:"" default:"." help:"The checkout, or a folder of it."`
	Policy string    `help:"The organization's policy; - is standard input." placeholder:"FILE" xor:"policy"`
	Preset string    `help:"A policy that Bylaw brings along: ${presets}." placeholder:"NAME" xor:"policy"`
	Base   string    `help:"Judge the change from the merge base of REV and HEAD to the work tree, untracked files included. Without it the whole tree is judged." placeholder:"REV"`
	Rule   []string  `help:"Judge by these rules only (id or type)." placeholder:"RULE"`
	Fix    bool      `help:"Make the edits that rules offer, then judge again."`
	Format string    `help:"How to print the report: ${formats}." enum:"text,json,sarif,github" default:"text"`
	At     time.Time `help:"Judge as of this moment (RFC 3339), for dated modes. Default: now." placeholder:"TIME"`
}

// Help is shown by bylaw check --help.
func (checkCommand) Help() string {
	return `The rules that a checkout can answer are applied to it; those that need GitHub say so. The policy is that of --policy or
--preset, together with .github/bylaw.yml of the checkout. Nothing that the checkout names is executed.

Examples:
  bylaw check --preset minimal .             what would the smallest policy say of this repository?
  bylaw check --base origin/main             what will the pull request's check say?
  bylaw check --policy bylaw.yml --fix       add what a machine can add
  bylaw check --base origin/main --format github    annotations in GitHub Actions
  bylaw check --format sarif > bylaw.sarif   for code scanning

Exit codes: 0 success, 1 an enforced rule fails, 2 the command line or the policy cannot be used, 3 it could not be judged.`
}

// Run judges the checkout and prints the report.
func (k *checkCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openCheckout(ctx, k.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = c.close() }() // only read from
	if k.At.IsZero() {
		k.At = t.now()
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25) // contents come and go: less memory for a little time
	}
	report, err := k.report(ctx, t, c)
	if err != nil {
		return err
	}
	if k.Fix {
		fixed, err := c.fix(t, report, k.Format)
		if err != nil {
			return err
		}
		if fixed > 0 {
			if report, err = k.report(ctx, t, c); err != nil {
				return err
			}
		}
	}
	if err := t.print(k.Format, report); err != nil {
		return err
	}
	return outcome(report)
}

// report gathers, resolves the policy and judges.
func (k *checkCommand) report(ctx context.Context, t *terminal, c *checkout) (rules.Report, error) {
	s, have, err := c.gather(ctx, k.Base, k.At)
	if err != nil {
		return rules.Report{}, fmt.Errorf("gather %s: %w", c.top, err)
	}
	reqs, err := k.requirements(t, c, &s)
	if err != nil {
		return rules.Report{}, err
	}
	if k.Base == "" {
		for i := range reqs {
			reqs[i].Scope = rules.ScopeAll // the whole tree was asked for
		}
	}
	p := t.progress("judging files", len(s.Files))
	report, err := c.judge(ctx, reqs, s, have, p)
	p.end()
	if err != nil {
		return report, err
	}
	return k.answerable(t, report), nil
}

// answerable turns what a checkout cannot answer into a skip, and says how it could answer more.
func (k *checkCommand) answerable(t *terminal, r rules.Report) rules.Report {
	hint := false
	for i, v := range r.Verdicts {
		if v.State == rules.Unknown && v.Requirement != nil && !v.Requirement.Blocked.Zero() {
			r.Verdicts[i].State = rules.Skipped
		}
		hint = hint || v.State == rules.Skipped && v.Requirement != nil && v.Requirement.Rule.Needs&(rules.NeedChange|rules.NeedCommits) != 0
	}
	if hint && k.Base == "" {
		t.note("note: rules about commits and changes need --base REV, such as --base origin/main")
	}
	return r
}

// only keeps the requirements of the named rules.
func only(reqs []rules.Requirement, names []string) ([]rules.Requirement, error) {
	if len(names) == 0 {
		return reqs, nil
	}
	for _, name := range names {
		known := slices.ContainsFunc(reqs, func(r rules.Requirement) bool { return r.ID == name || r.Rule.Name == name })
		if !known {
			return nil, usageError{fmt.Errorf("the policy has no rule %q for this repository", name)}
		}
	}
	return slices.DeleteFunc(reqs, func(r rules.Requirement) bool {
		return !slices.Contains(names, r.ID) && !slices.Contains(names, r.Rule.Name)
	}), nil
}

// outcome turns a report into an exit code.
func outcome(r rules.Report) error {
	switch r.Conclusion() {
	case rules.Success:
		return nil
	case rules.TimedOut:
		return exitFailure
	default:
		return exitFindings
	}
}
