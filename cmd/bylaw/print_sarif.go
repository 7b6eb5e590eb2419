// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"net/url"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/bylaw-bot/bylaw/rules"
)

// homepage is where the product is at home.
const homepage = "https://github.com/bylaw-bot/bylaw"

// printSARIF writes SARIF 2.1.0 for code scanning. GitHub wants a place for each result, so a finding that has none (a commit
// without a sign-off) stands at the policy's file.
func printSARIF(w io.Writer, r rules.Report) error {
	report := sarif.NewReport()
	run := sarif.NewRunWithInformationURI("bylaw", homepage)
	run.Tool.Driver.WithVersion(version())
	for _, v := range r.Verdicts {
		sarifRule(run, v)
		level := sarifLevel(v)
		if level == "" {
			continue
		}
		findings := v.Findings
		if len(findings) == 0 {
			findings = []rules.Finding{{Message: v.Why}}
		}
		for _, f := range findings {
			run.AddResult(sarifResult(v, f, level))
		}
	}
	report.AddRun(run)
	return report.PrettyWrite(w)
}

func sarifRule(run *sarif.Run, v rules.Verdict) {
	rule := run.AddRule(v.ID).WithName(v.Rule).WithHelpURI(homepage + "/blob/main/rules/doc/" + v.Rule + ".md")
	if q := v.Requirement; q != nil {
		rule.WithShortDescription(sarif.NewMultiformatMessageString().WithText(rules.OneLine(q.Rule.Summary)))
		rule.WithHelp(sarif.NewMultiformatMessageString().WithText(q.Rule.Doc).WithMarkdown(q.Rule.Doc))
	}
}

func sarifResult(v rules.Verdict, f rules.Finding, level string) *sarif.Result {
	path, line := f.Path, max(1, f.Line)
	if path == "" {
		path, line = repositoryPolicy, 1
	}
	place := sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation((&url.URL{Path: path}).EscapedPath())).
		WithRegion(sarif.NewRegion().WithStartLine(line))
	return sarif.NewRuleResult(v.ID).WithLevel(level).
		WithMessage(sarif.NewTextMessage(f.Message.Plain())).
		WithPartialFingerprints(map[string]string{"bylaw/v1": f.Fingerprint}).
		AddLocation(sarif.NewLocationWithPhysicalLocation(place))
}

// sarifLevel is error, warning or note; empty is no result.
func sarifLevel(v rules.Verdict) string {
	level := annotationLevel(v)
	if level == "notice" {
		return "note"
	}
	return level
}
