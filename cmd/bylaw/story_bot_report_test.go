// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// botReport is a report as the contract of DESIGN.md section 13 has it.
type botReport struct {
	Conclusion rules.Conclusion
	Verdicts   []struct {
		ID, Rule, Why, How string
		Mode               rules.Mode
		State              rules.State
		Findings           []struct {
			Path, Message string
			Line          int
			Fix           *rules.Fix
		}
	}
}

func (b *botWorld) check(names []string) (string, bool, error) {
	if err := b.openPull(); err != nil {
		return "", false, err
	}
	if err := b.read(); err != nil {
		return "", false, err
	}
	runs := b.repo.CheckRuns(b.pull.HeadSHA())
	if len(runs) == 0 {
		return "", false, errors.New("there is no check run on the head")
	}
	if got := runs[len(runs)-1].Conclusion; got != string(b.last.Conclusion) {
		return "", false, fmt.Errorf("the check run says %s, the report %s", got, b.last.Conclusion)
	}
	return b.last.text(names)
}

func (b *botWorld) read() error {
	body, err := b.internal(fmt.Sprintf("/report?repository=%d&number=%d", b.repo.ID, b.pull.Number))
	if err != nil {
		return err
	}
	b.last = botReport{}
	return json.Unmarshal([]byte(body), &b.last)
}

// text prints the report in the lines that the other harnesses print, and tells whether the named rules let the change through.
func (r botReport) text(names []string) (string, bool, error) {
	var out strings.Builder
	success, told := true, 0
	for _, v := range r.Verdicts {
		if len(names) > 0 && !slices.Contains(names, v.ID) && !slices.Contains(names, v.Rule) {
			continue
		}
		told++
		word, _ := stateWord(rules.Verdict{Mode: v.Mode, Outcome: rules.Outcome{State: v.State}})
		fmt.Fprintf(&out, "%s %s (%s)", word, v.ID, v.Rule)
		if v.Why != "" {
			fmt.Fprintf(&out, ": %s", v.Why)
		}
		out.WriteByte('\n')
		for _, f := range v.Findings {
			fmt.Fprintf(&out, "  %s%s\n", place(rules.Finding{Path: f.Path, Line: f.Line}), f.Message)
		}
		if v.How != "" {
			fmt.Fprintf(&out, "    %s\n", strings.ReplaceAll(strings.ReplaceAll(v.How, "`", ""), "\n", "\n    "))
		}
		blocks := v.State == rules.Failed || v.State == rules.Unknown || v.State == rules.Pending
		success = success && (v.Mode != rules.Enforce || !blocks)
	}
	if told == 0 && len(names) > 0 {
		return "", false, fmt.Errorf("the report has none of the rules %v", names)
	}
	conclusion := "success"
	if !success {
		conclusion = string(r.Conclusion)
	}
	fmt.Fprintf(&out, "conclusion: %s\n", conclusion)
	return out.String(), success, nil
}

func (b *botWorld) fix() error {
	for _, v := range b.last.Verdicts {
		for _, f := range v.Findings {
			if f.Fix == nil || f.Fix.Kind != "edit" {
				continue
			}
			name := f.Fix.Edits[0].Path
			fixed, err := rules.Apply(b.trees[len(b.trees)-1][name].content, f.Fix.Edits)
			if err != nil {
				return err
			}
			if err := writeWork(b.dir, name, fixed); err != nil {
				return err
			}
		}
	}
	return nil
}
