// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"
	"time"
)

// Requirement is a rule of a policy, resolved for one repository at one moment.
type Requirement struct {
	ID     string // the policy's id
	Rule   Rule
	Mode   Mode
	Next   *Step // the dated step that comes, if the mode is dated
	Title  string
	Why    string // one sentence of the policy's author
	Help   string // an address to read
	Fix    string // none | text | suggestion
	Source string // "owner/repo path:line": where the policy says so
	Files  Filter // which files the rule sees
	Scope  Scope
	Skip   SkipIf
	People People
	Reads  Needs // all facts that the check reads with its options; Rule.Needs are those that it cannot do without
	Check  Check

	// Blocked says why the requirement cannot be judged at all; the verdict is then unknown. ForGood: only a person can
	// change that (split the pull request, exempt it).
	Blocked Text
	ForGood bool
}

// Step is a dated change of mode.
type Step struct {
	Mode Mode
	At   time.Time
}

// Scope is which of a change's files a rule judges.
type Scope string

// The scopes. A pull request is judged by what it changes: ScopeAll adds the rest only where the whole tree is at hand.
const (
	ScopeAdded   Scope = "added"
	ScopeChanged Scope = "changed"
	ScopeAll     Scope = "all"
)

// Filter chooses files by path. A nil Match takes all.
type Filter struct{ Match func(path string) bool }

// SkipIf says when a requirement does not apply to a change. Authors are account ids.
type SkipIf struct {
	Labels []string
	Lines  int                    // at most so many changed lines ...
	Only   func(path string) bool // ... in files that all match; nil is no such skip
}

// Evaluate judges a subject. A rule whose facts are not at hand says so: skip for a checkout, unknown otherwise, never pass.
func Evaluate(rs []Requirement, s Subject, have Needs) Report {
	report := Report{Verdicts: make([]Verdict, 0, len(rs))}
	for _, r := range rs {
		report.Verdicts = append(report.Verdicts, r.verdict(s, have))
	}
	return report
}

func (r Requirement) verdict(s Subject, have Needs) Verdict {
	v := Verdict{ID: r.ID, Rule: r.Rule.Name, Mode: r.Mode, Requirement: &r, Outcome: r.outcome(s, have)}
	sortFindings(v.Findings)
	for i := range v.Findings {
		if v.Findings[i].Fingerprint == "" {
			v.Findings[i].Fingerprint = v.Findings[i].fingerprint(r.ID)
		}
	}
	return v
}

func (r Requirement) outcome(s Subject, have Needs) Outcome {
	if !r.Blocked.Zero() && have&Checkout != 0 && !r.ForGood {
		return Skip(r.Blocked)
	}
	if !r.Blocked.Zero() {
		return Outcome{State: Unknown, Why: r.Blocked, Act: r.ForGood}
	}
	if why := r.Skip.reason(s); !why.Zero() {
		return Skip(why)
	}
	if missing := r.Rule.Needs &^ have; missing != 0 {
		if have&Checkout != 0 {
			return Skip(Say("core.needs-github", "facts", missing.String()))
		}
		return Unsure(Say("core.not-at-hand", "facts", missing.String()))
	}
	s.Files = r.files(s.Files)
	s.People = r.People
	return r.guarded(s, have)
}

// guarded turns a panic of a rule into unknown: foreign text must not take the bot down, and nothing passes by accident.
func (r Requirement) guarded(s Subject, have Needs) (o Outcome) {
	defer func() {
		if recover() != nil {
			o = Unsure(Say("core.rule-panic", "rule", r.Rule.Name))
		}
	}()
	o = r.Check(s)
	if o.State == Unknown && have&Checkout != 0 {
		o.State = Skipped
	}
	return o
}

// files keeps what the requirement's files and scope choose. Removed files are never judged.
func (r Requirement) files(all []File) []File {
	if all == nil {
		return nil
	}
	return slices.Collect(func(yield func(File) bool) {
		for _, f := range all {
			if r.sees(f) && !yield(f) {
				return
			}
		}
	})
}

func (r Requirement) sees(f File) bool {
	if f.Status == "removed" || (r.Files.Match != nil && !r.Files.Match(f.Path)) {
		return false
	}
	switch r.Scope {
	case ScopeAdded:
		return f.Status == "added" || f.Status == "copied"
	case ScopeAll:
		return true
	default:
		return f.Status != "unchanged"
	}
}

// reason names why the requirement does not apply to a change, or is zero.
func (k SkipIf) reason(s Subject) Text {
	if s.Change == nil {
		return Text{}
	}
	for _, label := range k.Labels {
		if slices.Contains(s.Change.Labels, label) {
			return Say("core.skip-label", "label", label)
		}
	}
	if k.Only != nil && s.Files != nil && k.trivial(s) {
		return Say("core.skip-trivial", "lines", itoa(s.Change.Additions+s.Change.Deletions))
	}
	return Text{}
}

// trivial is true for a change of few lines in the named files only. A binary file has no lines to count, so it never is.
func (k SkipIf) trivial(s Subject) bool {
	if s.Change.Additions+s.Change.Deletions > k.Lines || len(s.Files) == 0 {
		return false
	}
	for _, f := range s.Files {
		if !k.Only(f.Path) || f.Binary {
			return false
		}
	}
	return true
}
