// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// joiner is implemented by the options of a rule that judges each file by itself: the outcomes of parts of the files can be
// joined into the outcome of all. A rule without it sees all files at once.
type joiner interface {
	Join(parts []rules.Outcome) rules.Outcome
}

// split divides requirements into those that can be judged in parts of the files and the rest. What is one part anyway is not
// divided, and neither is a requirement that a trivial change skips: triviality is a question about all files.
func split(reqs []rules.Requirement, files int) (each, rest []rules.Requirement) {
	for _, r := range reqs {
		if _, ok := r.Rule.Options.(joiner); ok && files > partSize && r.Skip.Only == nil {
			each = append(each, r)
		} else {
			rest = append(rest, r)
		}
	}
	return each, rest
}

// join puts the verdicts of the parts and of the rest together, in the policy's order.
func join(reqs []rules.Requirement, parts []part, rest rules.Report) rules.Report {
	report := rules.Report{Verdicts: make([]rules.Verdict, 0, len(reqs))}
	each := 0
	for _, r := range reqs {
		if len(rest.Verdicts) > 0 && rest.Verdicts[0].ID == r.ID {
			report.Verdicts = append(report.Verdicts, rest.Verdicts[0])
			rest.Verdicts = rest.Verdicts[1:]
			continue
		}
		report.Verdicts = append(report.Verdicts, joined(parts, each))
		each++
	}
	return report
}

// joined is the verdict of one requirement over all parts. The files are sorted, and so are the findings of all parts.
func joined(parts []part, i int) rules.Verdict {
	v := parts[0].report.Verdicts[i]
	outcomes := make([]rules.Outcome, 0, len(parts))
	for _, p := range parts {
		o := p.report.Verdicts[i].Outcome
		if strings.HasPrefix(o.Why.ID, "core.") { // the engine's word, not the rule's: it holds for all
			v.Outcome = o
			return v
		}
		outcomes = append(outcomes, o)
	}
	if j, ok := v.Requirement.Rule.Options.(joiner); ok {
		v.Outcome = j.Join(outcomes)
	}
	if v.State == rules.Unknown {
		v.State = rules.Skipped // what a checkout cannot answer, as in rules.Evaluate
	}
	return v
}
