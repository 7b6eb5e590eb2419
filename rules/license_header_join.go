// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "strings"

// Join makes the outcome of all files out of the outcomes of parts of them: bylaw check judges a large tree in parts, so that
// its contents are never held at once.
func (LicenseHeaderOptions) Join(parts []Outcome) Outcome {
	all := headerCheck{counts: map[string]int{}}
	faulty := map[string]bool{}
	first := "" // of the files that could not be judged
	for _, p := range parts {
		for name, n := range p.Counts {
			all.counts[name] += n
		}
		for _, f := range p.Findings {
			faulty[f.Path] = true
		}
		all.findings = append(all.findings, p.Findings...)
		if why, ok := strings.CutPrefix(p.Why.ID, "license-header.unknown-"); ok && first == "" {
			first, all.why = p.Why.Args["path"], why[:strings.LastIndexByte(why, '.')]
		}
	}
	all.failed = len(faulty)
	for name, n := range all.counts {
		if strings.HasPrefix(name, "unknown.") {
			all.unsure = append(all.unsure, make([]string, n)...)
		}
	}
	if len(all.unsure) > 0 {
		all.unsure[0] = first
	}
	return all.outcome(all.counts["year.first-commit-not-judged"] > 0)
}
