// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// defaultWord stands for the shipped list in people.bots and people.agents.
const defaultWord = "default"

// knownBots are apps and accounts by login, with GitHub's id. An id is what commits' no-reply addresses
// (ID+LOGIN@users.noreply.github.com) and the API give.
var knownBots = map[string]int64{
	"dependabot[bot]":      49699333,
	"renovate[bot]":        29139614,
	"github-actions[bot]":  41898282,
	"pre-commit-ci[bot]":   66853113,
	"mergify[bot]":         37929162,
	"allcontributors[bot]": 46447321,
}

// knownAgents are AI agents that open pull requests. Copilot's coding agent acts as copilot-swe-agent[bot] in commits and
// as Copilot in the API: one id.
var knownAgents = map[string]int64{
	"Copilot":                   198982749,
	"copilot-swe-agent[bot]":    198982749,
	"claude[bot]":               209825114,
	"cursor[bot]":               206951365,
	"devin-ai-integration[bot]": 158243242,
	"google-labs-jules[bot]":    161369871,
}

// Logins are the logins in people.bots and people.agents that the shipped lists do not know: the caller resolves them to ids.
func (p *Policy) Logins() []string {
	var out []string
	for _, l := range slices.Concat(p.People.Bots, p.People.Agents) {
		if _, ok := wellKnown(l.Name); !ok && l.Name != defaultWord && !slices.Contains(out, l.Name) {
			out = append(out, l.Name)
		}
	}
	slices.Sort(out)
	return out
}

// wellKnown is the id that ships with Bylaw. Logins differ by more than case.
func wellKnown(login string) (int64, bool) {
	for _, table := range []map[string]int64{knownBots, knownAgents} {
		for name, id := range table {
			if strings.EqualFold(name, login) {
				return id, true
			}
		}
	}
	return 0, false
}

// ids resolves logins. A login without an id is left out: nobody is a bot on the strength of a name.
func ids(logins []Login, shipped, resolved map[string]int64) []int64 {
	var out []int64
	add := func(id int64) {
		if id != 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, l := range logins {
		if l.Name == defaultWord {
			for _, name := range sortedKeys(shipped) {
				add(shipped[name])
			}
		} else if id, ok := wellKnown(l.Name); ok {
			add(id)
		} else {
			add(resolved[l.Name])
		}
	}
	return out
}

// resolve gives the accounts by id. Agents that are not named are the shipped list: to take an agent for a person is no default.
func (v People) resolve(resolved map[string]int64) rules.People {
	agents := v.Agents
	if agents == nil {
		agents = []Login{{Name: defaultWord}}
	}
	return rules.People{Bots: ids(v.Bots, knownBots, resolved), Agents: ids(agents, knownAgents, resolved)}
}
