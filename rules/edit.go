// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"slices"
	"strings"
)

// byteOrderMark stays the first thing of a file: it is no part of line 1.
const byteOrderMark = "\uFEFF"

// Apply carries out the edits of one file on its whole content. The line breaks of what stays are kept; a last line without
// one stays so, unless it is replaced. Edits of which one deletes what another touches are an error, and so is a line
// that the file does not have; then the content comes back as it was. Insertions at the same line keep their order.
func Apply(content string, edits []Edit) (string, error) {
	text := strings.TrimPrefix(content, byteOrderMark)
	lines := splitLines(text)
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Line - b.Line })
	var out strings.Builder
	out.WriteString(content[:len(content)-len(text)])
	next := 0 // index of the first line that is not written yet
	for _, e := range sorted {
		if err := e.check(len(lines), next); err != nil {
			return content, err
		}
		copyLines(&out, lines[next:e.Line-1])
		open := e.Line > len(lines) && len(lines) > 0 && !strings.HasSuffix(text, "\n")
		insert(&out, e.Insert, open)
		next = e.Line - 1 + e.Delete
	}
	copyLines(&out, lines[next:])
	return out.String(), nil
}

// check refuses an edit outside the file, or one that reaches into the edit before it.
func (e Edit) check(lines, next int) error {
	switch {
	case e.Line < 1 || e.Delete < 0 || e.Line > lines+1 || e.Delete > lines+1-e.Line:
		return fmt.Errorf("edit %s: lines %d to %d of a file with %d", e.Path, e.Line, e.Line+e.Delete, lines)
	case e.Line-1 < next:
		return fmt.Errorf("edit %s: line %d is edited twice", e.Path, e.Line)
	}
	return nil
}

// insert writes what an edit brings. Where the line before is open, having no line break, it is closed first, and the new
// last line stays open.
func insert(out *strings.Builder, added string, open bool) {
	if !open || added == "" {
		out.WriteString(added)
		return
	}
	eol := "\n"
	if strings.HasSuffix(added, "\r\n") {
		eol = "\r\n"
	}
	out.WriteString(eol + strings.TrimSuffix(added, eol))
}

func copyLines(out *strings.Builder, lines []string) {
	for _, line := range lines {
		out.WriteString(line)
	}
}

// splitLines cuts a text behind its line breaks.
func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
