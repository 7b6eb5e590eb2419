// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

var fixed = time.Date(2026, 3, 2, 9, 14, 0, 0, time.UTC)

// history is what both git and the double are told to commit.
var history = []ghtest.CommitSpec{
	{Message: "First", Files: map[string]string{
		"README.md": "# Widgets\n", "a/b/c.txt": "deep\n", "a.txt": "beside a\n", "a-b": "sorts between\n", "run.sh": "#!/bin/sh\n",
		"link": "README.md", "empty": "",
	}, Modes: map[string]string{"run.sh": "100755", "link": "120000"}},
	{Message: "Second\n\nWith a body\n", Files: map[string]string{"a/b/d.txt": "more\n", "README.md": "# Widgets!\n"}, Remove: []string{"a-b"}},
	{Message: "Third: a directory becomes empty, a file a directory", Files: map[string]string{"empty/inside": "x"}, Remove: []string{"a/b/c.txt", "a/b/d.txt", "empty"}},
}

// vectors are the commits' ids as git 2.x made them, for machines without git.
var vectors = []string{
	"b307e6417ab6c9fa8e1de7f9d5dcd00aecf6082a",
	"925f3c8a6544cf3c22e21e908fb501f2628d742a",
	"c9ddd2dbf2b0cb666c12dd2b85578e9ec8e5c35a",
}

func TestObjectIDs(t *testing.T) {
	s, err := ghtest.New(ghtest.Options{Now: func() time.Time { return fixed }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ana := s.NewUser("ana", "Ana", "ana@example.com")
	repo := s.NewOrg("acme").NewRepo("widgets", ghtest.RepoSpec{})
	git := newGit(t)
	for i, spec := range history {
		spec.Author = ana
		sha := repo.Commit("main", spec)
		if sha != vectors[i] {
			t.Errorf("commit %d: %s, want %s", i, sha, vectors[i])
		}
		if git != "" {
			if want := gitCommit(t, git, spec); sha != want {
				t.Errorf("commit %d: %s, git says %s", i, sha, want)
			}
		}
	}
}

// newGit is an empty repository of real git, "" where there is no git.
func newGit(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		return ""
	}
	dir := t.TempDir()
	runGit(t, dir, "init", "-q", "-b", "main")
	return dir
}

func gitCommit(t *testing.T, dir string, spec ghtest.CommitSpec) string {
	t.Helper()
	for _, path := range spec.Remove {
		runGit(t, dir, "rm", "-q", path)
	}
	for path, text := range spec.Files {
		writeFile(t, filepath.Join(dir, path), text, spec.Modes[path])
	}
	runGit(t, dir, "add", "-A")
	runGit(t, dir, "commit", "-q", "--cleanup=verbatim", "-m", strings.TrimRight(spec.Message, "\n"))
	return runGit(t, dir, "rev-parse", "HEAD")
}

func writeFile(t *testing.T, path, text, mode string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var err error
	switch mode {
	case "120000":
		err = os.Symlink(text, path)
	case "100755":
		err = os.WriteFile(path, []byte(text), 0o755)
	default:
		err = os.WriteFile(path, []byte(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func runGit(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"}, args...)...)
	cmd.Dir = dir
	when := fixed.Format(time.RFC3339)
	cmd.Env = append(os.Environ(),
		"GIT_AUTHOR_NAME=Ana", "GIT_AUTHOR_EMAIL=ana@example.com", "GIT_AUTHOR_DATE="+when,
		"GIT_COMMITTER_NAME=Ana", "GIT_COMMITTER_EMAIL=ana@example.com", "GIT_COMMITTER_DATE="+when,
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}
