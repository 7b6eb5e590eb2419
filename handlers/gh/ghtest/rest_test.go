// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func TestPullReads(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"gear.go": "package main\n\nfunc gear() {}\n", "README.md": "# Widgets\n\nAnd gears.\n", "logo.png": "\x89PNG\x00"})
	p.Label(w.ana, "size/S")
	c := w.client(w.inst)
	pull := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	if pull.GetHead().GetSHA() != p.HeadSHA() || pull.GetCommits() != 1 || pull.GetChangedFiles() != 3 || pull.GetAdditions() != 5 {
		t.Errorf("pull: %v", pull)
	}
	files := must[[]*github.CommitFile](t)(c.PullRequests.ListFiles(ctx(t), "acme", "widgets", p.Number, nil))
	if len(files) != 3 || files[0].GetPatch() != "@@ -1 +1,3 @@\n # Widgets\n+\n+And gears." || files[2].Patch != nil || files[1].GetStatus() != "added" {
		t.Errorf("files: %v", files)
	}
	commits := must[[]*github.RepositoryCommit](t)(c.PullRequests.ListCommits(ctx(t), "acme", "widgets", p.Number, nil))
	if len(commits) != 1 || commits[0].GetAuthor().GetID() != w.ana.ID || !strings.HasSuffix(commits[0].GetCommit().GetMessage(), "<ana@example.com>") {
		t.Errorf("commits: %v", commits)
	}
	labels := must[[]*github.Label](t)(c.Issues.ListLabelsByIssue(ctx(t), "acme", "widgets", p.Number, nil))
	if len(labels) != 1 || labels[0].GetName() != "size/S" {
		t.Errorf("labels: %v", labels)
	}
	open := must[[]*github.PullRequest](t)(c.PullRequests.List(ctx(t), "acme", "widgets", &github.PullRequestListOptions{Head: "acme:feature"}))
	if len(open) != 1 {
		t.Errorf("open: %v", open)
	}
}

func TestRepositoryReads(t *testing.T) {
	w := newWorld(t)
	w.repo.SetProperty("areas", nil) // go-github v60 cannot decode multi_select properties
	w.repo.Commit("release/1.x", ghtest.CommitSpec{Author: w.ana, Message: "Unrelated", Files: map[string]string{"a/b.txt": "b\n"}})
	c := w.client(w.inst)
	repo := must[*github.Repository](t)(c.Repositories.Get(ctx(t), "acme", "widgets"))
	if repo.GetID() != w.repo.ID || repo.GetLanguage() != "Go" || repo.GetLicense().GetSPDXID() != "Apache-2.0" || !slices.Equal(repo.Topics, []string{"gears"}) {
		t.Errorf("repository: %v", repo)
	}
	branch := must[*github.Branch](t)(c.Repositories.GetBranch(ctx(t), "acme", "widgets", "release/1.x", 0))
	if branch.GetCommit().GetSHA() != w.repo.Head("release/1.x") {
		t.Errorf("branch: %v", branch)
	}
	file, _, _, err := c.Repositories.GetContents(ctx(t), "acme", "widgets", "README.md", nil)
	if text, _ := file.GetContent(); err != nil || text != "# Widgets\n" {
		t.Errorf("content: %q, %v", text, err)
	}
	_, dir, _, err := c.Repositories.GetContents(ctx(t), "acme", "widgets", "a", &github.RepositoryContentGetOptions{Ref: "release/1.x"})
	if err != nil || len(dir) != 1 || dir[0].GetPath() != "a/b.txt" {
		t.Errorf("directory: %v, %v", dir, err)
	}
	all := must[[]*github.Repository](t)(c.Repositories.ListByOrg(ctx(t), "acme", nil))
	org := must[*github.Organization](t)(c.Organizations.Get(ctx(t), "acme"))
	if len(all) != 1 || org.GetID() != w.org.ID {
		t.Errorf("organization: %v %v", all, org)
	}
	for login, want := range map[string]int64{"ana": w.ana.ID, "bylaw[bot]": w.app.Bot().ID} {
		if u := must[*github.User](t)(c.Users.Get(ctx(t), login)); u.GetID() != want {
			t.Errorf("%s: %v", login, u)
		}
	}
}

