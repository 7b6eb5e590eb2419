// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/header"
)

// headerFinding puts the finding of the engine into words. The reason is one of few; the message says the case.
func headerFinding(path string, f header.Finding) Finding {
	reason := "license-header." + string(f.Reason)
	out := Finding{Path: path, Line: f.Line, Reason: reason, Message: headerMessage(reason, f)}
	for _, e := range f.Edits {
		if out.Fix == nil {
			out.Fix = &Fix{Kind: "edit", Text: Say("license-header.fix")}
		}
		out.Fix.Edits = append(out.Fix.Edits, Edit{Path: path, Line: e.Line, Delete: e.Delete, Insert: e.Insert})
	}
	return out
}

func headerMessage(reason string, f header.Finding) Text {
	switch {
	case f.Reason == header.WrongYear:
		return Say(reason+"-"+f.Detail, "years", f.Got)
	case f.Reason == header.WrongOwner && f.Got == "":
		return Say(reason+"-none", "want", f.Want)
	case f.Reason == header.WrongOwner && f.Want == "":
		return Say(reason+"-extra", "got", f.Got)
	case f.Reason == header.TextDiffers && f.Got == "":
		return Say(reason+"-ends", "line", itoa(f.Line), "want", f.Want)
	case f.Reason == header.TextDiffers && f.Want == "":
		return Say(reason+"-goes-on", "line", itoa(f.Line), "got", f.Got)
	case f.Reason == header.BadSPDX:
		return Say(reason, "got", f.Got, "detail", f.Detail)
	}
	return Say(reason, "want", f.Want, "got", f.Got, "line", itoa(f.Line))
}

// headerSkips sums up the files that were skipped: "2 generated, 1 empty".
func headerSkips(counts map[string]int) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		if name, ok := strings.CutPrefix(key, "skipped."); ok {
			parts = append(parts, itoa(counts[key])+" "+strings.ReplaceAll(name, "-", " "))
		}
	}
	return strings.Join(parts, ", ")
}
