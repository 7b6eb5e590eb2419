// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

// Input is what rules are resolved for. Each policy may be nil.
type Input struct {
	Organization *Policy
	Repository   *Policy
	Facts        rules.Repository
	Base         string           // the base branch; of a repository itself, its default branch; empty is not at hand
	At           time.Time        // the moment: dated modes ask no clock
	Bots         map[string]int64 // login to id, for the logins that Policy.Logins lists

	// Partial says that the organization's policy is not at hand (a checkout without network), or that another stands in for
	// it (a preset): overrides of rules that are not there are then left alone. Otherwise they are errors.
	Partial bool
}

// Resolve lists the rules that hold: the organization's in order, then the repository's, each where its selector matches. A rule
// whose selector needs a fact that is not at hand is listed, Blocked. The error is Errors, one for each illegal
// override or clash of ids; the requirements come with it all the same, without what is illegal: a repository cannot switch a rule
// off by breaking its own file.
func Resolve(in Input) ([]rules.Requirement, error) {
	r := resolver{in: in}
	if org := in.Organization; org != nil {
		r.people = org.People.resolve(in.Bots)
		r.facts = facts{repository: in.Facts, base: in.Base, memo: make([]memo, org.named)}
		r.out = make([]rules.Requirement, 0, len(org.Rules))
		for _, rule := range org.Rules {
			r.add(r.overridden(rule))
		}
	} else {
		r.people = People{}.resolve(nil)
	}
	if repo := in.Repository; repo != nil {
		r.strays()
		r.facts = facts{repository: in.Facts, base: in.Base, memo: make([]memo, repo.named)}
		if len(repo.People.Keys) > 0 {
			r.people = repo.People.resolve(in.Bots)
		}
		for _, rule := range repo.Rules {
			if r.fresh(rule) {
				r.add(rule)
			}
		}
	}
	return r.out, r.faults.err()
}

type resolver struct {
	in     Input
	facts  facts
	people rules.People
	out    []rules.Requirement
	faults Errors
}

func (r *resolver) add(rule *Rule) {
	a := answer{holds: true}
	if rule.For != nil {
		a = r.facts.ref(*rule.For)
	}
	if !a.holds && a.unknown == "" {
		return
	}
	req := rule.requirement(r.in.At)
	req.People = r.people
	if a.unknown != "" {
		req.Blocked = rules.Say("core.not-at-hand", "facts", a.unknown)
	}
	r.out = append(r.out, req)
}

func (r *Rule) requirement(at time.Time) rules.Requirement {
	mode, next := r.Mode.At(at)
	req := rules.Requirement{
		ID: r.ID, Rule: r.shelf, Mode: mode, Next: next, Title: r.Title, Why: r.Why, Help: r.Help, Fix: r.Fix,
		Source: r.source, Files: r.filter, Scope: r.Scope, Skip: r.skip, Check: r.check,
		Reads: r.shelf.Reads(r.options),
	}
	if req.Fix == "" {
		req.Fix = "text"
	}
	if req.Scope == "" {
		req.Scope = rules.ScopeChanged
	}
	return req
}

// overridden is the rule with the repository's override, as far as that is legal.
func (r *resolver) overridden(rule *Rule) *Rule {
	if r.in.Repository == nil || r.in.Repository.Overrides[rule.ID] == nil {
		return rule
	}
	out, faults := override(r.in.Organization, r.in.Repository, rule)
	r.faults = append(r.faults, faults...)
	return out
}
