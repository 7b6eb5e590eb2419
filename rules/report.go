// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// State is how a rule came out.
type State string

// The six states. Only fail may cause a write to a repository; unknown opens nothing and closes nothing.
const (
	Passed  State = "pass"
	Failed  State = "fail"
	Skipped State = "skip"    // does not apply, and says why
	Pending State = "pending" // waits for a person or a date
	Exempt  State = "exempt"  // a recorded exemption covers it
	Unknown State = "unknown" // could not be judged: never passes, never fails red
)

// Mode is what a failure of a rule does.
type Mode string

// The three modes, weakest first.
const (
	Observe Mode = "observe" // recorded only
	Warn    Mode = "warn"    // shown
	Enforce Mode = "enforce" // blocks a pull request; acts on a repository
)

// Modes lists the modes, weakest first.
var Modes = []Mode{Observe, Warn, Enforce}

// Conclusion is a report's outcome on GitHub.
type Conclusion string

// The conclusions that Bylaw uses. Never neutral, never skipped: GitHub lets both through a required check.
const (
	Success        Conclusion = "success"
	Failure        Conclusion = "failure"
	ActionRequired Conclusion = "action_required" // only a person's act is missing
	TimedOut       Conclusion = "timed_out"       // an enforced rule could not be judged
)

// Outcome is what a rule says of a subject.
type Outcome struct {
	State    State
	Why      Text           // the reason of a skip, an unknown, a pending; a one-line sum of a failure
	How      Text           // the mend for all findings at once, when there is one
	Findings []Finding      // faults, when State is fail
	Act      bool           // only a person's act is missing (sign, approve)
	Counts   map[string]int // figures by name, for the record: files checked, files skipped by reason
}

// Finding is one fault, at a place.
type Finding struct {
	Message     Text
	Path        string // empty when the fault has no place in a file
	Line        int    // 1-based; 0 when there is none
	Commit      string // object id, when the fault is in a commit
	Reason      string // message id: stable, for machines
	Fingerprint string // stable over pushes that do not touch the fault; exemptions bind to it
	Fix         *Fix
}

// Fix is a mend that a machine can make, or words to follow.
type Fix struct {
	Kind  string `json:"kind"` // text | edit
	Text  Text   `json:"-"`
	Edits []Edit `json:"edits"`
}

// Edit replaces Delete lines, from the 1-based Line on, by Insert. Insert ends with a newline.
type Edit struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Delete int    `json:"delete"`
	Insert string `json:"insert"`
}

// Verdict is one rule's outcome within a policy.
type Verdict struct {
	ID          string // the policy's id
	Rule        string // the type
	Mode        Mode
	Requirement *Requirement
	Outcome
}

// Report is all verdicts, in the policy's order.
type Report struct{ Verdicts []Verdict }

// Conclusion sums a report up. Precedence: failure, action_required, timed_out, success.
func (r Report) Conclusion() Conclusion {
	best := Success
	for _, v := range r.Verdicts {
		if c := v.conclusion(); rank[c] > rank[best] {
			best = c
		}
	}
	return best
}

var rank = map[Conclusion]int{Success: 0, TimedOut: 1, ActionRequired: 2, Failure: 3}

func (v Verdict) conclusion() Conclusion {
	switch {
	case v.Mode != Enforce:
		return Success
	case v.State == Failed && !v.Act:
		return Failure
	case v.State == Failed || v.State == Pending:
		return ActionRequired
	case v.State == Unknown && v.Act:
		return ActionRequired // too large to judge: a person must split or exempt it
	case v.State == Unknown:
		return TimedOut
	}
	return Success
}

// fingerprint is a stable name of a finding: the rule, the reason and the place, without the line, which moves.
func (f Finding) fingerprint(id string) string {
	parts := []string{id, f.Reason, f.Path, f.Commit}
	for _, k := range f.Message.keys() {
		if k != "line" {
			parts = append(parts, f.Message.Args[k])
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// sortFindings orders findings by path, line, commit position: commits keep the order in which the rule told them.
func sortFindings(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
}

// MarshalJSON writes the contract of a report: snake_case, arrays never null, verdicts in the policy's order.
func (r Report) MarshalJSON() ([]byte, error) {
	out := reportJSON{Conclusion: r.Conclusion(), Verdicts: []verdictJSON{}}
	for _, v := range r.Verdicts {
		out.Verdicts = append(out.Verdicts, v.json())
	}
	return json.Marshal(out)
}

type reportJSON struct {
	Conclusion Conclusion    `json:"conclusion"`
	Verdicts   []verdictJSON `json:"verdicts"`
}

type verdictJSON struct {
	ID       string         `json:"id"`
	Rule     string         `json:"rule"`
	Mode     Mode           `json:"mode"`
	State    State          `json:"state"`
	Why      string         `json:"why"`
	How      string         `json:"how,omitempty"`
	Act      bool           `json:"act,omitempty"`
	Findings []findingJSON  `json:"findings"`
	Counts   map[string]int `json:"counts,omitempty"`
}

type findingJSON struct {
	Path        string   `json:"path"`
	Line        int      `json:"line"`
	Commit      string   `json:"commit"`
	Reason      string   `json:"reason"`
	Message     string   `json:"message"`
	Fingerprint string   `json:"fingerprint"`
	Fix         *fixJSON `json:"fix"`
}

type fixJSON struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Edits []Edit `json:"edits"`
}

func (v Verdict) json() verdictJSON {
	out := verdictJSON{
		ID: v.ID, Rule: v.Rule, Mode: v.Mode, State: v.State, Why: v.Why.Plain(), How: v.How.Markdown(), Act: v.Act,
		Findings: []findingJSON{}, Counts: v.Counts,
	}
	for _, f := range v.Findings {
		out.Findings = append(out.Findings, f.json())
	}
	return out
}

func (f Finding) json() findingJSON {
	out := findingJSON{
		Path: f.Path, Line: f.Line, Commit: f.Commit, Reason: f.Reason, Message: f.Message.Plain(), Fingerprint: f.Fingerprint,
	}
	if f.Fix != nil {
		out.Fix = &fixJSON{Kind: f.Fix.Kind, Text: f.Fix.Text.Plain(), Edits: append([]Edit{}, f.Fix.Edits...)}
	}
	return out
}
