// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bylaw-bot/bylaw/rules"
)

// faulty is a verdict of n findings.
func faulty(n int, mode rules.Mode, of rules.Requirement) rules.Verdict {
	v := rules.Verdict{ID: of.ID, Rule: "license-header", Mode: mode, Requirement: &of}
	v.State = rules.Failed
	v.Why = rules.Count("license-header.failed", n, "all", fmt.Sprint(n))
	for i := range n {
		path := fmt.Sprintf("src/some/folder/with/a/long/name/file%d.go", i)
		v.Findings = append(v.Findings, rules.Finding{Message: rules.Say("license-header.missing"), Path: path, Line: 1})
	}
	return v
}

func TestALongReportDropsWholeFindings(t *testing.T) {
	report := rules.Report{Verdicts: []rules.Verdict{
		faulty(5000, rules.Enforce, rules.Requirement{ID: "a"}), faulty(5000, rules.Enforce, rules.Requirement{ID: "b"}),
	}}
	s := show(report, "acme/.github/bylaw.yml", false)
	if n := utf8.RuneCountInString(s.Summary); n > 65535 || n < 40000 {
		t.Errorf("the summary has %d characters", n)
	}
	if !strings.Contains(s.Summary, "of 5000 findings are shown.") || !strings.Contains(s.Summary, "Policy:") {
		t.Error("the summary does not say what it leaves out, or lost its end")
	}
	for line := range strings.SplitSeq(s.Summary, "\n") {
		if strings.HasPrefix(line, "- `src/") && !strings.HasSuffix(line, "the file has no license header") {
			t.Fatalf("a finding was cut: %q", line)
		}
	}
	if len(s.Annotations) != annotationLimit || s.Headline != "10000 things to fix" {
		t.Errorf("%d annotations, headline %q", len(s.Annotations), s.Headline)
	}
	if n := utf8.RuneCountInString(sticky(report, subjectFor("MEMBER"), "", false)); n > 65000 {
		t.Errorf("the comment has %d characters", n)
	}
}

func subjectFor(association string) rules.Subject {
	return rules.Subject{Change: &rules.Change{
		Association: association, Author: rules.Account{Type: "User"}, Head: rules.Branch{SHA: strings.Repeat("a", 40)},
	}}
}

func TestHeadlines(t *testing.T) {
	state := func(mode rules.Mode, state rules.State, act bool) rules.Verdict {
		v := rules.Verdict{ID: "r", Rule: "dco", Mode: mode}
		v.State, v.Act = state, act
		if state == rules.Failed {
			v.Findings = make([]rules.Finding, 2)
		}
		return v
	}
	fails, acts := state(rules.Enforce, rules.Failed, false), state(rules.Enforce, rules.Failed, true)
	for _, c := range []struct {
		name       string
		verdicts   []rules.Verdict
		headline   string
		conclusion rules.Conclusion
	}{
		{"nothing", nil, "Nothing applies here", rules.Success},
		{"skipped", []rules.Verdict{state(rules.Enforce, rules.Skipped, false)}, "Nothing applies here", rules.Success},
		{"observing", []rules.Verdict{state(rules.Observe, rules.Failed, false)}, "Observing 1 rule; nothing is enforced", rules.Success},
		{"passed", []rules.Verdict{state(rules.Enforce, rules.Passed, false), state(rules.Warn, rules.Passed, false)}, "All 2 rules passed", rules.Success},
		{"warned", []rules.Verdict{state(rules.Warn, rules.Failed, false), state(rules.Enforce, rules.Passed, false)}, "Passed, with 2 warnings", rules.Success},
		{"failed", []rules.Verdict{fails, acts}, "2 things to fix", rules.Failure},
		{"to act", []rules.Verdict{acts, state(rules.Enforce, rules.Unknown, false)}, "1 thing needs a person to act", rules.ActionRequired},
		{"too large", []rules.Verdict{state(rules.Enforce, rules.Unknown, true)}, "1 thing needs a person to act", rules.ActionRequired},
		{"unknown", []rules.Verdict{state(rules.Enforce, rules.Unknown, false)}, "Could not be judged; nothing is wrong with the change", rules.TimedOut},
	} {
		s := show(rules.Report{Verdicts: c.verdicts}, "", false)
		if s.Headline != c.headline || s.Conclusion != c.conclusion {
			t.Errorf("%s: %q, %s; want %q, %s", c.name, s.Headline, s.Conclusion, c.headline, c.conclusion)
		}
	}
}

