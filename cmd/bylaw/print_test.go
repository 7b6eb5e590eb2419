// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/bylaw-bot/bylaw/rules"
)

// sampleReport has a verdict of each state and mode.
func sampleReport() rules.Report {
	finding := rules.Finding{Message: rules.Say("core.skip-label", "label", "x"), Path: "a b.go", Line: 3, Fingerprint: "f"}
	v := func(id string, m rules.Mode, s rules.State, fs ...rules.Finding) rules.Verdict {
		return rules.Verdict{ID: id, Rule: "dco", Mode: m, Outcome: rules.Outcome{State: s, Why: rules.Say("core.skip-label", "label", "y"), Findings: fs}}
	}
	return rules.Report{Verdicts: []rules.Verdict{
		v("enforced", rules.Enforce, rules.Failed, finding), v("warned", rules.Warn, rules.Failed, finding),
		v("observed", rules.Observe, rules.Failed, rules.Finding{Message: finding.Message}), v("passed", rules.Enforce, rules.Passed),
		v("skipped", rules.Enforce, rules.Skipped), v("waiting", rules.Enforce, rules.Pending), v("lost", rules.Enforce, rules.Unknown),
	}}
}

func TestTextStates(t *testing.T) {
	for _, color := range []bool{false, true} {
		var out bytes.Buffer
		if err := (&terminal{out: &out, color: color}).print("text", sampleReport()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(out.String(), "\x1b["); got != color {
			t.Errorf("color %v: escapes %v", color, got)
		}
		for _, word := range []string{"FAIL", "warn", "observe", "pass", "skip", "pending", "UNKNOWN"} {
			if !strings.Contains(out.String(), word) {
				t.Errorf("no %s in:\n%s", word, &out)
			}
		}
	}
}

func TestSARIFIsValid(t *testing.T) {
	var out bytes.Buffer
	if err := (&terminal{out: &out}).print("sarif", sampleReport()); err != nil {
		t.Fatal(err)
	}
	report, err := sarif.FromBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
	var levels []string
	for _, r := range report.Runs[0].Results {
		levels = append(levels, r.Level)
	}
	if got := strings.Join(levels, " "); got != "error warning note error error" {
		t.Errorf("levels: %s", got)
	}
}

func TestAnnotationsOfVerdictsWithoutFindings(t *testing.T) {
	var out bytes.Buffer
	if err := (&terminal{out: &out}).print("github", sampleReport()); err != nil {
		t.Fatal(err)
	}
	want := []string{"::error file=a b.go,line=3,", "::warning file=a b.go,line=3,", "::notice title=", "::error title=", "::error title=", "conclusion: "}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines:\n%s", len(lines), &out)
	}
	for i, prefix := range want {
		if !strings.HasPrefix(lines[i], prefix) {
			t.Errorf("line %d: %q, want %q...", i+1, lines[i], prefix)
		}
	}
}

// FuzzAnnotation holds that foreign text stays within its command: one line, and the properties that we wrote.
func FuzzAnnotation(f *testing.F) {
	f.Add("a.go", "message")
	f.Add("a\n::error::b", "%0A::warning::")
	f.Fuzz(func(t *testing.T, path, message string) {
		var b strings.Builder
		command(&b, "error", rules.Finding{Path: path, Line: 1, Message: rules.Say("core.skip-label", "label", message)}, "t:,i")
		line := strings.TrimSuffix(b.String(), "\n")
		if strings.ContainsAny(line, "\n\r") || !strings.Contains(line, ",line=1,title=t%3A%2Ci::") && path != "" {
			t.Fatalf("%q", line)
		}
	})
}

func TestErrorsBecomeExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
	}{
		{exitFindings, 1},
		{usageError{errors.New("x")}, 2},
		{fmt.Errorf("y: %w", usageError{errors.New("x")}), 2},
		{errors.New("disk"), 3},
	} {
		var out bytes.Buffer
		if got := (&terminal{err: &out}).fail(c.err); got != c.code {
			t.Errorf("%v: %d", c.err, got)
		}
	}
}

// TestProgress sees the line come after a second and go.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	tick := make(chan time.Time)
	p := &progress{stop: make(chan struct{}), ended: make(chan struct{}), tick: tick}
	p.done.Store(7)
	go func() { defer close(p.ended); p.show(&terminal{err: &out}, "judging", 9) }()
	tick <- time.Time{}
	tick <- time.Time{}
	p.end()
	if got := out.String(); !strings.Contains(got, "judging: 7 of 9") || !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("%q", got)
	}
	quiet := (&terminal{err: &out}).progress("x", 1)
	before := out.Len()
	quiet.end()
	if out.Len() != before {
		t.Error("a pipe got a progress line")
	}
}
