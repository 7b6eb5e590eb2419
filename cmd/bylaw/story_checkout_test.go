// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// gitWorld is the work directory as a real git checkout, judged by a real bylaw process.
type gitWorld struct {
	dir    string
	env    []string
	policy string // the organization's, as an argument
}

// newCheckoutWorld makes a world over a git repository. It is created with the first word, so that a story can also be about
// a folder that is none.
func newCheckoutWorld(env *testscript.Env) (world, error) {
	g := &gitWorld{dir: env.WorkDir, env: append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES="+filepath.Dir(env.WorkDir))}
	return world{policy: g.organization, base: g.base, commit: g.commit, check: g.check, fix: g.fix}, nil
}

func (g *gitWorld) organization(string) error {
	g.policy = organizationPolicy
	return nil
}

func (g *gitWorld) base(files map[string]storyFile) error {
	if _, err := g.git(nil, "init", "--quiet", "--initial-branch=main"); err != nil {
		return err
	}
	exclude := filepath.Join(g.dir, ".git", "info", "exclude")
	if err := os.MkdirAll(filepath.Dir(exclude), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(exclude, []byte("/.tmp/\n/community/\n"), 0o644); err != nil {
		return err
	}
	if len(files) > 0 {
		if _, err := g.git(nil, append([]string{"add", "--force", "--"}, slices.Sorted(maps.Keys(files))...)...); err != nil {
			return err
		}
	}
	maintainer, err := parsePerson("Maintainer")
	if err != nil {
		return err
	}
	id, err := g.write(storyCommit{author: maintainer, committer: maintainer, message: "Begin", at: storyTime.AddDate(0, 0, -1)})
	if err != nil {
		return err
	}
	if _, err := g.git(nil, "update-ref", "refs/heads/main", id); err != nil {
		return err
	}
	_, err = g.git(nil, "checkout", "--quiet", "-b", "feature", "main")
	return err
}

func (g *gitWorld) commit(c storyCommit, _ map[string]storyFile) (string, error) {
	if _, err := g.git(nil, "add", "--all", "--force", ".", ":!.tmp", ":!community"); err != nil {
		return "", err
	}
	parents := []string{"HEAD"}
	if c.amend {
		parents = []string{"HEAD~1"}
	}
	if c.merge {
		parents = append(parents, "main")
	}
	id, err := g.write(c, parents...)
	if err != nil {
		return "", err
	}
	_, err = g.git(nil, "update-ref", "HEAD", id)
	return id, err
}

// write makes a commit of the index.
func (g *gitWorld) write(c storyCommit, parents ...string) (string, error) {
	tree, err := g.git(nil, "write-tree")
	if err != nil {
		return "", err
	}
	args := []string{"commit-tree", tree, "-m", c.message}
	for _, p := range parents {
		args = append(args, "-p", p)
	}
	at := fmt.Sprintf("%d +0000", c.at.Unix())
	return g.git([]string{
		"GIT_AUTHOR_NAME=" + c.author.name, "GIT_AUTHOR_EMAIL=" + c.author.mail, "GIT_AUTHOR_DATE=" + at,
		"GIT_COMMITTER_NAME=" + c.committer.name, "GIT_COMMITTER_EMAIL=" + c.committer.mail, "GIT_COMMITTER_DATE=" + at,
	}, args...)
}

func (g *gitWorld) check(only []string) (string, bool, error) {
	return g.bylaw(only)
}

func (g *gitWorld) fix() error {
	_, _, err := g.bylaw(nil, "--fix")
	return err
}

// bylaw runs bylaw check against main.
func (g *gitWorld) bylaw(only []string, args ...string) (string, bool, error) {
	args = append([]string{"check", "--base", "main", "--at", storyTime.Format("2006-01-02T15:04:05Z07:00")}, args...)
	if g.policy != "" {
		args = append(args, "--policy", g.policy)
	}
	for _, name := range only {
		args = append(args, "--rule", name)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("bylaw", args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = g.dir, g.env, &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == int(exitFindings) {
		return stdout.String(), false, nil
	}
	if err != nil {
		return stdout.String(), false, fmt.Errorf("bylaw %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout.String(), true, nil
}

func (g *gitWorld) git(env []string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = g.dir, append(slices.Clone(g.env), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}
