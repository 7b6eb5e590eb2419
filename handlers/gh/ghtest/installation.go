// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"slices"
	"time"
)

// Installation is an App on an account.
type Installation struct {
	ID int64

	app              *App
	account          *Account
	repos            map[int64]bool // nil: all of them
	permissions      map[string]string
	events           []string
	suspended        time.Time
	suspendedBy      *Account
	deleted          bool
	created, updated time.Time
}

// Install installs an App on an organization or a person, on all repositories or on the ones named, and sends installation.created.
func (s *Server) Install(app *App, on *Account, only ...*Repo) *Installation {
	defer s.lock()()
	inst := &Installation{
		ID: s.id(), app: app, account: on, permissions: maps.Clone(app.permissions), events: slices.Clone(app.events),
		created: s.clock(), updated: s.clock(),
	}
	if len(only) > 0 {
		inst.repos = map[int64]bool{}
	}
	for _, r := range only {
		inst.repos[r.ID] = true
	}
	s.installs[inst.ID] = inst
	s.onInstallation(inst, "created", obj{"repositories": inst.repositoryList(), "requester": nil})
	return inst
}

func (i *Installation) covers(r *Repo) bool {
	return !i.deleted && r.owner.ID == i.account.ID && !r.deleted && (i.repos == nil || i.repos[r.ID])
}

// installationsOn are the installations, of whatever App, that cover a repository.
func (s *Server) installationsOn(r *Repo) []*Installation {
	return s.installations(func(i *Installation) bool { return i.covers(r) && i.suspended.IsZero() })
}

func (s *Server) installations(keep func(*Installation) bool) []*Installation {
	var out []*Installation
	for _, i := range s.installs {
		if keep(i) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b *Installation) int { return int(a.ID - b.ID) })
	return out
}

// covered are the repositories that the installation covers, by id.
func (i *Installation) covered() []*Repo {
	var out []*Repo
	for _, r := range i.app.s.repos {
		if i.covers(r) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *Repo) int { return int(a.ID - b.ID) })
	return out
}

// Suspend switches the installation off: no tokens, 403 for those that exist.
func (i *Installation) Suspend(by *Account) {
	defer i.app.s.lock()()
	i.suspended, i.suspendedBy, i.updated = i.app.s.clock(), by, i.app.s.clock()
	i.app.s.onInstallation(i, "suspend", nil)
}

// Unsuspend switches it on again.
func (i *Installation) Unsuspend() {
	defer i.app.s.lock()()
	i.suspended, i.suspendedBy, i.updated = time.Time{}, nil, i.app.s.clock()
	i.app.s.onInstallation(i, "unsuspend", nil)
}

// Delete uninstalls the App.
func (i *Installation) Delete() {
	defer i.app.s.lock()()
	i.app.s.onInstallation(i, "deleted", obj{"repositories": i.repositoryList()})
	i.deleted = true
	delete(i.app.s.installs, i.ID)
}

// Accept grants what the App asks for now and sends installation.new_permissions_accepted.
func (i *Installation) Accept() {
	defer i.app.s.lock()()
	i.permissions, i.events, i.updated = maps.Clone(i.app.permissions), slices.Clone(i.app.events), i.app.s.clock()
	i.app.s.onInstallation(i, "new_permissions_accepted", nil)
}

// Add adds repositories to an installation on selected ones and sends installation_repositories.added.
func (i *Installation) Add(repos ...*Repo) {
	defer i.app.s.lock()()
	if i.repos == nil {
		i.repos = map[int64]bool{}
	}
	for _, r := range repos {
		i.repos[r.ID] = true
	}
	i.app.s.onSelection(i, "added", repos)
}

// Remove takes repositories away from the installation and sends installation_repositories.removed.
func (i *Installation) Remove(repos ...*Repo) {
	defer i.app.s.lock()()
	if i.repos == nil {
		chosen := map[int64]bool{}
		for _, r := range i.covered() {
			chosen[r.ID] = true
		}
		i.repos = chosen
	}
	for _, r := range repos {
		delete(i.repos, r.ID)
	}
	i.app.s.onSelection(i, "removed", repos)
}

func (i *Installation) repositoryList() []any {
	return repositoryList(i.covered())
}

func repositoryList(repos []*Repo) []any {
	out := []any{}
	for _, r := range repos {
		out = append(out, obj{"id": r.ID, "node_id": nodeID("R", r.ID), "name": r.name, "full_name": r.fullName(), "private": r.private()})
	}
	return out
}
