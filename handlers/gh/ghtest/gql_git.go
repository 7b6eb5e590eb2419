// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

type gitBlob struct {
	repo *Repo
	oid  string
}

func (b gitBlob) content() []byte { return b.repo.net.blobs[b.oid] }

var blobFields = map[string]resolver{
	"id":             field(func(b gitBlob) any { return gitNode("B", b.repo, b.oid) }),
	"oid":            field(func(b gitBlob) any { return b.oid }),
	"abbreviatedOid": field(func(b gitBlob) any { return b.oid[:7] }),
	"byteSize":       field(func(b gitBlob) any { return len(b.content()) }),
	"isBinary":       field(func(b gitBlob) any { return b.binary() }),
	"isTruncated":    field(func(b gitBlob) any { return len(b.content()) > b.repo.s.sw.GraphQLTextMax }),
	"text":           field(gitBlob.text),
	"repository":     field(func(b gitBlob) any { return b.repo.object() }),
}

func (b gitBlob) binary() bool { return isBinary(b.content()) || !utf8.Valid(b.content()) }

// text is null for what is binary, and cut where it is too long.
func (b gitBlob) text() any {
	if b.binary() {
		return nil
	}
	text := b.content()
	text = text[:min(len(text), b.repo.s.sw.GraphQLTextMax)]
	return strings.ToValidUTF8(string(text), "")
}

type gitTree struct {
	repo      *Repo
	oid, path string
}

var treeFields = map[string]resolver{
	"id":             field(func(t gitTree) any { return gitNode("T", t.repo, t.oid) }),
	"oid":            field(func(t gitTree) any { return t.oid }),
	"abbreviatedOid": field(func(t gitTree) any { return t.oid[:7] }),
	"entries": field(func(t gitTree) any {
		var out []oracle.Object
		for _, e := range t.repo.net.trees[t.oid] {
			out = append(out, oracle.Object{Type: "TreeEntry", Value: treeEntry{t.repo, strings.TrimPrefix(t.path+"/"+e.name, "/"), e}})
		}
		return out
	}),
}

type treeEntry struct {
	repo *Repo
	path string
	entry
}

var treeEntryFields = map[string]resolver{
	"name": field(func(e treeEntry) any { return e.name }),
	"path": field(func(e treeEntry) any { return e.path }),
	"type": field(func(e treeEntry) any { return e.kind() }),
	"oid":  field(func(e treeEntry) any { return e.oid }),
	"size": field(func(e treeEntry) any { return len(e.repo.net.blobs[e.oid]) }),
	"mode": field(func(e treeEntry) any {
		mode, _ := strconv.ParseInt(e.mode, 8, 32)
		return mode
	}),
	"object": field(func(e treeEntry) any {
		if e.mode == modeModule {
			return nil
		}
		return e.repo.objectAt(e.oid, e.path)
	}),
}

type gitCommit struct {
	repo *Repo
	*commit
}

func (r *Repo) commitObject(oid string) any {
	c := r.net.commits[oid]
	if c == nil {
		return nil
	}
	return r.wrapCommit(c)
}

func (r *Repo) wrapCommit(c *commit) oracle.Object {
	return oracle.Object{Type: "Commit", Value: gitCommit{r, c}}
}

