// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// parseListing reads git ls-files -z -s -t: "H mode object stage TAB path NUL" for tracked files, "? path NUL" for others.
// An unmerged path comes once for each stage and is kept once.
func parseListing(out string) []rules.File {
	files := make([]rules.File, 0, strings.Count(out, "\x00"))
	for entry := range strings.SplitSeq(out, "\x00") {
		f, ok := parseListed(entry)
		if ok && (len(files) == 0 || files[len(files)-1].Path != f.Path) {
			files = append(files, f)
		}
	}
	return files
}

func parseListed(entry string) (rules.File, bool) {
	tag, rest, found := strings.Cut(entry, " ")
	if !found {
		return rules.File{}, false
	}
	if tag == "?" { // an untracked repository ends with a slash; it is no file of this one
		return rules.File{Path: rest, Status: "added"}, !strings.HasSuffix(rest, "/")
	}
	meta, path, found := strings.Cut(rest, "\t")
	fields := strings.Fields(meta)
	if !found || len(fields) != 3 {
		return rules.File{}, false
	}
	return rules.File{Path: path, Status: "unchanged", Mode: fields[0], Blob: fields[1]}, true
}

// errDiff is an output of git diff that is cut or not of the expected shape.
var errDiff = errors.New("git diff: unexpected output")

// parseDiff reads git diff --raw --numstat -z: first ":MODE MODE OLD NEW STATUS NUL path NUL [path NUL]" for each
// file, then "added TAB deleted TAB path NUL", where a rename has "added TAB deleted TAB NUL old NUL new NUL".
func parseDiff(out string) ([]rules.File, error) {
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	if out == "" {
		fields = nil
	}
	var files []rules.File
	at := map[string]int{}
	for len(fields) > 0 {
		var err error
		if strings.HasPrefix(fields[0], ":") {
			var f rules.File
			if f, fields, err = rawEntry(fields); err == nil {
				at[f.Path] = len(files)
				files = append(files, f)
			}
		} else {
			fields, err = countEntry(fields, files, at)
		}
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// statuses are git's letters in GitHub's words. A change of type (T) and an unmerged path (U) are modifications.
var statuses = map[byte]string{
	'A': "added", 'M': "modified", 'D': "removed", 'R': "renamed", 'C': "copied", 'T': "modified", 'U': "modified",
}

func rawEntry(fields []string) (rules.File, []string, error) {
	meta := strings.Fields(fields[0][1:])
	if len(meta) != 5 || len(fields) < 2 || meta[4] == "" {
		return rules.File{}, nil, fmt.Errorf("%w: %q", errDiff, fields[0])
	}
	f := rules.File{Path: fields[1], Status: statuses[meta[4][0]], Mode: meta[1]}
	if f.Status == "" {
		return f, nil, fmt.Errorf("%w: status %q", errDiff, meta[4])
	}
	if f.Status != "renamed" && f.Status != "copied" {
		return f, fields[2:], nil
	}
	if len(fields) < 3 {
		return f, nil, fmt.Errorf("%w: a rename without its target", errDiff)
	}
	f.PreviousPath, f.Path = fields[1], fields[2]
	return f, fields[3:], nil
}

// countEntry adds the counted lines to the file that they belong to.
func countEntry(fields []string, files []rules.File, at map[string]int) ([]string, error) {
	parts := strings.SplitN(fields[0], "\t", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%w: %q", errDiff, fields[0])
	}
	path, rest := parts[2], fields[1:]
	if path == "" {
		if len(rest) < 2 {
			return nil, fmt.Errorf("%w: a rename without its target", errDiff)
		}
		path, rest = rest[1], rest[2:]
	}
	if i, ok := at[path]; ok {
		files[i].Additions, files[i].Deletions = number(parts[0]), number(parts[1])
		files[i].Binary = parts[0] == "-"
	}
	return rest, nil
}

// number reads a count of lines; git writes "-" for a binary file.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// parseLog reads the records of commitFormat with -z.
func parseLog(out string) ([]rules.Commit, error) {
	commits := []rules.Commit{}
	if out == "" {
		return commits, nil
	}
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	if len(fields)%commitFields != 0 {
		return nil, fmt.Errorf("git log: %d fields are no whole number of commits", len(fields))
	}
	for ; len(fields) > 0; fields = fields[commitFields:] {
		commits = append(commits, rules.Commit{
			SHA: fields[0], Parents: strings.Fields(fields[1]),
			Author:    rules.Person{Name: fields[2], Email: fields[3]},
			Committer: rules.Person{Name: fields[4], Email: fields[5]},
			Message:   strings.TrimRight(fields[6], "\n"),
		})
	}
	return commits, nil
}