func TestGitReads(t *testing.T) {
	w := newWorld(t)
	c := w.client(w.inst)
	ref := must[*github.Reference](t)(c.Git.GetRef(ctx(t), "acme", "widgets", "heads/main"))
	commit := must[*github.Commit](t)(c.Git.GetCommit(ctx(t), "acme", "widgets", ref.GetObject().GetSHA()))
	tree := must[*github.Tree](t)(c.Git.GetTree(ctx(t), "acme", "widgets", commit.GetTree().GetSHA(), true))
	var paths []string
	for _, e := range tree.Entries {
		paths = append(paths, e.GetMode()+" "+e.GetPath())
	}
	if got := strings.Join(paths, ","); got != "040000 .github,100644 .github/bylaw.yml,100644 README.md,100644 main.go" || tree.GetTruncated() {
		t.Errorf("tree: %s", got)
	}
	blob := must[*github.Blob](t)(c.Git.GetBlob(ctx(t), "acme", "widgets", tree.Entries[2].GetSHA()))
	if blob.GetContent() != "IyBXaWRnZXRzCg==\n" {
		t.Errorf("blob: %v", blob)
	}
	w.s.Switch(func(sw *ghtest.Switches) { sw.TreeEntriesMax = 2 })
	if tree = must[*github.Tree](t)(c.Git.GetTree(ctx(t), "acme", "widgets", "main", true)); !tree.GetTruncated() || len(tree.Entries) != 2 {
		t.Errorf("truncated: %v", tree)
	}
}

func TestCompareAndCommits(t *testing.T) {
	w := newWorld(t)
	w.repo.Branch("feature", "main")
	for _, name := range []string{"one", "two", "three"} {
		w.repo.Commit("feature", ghtest.CommitSpec{Author: w.ana, Message: name, Files: map[string]string{name: name}})
	}
	w.repo.Commit("main", ghtest.CommitSpec{Author: w.ana, Message: "aside", Files: map[string]string{"aside": ""}})
	c := w.client(w.inst)
	cmp, res, err := c.Repositories.CompareCommits(ctx(t), "acme", "widgets", "main", "feature", &github.ListOptions{PerPage: 2})
	if err != nil {
		t.Fatal(err)
	}
	if cmp.GetAheadBy() != 3 || cmp.GetBehindBy() != 1 || cmp.GetStatus() != "diverged" || len(cmp.Commits) != 2 || len(cmp.Files) != 3 || res.NextPage != 2 {
		t.Errorf("compare: %d %d %s", cmp.GetAheadBy(), cmp.GetBehindBy(), cmp.GetStatus())
	}
	second, _, err := c.Repositories.CompareCommits(ctx(t), "acme", "widgets", "main", "feature", &github.ListOptions{PerPage: 2, Page: 2})
	if err != nil || len(second.Commits) != 1 || second.Commits[0].GetCommit().GetMessage() != "three" || len(second.Files) != 0 {
		t.Errorf("second page: %v, %v", second, err)
	}
	list := must[[]*github.RepositoryCommit](t)(c.Repositories.ListCommits(ctx(t), "acme", "widgets", &github.CommitsListOptions{SHA: "feature", Path: "two"}))
	if len(list) != 1 || list[0].GetCommit().GetMessage() != "two" {
		t.Errorf("commits of a path: %v", list)
	}
	one := must[*github.RepositoryCommit](t)(c.Repositories.GetCommit(ctx(t), "acme", "widgets", list[0].GetSHA()[:8], nil))
	if len(one.Files) != 1 || one.GetStats().GetAdditions() != 1 {
		t.Errorf("commit: %v", one)
	}
}

func TestRenameRedirects(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	w.repo.Rename("gadgets")
	c := w.client(w.inst)
	if got := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number)); got.GetBase().GetRepo().GetName() != "gadgets" {
		t.Errorf("after a rename: %v", got.GetBase().GetRepo())
	}
	if _, _, err := c.Issues.CreateComment(ctx(t), "acme", "widgets", p.Number, &github.IssueComment{Body: new("hello")}); err != nil {
		t.Errorf("a write to the old name: %v", err)
	}
	if len(p.Comments()) != 1 {
		t.Error("the comment did not arrive")
	}
}

func TestPagesAndETags(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	for range 35 {
		p.Comment(w.ana, "again")
	}
	c := w.client(w.inst)
	first, res, err := c.Issues.ListComments(ctx(t), "acme", "widgets", p.Number, nil)
	if err != nil || len(first) != 30 || res.NextPage != 2 || res.LastPage != 2 {
		t.Fatalf("first page: %d, %+v, %v", len(first), res, err)
	}
	rest, res, err := c.Issues.ListComments(ctx(t), "acme", "widgets", p.Number, &github.IssueListCommentsOptions{ListOptions: github.ListOptions{Page: 2}})
	if err != nil || len(rest) != 5 || res.NextPage != 0 || res.FirstPage != 1 {
		t.Fatalf("second page: %d, %+v, %v", len(rest), res, err)
	}
	token, path := w.inst.Token(), "/api/v3/repos/acme/widgets/pulls/1"
	one := w.get(path, token, "")
	again := w.get(path, token, one.header.Get("ETag"))
	other := w.get(path, w.inst.Token(), one.header.Get("ETag"))
	if one.status != 200 || again.status != 304 || other.status != 200 {
		t.Errorf("statuses %d %d %d, want 200, 304 and, with another token, 200", one.status, again.status, other.status)
	}
	if one.header.Get("X-RateLimit-Used") != again.header.Get("X-RateLimit-Used") {
		t.Error("a 304 was charged")
	}
}

