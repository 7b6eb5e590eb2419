// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	_ "embed"
	"encoding/json"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-bot/bylaw/rules"
)

//go:embed facts.graphql
var factsQuery string

//go:embed commits.graphql
var commitsQuery string

//go:embed commit.graphql
var commitFragment string

// factsAnswer is the answer to facts.graphql.
type factsAnswer struct {
	RateLimit struct{ Cost int64 }
	Policy    *struct {
		DatabaseID       int64
		Visibility       string
		File             *blobAnswer
		DefaultBranchRef *refAnswer
	}
	Community *struct {
		Visibility                    string
		Root, GH, Docs, Issues, Pulls *treeAnswer
	}
	Repository *repositoryAnswer
}

type repositoryAnswer struct {
	DatabaseID         int64
	Name, Visibility   string
	IsFork, IsArchived bool
	Owner              accountAnswer
	LicenseInfo        *struct{ SpdxID string }
	Languages          struct {
		TotalSize float64
		Edges     []struct {
			Size float64
			Node struct{ Name string }
		}
	}
	RepositoryTopics struct {
		Nodes []struct{ Topic struct{ Name string } }
	}
	DefaultBranchRef *refAnswer
	Override         *blobAnswer
	PullRequest      *pullAnswer
}

type pullAnswer struct {
	FullDatabaseID                 json.Number
	Number                         int
	State, Title, Body             string
	IsDraft, MaintainerCanModify   bool
	CreatedAt                      time.Time
	AuthorAssociation              string
	Author                         *accountAnswer
	BaseRefName, BaseRefOid        string
	HeadRefName, HeadRefOid        string
	BaseRepository, HeadRepository *struct {
		DatabaseID    int64
		NameWithOwner string
	}
	Additions, Deletions, ChangedFiles int
	Labels                             *struct{ Nodes []struct{ Name string } }
	Commits                            commitPage
	Comments                           struct{ TotalCount int }
}

type commitPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage bool
		EndCursor   string
	}
	Nodes []struct{ Commit commitAnswer }
}

type commitAnswer struct {
	Oid, Message      string
	Parents           struct{ Nodes []struct{ Oid string } }
	Author, Committer *actorAnswer
	Signature         *struct {
		IsValid, WasSignedByGitHub bool
		Signer                     *accountAnswer
	}
}

type actorAnswer struct {
	Name, Email string
	User        *accountAnswer
}

type accountAnswer struct {
	Login      string
	DatabaseID int64
	Typename   string `json:"__typename"`
}

type refAnswer struct {
	Name   string
	Target struct{ Oid string }
}

type blobAnswer struct {
	Oid         string
	Text        *string
	IsTruncated bool
}

type treeAnswer struct {
	Entries []struct {
		Name, Type, Oid string
		Size            int64
		Mode            int
	}
}

func (a *factsAnswer) first() First {
	r := a.Repository
	f := First{State: r.PullRequest.State, Organization: a.organization(), Comments: r.PullRequest.Comments.TotalCount}
	f.Repository = document(r.Override, r.DefaultBranchRef)
	f.Repository.Private = r.Visibility != "PUBLIC"
	f.Subject.Repository = r.facts()
	f.Subject.Change = r.PullRequest.change()
	return f
}

func (a *factsAnswer) organization() Document {
	if a.Policy == nil {
		return Document{}
	}
	d := document(a.Policy.File, a.Policy.DefaultBranchRef)
	d.Private = a.Policy.Visibility != "PUBLIC"
	return d
}

// document reads a policy blob. Binary text is kept as a text that no parser takes, so that it is an error and not an absence.
func document(b *blobAnswer, ref *refAnswer) Document {
	if b == nil || b.Oid == "" {
		return Document{}
	}
	d := Document{Blob: b.Oid, Text: "\x00"}
	if b.Text != nil && !b.IsTruncated {
		d.Text = *b.Text
	}
	if ref != nil {
		d.Commit = ref.Target.Oid
	}
	return d
}

