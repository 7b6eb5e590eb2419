// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// formats are the words of --format, the same everywhere.
const formats = "text, json, sarif or github"

// print writes a report to standard output in one of the formats.
func (t *terminal) print(format string, r rules.Report) error {
	switch format {
	case "json":
		return printJSON(t.out, r)
	case "sarif":
		return printSARIF(t.out, r)
	case "github":
		return printGitHub(t.out, r)
	default:
		return t.printText(r)
	}
}

// printJSON writes the contract of DESIGN.md section 13, indented.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printText writes for people. Its lines are stable, the stories of the rules read them:
//
//	FAIL dco (dco): 1 of 2 commits has no sign-off
//	  commit 3f9a2c1 by Ana has no Signed-off-by line
//	  src/x.go:1: the file has no license header
//	    how to mend, below its findings, one step deeper
//	pass required-files (required-files)
//	conclusion: failure
func (t *terminal) printText(r rules.Report) error {
	var b strings.Builder
	for _, v := range r.Verdicts {
		t.verdict(&b, v)
	}
	fmt.Fprintf(&b, "conclusion: %s\n", r.Conclusion())
	_, err := io.WriteString(t.out, b.String())
	return err
}

func (t *terminal) verdict(b *strings.Builder, v rules.Verdict) {
	word, color := stateWord(v)
	fmt.Fprintf(b, "%s %s (%s)", t.paint(color, word), rules.OneLine(v.ID), v.Rule)
	if why := v.Why.Plain(); why != "" {
		fmt.Fprintf(b, ": %s", indent(why, "  "))
	}
	b.WriteByte('\n')
	for _, f := range v.Findings {
		fmt.Fprintf(b, "  %s%s\n", t.paint(grey, place(f)), indent(f.Message.Plain(), "    "))
		if f.Fix != nil && f.Fix.Kind == "text" {
			hint(b, f.Fix.Text.Plain())
		}
	}
	hint(b, v.How.Plain())
}

// hint writes how to mend, one step deeper than the findings.
func hint(b *strings.Builder, text string) {
	if text != "" {
		fmt.Fprintf(b, "    %s\n", indent(text, "    "))
	}
}

// indent keeps the further lines of a text below its first.
func indent(text, by string) string { return strings.ReplaceAll(text, "\n", "\n"+by) }

// stateWord is how a verdict is called in the text report. A failure that does not block is called by its mode.
func stateWord(v rules.Verdict) (word, color string) {
	switch {
	case v.State == rules.Failed && v.Mode == rules.Enforce:
		return "FAIL", red
	case v.State == rules.Failed:
		return string(v.Mode), yellow
	case v.State == rules.Unknown:
		return "UNKNOWN", yellow
	case v.State == rules.Passed:
		return string(v.State), green
	}
	return string(v.State), grey
}

// place is "path:line: ", "path: " or nothing.
func place(f rules.Finding) string {
	switch {
	case f.Path == "":
		return ""
	case f.Line == 0:
		return rules.OneLine(f.Path) + ": "
	}
	return rules.OneLine(f.Path) + ":" + strconv.Itoa(f.Line) + ": "
}