func TestGhost(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	p.Comment(w.ana, "I am leaving")
	w.ana.Delete()
	c := w.as(w.inst.Token())
	pull := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	commits := must[[]*github.RepositoryCommit](t)(c.PullRequests.ListCommits(ctx(t), "acme", "widgets", p.Number, nil))
	if pull.GetUser().GetLogin() != "ghost" || commits[0].Author != nil {
		t.Errorf("%v, %v", pull.GetUser(), commits[0].Author)
	}
	expect(t, w.query(`{repository(owner: "acme", name: "widgets") {pullRequest(number: 1) {author {login}}}}`, nil),
		map[string]string{"data.repository.pullRequest.author": "null"})
	w.s.Switch(func(sw *ghtest.Switches) { sw.GhostIsNull = true })
	comments := must[[]*github.IssueComment](t)(c.Issues.ListComments(ctx(t), "acme", "widgets", p.Number, nil))
	if comments[0].User != nil {
		t.Errorf("%v", comments[0].User)
	}
}

func TestRawFile(t *testing.T) {
	w := newWorld(t)
	got := w.send("GET", "/repos/acme/widgets/contents/README.md", w.inst.Token(), "", map[string]string{"Accept": "application/vnd.github.raw"})
	if got.status != 200 || got.body != "# Widgets\n" {
		t.Errorf("%+v", got)
	}
}

func TestSymbolicLinks(t *testing.T) {
	w := newWorld(t)
	w.repo.Commit("main", ghtest.CommitSpec{
		Author: w.ana, Message: "Links", Files: map[string]string{"a/to": "../README.md", "dangling": "nowhere"},
		Modes: map[string]string{"a/to": "120000", "dangling": "120000"},
	})
	c := w.as(w.inst.Token())
	for path, want := range map[string]string{"a/to": "file", "dangling": "symlink"} {
		file, _, _, err := c.Repositories.GetContents(ctx(t), "acme", "widgets", path, nil)
		if err != nil || file.GetType() != want {
			t.Errorf("%s: %v, %v", path, file, err)
		}
	}
}

func TestDeletedBranchClosesItsPulls(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	w.repo.DeleteBranch("feature")
	if state, merged := p.State(); state != "closed" || merged {
		t.Errorf("%s, %v", state, merged)
	}
}

func TestMoreReads(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	p.Review(w.ana, "APPROVED", "fine")
	w.repo.Grant(w.ana, "maintain")
	c := w.as(w.s.NewToken(w.ana))
	if me := must[*github.User](t)(c.Users.Get(ctx(t), "")); me.GetID() != w.ana.ID {
		t.Errorf("me: %v", me)
	}
	if by := must[*github.User](t)(c.Users.GetByID(ctx(t), w.ana.ID)); by.GetLogin() != "ana" {
		t.Errorf("by id: %v", by)
	}
	level := must[*github.RepositoryPermissionLevel](t)(c.Repositories.GetPermissionLevel(ctx(t), "acme", "widgets", "ana"))
	if level.GetPermission() != "write" || level.GetUser().GetRoleName() != "maintain" || !level.GetUser().GetPermissions()["push"] || level.GetUser().GetPermissions()["admin"] {
		t.Errorf("permission: %v", level)
	}
	reviews := must[[]*github.PullRequestReview](t)(c.PullRequests.ListReviews(ctx(t), "acme", "widgets", p.Number, nil))
	issue := must[*github.Issue](t)(c.Issues.Get(ctx(t), "acme", "widgets", p.Number))
	if len(reviews) != 1 || reviews[0].GetState() != "APPROVED" || !issue.IsPullRequest() {
		t.Errorf("%v %v", reviews, issue)
	}
	pulls := must[[]*github.PullRequest](t)(c.PullRequests.ListPullRequestsWithCommit(ctx(t), "acme", "widgets", p.HeadSHA(), nil))
	if len(pulls) != 1 || pulls[0].GetNumber() != p.Number {
		t.Errorf("pulls of a commit: %v", pulls)
	}
	run := must[*github.CheckRun](t)(w.client(w.inst).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 0)))
	suite := must[*github.CheckSuite](t)(c.Checks.GetCheckSuite(ctx(t), "acme", "widgets", run.GetCheckSuite().GetID()))
	runs := must[*github.ListCheckRunsResults](t)(c.Checks.ListCheckRunsCheckSuite(ctx(t), "acme", "widgets", suite.GetID(), nil))
	if runs.GetTotal() != 1 || runs.CheckRuns[0].GetID() != run.GetID() {
		t.Errorf("runs of a suite: %v", runs)
	}
	if got := w.get("/repos/acme/widgets/properties/values", w.inst.Token(), ""); got.body != `[{"property_name":"areas","value":["a","b"]},{"property_name":"tier","value":"one"}]` {
		t.Errorf("properties: %s", got.body)
	}
}
