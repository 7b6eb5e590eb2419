// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/rules"
)

// shown is a report as people see it on GitHub. It holds no time, so that the same report is the same text.
type shown struct {
	Conclusion  rules.Conclusion
	Headline    string // at most 60 characters
	Summary     string
	Annotations []gh.Annotation
}

// headlineLimit keeps the verdict readable in GitHub's list of checks.
const headlineLimit = 60

// summaryLimit stays below GitHub's 65,535 characters. Whole findings are dropped to keep it, never bytes.
const summaryLimit = 60000

// annotationLimit is four writes' worth; the rest stands in the summary.
const annotationLimit = 200

// show renders a report. quiet: the policy is private and the repository is not, so nothing of the policy is quoted.
func show(report rules.Report, source string, quiet bool) shown {
	s := shown{Conclusion: report.Conclusion(), Headline: headline(report)}
	b := &budget{left: summaryLimit}
	b.line(table(report, quiet))
	for _, v := range report.Verdicts {
		if open(v) {
			section(b, v, quiet)
		}
	}
	b.line(closed(report, quiet))
	if !quiet && source != "" {
		b.line(rules.Say("show.policy", "source", source).Markdown())
	}
	s.Summary = b.String()
	s.Annotations = annotations(report)
	return s
}

// digest names what is shown; the same digest is never posted twice on a head.
func (s shown) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s", s.Conclusion, s.Headline, s.Summary)
	for _, a := range s.Annotations {
		fmt.Fprintf(h, "\x00%s\x00%d\x00%s\x00%s", a.Path, a.Line, a.Level, a.Message)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// tally counts what a headline tells.
type tally struct{ faults, acts, unknown, warnings, passed, shown int }

// headline is the verdict in a few words.
func headline(report rules.Report) string {
	var t tally
	for _, v := range report.Verdicts {
		t.add(v)
	}
	return cut(t.text(len(report.Verdicts)).Plain())
}

func (t *tally) add(v rules.Verdict) {
	if v.Mode == rules.Observe {
		return
	}
	t.shown++
	switch {
	case v.State == rules.Passed:
		t.passed++
	case !open(v):
	case v.Mode == rules.Warn:
		t.warnings += max(1, len(v.Findings))
	case v.Act || v.State == rules.Pending:
		t.acts++
	case v.State == rules.Unknown:
		t.unknown++
	default:
		t.faults += len(v.Findings)
	}
}

func (t *tally) text(all int) rules.Text {
	switch {
	case t.faults > 0:
		return rules.Count("show.faults", t.faults)
	case t.acts > 0:
		return rules.Count("show.acts", t.acts)
	case t.unknown > 0:
		return rules.Say("show.unknown")
	case t.warnings > 0:
		return rules.Count("show.warnings", t.warnings)
	case t.passed > 0:
		return rules.Count("show.passed", t.passed)
	case all > 0 && t.shown == 0:
		return rules.Count("show.observing", all)
	}
	return rules.Say("show.nothing")
}

func cut(s string) string {
	if r := []rune(s); len(r) > headlineLimit {
		return string(r[:headlineLimit-1]) + "…"
	}
	return s
}

// open tells a verdict that somebody must look at.
func open(v rules.Verdict) bool {
	return v.Mode != rules.Observe && (v.State == rules.Failed || v.State == rules.Pending || v.State == rules.Unknown)
}

// table is one row for each open verdict.
func table(report rules.Report, quiet bool) string {
	var b strings.Builder
	for _, v := range report.Verdicts {
		if open(v) {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", state(v), cell(title(v, quiet)), cell(v.Why.Markdown()))
		}
	}
	if b.Len() == 0 {
		return rules.Say(clearID(report)).Markdown()
	}
	return rules.Say("show.table").Plain() + "\n|---|---|---|\n" + strings.TrimSuffix(b.String(), "\n")
}

func clearID(report rules.Report) string {
	if len(report.Verdicts) == 0 {
		return "show.nothing-long"
	}
	return "show.clear"
}

// state is a word beside its sign: no state is told by color or sign alone.
func state(v rules.Verdict) string {
	switch {
	case v.State == rules.Failed && v.Mode == rules.Warn:
		return rules.Say("state.warning").Plain()
	case v.State == rules.Failed && v.Act, v.State == rules.Pending:
		return rules.Say("state.waiting").Plain()
	case v.Mode == rules.Observe && v.State == rules.Failed:
		return rules.Say("state.observed").Plain()
	}
	return rules.Say("state." + string(v.State)).Plain()
}

// title is the policy's own title, or the catalogue's name of the rule type.
func title(v rules.Verdict, quiet bool) string {
	if v.Requirement != nil && v.Requirement.Title != "" && !quiet {
		return markdownText(v.Requirement.Title)
	}
	return rules.Say("rule." + v.Rule).Plain()
}

// cell keeps a text within a table's cell.
func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\n", " "), "|", "\\|")
}

