// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// git runs git in a checkout that is foreign: its files and its .git/config may come from anybody, so nothing that they
// name is ever executed (filters, fsmonitor, hooks, external diffs, signature programs, remotes of lazy fetches).
type git struct {
	top    string            // the work tree's root
	config map[string]string // the effective configuration, last value wins
	env    []string
}

// findTop walks up from dir to the folder that holds .git; it is empty when there is none. Git's own discovery is not
// used: core.worktree of a foreign .git/config could lead out of the folder that was named.
func findTop(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// openGit reads the configuration and takes the programs out of it.
func openGit(ctx context.Context, top string) (*git, error) {
	g := &git{top: top, env: foreignEnv(top)}
	out, err := g.run(ctx, "config", "--list", "-z")
	if err != nil {
		return nil, err
	}
	g.config = readConfig(out)
	g.env = append(g.env, configEnv(disarm(g.config))...)
	return g, nil
}

// foreignEnv is the environment of each call: no GIT_* of the caller (a hook sets GIT_DIR), no prompt, no network, no locks
// for the sake of speed, and the history as GitHub sees it: without replacements and grafts.
func foreignEnv(top string) []string {
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool { return strings.HasPrefix(kv, "GIT_") })
	return append(env,
		"GIT_DIR="+filepath.Join(top, ".git"), "GIT_WORK_TREE="+top,
		"GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE="+os.DevNull, "GIT_LITERAL_PATHSPECS=1", "GIT_PAGER=cat", "LC_ALL=C",
	)
}

// readConfig reads the output of git config --list -z: "key LF value NUL"; a key without a value has no line feed.
func readConfig(out []byte) map[string]string {
	config := map[string]string{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if key, value, _ := strings.Cut(entry, "\n"); key != "" {
			config[key] = value
		}
	}
	return config
}

// disarm lists the settings that could run a program in the calls that are made here, with values that do not.
func disarm(config map[string]string) map[string]string {
	safe := map[string]string{
		"core.fsmonitor": "false", "core.hooksPath": os.DevNull, "log.showSignature": "false",
		"core.untrackedCache": "false", "submodule.recurse": "false", "diff.autoRefreshIndex": "true",
	}
	for key := range config {
		if !strings.HasPrefix(key, "filter.") {
			continue
		}
		switch key[strings.LastIndexByte(key, '.')+1:] {
		case "clean", "smudge", "process":
			safe[key] = ""
		case "required":
			safe[key] = "false"
		}
	}
	return safe
}

// configEnv hands settings over in the environment, where a key may hold any character (git-config(1), GIT_CONFIG_COUNT).
func configEnv(settings map[string]string) []string {
	env := []string{fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(settings))}
	i := 0
	for key, value := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i, key), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, value))
		i++
	}
	return env
}

// run calls git and returns its standard output. An error carries what git said.
func (g *git) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager"}, args...)...)
	cmd.Dir, cmd.Env = g.top, g.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("%s is a git repository, but there is no git to read it with: %w", g.top, err)
		}
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, complaint(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// complaint is the line of git's standard error that says what is wrong; hints and warnings may stand around it.
func complaint(stderr string) string {
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "fatal: ") || strings.HasPrefix(line, "error: ") {
			return rules.OneLine(line)
		}
	}
	return rules.OneLine(lines[len(lines)-1])
}

// commit resolves a revision to a commit. The caller's word may not be read as an option.
func (g *git) commit(ctx context.Context, rev string) (string, error) {
	if rev == "" || strings.HasPrefix(rev, "-") {
		return "", usageError{fmt.Errorf("%q is not a revision", rev)}
	}
	out, err := g.run(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	if err != nil {
		return "", usageError{fmt.Errorf("there is no commit %q in this checkout (fetch it first)", rev)}
	}
	return strings.TrimSpace(string(out)), nil
}

// mergeBase is where head left base.
func (g *git) mergeBase(ctx context.Context, base, head string) (string, error) {
	out, err := g.run(ctx, "merge-base", base, head)
	if err != nil {
		if _, shallow := os.Stat(filepath.Join(g.top, ".git", "shallow")); shallow == nil {
			return "", fmt.Errorf("this is a shallow clone that does not reach the merge base: fetch the whole history (actions/checkout: fetch-depth: 0)")
		}
		return "", fmt.Errorf("HEAD and the base have no common commit")
	}
	return strings.TrimSpace(string(out)), nil
}