var commitFields = map[string]resolver{
	"id":                  field(func(c gitCommit) any { return gitNode("C", c.repo, c.oid) }),
	"oid":                 field(func(c gitCommit) any { return c.oid }),
	"abbreviatedOid":      field(func(c gitCommit) any { return c.oid[:7] }),
	"url":                 field(func(c gitCommit) any { return c.repo.html() + "/commit/" + c.oid }),
	"message":             field(func(c gitCommit) any { return c.text() }),
	"messageHeadline":     field(func(c gitCommit) any { head, _, _ := strings.Cut(c.text(), "\n"); return head }),
	"authoredDate":        field(func(c gitCommit) any { return c.author.at }),
	"committedDate":       field(func(c gitCommit) any { return c.committer.at }),
	"authoredByCommitter": field(func(c gitCommit) any { return strings.EqualFold(c.author.email, c.committer.email) }),
	"committedViaWeb":     field(func(c gitCommit) any { return c.committer.email == "noreply@github.com" }),
	"author":              field(func(c gitCommit) any { return c.repo.actor(c.author) }),
	"committer":           field(func(c gitCommit) any { return c.repo.actor(c.committer) }),
	"authors": func(_ *query, v any, a args) (any, error) {
		c := v.(gitCommit)
		return connect("GitActor", c.authors(), a, 0, c.repo.actor).object(), nil
	},
	"onBehalfOf": field(gitCommit.onBehalfOf),
	"parents": func(_ *query, v any, a args) (any, error) {
		c := v.(gitCommit)
		return connect("Commit", c.parents, a, 0, func(oid string) oracle.Object { return c.repo.wrapCommit(c.repo.net.commits[oid]) }).object(), nil
	},
	"signature": field(gitCommit.signatureObject),
	"tree": field(func(c gitCommit) any {
		return oracle.Object{Type: "Tree", Value: gitTree{c.repo, c.tree, ""}}
	}),
	"file": func(_ *query, v any, a args) (any, error) {
		c, path := v.(gitCommit), strings.Trim(a.text("path"), "/")
		e, ok := c.repo.net.at(c.tree, path)
		if !ok || path == "" {
			return nil, nil
		}
		return oracle.Object{Type: "TreeEntry", Value: treeEntry{c.repo, path, e}}, nil
	},
}

func (r *Repo) actor(s signature) oracle.Object {
	return oracle.Object{Type: "GitActor", Value: gitActor{r.s, s}}
}

var (
	coAuthor = regexp.MustCompile(`(?mi)^co-authored-by:\s*(.*?)\s*<([^<>\s]+)>\s*$`)
	behalf   = regexp.MustCompile(`(?mi)^on-behalf-of:\s*@([\w-]+)`)
)

// authors are the author and those of the Co-authored-by lines.
func (c gitCommit) authors() []signature {
	out := []signature{c.author}
	for _, m := range coAuthor.FindAllStringSubmatch(c.message, -1) {
		out = append(out, signature{m[1], m[2], c.author.at})
	}
	return out
}

func (c gitCommit) onBehalfOf() any {
	if m := behalf.FindStringSubmatch(c.message); m != nil {
		if org := c.repo.s.org(m[1]); org != nil {
			return org.object()
		}
	}
	return nil
}

func (c gitCommit) signatureObject() any {
	if c.gpgsig == "" {
		return nil
	}
	return oracle.Object{Type: "GpgSignature", Value: c}
}

var signatureFields = map[string]resolver{
	"isValid":           field(func(c gitCommit) any { return c.verified() }),
	"email":             field(func(c gitCommit) any { return c.committer.email }),
	"signature":         field(func(c gitCommit) any { return c.gpgsig }),
	"payload":           field(func(c gitCommit) any { return string(c.encode(false)) }),
	"wasSignedByGitHub": field(func(c gitCommit) any { return c.signer == c.repo.s.webFlow }),
	"signer":            field(func(c gitCommit) any { return c.repo.s.userObject(c.signer) }),
	"state": field(func(c gitCommit) any {
		if c.verified() {
			return "VALID"
		}
		return "UNKNOWN_KEY"
	}),
}

type gitActor struct {
	s *Server
	signature
}

// gitActorFields: user is null for bots, though REST links them (it is of type User).
var gitActorFields = map[string]resolver{
	"name":  field(func(a gitActor) any { return a.name }),
	"email": field(func(a gitActor) any { return a.email }),
	"date":  field(func(a gitActor) any { return a.at }),
	"user":  field(func(a gitActor) any { return a.s.userObject(a.s.byEmail(a.email)) }),
}

func (s *Server) userObject(a *Account) any {
	if a = s.alive(a); a == nil || a.Kind != "User" {
		return nil
	}
	return a.object()
}
