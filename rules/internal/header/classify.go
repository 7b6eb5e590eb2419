// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Why a file has no header to judge. Each is counted under its name, so that no coverage is lost in silence.
const (
	SkipSymlink   = "symlink"
	SkipSubmodule = "submodule"
	SkipEmpty     = "empty"
	SkipBinary    = "binary"
	SkipLFS       = "lfs-pointer"
	SkipGenerated = "generated"
	SkipLock      = "lock-file"
	SkipMinified  = "minified"
	SkipLanguage  = "unknown-language"
)

// longLine is the length of a line, in bytes, that no person wrote.
const longLine = 5000

// byPath is the reason to skip a file that its path and git's mode give, or empty.
func byPath(f File, l *Language) string {
	switch {
	case f.Mode == "120000":
		return SkipSymlink
	case f.Mode == "160000":
		return SkipSubmodule
	case lockFile(f.Path):
		return SkipLock
	case minifiedName(f.Path):
		return SkipMinified
	case l == nil:
		return SkipLanguage
	case f.Binary && f.Content == nil: // git calls UTF-16 binary too: with the content at hand we know better
		return SkipBinary
	}
	return ""
}

// lockFile tells files that a package manager or a test runner writes.
func lockFile(path string) bool {
	name := path[strings.LastIndexByte(path, '/')+1:]
	switch name {
	case "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "go.sum", "Cargo.lock", "Gemfile.lock",
		"poetry.lock", "uv.lock", "composer.lock", ".terraform.lock.hcl", "packages.lock.json", "pubspec.lock", "Chart.lock",
		"bun.lock", "deno.lock", "flake.lock":
		return true
	}
	return strings.HasSuffix(name, ".snap") || strings.HasSuffix(name, ".lock")
}

func minifiedName(path string) bool {
	dot := strings.LastIndexByte(path, '.')
	return dot > 0 && strings.HasSuffix(path[:dot], ".min")
}

// minified tells a text with a line so long that no person wrote it, in a language that is delivered so.
func minified(text string, l *Language) bool {
	if !l.dense {
		return false
	}
	for len(text) > longLine {
		end := strings.IndexByte(text[:longLine+1], '\n')
		if end < 0 {
			return true
		}
		text = text[end+1:]
	}
	return false
}

const bom = "\uFEFF"

// decode gives the text of a file's head and the reason to skip it, or empty. wide is true for UTF-16.
func decode(content string) (text string, wide bool, skip string) {
	if strings.HasPrefix(content, "\xFF\xFE") || strings.HasPrefix(content, "\xFE\xFF") {
		content, wide = decodeWide(content), true
	}
	switch {
	case strings.IndexByte(content, 0) >= 0:
		return "", wide, SkipBinary
	case strings.HasPrefix(content, "version https://git-lfs.github.com/spec/"):
		return "", wide, SkipLFS
	case strings.TrimSpace(strings.TrimPrefix(content, bom)) == "":
		return "", wide, SkipEmpty
	}
	return content, wide, ""
}

// decodeWide reads UTF-16 with its byte-order mark. An odd byte at the end was cut off with the head.
func decodeWide(content string) string {
	high, low := 1, 0
	if content[0] == 0xFE {
		high, low = 0, 1
	}
	units := make([]uint16, 0, len(content)/2)
	for i := 0; i+1 < len(content); i += 2 {
		units = append(units, uint16(content[i+high])<<8|uint16(content[i+low]))
	}
	out := make([]byte, 0, len(content))
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}