// section tells one open verdict: what, why, how, who.
func section(b *budget, v rules.Verdict, quiet bool) {
	b.line("### " + state(v) + ": " + title(v, quiet))
	if r := v.Requirement; r != nil && !quiet {
		b.line(join(markdownText(r.Why), link(r.Help)))
	}
	if len(v.Findings) == 0 {
		b.line(v.Why.Markdown())
	}
	b.findings(v.Findings)
	b.inserts(v.Findings)
	b.line(v.How.Markdown())
	if v.Requirement != nil && v.Requirement.Next != nil {
		b.line(announcement(*v.Requirement.Next))
	}
}

func announcement(n rules.Step) string {
	return rules.Say("show.next."+string(n.Mode), "date", n.At.UTC().Format("2006-01-02")).Markdown()
}

// closed is one line for the rules that need nobody: passed, skipped with the reason, exempt, observed.
func closed(report rules.Report, quiet bool) string {
	var b strings.Builder
	for _, v := range report.Verdicts {
		if open(v) {
			continue
		}
		line := "- " + state(v) + ": " + title(v, quiet)
		if why := v.Why.Markdown(); why != "" && v.State != rules.Passed {
			line += " — " + oneLine(why)
		}
		if v.Requirement != nil && v.Requirement.Next != nil {
			line += " — " + announcement(*v.Requirement.Next)
		}
		b.WriteString(line + "\n")
	}
	if b.Len() == 0 {
		return ""
	}
	summary := rules.Count("show.closed", strings.Count(b.String(), "\n")).Plain()
	return "<details><summary>" + summary + "</summary>\n\n" + strings.TrimSuffix(b.String(), "\n") + "\n\n</details>"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// annotations puts each finding that has a place on its line.
func annotations(report rules.Report) []gh.Annotation {
	var out []gh.Annotation
	for _, v := range report.Verdicts {
		for _, f := range v.Findings {
			if f.Path != "" && open(v) && len(out) < annotationLimit {
				out = append(out, annotation(v, f))
			}
		}
	}
	return out
}

func annotation(v rules.Verdict, f rules.Finding) gh.Annotation {
	a := gh.Annotation{Path: f.Path, Line: f.Line, Level: "failure", Title: v.ID, Message: f.Message.Plain()}
	if v.Mode == rules.Warn || v.State == rules.Unknown {
		a.Level = "warning"
	}
	if f.Fix != nil {
		a.Message = join(f.Fix.Text.Plain(), "("+a.Message+")")
		if text := inserted(f); text != "" {
			a.Message += "\n\n" + text
		}
	}
	return a
}

// markdownText renders a sentence of the policy's author: no mentions, no HTML, one line. The author is trusted to write rules,
// not to ping people from every pull request.
func markdownText(s string) string {
	s = rules.OneLine(s)
	if strings.HasPrefix(s, "/") {
		s = "\\" + s // not a command of any bot's
	}
	return strings.NewReplacer("@", "@\u200b", "<", "&lt;", "[", "\\[", "|", "\\|", "`", "\\`", "!", "\\!").Replace(s)
}

// link is the policy's address to read, if it is one.
func link(help string) string {
	if !strings.HasPrefix(help, "https://") || !utf8.ValidString(help) || strings.ContainsAny(help, " ()<>\"'\n\r\t\\") {
		return ""
	}
	return rules.Say("show.help").Plain() + " <" + help + ">"
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}
