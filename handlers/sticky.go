// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"strings"
	"unicode/utf8"

	"github.com/bylaw-bot/bylaw/rules"
)

// sticky renders the comment. It is read by people who may meet Bylaw for the first time: plain words, nobody is blamed.
// At most the table and the mends; everything else stands in the check run.
func sticky(report rules.Report, s rules.Subject, checkURL string, quiet bool) string {
	if report.Conclusion() == rules.Success {
		return allWell()
	}
	b := &budget{left: summaryLimit}
	b.line("### " + greeting(report, s))
	b.line(table(report, quiet))
	for _, v := range report.Verdicts {
		if open(v) && v.Mode == rules.Enforce {
			mend(b, v, quiet)
		}
	}
	b.line(rules.Say("comment.checked", "sha", short(s.Change.Head.SHA)).Markdown() + details(checkURL))
	b.line(rules.Say("comment.again").Markdown())
	return b.String()
}

// allWell is what is left of the comment when nothing is left to do.
func allWell() string { return rules.Say("comment.done").Markdown() }

func details(url string) string {
	address := strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
	if !address || !utf8.ValidString(url) || strings.ContainsAny(url, " ()<>\"") {
		return ""
	}
	return " · [" + rules.Say("comment.details").Plain() + "](" + url + ")"
}

// newcomers are GitHub's associations of people without a merged contribution here. The field is a hint, and used as one.
var newcomers = map[string]bool{"FIRST_TIMER": true, "FIRST_TIME_CONTRIBUTOR": true, "NONE": true}

func greeting(report rules.Report, s rules.Subject) string {
	n := 0
	for _, v := range report.Verdicts {
		if open(v) && v.Mode == rules.Enforce {
			n++
		}
	}
	if newcomers[s.Change.Association] && s.Change.Author.Type != "Bot" {
		return rules.Count("comment.welcome", n).Plain()
	}
	return rules.Count("comment.left", n).Plain()
}

// mend is the foldable part for one rule: why, what, how.
func mend(b *budget, v rules.Verdict, quiet bool) {
	inner := &budget{left: b.left - 500}
	if r := v.Requirement; r != nil && !quiet {
		inner.line(join(markdownText(r.Why), link(r.Help)))
	}
	inner.findings(v.Findings)
	inner.inserts(v.Findings)
	inner.line(v.How.Markdown())
	if inner.String() == "" {
		return
	}
	name := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(title(v, quiet))
	b.line("<details open><summary>" + rules.Say("comment.how").Plain() + ": " + name + "</summary>\n\n" + inner.String() + "\n\n</details>")
}

func short(sha string) string { return sha[:min(len(sha), 7)] }
