// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// filesListed is how many files GitHub lists of a pull request (REST "List pull requests files": at most 3000).
const filesListed = 3000

// listedFile is one file of "List pull requests files".
type listedFile struct {
	SHA              string  `json:"sha"`
	Filename         string  `json:"filename"`
	PreviousFilename string  `json:"previous_filename"`
	Status           string  `json:"status"`
	Additions        int     `json:"additions"`
	Deletions        int     `json:"deletions"`
	Patch            *string `json:"patch"`
	ContentsURL      string  `json:"contents_url"` // ends in ?ref=HEAD
}

// files lists what a pull request changes: as GitHub lists it up to 3,000 files, above that as the difference of two trees.
func (c *Client) files(ctx context.Context, ask Ask, change *rules.Change) ([]rules.File, error) {
	if change.ChangedFiles >= filesListed {
		return c.treeDifference(ctx, ask, change)
	}
	out := make([]rules.File, 0, change.ChangedFiles)
	for page := 1; ; page++ {
		var list []listedFile
		path := fmt.Sprintf("repos/%s/%s/pulls/%d/files?per_page=100&page=%d", ask.Owner, ask.Name, ask.Number, page)
		if err := c.do(ctx, http.MethodGet, path, nil, &list); err != nil {
			return nil, err
		}
		for _, l := range list {
			if !l.at(change.Head.SHA) {
				return nil, ErrMoved
			}
			out = append(out, l.file())
		}
		if len(list) < 100 || len(out) == change.ChangedFiles {
			break
		}
	}
	if len(out) != change.ChangedFiles {
		return nil, fmt.Errorf("%w: read %d of %d files", ErrMoved, len(out), change.ChangedFiles)
	}
	return out, nil
}

// at tells whether the list is of this head. The list itself does not say, but each file's address does.
func (l listedFile) at(head string) bool {
	_, ref, ok := strings.Cut(l.ContentsURL, "?ref=")
	return !ok || ref == head
}

func (l listedFile) file() rules.File {
	status := l.Status
	if status == "changed" { // a change of mode only
		status = "modified"
	}
	return rules.File{
		Path: l.Filename, PreviousPath: l.PreviousFilename, Status: status, Blob: l.SHA,
		Additions: l.Additions, Deletions: l.Deletions, Patch: l.Patch,
	}
}

// gitTree is the answer of "Get a tree", recursive.
type gitTree struct {
	Truncated bool `json:"truncated"`
	Tree      []struct {
		Path, Mode, Type, SHA string
		Size                  int64
	} `json:"tree"`
}

// treeDifference compares the trees of the merge base and of the head. A truncated tree is too large to judge for good.
func (c *Client) treeDifference(ctx context.Context, ask Ask, change *rules.Change) ([]rules.File, error) {
	cmp, err := c.compare(ctx, ask, change.Base.SHA, change.Head.SHA, 1)
	if err != nil {
		return nil, err
	}
	before, err := c.tree(ctx, ask, cmp.MergeBaseCommit.SHA)
	if err != nil {
		return nil, err
	}
	after, err := c.tree(ctx, ask, change.Head.SHA)
	if err != nil {
		return nil, err
	}
	return difference(before, after), nil
}

func (c *Client) tree(ctx context.Context, ask Ask, sha string) (*gitTree, error) {
	var t gitTree
	path := fmt.Sprintf("repos/%s/%s/git/trees/%s?recursive=1", ask.Owner, ask.Name, sha)
	if err := c.do(ctx, http.MethodGet, path, nil, &t); err != nil {
		return nil, err
	}
	if t.Truncated {
		return nil, &TooLarge{What: "its tree of files"}
	}
	return &t, nil
}

// difference lists added, modified and removed files, in the order of the trees. Renames show as removed and added.
func difference(before, after *gitTree) []rules.File {
	type version struct{ sha, mode string }
	old := map[string]version{}
	for _, e := range before.Tree {
		if e.Type != "tree" {
			old[e.Path] = version{e.SHA, e.Mode}
		}
	}
	out := []rules.File{}
	for _, e := range after.Tree {
		if e.Type == "tree" {
			continue
		}
		was, known := old[e.Path]
		delete(old, e.Path)
		if known && was == (version{e.SHA, e.Mode}) {
			continue
		}
		f := rules.File{Path: e.Path, Status: "added", Mode: e.Mode, Size: e.Size, Blob: e.SHA}
		if known {
			f.Status = "modified"
		}
		out = append(out, f)
	}
	for _, e := range before.Tree {
		if _, gone := old[e.Path]; gone {
			out = append(out, rules.File{Path: e.Path, Status: "removed", Mode: e.Mode, Blob: e.SHA})
		}
	}
	return out
}
