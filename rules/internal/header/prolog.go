// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
)

// prolog reads a directive that may stand before or among the comments at the head of a file: how many bytes it takes (0:
// there is none), and whether a header must come after it. head is true until a comment that is no directive was met.
type prolog func(rest string, line int, head bool) (n int, pinned bool)

// shebang is "#!/bin/sh" in the very first line.
func shebang(rest string, line int, head bool) (int, bool) {
	if line == 1 && head && strings.HasPrefix(rest, "#!") {
		return lineEnd(rest, 0), true
	}
	return 0, false
}

// pythonProlog knows the encoding line of PEP 263, in the first two lines: a comment with "coding:" or "coding=".
func pythonProlog(rest string, line int, head bool) (int, bool) {
	if n, pinned := shebang(rest, line, head); n > 0 || line > 2 || rest[0] != '#' {
		return n, pinned
	}
	comment := rest[:lineEnd(rest, 0)]
	if strings.Contains(comment, "coding:") || strings.Contains(comment, "coding=") {
		return len(comment), true
	}
	return 0, false
}

// rubyProlog knows the magic comments, which must stand in the first comments of a file.
func rubyProlog(rest string, line int, head bool) (int, bool) {
	if n, pinned := shebang(rest, line, head); n > 0 || rest[0] != '#' {
		return n, pinned
	}
	comment := rest[:lineEnd(rest, 0)]
	key, _, ok := strings.Cut(strings.Trim(comment, "# \t-*"), ":")
	if !ok {
		return 0, false
	}
	switch strings.ToLower(strings.ReplaceAll(key, "-", "_")) {
	case "frozen_string_literal", "encoding", "coding", "typed", "warn_indent", "shareable_constant_value":
		return len(comment), true
	}
	return 0, false
}

// dockerProlog knows the parser directives, which count only above the first other comment.
func dockerProlog(rest string, _ int, head bool) (int, bool) {
	if !head || rest[0] != '#' {
		return 0, false
	}
	comment := rest[:lineEnd(rest, 0)]
	key, _, ok := strings.Cut(comment[1:], "=")
	if !ok {
		return 0, false
	}
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "syntax", "escape", "check":
		return len(comment), true
	}
	return 0, false
}

// yamlProlog knows %YAML and %TAG, the start of a document and cloud-init's first line.
func yamlProlog(rest string, line int, head bool) (int, bool) {
	if n, pinned := shebang(rest, line, head); n > 0 {
		return n, pinned
	}
	text := rest[:lineEnd(rest, 0)]
	switch {
	case strings.HasPrefix(text, "%"), strings.TrimRight(text, " \t") == "---":
		return len(text), true
	case line == 1 && head && strings.TrimRight(text, " \t") == "#cloud-config":
		return len(text), true
	}
	return 0, false
}

// markupProlog knows processing instructions, the XML declaration among them, and the document type.
func markupProlog(rest string, _ int, _ bool) (int, bool) {
	if strings.HasPrefix(rest, "<?") {
		if end := strings.Index(rest, "?>"); end > 0 {
			return end + len("?>"), true
		}
		return 0, false
	}
	if len(rest) < len("<!doctype") || !strings.EqualFold(rest[:len("<!doctype")], "<!doctype") {
		return 0, false
	}
	return doctypeEnd(rest), true
}

// doctypeEnd finds the end of a document type; its internal subset, in brackets, holds ">" of its own.
func doctypeEnd(rest string) int {
	end := strings.IndexByte(rest, '>')
	if bracket := strings.IndexByte(rest, '['); bracket > 0 && bracket < end {
		closing := strings.IndexByte(rest[bracket:], ']')
		if closing < 0 {
			return 0
		}
		end = strings.IndexByte(rest[bracket+closing:], '>') + bracket + closing
	}
	return max(end+1, 0)
}

// frontMatter is the block of YAML that opens a Markdown page.
func frontMatter(rest string, line int, head bool) (int, bool) {
	if line != 1 || !head || strings.TrimRight(rest[:lineEnd(rest, 0)], " \t") != "---" {
		return 0, false
	}
	end := strings.Index(rest[3:], "\n---")
	if end < 0 {
		return 0, false
	}
	return lineEnd(rest, 3+end+1), true
}

// charset is the first statement of a style sheet.
func charset(rest string, _ int, head bool) (int, bool) {
	if !head || !strings.HasPrefix(rest, "@charset ") {
		return 0, false
	}
	return strings.IndexByte(rest, ';') + 1, true
}

// pragmaOnce guards a C header; comments may stand on either side.
func pragmaOnce(rest string, _ int, _ bool) (int, bool) {
	return word(rest, "#pragma once"), false
}

// csharpProlog knows the directives that people put around a header.
func csharpProlog(rest string, line int, head bool) (int, bool) {
	if n, pinned := shebang(rest, line, head); n > 0 || rest[0] != '#' {
		return n, pinned
	}
	for _, d := range []string{"#region", "#endregion", "#nullable", "#pragma", "#define", "#undef"} {
		if n := word(rest, d); n > 0 {
			return n, false
		}
	}
	return 0, false
}

// rustProlog knows the first line and inner attributes: #![allow(unused)].
func rustProlog(rest string, line int, head bool) (int, bool) {
	if !strings.HasPrefix(rest, "#![") {
		return shebang(rest, line, head)
	}
	depth := 0
	for i := 2; i < len(rest); i++ {
		switch rest[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1, false
			}
		}
	}
	return 0, false
}

// word takes a whole line that begins with a word.
func word(rest, w string) int {
	if !strings.HasPrefix(rest, w) || (len(rest) > len(w) && !strings.ContainsRune(" \t\r\n", rune(rest[len(w)]))) {
		return 0
	}
	return lineEnd(rest, 0)
}
