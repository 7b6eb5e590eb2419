// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers"
)

type generateCommand struct {
	Check bool `help:"Write nothing; exit 1 if a file is stale."`
}

// Help is shown by bylaw generate --help.
func (generateCommand) Help() string {
	return `For developers of Bylaw, in its own repository; go generate ./... calls it.

Examples:
  go generate ./...
  bylaw generate --check`
}

// Run writes the generated files that differ from what is there.
func (k *generateCommand) Run(t *terminal) error {
	top, err := moduleRoot()
	if err != nil {
		return usageError{err}
	}
	stale, err := staleFiles(top)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(stale)) {
		if k.Check {
			fmt.Fprintf(t.out, "%s is stale: run go generate ./...\n", name)
			continue
		}
		if err := writeGenerated(filepath.Join(top, name), stale[name]); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "wrote %s\n", name)
	}
	if k.Check && len(stale) > 0 {
		return exitFindings
	}
	return nil
}

// generated are the generated files by path. The Go files below top are read for the comments of fields.
func generated(top string) (map[string][]byte, error) {
	files := handlers.Manifests()
	rulePages(files)
	if err := configPages(top, files); err != nil {
		return nil, err
	}
	return files, schemas(top, files)
}

// staleFiles are the generated files that are missing or differ.
func staleFiles(top string) (map[string][]byte, error) {
	files, err := generated(top)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(files, func(name string, want []byte) bool {
		have, err := os.ReadFile(filepath.Join(top, name))
		return err == nil && bytes.Equal(have, want)
	})
	return files, nil
}

func writeGenerated(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}

// moduleRoot walks up to the go.mod of this module.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module github.com/bylaw-bot/bylaw\n") {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("generate works in Bylaw's own repository only")
		}
	}
}
