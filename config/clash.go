// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
)

// strays are overrides of rules that the organization does not have.
func (r *resolver) strays() {
	repo := r.in.Repository
	if r.in.Partial {
		return
	}
	known := map[string]bool{}
	where := "there is no organization's policy"
	if org := r.in.Organization; org != nil {
		where = org.Path + " has no such rule"
		for _, rule := range org.Rules {
			known[rule.ID] = true
		}
	}
	for _, id := range sortedKeys(repo.Overrides) {
		if !known[id] {
			r.faults = append(r.faults, repo.source.fault(Pos(repo.Overrides[id].Name),
				fmt.Sprintf("override of %q: %s; remove this line", clip(id), where), didYouMean(id, sortedKeys(known))))
		}
	}
}

// fresh refuses a repository's rule that takes the id of one of the organization's.
func (r *resolver) fresh(rule *Rule) bool {
	if r.in.Organization == nil {
		return true
	}
	theirs, taken := r.in.Organization.Rule(rule.ID)
	if taken {
		r.faults = append(r.faults, r.in.Repository.source.fault(rule.Keys["id"].Value, fmt.Sprintf(
			"rule id %q is taken by %s:%d; choose another, or change that rule under override", rule.ID, r.in.Organization.Path, theirs.Pos.Line), ""))
	}
	return !taken
}
