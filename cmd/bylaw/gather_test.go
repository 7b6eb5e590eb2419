// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bylaw-bot/bylaw/rules"
)

// newCheckout runs a shell script in a fresh git repository and opens it.
func newCheckout(t *testing.T, script string) *checkout {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "widgets")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-euc", "git init --quiet --initial-branch=main\n"+script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ana", "GIT_AUTHOR_EMAIL=101+ana@users.noreply.github.com", "GIT_COMMITTER_NAME=Bo", "GIT_COMMITTER_EMAIL=bo@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c, err := openCheckout(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.close() })
	return c
}

func TestGatherChange(t *testing.T) {
	c := newCheckout(t, `
		git remote add origin git@github.com:acme/widgets.git
		printf 'a\nb\nc\n' > kept; printf '1\n2\n3\n4\n5\n6\n7\n' > old; echo x > gone; echo x > untracked
		git add .; git commit --quiet -m Begin; git update-ref refs/remotes/origin/main HEAD
		git checkout --quiet -b feature
		printf 'a\nB\nc\nd\n' > kept; git mv old new; git rm --quiet gone; git rm --quiet --cached untracked
		git add kept; git commit --quiet -m 'Work' -m 'Signed-off-by: Ana <a@example.com>'
		printf 'one\ntwo' > fresh; mkdir sub; ln -s ../kept sub/link; echo y > untracked
	`)
	s, have, err := c.gather(context.Background(), "origin/main", storyTime)
	if err != nil {
		t.Fatal(err)
	}
	if want := rules.NeedChange | rules.NeedFiles | rules.NeedContent | rules.NeedCommits | rules.NeedTree | rules.Checkout; have != want {
		t.Errorf("facts at hand: %s", have)
	}
	wantFiles := []rules.File{
		{Path: "fresh", Status: "added", Additions: 2},
		{Path: "gone", Status: "removed", Mode: "000000", Deletions: 1},
		{Path: "kept", Status: "modified", Mode: "100644", Additions: 2, Deletions: 1},
		{Path: "new", PreviousPath: "old", Status: "renamed", Mode: "100644"},
		{Path: "sub/link", Status: "added"},
		{Path: "untracked", Status: "modified", Additions: 1},
	}
	if d := cmp.Diff(wantFiles, s.Files); d != "" {
		t.Error(d)
	}
	if len(s.Commits) != 1 {
		t.Fatalf("%d commits", len(s.Commits))
	}
	wantCommit := rules.Commit{
		SHA: s.Change.Head.SHA, Parents: []string{s.Change.Base.SHA}, Message: "Work\n\nSigned-off-by: Ana <a@example.com>",
		Author:    rules.Person{Name: "Ana", Email: "101+ana@users.noreply.github.com"},
		Committer: rules.Person{Name: "Bo", Email: "bo@example.com"},
	}
	if d := cmp.Diff(wantCommit, s.Commits[0]); d != "" {
		t.Error(d)
	}
	wantChange := &rules.Change{
		State: "open", Author: rules.Account{ID: 101, Login: "ana", Type: "User"}, Commits: 1, ChangedFiles: 6, Additions: 5, Deletions: 2,
		Head: rules.Branch{Ref: "feature"}, Base: rules.Branch{Ref: "main"},
	}
	if d := cmp.Diff(wantChange, s.Change, cmpopts.IgnoreFields(rules.Branch{}, "SHA")); d != "" {
		t.Error(d)
	}
	if s.Repository.Owner != "acme" || s.Repository.Name != "widgets" {
		t.Errorf("repository: %+v", s.Repository)
	}
}

func TestGatherTree(t *testing.T) {
	c := newCheckout(t, `
		mkdir -p .github/ISSUE_TEMPLATE docs/deep src
		echo hello > README.md; echo x > .github/SECURITY.md; echo x > .github/ISSUE_TEMPLATE/bug.md
		echo x > docs/deep/x.md; echo x > src/x.go; echo x > ignored; echo ignored > .gitignore; ln -s README.md docs/README
		git add .; rm .gitignore; echo '/ignored' > .git/info/exclude
	`)
	s, _, err := c.gather(context.Background(), "", storyTime)
	if err != nil {
		t.Fatal(err)
	}
	want := []rules.Entry{
		{Path: ".github", Type: "tree", Mode: "040000"},
		{Path: ".github/ISSUE_TEMPLATE", Type: "tree", Mode: "040000"},
		{Path: ".github/ISSUE_TEMPLATE/bug.md", Type: "blob", Mode: "100644", Size: 2},
		{Path: ".github/SECURITY.md", Type: "blob", Mode: "100644", Size: 2},
		{Path: "README.md", Type: "blob", Mode: "100644", Size: 6},
		{Path: "docs", Type: "tree", Mode: "040000"},
		{Path: "docs/README", Type: "blob", Mode: "120000", Size: 9, Target: "README.md"},
		{Path: "docs/deep", Type: "tree", Mode: "040000"},
		{Path: "src", Type: "tree", Mode: "040000"},
	}
	if d := cmp.Diff(want, s.Tree, cmpopts.IgnoreFields(rules.Entry{}, "Blob")); d != "" {
		t.Error(d)
	}
}

// TestLoadStaysInTheTree holds that neither a link nor a folder that became a link leads out.
func TestLoadStaysInTheTree(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := newCheckout(t, "mkdir d; echo x > d/secret; git add .; rm -r d; ln -s "+outside+" d; ln -s "+outside+"/secret direct")
	l := c.loader()
	defer l.close()
	for _, path := range []string{"d/secret", "direct", "../" + filepath.Base(outside) + "/secret"} {
		f := rules.File{Path: path, Status: "unchanged"}
		if _, err := l.load(&f, true); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if f.Content != nil && *f.Content == "secret" {
			t.Errorf("%s was read", path)
		}
	}
}

func TestDetectLicense(t *testing.T) {
	top, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(top, "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	if got := detect(text); got != "Apache-2.0" {
		t.Errorf("our own license: %q", got)
	}
	if got := detect([]byte("All rights reserved.")); got != "" {
		t.Errorf("no license: %q", got)
	}
}
