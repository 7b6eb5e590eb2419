// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"strings"
	"time"
)

// CommitSpec says what a commit is to hold. The zero value is an empty commit by web-flow.
type CommitSpec struct {
	Author     *Account // linked by address, as GitHub does; AuthorName and AuthorEmail override what is written
	AuthorName string
	// AuthorEmail may be anything: an address proves nothing.
	AuthorEmail string
	Committer   *Account // the author if nil
	Message     string
	Files       map[string]string // path to new content
	Modes       map[string]string // path to mode: 100755, 120000 (content is the target), 160000 (content is the commit's id)
	Remove      []string
	Parents     []string // further parents: a merge
	Verified    bool     // signed, and GitHub says verified: by the committer, or by GitHub if that is [Server.WebFlow]
	Signed      bool     // signed with a key that GitHub does not know
	At          time.Time
	By          *Account // who pushes; the author if nil
}

// Commit adds a commit to a branch, which is made if it is missing (from nothing), and returns its id.
// Events go out as GitHub sends them: push, pull_request.synchronize, check_suite.requested.
func (r *Repo) Commit(branch string, spec CommitSpec) string {
	defer r.s.lock()()
	return r.commit(branch, spec)
}

// Commits adds several commits in one push and returns the last one's id.
func (r *Repo) Commits(branch string, specs ...CommitSpec) string {
	defer r.s.lock()()
	return r.commits(branch, r.head(branch), false, specs)
}

func (r *Repo) commit(branch string, spec CommitSpec) string {
	return r.commits(branch, r.head(branch), false, []CommitSpec{spec})
}

// commits puts commits on top of from and moves the branch to the last of them.
func (r *Repo) commits(branch, from string, forced bool, specs []CommitSpec) string {
	head := from
	for _, spec := range specs {
		head = r.write(head, spec)
	}
	r.setRef("refs/heads/"+branch, head, r.pusher(specs), forced)
	return head
}

func (r *Repo) pusher(specs []CommitSpec) *Account {
	if len(specs) == 0 {
		return r.owner
	}
	last := specs[len(specs)-1]
	return firstAccount(last.By, last.Author, last.Committer, r.s.webFlow)
}

func firstAccount(of ...*Account) *Account {
	for _, a := range of {
		if a != nil {
			return a
		}
	}
	return nil
}

// write makes the commit object and returns its id.
func (r *Repo) write(parent string, spec CommitSpec) string {
	note := func(oid string) { r.own[oid] = true }
	r.s.seq++
	c := &commit{
		tree: r.net.apply(r.net.treeOf(parent), spec.edits(), note), message: strings.TrimRight(spec.Message, "\n") + "\n",
		seq: r.s.seq,
	}
	if parent != "" {
		c.parents = append(c.parents, parent)
	}
	c.parents = append(c.parents, spec.Parents...)
	c.author, c.committer = spec.signatures(r.s)
	if spec.Verified {
		c.signer = firstAccount(spec.Committer, spec.Author, r.s.webFlow)
	}
	if spec.Verified || spec.Signed {
		c.gpgsig = fakeSignature(c)
	}
	oid := r.net.writeCommit(c)
	note(oid)
	return oid
}

func (spec CommitSpec) edits() *editTree {
	root := &editTree{}
	for _, path := range spec.Remove {
		root.put(path, edit{remove: true})
	}
	for path, text := range spec.Files {
		e := edit{mode: spec.Modes[path], content: []byte(text)}
		if e.mode == modeModule {
			e.oid = text
		}
		root.put(path, e)
	}
	return root
}

func (spec CommitSpec) signatures(s *Server) (author, committer signature) {
	at := spec.At
	if at.IsZero() {
		at = s.clock()
	}
	who := firstAccount(spec.Author, s.webFlow)
	author = signature{who.displayName(), who.address(), at}
	if spec.AuthorName != "" {
		author.name = spec.AuthorName
	}
	if spec.AuthorEmail != "" {
		author.email = spec.AuthorEmail
	}
	if spec.Committer == nil {
		return author, author
	}
	return author, signature{spec.Committer.displayName(), spec.Committer.address(), at}
}

func (a *Account) displayName() string {
	if a.Name != "" {
		return a.Name
	}
	return a.Login
}

func (a *Account) address() string {
	if a.Email != "" {
		return a.Email
	}
	return a.NoReply()
}

// fakeSignature stands for a signature: armored, and bound to the commit's content. The double's word counts, not cryptography.
func fakeSignature(c *commit) string {
	return fmt.Sprintf("-----BEGIN PGP SIGNATURE-----\n\n%s\n-----END PGP SIGNATURE-----\n", objectID("commit", c.encode(false)))
}