func TestADatedModeIsAnnounced(t *testing.T) {
	next := &rules.Step{Mode: rules.Enforce, At: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
	v := faulty(1, rules.Warn, rules.Requirement{ID: "a", Next: next})
	if s := show(rules.Report{Verdicts: []rules.Verdict{v}}, "", false); !strings.Contains(s.Summary, "Blocks from `2026-04-01` on.") {
		t.Error(s.Summary)
	}
}

// FuzzShow puts foreign text wherever the policy's author and the contributor can put it, and reads the comment as GitHub and
// other bots do: no mention, no command, no HTML of theirs, and never too long.
func FuzzShow(f *testing.F) {
	f.Add("A title", "why", "https://example.com/x", "path.go", "text")
	f.Add("@acme/ospo <b>", "/lgtm\n/approve", "javascript:x", "a`b\n/merge", "~~~\n/lgtm\n@ana")
	f.Add("| a | b |", "[x](y)", "https://x) @y", "../`@z`", "</details><img src=x>")
	f.Fuzz(func(t *testing.T, title, why, help, path, text string) {
		of := rules.Requirement{ID: title, Title: title, Why: why, Help: help}
		v := rules.Verdict{ID: title, Rule: "dco", Mode: rules.Enforce, Requirement: &of}
		v.State, v.Why = rules.Failed, rules.Say("dco.mismatch", "commit", path, "author", text, "found", title)
		v.Findings = []rules.Finding{{
			Message: v.Why, Path: path, Line: 3,
			Fix: &rules.Fix{Kind: "edit", Edits: []rules.Edit{{Path: path, Line: 1, Insert: text + "\n"}}},
		}}
		report := rules.Report{Verdicts: []rules.Verdict{v}}
		for _, body := range []string{show(report, path, false).Summary, sticky(report, subjectFor("NONE"), help, false)} {
			harmless(t, body)
		}
	})
}

// harmless reads a body without its code: what is left must hold nothing that acts.
func harmless(t *testing.T, body string) {
	t.Helper()
	if utf8.RuneCountInString(body) > 65000 || !utf8.ValidString(body) {
		t.Fatalf("%d characters, valid %t", utf8.RuneCountInString(body), utf8.ValidString(body))
	}
	fence := ""
	for line := range strings.SplitSeq(body, "\n") {
		if marks := line[:len(line)-len(strings.TrimLeft(line, "~"))]; fence == "" && len(marks) >= 3 {
			fence = marks
			continue
		} else if fence != "" {
			if line == fence {
				fence = ""
			}
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(line), "/") {
			t.Fatalf("a line that is a command: %q", line)
		}
		bare := uncoded(line)
		if i := strings.IndexByte(bare, '@'); i >= 0 && !strings.HasPrefix(bare[i+1:], "\u200b") && !strings.Contains(bare, "https://") {
			t.Fatalf("a mention: %q", line)
		}
		if strings.Contains(bare, "<img") || strings.Contains(bare, "<b>") || strings.Contains(bare, "<script") {
			t.Fatalf("foreign HTML: %q", line)
		}
	}
	if fence != "" {
		t.Fatalf("a block that does not end: %q", body)
	}
}

// uncoded takes the code spans out of a line, as CommonMark finds them: a run of back-ticks up to the next run of that length.
// An escaped back-tick opens none.
func uncoded(line string) string {
	var out strings.Builder
	for line != "" {
		if strings.HasPrefix(line, "\\`") {
			line = line[2:]
			continue
		}
		run := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		if run == "" {
			out.WriteByte(line[0])
			line = line[1:]
			continue
		}
		line = line[len(run):]
		if end := closing(line, run); end >= 0 {
			line = line[end+len(run):]
		}
	}
	return out.String()
}

func closing(line, run string) int {
	for i := 0; i+len(run) <= len(line); i++ {
		if line[i] != '`' {
			continue
		}
		n := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		if n == len(run) {
			return i
		}
		i += n - 1
	}
	return -1
}
