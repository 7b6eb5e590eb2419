// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"

	"github.com/bylaw-bot/bylaw/rules/internal/header"
)

// LicenseHeaderOptions is what a policy says about license headers.
type LicenseHeaderOptions struct {
	Template    string   `json:"template,omitempty" jsonschema_description:"The header, without comment marks. Placeholders: {year}, {owner}, {spdx}, {repo.license}, {any:n}. Without template and forms, an SPDX-License-Identifier tag is required."`
	Forms       []string `json:"forms,omitempty" jsonschema_description:"Several accepted headers: templates, or names of well-known forms (apache-2.0, apache-2.0-asf, mpl-2.0, repo-license, reuse, spdx). The first one is proposed where a header is missing."`
	Year        string   `json:"year" jsonschema:"enum=any,enum=current-if-added,enum=first-commit,enum=none" jsonschema_description:"Which years a header names. first-commit needs the full history: where that is not at hand, any year is accepted and the verdict says so."`
	Owners      []string `json:"owners,omitempty" jsonschema_description:"Who may stand for {owner}, letter by letter; the first one is proposed. Without owners, anybody may."`
	ExtraOwners string   `json:"extra_owners" jsonschema:"enum=allow,enum=refuse" jsonschema_description:"Whether the notices of other owners may stand beside the required one."`
}

var _ = define(Rule{
	Name:    "license-header",
	Summary: "Every source file starts with a license header.",
	Doc:     licenseHeaderDoc,
	Needs:   NeedFiles | NeedContent,
	Include: header.Globs(),
}, LicenseHeaderOptions{Year: string(header.YearAny), ExtraOwners: "allow"}, prepareLicenseHeader, checkLicenseHeader)

// headerRule is the prepared form of the options.
type headerRule struct {
	*header.Rule
	firstCommit bool
}

func checkLicenseHeader(s Subject, r headerRule) Outcome {
	c := headerCheck{counts: map[string]int{}}
	judge := r.Judge(s.At, s.Repository.License)
	for _, f := range s.Files {
		c.add(f, judge.File(header.File{
			Path: f.Path, Mode: f.Mode, Added: f.Status == "added", Binary: f.Binary, Content: f.Content,
		}))
	}
	return c.outcome(r.firstCommit)
}

// headerCheck gathers the results of all files.
type headerCheck struct {
	counts   map[string]int
	findings []Finding
	failed   int
	unsure   []string // paths
	why      string   // of the first that is unsure
}

func (c *headerCheck) add(f File, r header.Result) {
	switch r.State {
	case header.Skipped:
		c.counts["skipped."+r.Why]++
		return
	case header.Unsure:
		c.counts["unknown."+r.Why]++
		if c.unsure = append(c.unsure, f.Path); c.why == "" {
			c.why = r.Why
		}
		return
	case header.Faulty:
		c.failed++
		for _, finding := range r.Findings {
			c.findings = append(c.findings, headerFinding(f.Path, finding))
		}
	}
	c.counts["checked"]++
}

func (c *headerCheck) outcome(firstCommit bool) Outcome {
	o := Outcome{State: Passed, Findings: c.findings, Counts: c.counts}
	checked := c.counts["checked"]
	switch {
	case c.failed > 0:
		o.State, o.How = Failed, Say(c.how())
		o.Why = Count("license-header.failed", c.failed, "of", itoa(checked))
	case len(c.unsure) > 0:
		o.State = Unknown
		o.Why = Count("license-header.unknown-"+c.why, len(c.unsure), "path", c.unsure[0])
	case checked == 0 && len(c.counts) == 0:
		o.State, o.Why = Skipped, Say("license-header.no-files")
	case checked == 0:
		o.State, o.Why = Skipped, Say("license-header.nothing-to-judge", "skipped", headerSkips(c.counts))
	case firstCommit:
		o.Why = Say("license-header.first-commit")
	}
	if firstCommit && checked > 0 {
		c.counts["year.first-commit-not-judged"] = checked
	}
	return o
}

// how is the message id of the mend: by a machine where it can mend anything, else by hand.
func (c *headerCheck) how() string {
	if slices.ContainsFunc(c.findings, func(f Finding) bool { return f.Fix != nil }) {
		return "license-header.how"
	}
	return "license-header.how-by-hand"
}
