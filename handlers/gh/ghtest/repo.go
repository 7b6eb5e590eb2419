// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"strings"
	"time"
)

// Repo is a repository. What may change is reached through methods; ID never changes.
type Repo struct {
	ID int64

	s          *Server
	net        *network
	own        map[string]bool // ids of the objects that were written here, not in a fork
	name       string
	owner      *Account
	spec       RepoSpec
	archived   bool
	deleted    bool
	parent     *Repo
	refs       map[string]string // "refs/heads/main" to a commit
	issues     map[int]*Issue
	pulls      map[int]*Pull
	labels     map[string]*Label
	suites     []*CheckSuite
	runs       map[int64]*CheckRun
	bySHA      map[string][]*CheckSuite
	people     map[int64]string // collaborators: id to permission
	wrote      map[int64]bool   // who has commits on the default branch
	lastNumber int
	created    time.Time
	updated    time.Time
	pushed     time.Time
}

// RepoSpec says how a repository is to be made; the zero value is a public, empty repository with default branch main.
type RepoSpec struct {
	Visibility    string // "public" (default), "private" or "internal"
	Description   string
	DefaultBranch string
	Topics        []string
	Language      string            // the primary language; it comes from Languages if that is given
	Languages     map[string]int    // bytes by language
	Properties    map[string]any    // custom properties: string or []string
	License       string            // SPDX id, as GitHub detected it; "" is none
	Template      bool              // may others be made from it
	Files         map[string]string // a first commit on the default branch
}

// NewRepo makes a repository of the organization and sends repository.created.
func (o *Org) NewRepo(name string, spec RepoSpec) *Repo { return o.Account.NewRepo(name, spec) }

// NewRepo makes a repository of an account.
func (a *Account) NewRepo(name string, spec RepoSpec) *Repo {
	defer a.s.lock()()
	r := a.s.newRepo(a, name, spec, newNetwork())
	a.s.onRepository(r, "created", nil)
	if len(spec.Files) > 0 {
		r.commit(r.spec.DefaultBranch, CommitSpec{Author: a.s.webFlow, Message: "Initial commit", Files: spec.Files})
	}
	return r
}

func (s *Server) newRepo(owner *Account, name string, spec RepoSpec, net *network) *Repo {
	if spec.Visibility == "" {
		spec.Visibility = "public"
	}
	if spec.DefaultBranch == "" {
		spec.DefaultBranch = "main"
	}
	now := s.clock()
	r := &Repo{
		ID: s.id(), s: s, net: net, own: map[string]bool{}, name: name, owner: owner, spec: spec, refs: map[string]string{},
		issues: map[int]*Issue{}, pulls: map[int]*Pull{}, labels: map[string]*Label{}, runs: map[int64]*CheckRun{},
		bySHA: map[string][]*CheckSuite{}, people: map[int64]string{}, wrote: map[int64]bool{}, created: now, updated: now, pushed: now,
	}
	s.repos[r.ID] = r
	s.names[strings.ToLower(r.fullName())] = r.ID
	return r
}

// Fork makes a fork under another account, with all branches.
func (r *Repo) Fork(by *Account) *Repo {
	defer r.s.lock()()
	fork := r.s.newRepo(by, r.name, r.spec, r.net)
	fork.parent = r
	fork.spec.Properties = nil
	for name, sha := range r.refs {
		if strings.HasPrefix(name, "refs/heads/") {
			fork.refs[name] = sha
		}
	}
	for oid := range r.own {
		fork.own[oid] = true
	}
	return fork
}

// Name is the repository's name now.
func (r *Repo) Name() string {
	defer r.s.lock()()
	return r.name
}

// FullName is owner/name now.
func (r *Repo) FullName() string {
	defer r.s.lock()()
	return r.fullName()
}

func (r *Repo) fullName() string { return r.owner.Login + "/" + r.name }

func (r *Repo) private() bool { return r.spec.Visibility != "public" }

func (r *Repo) empty() bool { return r.head(r.spec.DefaultBranch) == "" }

// head is the commit that a branch stands at, "" for none.
func (r *Repo) head(branch string) string { return r.refs["refs/heads/"+branch] }

// has says whether an object can be read through this repository.
func (r *Repo) has(oid string) bool {
	if r.own[oid] {
		return true
	}
	if !r.s.sw.ForkObjectsThroughBase {
		return false
	}
	return r.net.blobs[oid] != nil || r.net.trees[oid] != nil || r.net.commits[oid] != nil
}

// find is the repository with a full name, also one that it had before a rename; moved says that the name is an old one.
func (s *Server) find(owner, name string) (r *Repo, moved bool) {
	r = s.repos[s.names[strings.ToLower(owner+"/"+name)]]
	if r == nil || r.deleted {
		return nil, false
	}
	return r, !strings.EqualFold(r.fullName(), owner+"/"+name)
}

// orgOf is the organization that owns the repository, nil for a person's.
func (r *Repo) orgOf() *Org { return r.s.orgs[r.owner.ID] }
