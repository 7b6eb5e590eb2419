// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"maps"
	"slices"
	"strings"
)

// Rename changes the repository's name. The old one redirects until somebody takes it.
func (r *Repo) Rename(name string) {
	defer r.s.lock()()
	old := r.name
	r.name = name
	r.s.names[strings.ToLower(r.fullName())] = r.ID
	r.s.onRepository(r, "renamed", obj{"repository": obj{"name": obj{"from": old}}})
}

// Transfer gives the repository to another account and sends repository.transferred to those who see it there.
func (r *Repo) Transfer(to *Account) {
	defer r.s.lock()()
	from := r.owner
	r.owner = to
	r.s.names[strings.ToLower(r.fullName())] = r.ID
	r.s.onRepository(r, "transferred", obj{"owner": obj{"from": r.s.formerOwner(from)}})
}

// SetVisibility makes the repository "public", "private" or "internal" and sends publicized or privatized.
func (r *Repo) SetVisibility(visibility string) {
	defer r.s.lock()()
	if r.spec.Visibility == visibility {
		return
	}
	r.spec.Visibility = visibility
	action := "privatized"
	if visibility == "public" {
		action = "publicized"
	}
	r.s.onRepository(r, action, nil)
}

// Archive makes the repository read-only, or writable again.
func (r *Repo) Archive(on bool) {
	defer r.s.lock()()
	r.archived = on
	action := "unarchived"
	if on {
		action = "archived"
	}
	r.s.onRepository(r, action, nil)
}

// Delete removes the repository. Pull requests from it keep their commits and lose their head repository (null).
func (r *Repo) Delete() {
	defer r.s.lock()()
	r.s.onRepository(r, "deleted", nil)
	r.deleted = true
}

// SetTopics replaces the topics.
func (r *Repo) SetTopics(topics ...string) {
	defer r.s.lock()()
	old := r.spec.Topics
	r.spec.Topics = topics
	r.s.onRepository(r, "edited", obj{"topics": obj{"from": old}})
}

// SetProperty sets a custom property of the repository: a string, a []string (multi_select) or nil.
func (r *Repo) SetProperty(name string, value any) {
	defer r.s.lock()()
	props := maps.Clone(r.spec.Properties)
	if props == nil {
		props = map[string]any{}
	}
	props[name] = value
	r.spec.Properties = props
}

// SetDefaultBranch names another branch as the default one.
func (r *Repo) SetDefaultBranch(branch string) {
	defer r.s.lock()()
	old := r.spec.DefaultBranch
	r.spec.DefaultBranch = branch
	r.s.onRepository(r, "edited", obj{"default_branch": obj{"from": old}})
}

// SetLicense says which license GitHub detected (an SPDX id), "" for none.
func (r *Repo) SetLicense(spdx string) {
	defer r.s.lock()()
	r.spec.License = spdx
}

// Grant gives a person a permission on the repository: read, triage, write, maintain or admin.
func (r *Repo) Grant(a *Account, permission string) {
	defer r.s.lock()()
	r.people[a.ID] = permission
}

// languages are the repository's languages by size, largest first.
func (r *Repo) languages() []string {
	names := slices.Sorted(maps.Keys(r.spec.Languages))
	slices.SortStableFunc(names, func(a, b string) int { return r.spec.Languages[b] - r.spec.Languages[a] })
	if len(names) == 0 && r.spec.Language != "" {
		names = []string{r.spec.Language}
	}
	return names
}

func (r *Repo) properties() map[string]any {
	out := map[string]any{}
	maps.Copy(out, r.spec.Properties)
	return out
}
