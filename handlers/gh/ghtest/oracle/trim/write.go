// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// compress writes content to path with gzip, without a time stamp.
func compress(path string, content []byte) error {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}

//go:embed sources.md
var preface string

// sources writes SOURCES.md: what the data is made of, and its notices.
func sources(packages, data string) error {
	var b strings.Builder
	fmt.Fprintf(&b, preface, versions["@octokit/openapi"], versions["@octokit/graphql-schema"],
		versions["@octokit/webhooks-examples"])
	for _, notice := range []struct{ name, file string }{
		{"@octokit/openapi", "LICENSE"}, {"@octokit/graphql-schema", "LICENSE.md"},
	} {
		text, err := os.ReadFile(filepath.Join(packages, folders[notice.name], notice.file))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "\n## %s: %s\n\n```text\n%s\n```\n", notice.name, notice.file, strings.TrimSpace(string(text)))
	}
	return os.WriteFile(filepath.Join(data, "SOURCES.md"), []byte(b.String()), 0o644)
}
