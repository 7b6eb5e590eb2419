// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

func (r *Repo) object() oracle.Object { return oracle.Object{Type: "Repository", Value: r} }

var repositoryFields = map[string]resolver{
	"id":               field(func(r *Repo) any { return nodeID("R", r.ID) }),
	"databaseId":       field(func(r *Repo) any { return r.ID }),
	"name":             field(func(r *Repo) any { return r.name }),
	"nameWithOwner":    field(func(r *Repo) any { return r.fullName() }),
	"description":      field(func(r *Repo) any { return nullText(r.spec.Description) }),
	"url":              field(func(r *Repo) any { return r.html() }),
	"visibility":       field(func(r *Repo) any { return strings.ToUpper(r.spec.Visibility) }),
	"isPrivate":        field(func(r *Repo) any { return r.private() }),
	"isFork":           field(func(r *Repo) any { return r.parent != nil }),
	"isArchived":       field(func(r *Repo) any { return r.archived }),
	"isTemplate":       field(func(r *Repo) any { return r.spec.Template }),
	"isEmpty":          field(func(r *Repo) any { return r.empty() }),
	"createdAt":        field(func(r *Repo) any { return r.created }),
	"updatedAt":        field(func(r *Repo) any { return r.updated }),
	"pushedAt":         field(func(r *Repo) any { return r.pushed }),
	"owner":            field(func(r *Repo) any { return r.owner.object() }),
	"licenseInfo":      field((*Repo).licenseObject),
	"primaryLanguage":  field((*Repo).languageObject),
	"languages":        func(_ *query, v any, a args) (any, error) { return v.(*Repo).languageConnection(a), nil },
	"repositoryTopics": func(_ *query, v any, a args) (any, error) { return v.(*Repo).topicConnection(a), nil },
	"parent":           field((*Repo).parentObject),
	"defaultBranchRef": guarded(readContents, func(_ *query, r *Repo, _ args) (any, error) { return r.refObject(r.spec.DefaultBranch), nil }),
	"ref":              guarded(readContents, func(_ *query, r *Repo, a args) (any, error) { return r.refObject(a.text("qualifiedName")), nil }),
	"object":           guarded(readContents, func(_ *query, r *Repo, a args) (any, error) { return r.gitObject(a), nil }),
	"pullRequest":      guarded(readPulls, pullRequestField),
	"pullRequests":     guarded(readPulls, pullRequestsField),
	"issue":            guarded(readIssues, issueField),
}

func (r *Repo) parentObject() any {
	if r.parent == nil || r.parent.deleted {
		return nil
	}
	return r.parent.object()
}

func (r *Repo) licenseObject() any {
	if r.spec.License == "" {
		return nil
	}
	return oracle.Object{Type: "License", Value: r.spec.License}
}

var licenseFields = map[string]resolver{
	"spdxId": field(func(spdx string) any { return spdx }),
	"name":   field(func(spdx string) any { return spdx }),
	"key":    field(func(spdx string) any { return strings.ToLower(spdx) }),
}

func language(name string) oracle.Object { return oracle.Object{Type: "Language", Value: name} }

var languageFields = map[string]resolver{"name": field(func(name string) any { return name })}

func (r *Repo) languageObject() any {
	if names := r.languages(); len(names) > 0 {
		return language(names[0])
	}
	return nil
}

func (r *Repo) languageConnection(a args) oracle.Object {
	c := connect("Language", r.languages(), a, 0, language)
	total := 0
	for _, size := range r.spec.Languages {
		total += size
	}
	c.more = map[string]any{"totalSize": total}
	c.edgeMore = func(node any) map[string]any { return map[string]any{"size": r.spec.Languages[node.(string)]} }
	return c.object()
}

func (r *Repo) topicConnection(a args) oracle.Object {
	return connect("RepositoryTopic", r.spec.Topics, a, 0, func(name string) oracle.Object {
		return oracle.Object{Type: "RepositoryTopic", Value: name}
	}).object()
}

// branch is a ref as GraphQL shows it.
type branch struct {
	repo *Repo
	ref  string
}

// refObject finds a ref by its whole name or a branch's; null if there is none.
func (r *Repo) refObject(name string) any {
	for _, ref := range []string{name, "refs/heads/" + name, "refs/tags/" + name} {
		if strings.HasPrefix(ref, "refs/") && r.refs[ref] != "" {
			return oracle.Object{Type: "Ref", Value: branch{r, ref}}
		}
	}
	return nil
}

var refFields = map[string]resolver{
	"id":     field(func(b branch) any { return nodeID("REF", b.repo.ID) + b.ref }),
	"name":   field(func(b branch) any { return b.ref[strings.Index(b.ref[5:], "/")+6:] }),
	"prefix": field(func(b branch) any { return b.ref[:strings.Index(b.ref[5:], "/")+6] }),
	"target": field(func(b branch) any { return b.repo.commitObject(b.repo.refs[b.ref]) }),
}

// gitObject finds an object by id, or by an expression: REV, or REV:path.
func (r *Repo) gitObject(a args) any {
	if oid := a.text("oid"); oid != "" {
		return r.objectAt(oid, "")
	}
	rev, path, hasPath := strings.Cut(a.text("expression"), ":")
	if !hasPath {
		return r.objectAt(firstText(r.resolve(rev), rev), "")
	}
	tree := r.net.treeOf(r.resolve(rev))
	if tree == "" && r.net.trees[rev] != nil && r.has(rev) {
		tree = rev
	}
	if tree == "" {
		return nil
	}
	e, ok := r.net.at(tree, path)
	if !ok {
		return nil
	}
	return r.objectAt(e.oid, strings.Trim(path, "/"))
}

// objectAt is the object of an id, null if it cannot be read here.
func (r *Repo) objectAt(oid, path string) any {
	switch {
	case !r.has(oid):
		return nil
	case r.net.commits[oid] != nil:
		return r.commitObject(oid)
	case r.net.trees[oid] != nil:
		return oracle.Object{Type: "Tree", Value: gitTree{r, oid, path}}
	}
	return oracle.Object{Type: "Blob", Value: gitBlob{r, oid}}
}

func pullRequestField(_ *query, r *Repo, a args) (any, error) {
	p := r.pulls[a.number()]
	if p == nil {
		return nil, oracle.NotFound("Could not resolve to a PullRequest with the number of %d.", a.number())
	}
	return p.object(), nil
}

func pullRequestsField(_ *query, r *Repo, a args) (any, error) {
	states, filtered := a["states"].([]any)
	all := r.pullsBy(func(p *Pull) bool {
		return (!filtered || slices.Contains(states, any(p.stateName()))) &&
			(a.text("headRefName") == "" || a.text("headRefName") == p.headRef) && (a.text("baseRefName") == "" || a.text("baseRefName") == p.baseRef)
	})
	order, _ := a["orderBy"].(map[string]any)
	if order["direction"] != "DESC" {
		slices.Reverse(all)
	}
	return connect("PullRequest", all, a, 0, (*Pull).object).object(), nil
}

func issueField(_ *query, r *Repo, a args) (any, error) {
	i := r.issues[a.number()]
	if i == nil || i.pull != nil {
		return nil, oracle.NotFound("Could not resolve to an Issue with the number of %d.", a.number())
	}
	return i.object(), nil
}
