// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// change fills in what a pull request from the work tree to base would be: the files that differ from the merge base,
// untracked ones among them, and the commits that base does not have.
func (c *checkout) change(ctx context.Context, base string, list []rules.File, s *rules.Subject) error {
	baseSHA, err := c.git.commit(ctx, base)
	if err != nil {
		return err
	}
	headSHA, err := c.git.commit(ctx, "HEAD")
	if err != nil {
		return err
	}
	from, err := c.git.mergeBase(ctx, baseSHA, headSHA)
	if err != nil {
		return err
	}
	if s.Files, err = c.changed(ctx, from, list); err != nil {
		return err
	}
	if s.Commits, err = c.commits(ctx, baseSHA, headSHA); err != nil {
		return err
	}
	s.Change = &rules.Change{
		State: "open",
		Head:  rules.Branch{Ref: c.headRef(ctx), SHA: headSHA}, Base: rules.Branch{Ref: c.branchName(base), SHA: baseSHA},
		Commits: len(s.Commits), ChangedFiles: len(s.Files),
	}
	if len(s.Commits) > 0 {
		s.Change.Author = opener(s.Commits[0])
	}
	for _, f := range s.Files {
		s.Change.Additions += f.Additions
		s.Change.Deletions += f.Deletions
	}
	return nil
}

// changed lists the files that differ from a commit, untracked ones among them.
func (c *checkout) changed(ctx context.Context, from string, list []rules.File) ([]rules.File, error) {
	out, err := c.git.run(ctx, "diff", "--raw", "--numstat", "-z", "--no-abbrev", "-M", "-l1000", "--no-relative",
		"--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", from, "--")
	if err != nil {
		return nil, err
	}
	files, err := parseDiff(string(out))
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, f := range files {
		at[f.Path] = i
	}
	for _, f := range list {
		if f.Status != "added" {
			continue
		}
		f.Additions = c.countLines(f.Path)
		if i, removed := at[f.Path]; removed { // no longer tracked, but still there
			f.Status = "modified"
			files[i] = f
			continue
		}
		files = append(files, f)
	}
	slices.SortFunc(files, byPath)
	return c.below(files), nil
}

// commitFields are the fields of git log's records, in the order of commitFormat.
const (
	commitFormat = "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%B"
	commitFields = 7
)

// commits lists what head has and base has not, oldest first.
func (c *checkout) commits(ctx context.Context, base, head string) ([]rules.Commit, error) {
	out, err := c.git.run(ctx, "log", "-z", "--reverse", "--topo-order", "--no-show-signature", "--no-mailmap", "--no-color",
		"--no-notes", "--no-patch", "--encoding=UTF-8", commitFormat, base+".."+head, "--")
	if err != nil {
		return nil, err
	}
	return parseLog(string(out))
}

// headRef is the branch's name, or empty for a detached head.
func (c *checkout) headRef(ctx context.Context) string {
	out, err := c.git.run(ctx, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		return "" // a detached head: git says so by its exit code
	}
	return strings.TrimSpace(string(out))
}

// branchName takes the remote's name off a revision: origin/main is the branch main.
func (c *checkout) branchName(rev string) string {
	rev = strings.TrimPrefix(strings.TrimPrefix(rev, "refs/heads/"), "refs/remotes/")
	remote, branch, found := strings.Cut(rev, "/")
	if _, known := c.git.config["remote."+remote+".url"]; found && known {
		return branch
	}
	return rev
}

// opener is whom a pull request of these commits would be from: the author of the first. Only a no-reply address names an
// account (https://docs.github.com/en/account-and-profile/reference/email-addresses-reference).
func opener(first rules.Commit) rules.Account {
	local, found := strings.CutSuffix(first.Author.Email, "@users.noreply.github.com")
	number, login, numbered := strings.Cut(local, "+")
	id, err := strconv.ParseInt(number, 10, 64)
	if !found || !numbered || err != nil || id <= 0 {
		return rules.Account{}
	}
	account := rules.Account{ID: id, Login: login, Type: "User"}
	if strings.HasSuffix(login, "[bot]") {
		account.Type = "Bot"
	}
	return account
}
