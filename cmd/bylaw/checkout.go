// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

// checkout is a local work tree, from which the facts of a subject are gathered: the twin of gh.Gather. Paths are relative
// to its top, with slashes. Files are opened below root only: a symbolic link cannot lead out of the tree.
type checkout struct {
	root   *os.Root
	top    string
	prefix string // the folder that was named, below top: "" or "sub/"
	git    *git   // nil: no repository, just a folder
}

// openCheckout opens the checkout that holds dir.
func openCheckout(ctx context.Context, dir string) (*checkout, error) {
	dir, err := folder(dir)
	if err != nil {
		return nil, usageError{err}
	}
	c := &checkout{top: dir}
	if top := findTop(dir); top != "" {
		c.top = top
		if rel, err := filepath.Rel(top, dir); err == nil && rel != "." {
			c.prefix = filepath.ToSlash(rel) + "/"
		}
		if c.git, err = openGit(ctx, top); err != nil {
			return nil, err
		}
	}
	c.root, err = os.OpenRoot(c.top)
	return c, err
}

func (c *checkout) close() error { return c.root.Close() }

// folder is the absolute path of a folder, its links resolved.
func folder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", err
	}
	if info, err := os.Stat(abs); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", dir)
	}
	return abs, nil
}

// gather fills a subject from the checkout: the change since base, or the whole tree if base is empty. Sizes and contents of
// files are not read yet (see load): that is done in parts, so that a large tree is never held at once.
func (c *checkout) gather(ctx context.Context, base string, at time.Time) (rules.Subject, rules.Needs, error) {
	s := rules.Subject{At: at, Repository: c.repository()}
	have := rules.NeedFiles | rules.NeedContent | rules.NeedTree | rules.Checkout
	list, err := c.list(ctx)
	if err != nil {
		return s, 0, err
	}
	slices.SortFunc(list, byPath)
	s.Tree = c.tree(list)
	if base == "" {
		s.Files = c.below(list)
		return s, have, nil
	}
	if c.git == nil {
		return s, 0, usageError{fmt.Errorf("--base needs a git repository, and %s is none", c.top)}
	}
	err = c.change(ctx, base, list, &s)
	return s, have | rules.NeedChange | rules.NeedCommits, err
}

func byPath(a, b rules.File) int { return strings.Compare(a.Path, b.Path) }

// below keeps the files of the folder that was named.
func (c *checkout) below(list []rules.File) []rules.File {
	files := make([]rules.File, 0, len(list))
	for _, f := range list {
		if strings.HasPrefix(f.Path, c.prefix) {
			files = append(files, f)
		}
	}
	return files
}

// list names the files of the work tree: tracked ones, and untracked ones that are not ignored. Their status is "unchanged",
// or "added" if untracked.
func (c *checkout) list(ctx context.Context) ([]rules.File, error) {
	if c.git == nil {
		return c.walk()
	}
	out, err := c.git.run(ctx, "ls-files", "-z", "-s", "-t", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	return parseListing(string(out)), nil
}

// walk lists a folder that is no repository.
func (c *checkout) walk() ([]rules.File, error) {
	var files []rules.File
	err := fs.WalkDir(c.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, rules.File{Path: path, Status: "unchanged"})
		}
		return err
	})
	return files, err
}

// repository is what a checkout knows of its repository: the name that the remote "origin" has.
func (c *checkout) repository() rules.Repository {
	r := rules.Repository{Name: filepath.Base(c.top)}
	if c.git == nil {
		return r
	}
	if owner, name, ok := parseRemote(c.git.config["remote.origin.url"]); ok {
		r.Owner, r.Name = owner, name
	}
	return r
}

// parseRemote reads owner and name from the address of a remote: https://host/owner/name.git, git@host:owner/name.
func parseRemote(address string) (owner, name string, ok bool) {
	scheme, rest, found := strings.Cut(address, "://")
	if scheme == "file" {
		return "", "", false
	}
	if found {
		_, rest, found = strings.Cut(rest, "/")
	} else {
		_, rest, found = strings.Cut(address, ":")
	}
	if !found {
		return "", "", false
	}
	parts := strings.Split(strings.TrimSuffix(strings.Trim(rest, "/"), ".git"), "/")
	if len(parts) != 2 || parts[0] == "" || parts[1] == "" {
		return "", "", false
	}
	return parts[0], parts[1], true
}
