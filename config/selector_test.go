// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"testing"

	"github.com/bylaw-bot/bylaw/rules"
)

func TestSelectors(t *testing.T) {
	nothing := rules.Repository{Owner: "acme", Name: "widgets"}
	for _, c := range []struct {
		selector string
		facts    rules.Repository
		base     string
		want     string // yes, no, or the fact that is missing
	}{
		{"{name: [widgets]}", widgets(), "", "yes"},
		{"{name: [WID*]}", widgets(), "", "yes"},
		{"{name: [gears]}", widgets(), "", "no"},
		{"{name: [acme/*]}", widgets(), "", "yes"},
		{"{name: [acne/*]}", widgets(), "", "no"},
		{"{name: ['!*-docs']}", widgets(), "", "yes"},
		{"{name: ['*', '!wid*']}", widgets(), "", "no"},
		{"{name: ['!wid*', '*']}", widgets(), "", "no"},
		{"{visibility: [public, internal]}", widgets(), "", "yes"},
		{"{visibility: [private]}", widgets(), "", "no"},
		{"{fork: false, archived: false}", widgets(), "", "yes"},
		{"{fork: true}", widgets(), "", "no"},
		{"{topics: [TOOLS, other]}", widgets(), "", "yes"},
		{"{topics: [other]}", widgets(), "", "no"},
		{"{languages: [go]}", widgets(), "", "yes"},
		{"{languages: [Java]}", widgets(), "", "no"},
		{"{properties: {tier: [prod, critical]}}", widgets(), "", "yes"},
		{"{properties: {tier: [prod], inbound: [dco]}}", widgets(), "", "no"},
		{"{base: [main]}", widgets(), "main", "yes"},
		{"{base: ['release/**']}", widgets(), "main", "no"},
		{"{base: ['release/**']}", widgets(), "release/1/2", "yes"},
		{"{any_of: [{fork: true}, {topics: [tools]}]}", widgets(), "", "yes"},
		{"{any_of: [{fork: true}, {topics: [x]}]}", widgets(), "", "no"},
		{"{all_of: [{fork: false}, {topics: [x]}]}", widgets(), "", "no"},
		{"{not: {fork: true}}", widgets(), "", "yes"},
		{"named", widgets(), "", "yes"},

		{"{visibility: [public]}", nothing, "", "the repository's visibility"},
		{"{fork: false}", nothing, "", "whether the repository is a fork"},
		{"{fork: true}", rules.Repository{Fork: true}, "", "yes"},
		{"{archived: false}", nothing, "", "whether the repository is archived"},
		{"{topics: [x]}", nothing, "", "the repository's topics"},
		{"{topics: [x]}", rules.Repository{Topics: []string{}}, "", "no"},
		{"{languages: [Go]}", nothing, "", "the repository's languages"},
		{"{properties: {tier: [prod]}}", nothing, "", "the repository's custom properties"},
		{"{base: [main]}", nothing, "", "the base branch"},
		// One condition decides, whatever is not known beside it.
		{"{topics: [x], name: [gears]}", nothing, "", "no"},
		{"{topics: [x], name: [widgets]}", nothing, "", "the repository's topics"},
		{"{any_of: [{topics: [x]}, {name: [widgets]}]}", nothing, "", "yes"},
		{"{any_of: [{topics: [x]}, {name: [gears]}]}", nothing, "", "the repository's topics"},
		{"{all_of: [{topics: [x]}, {name: [gears]}]}", nothing, "", "no"},
		{"{not: {topics: [x]}}", nothing, "", "the repository's topics"},
		{"{not: {topics: [x], name: [gears]}}", nothing, "", "yes"},
		{"named", nothing, "", "the repository's visibility"},
	} {
		t.Run(fmt.Sprint(c.selector, c.facts.Visibility), func(t *testing.T) {
			p := parse(t, "bylaw.yml", `version: 1
kind: organization
selectors:
  oss: {visibility: [public]}
  named: {all_of: [oss, {not: {not: oss}}]}
rules: [{id: r, type: dco, mode: warn, for: `+c.selector+`}]
`)
			reqs, err := Resolve(Input{Organization: p, Facts: c.facts, Base: c.base, At: march})
			if err != nil {
				t.Fatal(err)
			}
			got := "no"
			if len(reqs) == 1 {
				got = "yes"
				if !reqs[0].Blocked.Zero() {
					got = reqs[0].Blocked.Args["facts"]
				}
			}
			if got != c.want {
				t.Errorf("%s: %s, want %s", c.selector, got, c.want)
			}
		})
	}
}
