// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// factsSchema is generated from rules.Subject.
//
//go:embed facts.schema.json
var factsSchema []byte

// factsLimit bounds a facts file: the largest pull request that is read to the end has 3,000 files of 16 KiB.
const factsLimit = 256 << 20

type evalCommand struct {
	Policy      string    `help:"The policy; - is standard input." placeholder:"FILE"`
	Override    string    `help:"The repository's policy." placeholder:"FILE"`
	Facts       string    `help:"The subject as JSON; - is standard input." placeholder:"FILE"`
	At          time.Time `help:"Judge as of this moment (RFC 3339), instead of the facts' own." placeholder:"TIME"`
	Rule        []string  `help:"Judge by these rules only (id or type)." placeholder:"RULE"`
	Format      string    `help:"How to print the report: ${formats}." enum:"json,text,sarif,github" default:"json"`
	PrintSchema bool      `help:"Print the JSON Schema of the facts."`
}

// Help is shown by bylaw eval --help.
func (evalCommand) Help() string {
	return `A fact whose key is missing is not at hand, and the rules that need it are unknown; [] is known to be empty.

Examples:
  bylaw eval --policy bylaw.yml --facts subject.json
  bylaw eval --policy bylaw.yml --facts - --at 2026-04-01T00:00:00Z < subject.json
  bylaw eval --print-schema > facts.schema.json

Exit codes: 0 success, 1 an enforced rule fails, 2 an input cannot be used, 3 an enforced rule is unknown.`
}

// Run judges the subject and prints the report.
func (k *evalCommand) Run(t *terminal) error {
	if k.PrintSchema {
		_, err := t.out.Write(factsSchema)
		return err
	}
	if k.Policy == "" || k.Facts == "" {
		return usageError{errors.New("eval needs --policy FILE and --facts FILE")}
	}
	if k.Policy == "-" && k.Facts == "-" {
		return usageError{errors.New("only one of --policy and --facts can be standard input")}
	}
	report, err := k.report(t)
	if err != nil {
		return err
	}
	if err := t.print(k.Format, report); err != nil {
		return err
	}
	return outcome(report)
}

func (k *evalCommand) report(t *terminal) (rules.Report, error) {
	in, err := k.policies(t)
	if err != nil {
		return rules.Report{}, err
	}
	data, err := readInput(t, k.Facts, factsLimit)
	if err != nil {
		return rules.Report{}, err
	}
	s, have, err := rules.Decode(data)
	if err != nil {
		return rules.Report{}, usageError{fmt.Errorf("%s: %w", k.Facts, err)}
	}
	if !k.At.IsZero() {
		s.At = k.At
	}
	in.Facts, in.At = s.Repository, s.At
	if s.Change != nil {
		in.Base = s.Change.Base.Ref
	}
	reqs, err := config.Resolve(in)
	if err != nil {
		return rules.Report{}, usageError{err}
	}
	if reqs, err = only(reqs, k.Rule); err != nil {
		return rules.Report{}, err
	}
	return rules.Evaluate(reqs, s, have), nil
}

// policies reads the policy, of either kind, and the repository's.
func (k *evalCommand) policies(t *terminal) (config.Input, error) {
	var in config.Input
	given, err := readPolicy(t, k.Policy, "")
	if err != nil {
		return in, err
	}
	in.Organization = given.Policy
	if given.Kind == config.Repository {
		in.Organization, in.Repository = nil, given.Policy
	}
	if k.Override == "" {
		return in, nil
	}
	if in.Repository != nil {
		return in, usageError{fmt.Errorf("%s is a repository's policy already: name the organization's with --policy", k.Policy)}
	}
	own, err := readPolicy(t, k.Override, config.Repository)
	if err != nil {
		return in, err
	}
	in.Repository = own.Policy
	return in, nil
}
