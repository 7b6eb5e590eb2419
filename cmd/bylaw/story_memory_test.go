// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// memoryWorld is a model of the repository: no git, no process, but the accounts and proofs that only GitHub knows.
type memoryWorld struct {
	dir           string
	main, feature map[string]storyFile
	mainID        string
	inherited     map[string]storyFile
	commits       []storyCommit
	ids           []string
	last          rules.Report
	organization  *config.Policy
}

func newMemoryWorld(env *testscript.Env) (world, error) {
	m := &memoryWorld{dir: env.WorkDir, mainID: objectID("main"), inherited: map[string]storyFile{}}
	return world{policy: m.policy, base: m.base, commit: m.commit, community: m.community, check: m.check, fix: m.fix}, nil
}

func (m *memoryWorld) base(files map[string]storyFile) error {
	m.main, m.feature = files, maps.Clone(files)
	return nil
}

func (m *memoryWorld) community(files map[string]storyFile) error {
	m.inherited = files
	return nil
}

func (m *memoryWorld) commit(c storyCommit, work map[string]storyFile) (string, error) {
	if c.amend {
		if len(m.commits) == 0 {
			return "", fmt.Errorf("there is no commit to amend")
		}
		m.commits, m.ids = m.commits[:len(m.commits)-1], m.ids[:len(m.ids)-1]
	}
	m.feature = work
	id := objectID(fmt.Sprint(m.ids, c, work))
	m.commits, m.ids = append(m.commits, c), append(m.ids, id)
	return id, nil
}

func (m *memoryWorld) policy(src string) (err error) {
	m.organization, err = config.Parse("bylaw.yml", []byte(src), config.Organization)
	return err
}

func (m *memoryWorld) check(names []string) (string, bool, error) {
	s := m.subject()
	in := config.Input{
		Organization: m.organization, Facts: s.Repository, Base: "main", At: s.At,
		Bots: map[string]int64{"dependabot[bot]": 49699333},
	}
	if own, ok := m.main[repositoryPolicy]; ok {
		var err error
		if in.Repository, err = config.Parse(repositoryPolicy, []byte(own.content), config.Repository); err != nil {
			return "", false, err
		}
	}
	reqs, err := config.Resolve(in)
	if err != nil {
		return "", false, err
	}
	if reqs, err = only(reqs, names); err != nil {
		return "", false, err
	}
	m.last = rules.Evaluate(reqs, s, memoryFacts)
	var out bytes.Buffer
	err = (&terminal{out: &out}).printText(m.last)
	return out.String(), m.last.Conclusion() == rules.Success, err
}

func (m *memoryWorld) fix() error {
	for name, edits := range offered(m.last) {
		fixed, err := rules.Apply(m.feature[name].content, edits)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := writeWork(m.dir, name, fixed); err != nil {
			return err
		}
	}
	return nil
}

// memoryFacts are what the model knows.
const memoryFacts = rules.NeedChange | rules.NeedFiles | rules.NeedContent | rules.NeedCommits | rules.NeedIdentities |
	rules.NeedMembers | rules.NeedTree | rules.NeedInherited

func (m *memoryWorld) subject() rules.Subject {
	s := rules.Subject{
		At:         storyTime,
		Repository: rules.Repository{ID: 1, OwnerID: 10, Owner: "acme", Name: "widgets", Visibility: "public", DefaultBranch: "main"},
		Files:      changedFiles(m.main, m.feature), Commits: m.subjectCommits(),
		Tree: entries(m.feature), Inherited: entries(m.inherited),
	}
	s.Change = &rules.Change{
		Number: 1, State: "open", Commits: len(m.commits), ChangedFiles: len(s.Files),
		Head: rules.Branch{Ref: "feature", SHA: m.mainID, Repository: "acme/widgets", RepositoryID: 1},
		Base: rules.Branch{Ref: "main", SHA: m.mainID, Repository: "acme/widgets", RepositoryID: 1},
	}
	if len(s.Commits) > 0 {
		s.Change.Head.SHA = m.ids[len(m.ids)-1]
		if a := s.Commits[0].Author.Account; a != nil {
			s.Change.Author = *a
		}
	}
	for _, f := range s.Files {
		s.Change.Additions, s.Change.Deletions = s.Change.Additions+f.Additions, s.Change.Deletions+f.Deletions
	}
	return s
}

func (m *memoryWorld) subjectCommits() []rules.Commit {
	out := []rules.Commit{}
	parent := m.mainID
	for i, c := range m.commits {
		commit := rules.Commit{
			SHA: m.ids[i], Message: c.message, Parents: []string{parent},
			Author: c.author.person(), Committer: c.committer.person(), Verified: &rules.Verified{},
		}
		if c.merge {
			commit.Parents = append(commit.Parents, m.mainID)
		}
		if c.verified {
			commit.Verified = &rules.Verified{Valid: true, Signer: commit.Committer.Account}
		}
		out, parent = append(out, commit), commit.SHA
	}
	return out
}

func (p storyPerson) person() rules.Person {
	out := rules.Person{Name: p.name, Email: p.mail}
	if p.id != 0 {
		member := p.id == storyIDs["maintainer"]
		out.Account = &rules.Account{ID: p.id, Login: p.login, Type: "User", Member: &member}
		if strings.HasSuffix(p.login, "[bot]") {
			out.Account.Type = "Bot"
		}
	}
	return out
}

// changedFiles are the differences of two trees. A file that went away and came back elsewhere unchanged was renamed.
func changedFiles(before, after map[string]storyFile) []rules.File {
	files := []rules.File{}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		old, existed := before[name]
		if existed && old == after[name] {
			continue
		}
		f := memoryFile(name, after[name], "modified")
		if !existed {
			f.Status = "added"
			f.Additions = strings.Count(after[name].content, "\n")
		}
		files = append(files, f)
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, still := after[name]; still {
			continue
		}
		if i := slices.IndexFunc(files, func(f rules.File) bool {
			return f.Status == "added" && after[f.Path] == before[name]
		}); i >= 0 {
			files[i].Status, files[i].PreviousPath, files[i].Additions = "renamed", name, 0
			continue
		}
		files = append(files, rules.File{Path: name, Status: "removed", Deletions: strings.Count(before[name].content, "\n")})
	}
	return files
}

func memoryFile(name string, f storyFile, status string) rules.File {
	head := f.content[:min(len(f.content), rules.ContentLimit)]
	return rules.File{
		Path: name, Status: status, Mode: f.mode, Size: int64(len(f.content)), Content: &head, Binary: binary([]byte(head)),
	}
}

// entries are the facts of a tree: the root, .github and docs.
func entries(files map[string]storyFile) []rules.Entry {
	out := []rules.Entry{}
	folders := map[string]bool{}
	for name, f := range files {
		for _, dir := range treeFolders {
			rest, below := strings.CutPrefix(name, dir)
			if first, _, nested := strings.Cut(rest, "/"); below && nested {
				folders[path.Join(dir, first)] = true
			} else if below {
				e := rules.Entry{Path: name, Type: "blob", Mode: f.mode, Size: int64(len(f.content))}
				if f.mode == "120000" {
					e.Target = f.content
				}
				out = append(out, e)
			}
		}
	}
	for name := range folders {
		out = append(out, rules.Entry{Path: name, Type: "tree", Mode: "040000"})
	}
	slices.SortFunc(out, func(a, b rules.Entry) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func objectID(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}
