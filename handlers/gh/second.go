// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// contentsAtOnce is how many files one query reads.
const contentsAtOnce = 100

// second reads contents, the head's trees and the memberships, and the head once more, in as few queries as can be. The head
// is looked at again last, so that facts of two heads are never mixed.
func (c *Client) second(ctx context.Context, ask Ask, p Plan, f *Facts) error {
	wanted := c.wanted(p, f.Subject.Files)
	people := members(p, f.Subject)
	for first := true; first || len(wanted) > 0; first = false {
		n := min(len(wanted), contentsAtOnce)
		q := question{tree: first && p.Needs&rules.NeedTree != 0, files: wanted[:n]}
		if first {
			q.people = people
		}
		if q.empty() {
			break
		}
		if err := c.ask(ctx, ask, q, f); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	if err := c.links(ctx, ask, f.Subject.Tree); err != nil {
		return err
	}
	f.Have |= p.Needs & (rules.NeedContent | rules.NeedTree | rules.NeedMembers)
	return nil
}

// wanted lists pointers to the files whose content is needed. Removed files have none at the head.
func (c *Client) wanted(p Plan, files []rules.File) []*rules.File {
	var out []*rules.File
	if p.Needs&rules.NeedContent == 0 {
		return nil
	}
	for i := range files {
		if f := &files[i]; f.Status != "removed" && (p.Wants == nil || p.Wants(f.Path)) {
			out = append(out, f)
		}
	}
	return out
}

// members lists the logins whose membership is needed: those of the commits' accounts and of the author.
func members(p Plan, s rules.Subject) []string {
	if p.Needs&rules.NeedMembers == 0 {
		return nil
	}
	seen, out := map[string]bool{}, []string{}
	add := func(a *rules.Account) {
		if a != nil && a.Login != "" && a.Type == "User" && !seen[a.Login] {
			seen[a.Login] = true
			out = append(out, a.Login)
		}
	}
	add(&s.Change.Author)
	for _, c := range s.Commits {
		add(c.Author.Account)
		add(c.Committer.Account)
	}
	return out[:min(len(out), contentsAtOnce)]
}

// question is what one run of the second query asks.
type question struct {
	tree   bool
	files  []*rules.File
	people []string
}

func (q question) empty() bool { return !q.tree && len(q.files) == 0 && len(q.people) == 0 }

const (
	treeFields = `entries { name type oid size mode }`
	fileFields = `mode size type object { ... on Blob { isBinary isTruncated text } }`
)

// treeFolders are the folders of a head that are listed beside its root.
var treeFolders = []struct{ alias, path string }{
	{"gh", ".github"}, {"docs", "docs"}, {"issues", issueTemplates}, {"pulls", pullTemplates},
}

// text writes the query. Paths and logins travel as variables: foreign text is never part of a query.
func (q question) text() (string, map[string]any) {
	var b strings.Builder
	vars := map[string]any{}
	declare := "$owner: String!, $name: String!, $number: Int!, $head: GitObjectID!"
	for i, f := range q.files {
		key := "p" + strconv.Itoa(i)
		declare += ", $" + key + ": String!"
		vars[key] = f.Path
	}
	for i, login := range q.people {
		key := "u" + strconv.Itoa(i)
		declare += ", $" + key + ": String!"
		vars[key] = login
	}
	fmt.Fprintf(&b, "query Contents(%s) {\n rateLimit { cost }\n", declare)
	b.WriteString(" repository(owner: $owner, name: $name) {\n")
	q.head(&b)
	b.WriteString("  pullRequest(number: $number) { headRefOid }\n }\n")
	for i := range q.people {
		fmt.Fprintf(&b, " m%d: user(login: $u%d) { organization(login: $owner) { databaseId } }\n", i, i)
	}
	b.WriteString("}")
	return b.String(), vars
}

func (q question) head(b *strings.Builder) {
	if !q.tree && len(q.files) == 0 {
		return
	}
	b.WriteString("  head: object(oid: $head) { ... on Commit {\n")
	if q.tree {
		fmt.Fprintf(b, "   tree { %s }\n", treeFields)
		for _, f := range treeFolders {
			fmt.Fprintf(b, "   %s: file(path: %q) { object { ... on Tree { %s } } }\n", f.alias, f.path, treeFields)
		}
	}
	for i := range q.files {
		fmt.Fprintf(b, "   f%d: file(path: $p%d) { %s }\n", i, i, fileFields)
	}
	b.WriteString("  } }\n")
}

// ask runs the query and puts the answers where they belong.
func (c *Client) ask(ctx context.Context, ask Ask, q question, f *Facts) error {
	query, vars := q.text()
	vars["owner"], vars["name"], vars["number"], vars["head"] = ask.Owner, ask.Name, ask.Number, f.Subject.Change.Head.SHA
	var optional []string
	for i := range q.people {
		optional = append(optional, "m"+strconv.Itoa(i))
	}
	var a map[string]json.RawMessage
	if err := c.graphql(ctx, query, vars, &a, optional...); err != nil {
		return err
	}
	return q.answer(a, c, f)
}

type secondAnswer struct {
	Head        map[string]json.RawMessage
	PullRequest *struct{ HeadRefOid string }
}

func (q question) answer(a map[string]json.RawMessage, c *Client, f *Facts) error {
	var cost struct{ Cost int64 }
	var r secondAnswer
	if err := json.Unmarshal(a["rateLimit"], &cost); err != nil {
		return fmt.Errorf("graphql: %w", err)
	}
	c.points.Add(cost.Cost)
	if err := json.Unmarshal(a["repository"], &r); err != nil {
		return fmt.Errorf("graphql: %w", err)
	}
	if r.PullRequest == nil {
		return ErrGone
	}
	if r.PullRequest.HeadRefOid != f.Subject.Change.Head.SHA {
		return ErrMoved
	}
	if err := q.trees(r.Head, f); err != nil {
		return err
	}
	for i, file := range q.files {
		if err := fill(file, r.Head["f"+strconv.Itoa(i)]); err != nil {
			return err
		}
	}
	return q.memberships(a, &f.Subject)
}

func (q question) trees(head map[string]json.RawMessage, f *Facts) error {
	if !q.tree {
		return nil
	}
	out := []rules.Entry{}
	var root treeAnswer
	if err := json.Unmarshal(head["tree"], &root); err != nil {
		return fmt.Errorf("graphql: the head's tree: %w", err)
	}
	out = append(out, root.entries("")...)
	for _, folder := range treeFolders {
		var file struct{ Object *treeAnswer }
		if raw := head[folder.alias]; len(raw) > 0 && json.Unmarshal(raw, &file) != nil {
			return fmt.Errorf("graphql: the head's tree %s", folder.path)
		}
		out = append(out, file.Object.entries(folder.path)...)
	}
	f.Subject.Tree = out
	return nil
}

// fill puts mode and content into a file. A submodule has neither; a file that is not at the head was judged on another one.
func fill(file *rules.File, raw json.RawMessage) error {
	var a *struct {
		Mode   int
		Size   int64
		Type   string
		Object *struct {
			IsBinary    *bool
			IsTruncated bool
			Text        *string
		}
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return fmt.Errorf("graphql: a file: %w", err)
	}
	if a == nil {
		return fmt.Errorf("%w: %q is not at the head", ErrMoved, file.Path)
	}
	file.Mode, file.Size = mode(a.Mode), a.Size
	empty := ""
	switch {
	case a.Object == nil || a.Type != "blob":
		file.Content = &empty
	case a.Object.Text != nil:
		text := head(*a.Object.Text)
		file.Content = &text
	case a.Object.IsBinary != nil && *a.Object.IsBinary:
		file.Binary, file.Content = true, &empty
	}
	return nil
}

func head(s string) string { return s[:min(len(s), rules.ContentLimit)] }

// symlink is git's mode of a symbolic link; its blob holds the target.
const symlink = "120000"

// links reads where the symbolic links of a tree point. Trees with links are rare: only they cost a query more.
func (c *Client) links(ctx context.Context, ask Ask, tree []rules.Entry) error {
	var query strings.Builder
	var at []int
	for i, e := range tree {
		if e.Mode == symlink && len(at) < contentsAtOnce {
			fmt.Fprintf(&query, " l%d: object(oid: %q) { ... on Blob { text } }\n", len(at), e.Blob)
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	var a struct {
		RateLimit  struct{ Cost int64 }
		Repository map[string]*struct{ Text *string }
	}
	text := "query Links($owner: String!, $name: String!) {\n rateLimit { cost }\n repository(owner: $owner, name: $name) {\n" + query.String() + " }\n}"
	if err := c.graphql(ctx, text, map[string]any{"owner": ask.Owner, "name": ask.Name}, &a); err != nil {
		return err
	}
	c.points.Add(a.RateLimit.Cost)
	for n, i := range at {
		if l := a.Repository["l"+strconv.Itoa(n)]; l != nil && l.Text != nil {
			tree[i].Target = *l.Text
		}
	}
	return nil
}

// memberships marks the accounts of the subject. A null organization is no member, as far as the App may see.
func (q question) memberships(a map[string]json.RawMessage, s *rules.Subject) error {
	is := map[string]bool{}
	for i, login := range q.people {
		var u *struct{ Organization *struct{ DatabaseID int64 } }
		if err := json.Unmarshal(a["m"+strconv.Itoa(i)], &u); err != nil {
			return fmt.Errorf("graphql: membership: %w", err)
		}
		is[login] = u != nil && u.Organization != nil
	}
	mark := func(acc *rules.Account) {
		if acc == nil {
			return
		}
		if m, known := is[acc.Login]; known {
			acc.Member = &m
		}
	}
	mark(&s.Change.Author)
	for _, c := range s.Commits {
		mark(c.Author.Account)
		mark(c.Committer.Account)
	}
	return nil
}