func (r *repositoryAnswer) facts() rules.Repository {
	out := rules.Repository{
		ID: r.DatabaseID, OwnerID: r.Owner.DatabaseID, Owner: r.Owner.Login, Name: r.Name,
		Visibility: strings.ToLower(r.Visibility), Fork: r.IsFork, Archived: r.IsArchived,
		Languages: map[string]float64{}, Topics: []string{},
	}
	if r.LicenseInfo != nil {
		out.License = r.LicenseInfo.SpdxID
	}
	if r.DefaultBranchRef != nil {
		out.DefaultBranch = r.DefaultBranchRef.Name
	}
	for _, e := range r.Languages.Edges {
		out.Languages[e.Node.Name] = e.Size / max(r.Languages.TotalSize, 1)
	}
	for _, n := range r.RepositoryTopics.Nodes {
		out.Topics = append(out.Topics, n.Topic.Name)
	}
	return out
}

func (p *pullAnswer) change() *rules.Change {
	id, _ := p.FullDatabaseID.Int64() // absent on old servers: 0 is not known
	c := &rules.Change{
		Number: p.Number, ID: id, Title: p.Title, Body: p.Body, State: strings.ToLower(p.State), Draft: p.IsDraft,
		Association: p.AuthorAssociation, CanModify: p.MaintainerCanModify, CreatedAt: p.CreatedAt,
		Head: rules.Branch{Ref: p.HeadRefName, SHA: p.HeadRefOid}, Base: rules.Branch{Ref: p.BaseRefName, SHA: p.BaseRefOid},
		Commits: p.Commits.TotalCount, ChangedFiles: p.ChangedFiles, Additions: p.Additions, Deletions: p.Deletions,
	}
	if p.Author != nil {
		c.Author = *p.Author.account()
	}
	if p.HeadRepository != nil {
		c.Head.Repository, c.Head.RepositoryID = p.HeadRepository.NameWithOwner, p.HeadRepository.DatabaseID
	}
	if p.BaseRepository != nil {
		c.Base.Repository, c.Base.RepositoryID = p.BaseRepository.NameWithOwner, p.BaseRepository.DatabaseID
	}
	if p.Labels != nil {
		for _, l := range p.Labels.Nodes {
			c.Labels = append(c.Labels, l.Name)
		}
	}
	return c
}

// account converts an account. GitActor.user names no type: GitHub links commits to users only, bots stay null there.
func (a *accountAnswer) account() *rules.Account {
	if a == nil {
		return nil
	}
	kind := a.Typename
	if kind == "" {
		kind = "User"
	}
	return &rules.Account{ID: a.DatabaseID, Login: a.Login, Type: kind}
}

func (a *commitAnswer) commit() rules.Commit {
	c := rules.Commit{
		SHA: a.Oid, Message: a.Message, Author: a.Author.person(), Committer: a.Committer.person(),
		Verified: &rules.Verified{},
	}
	for _, p := range a.Parents.Nodes {
		c.Parents = append(c.Parents, p.Oid)
	}
	if s := a.Signature; s != nil {
		c.Verified = &rules.Verified{Valid: s.IsValid, ByGitHub: s.WasSignedByGitHub, Signer: s.Signer.account()}
	}
	return c
}

func (a *actorAnswer) person() rules.Person {
	if a == nil {
		return rules.Person{}
	}
	return rules.Person{Name: a.Name, Email: a.Email, Account: a.User.account()}
}

// The folders of templates, where GitHub looks for them.
const (
	issueTemplates = ".github/ISSUE_TEMPLATE"
	pullTemplates  = ".github/PULL_REQUEST_TEMPLATE"
)

// inherited lists the places of a public .github repository. Of a private one nothing is inherited (GitHub's documentation,
// "Creating a default community health file").
func (a *factsAnswer) inherited() []rules.Entry {
	out := []rules.Entry{}
	if a.Community == nil || a.Community.Visibility != "PUBLIC" {
		return out
	}
	out = append(out, a.Community.Root.entries("")...)
	out = append(out, a.Community.GH.entries(".github")...)
	out = append(out, a.Community.Docs.entries("docs")...)
	out = append(out, a.Community.Issues.entries(issueTemplates)...)
	return append(out, a.Community.Pulls.entries(pullTemplates)...)
}

func (t *treeAnswer) entries(folder string) []rules.Entry {
	if t == nil {
		return nil
	}
	var out []rules.Entry
	for _, e := range t.Entries {
		out = append(out, rules.Entry{
			Path: path.Join(folder, e.Name), Type: e.Type, Size: e.Size, Blob: e.Oid, Mode: mode(e.Mode),
		})
	}
	return out
}

// mode writes a file mode as git does: six octal digits.
func mode(m int) string {
	s := strconv.FormatInt(int64(m), 8)
	return strings.Repeat("0", max(0, 6-len(s))) + s
}
