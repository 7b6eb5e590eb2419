// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// BenchmarkCheckTree judges the headers of 8,000 files with a process of its own and reports the budget of DESIGN.md section 8:
// "x-read" is the time by that of reading the first 4 KiB of each file (at most 3), "MB" the largest resident memory
// (at most 40; the test binary is larger than bylaw, which the figure includes).
func BenchmarkCheckTree(b *testing.B) {
	dir := b.TempDir()
	writeTree(b, dir, 8000)
	policy := filepath.Join(b.TempDir(), "bylaw.yml")
	if err := os.WriteFile(policy, []byte(headerPolicy), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "."}} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			b.Fatalf("git: %v: %s", err, out)
		}
	}
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var read, check time.Duration
	var memory int64
	for b.Loop() {
		read += readHeads(b, dir)
		cmd := exec.Command(exe, "check", "--policy", policy, dir)
		cmd.Args[0] = "bylaw" // as TestMain knows it
		start := time.Now()
		if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != int(exitFindings) {
			b.Fatalf("bylaw check: %v", err)
		}
		check += time.Since(start)
		memory = max(memory, resident(cmd.ProcessState))
	}
	b.ReportMetric(float64(check)/float64(read), "x-read")
	b.ReportMetric(float64(memory)/(1<<20), "MB")
}

// readHeads reads the first 4 KiB of each file, one after the other.
func readHeads(b *testing.B, dir string) time.Duration {
	b.Helper()
	start := time.Now()
	buf := make([]byte, 4<<10)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, _ = f.Read(buf) // an empty file is read as well
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// resident is the largest resident memory of a process in bytes; Linux counts it in kB, Darwin in bytes (getrusage(2)).
func resident(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}
