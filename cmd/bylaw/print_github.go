// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// printGitHub writes workflow commands, which GitHub Actions shows as annotations
// (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
func printGitHub(w io.Writer, r rules.Report) error {
	var b strings.Builder
	for _, v := range r.Verdicts {
		level := annotationLevel(v)
		if level == "" {
			continue
		}
		title := v.ID + " (" + v.Rule + ")"
		if len(v.Findings) == 0 {
			command(&b, level, rules.Finding{Message: v.Why}, title)
		}
		for _, f := range v.Findings {
			command(&b, level, f, title)
		}
	}
	fmt.Fprintf(&b, "conclusion: %s\n", r.Conclusion())
	_, err := io.WriteString(w, b.String())
	return err
}

// annotationLevel is how loud a verdict is; empty is not worth an annotation.
func annotationLevel(v rules.Verdict) string {
	switch {
	case v.State != rules.Failed && v.State != rules.Unknown && v.State != rules.Pending:
		return ""
	case v.Mode == rules.Enforce:
		return "error"
	case v.Mode == rules.Warn:
		return "warning"
	}
	return "notice"
}

func command(b *strings.Builder, level string, f rules.Finding, title string) {
	b.WriteString("::" + level + " ")
	if f.Path != "" {
		b.WriteString("file=" + escapeProperty(f.Path) + ",")
	}
	if f.Line > 0 {
		b.WriteString("line=" + strconv.Itoa(f.Line) + ",")
	}
	fmt.Fprintf(b, "title=%s::%s\n", escapeProperty(title), escapeData(f.Message.Plain()))
}

// printFaults writes the faults of a policy as annotations.
func printFaults(w io.Writer, level string, faults []config.Error) error {
	var b strings.Builder
	for _, e := range faults {
		message := e.Message
		if e.Hint != "" {
			message += "; " + e.Hint
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=bylaw policy::%s\n",
			level, escapeProperty(e.Path), max(1, e.Line), max(1, e.Column), escapeData(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// escapeData and escapeProperty are the escapes of @actions/core: nothing in foreign text starts a command of its own.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
