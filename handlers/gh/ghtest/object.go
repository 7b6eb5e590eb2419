// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"crypto/sha1" //nolint:gosec // git names its objects by SHA-1
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Git's file modes, as trees hold them.
const (
	modeFile   = "100644"
	modeExec   = "100755"
	modeLink   = "120000"
	modeModule = "160000"
	modeTree   = "40000"
)

// network holds the git objects that a repository and its forks share, as GitHub's fork networks do.
type network struct {
	blobs   map[string][]byte
	trees   map[string][]entry
	commits map[string]*commit
	diffs   map[string][]*fileDiff
}

func newNetwork() *network {
	return &network{
		blobs: map[string][]byte{}, trees: map[string][]entry{},
		commits: map[string]*commit{}, diffs: map[string][]*fileDiff{},
	}
}

// entry is one line of a tree.
type entry struct{ name, mode, oid string }

func (e entry) kind() string {
	switch e.mode {
	case modeTree:
		return "tree"
	case modeModule:
		return "commit"
	}
	return "blob"
}

// apiMode is the mode as GitHub's REST API prints it: six digits.
func (e entry) apiMode() string {
	if e.mode == modeTree {
		return "0" + modeTree
	}
	return e.mode
}

// key orders entries as git does: a directory's name ends in a slash.
func (e entry) key() string {
	if e.mode == modeTree {
		return e.name + "/"
	}
	return e.name
}

// commit is a commit object and what GitHub knows beside it.
type commit struct {
	oid, tree         string
	parents           []string
	author, committer signature
	message, gpgsig   string
	signer            *Account // nil: signed by nobody GitHub knows
	generation        int      // one more than the largest of its parents: orders history without walking it
	seq               int64    // order of creation, the last tie-break
}

func (c *commit) verified() bool { return c.gpgsig != "" && c.signer != nil }

// signature is who did it and when, as a commit says: it proves nothing.
type signature struct {
	name, email string
	at          time.Time
}

func (s signature) String() string {
	return fmt.Sprintf("%s <%s> %d +0000", s.name, s.email, s.at.Unix())
}

// objectID is git's name for an object: SHA-1 over "kind length NUL content".
func objectID(kind string, content []byte) string {
	h := sha1.New()
	h.Write([]byte(kind + " " + strconv.Itoa(len(content)) + "\x00"))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

func (n *network) writeBlob(content []byte) string {
	oid := objectID("blob", content)
	n.blobs[oid] = content
	return oid
}

func (n *network) writeTree(entries []entry) string {
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key(), b.key()) })
	buf := make([]byte, 0, 64*len(entries))
	for _, e := range entries {
		raw, _ := hex.DecodeString(e.oid)
		buf = append(append(append(buf, e.mode+" "+e.name...), 0), raw...)
	}
	oid := objectID("tree", buf)
	n.trees[oid] = entries
	return oid
}

func (n *network) writeCommit(c *commit) string {
	for _, p := range c.parents {
		if parent := n.commits[p]; parent != nil {
			c.generation = max(c.generation, parent.generation+1)
		}
	}
	c.oid = objectID("commit", c.encode(true))
	if known := n.commits[c.oid]; known != nil {
		return known.oid
	}
	n.commits[c.oid] = c
	return c.oid
}

// encode is the commit object's content; without its signature it is what the signature was made over.
func (c *commit) encode(signed bool) []byte {
	var b strings.Builder
	b.WriteString("tree " + c.tree + "\n")
	for _, p := range c.parents {
		b.WriteString("parent " + p + "\n")
	}
	b.WriteString("author " + c.author.String() + "\ncommitter " + c.committer.String() + "\n")
	if signed && c.gpgsig != "" {
		b.WriteString("gpgsig " + strings.ReplaceAll(c.gpgsig, "\n", "\n ") + "\n")
	}
	b.WriteString("\n" + c.message)
	return []byte(b.String())
}
