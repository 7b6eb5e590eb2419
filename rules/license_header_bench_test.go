// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const benchFiles = 8000

// benchTree is the content of a tree of Go files with full Apache headers, one in ten without.
func benchTree(b *testing.B) []string {
	b.Helper()
	o := headerForms()["apache"]
	body := "\npackage a\n\n" + strings.Repeat("func f() int { return 1 } // a line of code\n", 120)
	head := mendedHead(b, o)
	tree := make([]string, benchFiles)
	for i := range tree {
		tree[i] = head + body
		if i%10 == 0 {
			tree[i] = body
		}
	}
	return tree
}

func mendedHead(b *testing.B, o LicenseHeaderOptions) string {
	b.Helper()
	rule, _ := Lookup("license-header")
	check, _ := rule.Compile(o)
	content := "package a\n"
	out := check(Subject{At: headerDay, Files: []File{{Path: "a.go", Content: &content}}})
	return out.Findings[0].Fix.Edits[0].Insert
}

// BenchmarkLicenseHeader judges a tree of 8,000 files whose heads are in memory: the CPU per file is ns/file.
func BenchmarkLicenseHeader(b *testing.B) {
	rule, _ := Lookup("license-header")
	check, _ := rule.Compile(headerForms()["apache"])
	s := Subject{At: headerDay}
	for i, content := range benchTree(b) {
		head := content[:min(len(content), 4<<10)]
		s.Files = append(s.Files, File{Path: "d/" + strconv.Itoa(i) + ".go", Content: &head})
	}
	b.ReportAllocs()
	for b.Loop() {
		if o := check(s); len(o.Findings) != benchFiles/10 {
			b.Fatalf("%d findings", len(o.Findings))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*benchFiles), "ns/file")
}

// BenchmarkReadFloor reads the first 4 KiB of each of 8,000 files, and BenchmarkReadAndJudge judges them too: the bar is
// three times the floor.
func BenchmarkReadFloor(b *testing.B) { benchDisk(b, func(Subject) {}) }

// BenchmarkReadAndJudge is the floor and the rule together.
func BenchmarkReadAndJudge(b *testing.B) {
	rule, _ := Lookup("license-header")
	check, _ := rule.Compile(headerForms()["apache"])
	benchDisk(b, func(s Subject) { check(s) })
}

func benchDisk(b *testing.B, judge func(Subject)) {
	dir := b.TempDir()
	paths := make([]string, benchFiles)
	for i, content := range benchTree(b) {
		paths[i] = filepath.Join(dir, strconv.Itoa(i)+".go")
		if err := os.WriteFile(paths[i], []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	buffer := make([]byte, 4<<10)
	for b.Loop() {
		s := Subject{At: headerDay, Files: make([]File, 0, benchFiles)}
		for _, path := range paths {
			s.Files = append(s.Files, File{Path: path, Content: head(b, path, buffer)})
		}
		judge(s)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*benchFiles), "ns/file")
}

func head(b *testing.B, path string, buffer []byte) *string {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	n, err := f.Read(buffer)
	if err != nil {
		b.Fatal(err)
	}
	content := string(buffer[:n])
	return &content
}

// BenchmarkLicenseHeaderHostile judges heads of 16 KiB that are made to be slow. The bar is 1 ms each.
func BenchmarkLicenseHeaderHostile(b *testing.B) {
	rule, _ := Lookup("license-header")
	check, _ := rule.Compile(headerForms()["apache"])
	for name, c := range map[string][2]string{
		"comments":   {"a.go", "//\n"},
		"words":      {"a.go", "// licensed under the apache\n"},
		"notices":    {"a.py", "# Copyright 2020 licensed licensed licensed\n"},
		"tags":       {"a.go", "// SPDX-License-Identifier: ((((\n"},
		"unclosed":   {"a.xml", "a <?\n<!DOCTYPE [\n"},
		"attributes": {"a.rs", "a\n#![\n"},
		"late":       {"a.go", "x\n// Copyright 2020 A\n"},
		"one line":   {"a.go", "/* Copyright Licensed "},
	} {
		b.Run(name, func(b *testing.B) {
			content := strings.Repeat(c[1], ContentLimit/len(c[1]))
			s := Subject{At: headerDay, Files: []File{{Path: c[0], Content: &content}}}
			for b.Loop() {
				check(s)
			}
		})
	}
}
