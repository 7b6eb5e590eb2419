// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-github/v60/github"
	"go.uber.org/goleak"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// many are n files in directories of 100.
func many(n int) map[string]string {
	files := make(map[string]string, n)
	for i := range n {
		files[fmt.Sprintf("pkg%d/file%d.go", i/100, i)] = fmt.Sprintf("package p\n\nconst n = %d\n", i)
	}
	return files
}

// large opens a pull request of 3,500 files and 300 commits.
func (w *world) large() *ghtest.Pull {
	specs := []ghtest.CommitSpec{{Author: w.ana, Message: "All at once", Files: many(3500)}}
	for i := range 299 {
		specs = append(specs, ghtest.CommitSpec{Author: w.ana, Message: fmt.Sprint(i), Files: map[string]string{"pkg0/file0.go": fmt.Sprint(i)}})
	}
	w.repo.Branch("feature", "main")
	w.repo.Commits("feature", specs...)
	return w.repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Large"})
}

func TestLargePull(t *testing.T) {
	w := newWorld(t)
	p := w.large()
	c := w.client(w.inst)
	pull := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	if pull.GetCommits() != 300 || pull.GetChangedFiles() != 3500 {
		t.Errorf("%d commits, %d files", pull.GetCommits(), pull.GetChangedFiles())
	}
	files, commits := 0, 0
	for page := 1; page != 0; {
		list, res, err := c.PullRequests.ListFiles(ctx(t), "acme", "widgets", p.Number, &github.ListOptions{Page: page, PerPage: 100})
		if err != nil {
			t.Fatal(err)
		}
		files, page = files+len(list), res.NextPage
	}
	for page := 1; page != 0; {
		list, res, err := c.PullRequests.ListCommits(ctx(t), "acme", "widgets", p.Number, &github.ListOptions{Page: page, PerPage: 100})
		if err != nil {
			t.Fatal(err)
		}
		commits, page = commits+len(list), res.NextPage
	}
	if files != 3000 || commits != 250 {
		t.Errorf("listed %d files and %d commits, want GitHub's caps", files, commits)
	}
	expect(t, w.query(`{repository(owner: "acme", name: "widgets") {pullRequest(number: 1) {changedFiles commits(last: 1) {totalCount nodes {commit {message}}}}}}`, nil),
		map[string]string{"data.repository.pullRequest": `{"changedFiles":3500,"commits":{"totalCount":300,"nodes":[{"commit":{"message":"298"}}]}}`})
}

// TestConcurrent: people, clients and webhooks at once; the race detector judges.
func TestConcurrent(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	token := w.inst.Token()
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range 5 {
				p.Push(ghtest.CommitSpec{Author: w.ana, Message: fmt.Sprint(i, n), Files: map[string]string{fmt.Sprint(i): fmt.Sprint(n)}})
				p.Comment(w.ana, "x")
				if got := w.get("/repos/acme/widgets/pulls/1", token, ""); got.status != 200 {
					t.Errorf("%d %s", got.status, got.body)
				}
				_, _ = w.repo.CheckRuns(p.HeadSHA()), w.s.Requests()
			}
		})
	}
	all.Wait()
	if pull := must[*github.PullRequest](t)(w.as(token).PullRequests.Get(ctx(t), "acme", "widgets", 1)); pull.GetCommits() != 21 {
		t.Errorf("%d commits", pull.GetCommits())
	}
}

// TestCloseIsClean: a server is closed in the middle of hanging answers and webhooks that nobody takes.
func TestCloseIsClean(t *testing.T) {
	w := newWorld(t)
	w.s.Fault(ghtest.Fault{Op: "repos/get", Hang: true})
	done := make(chan reply)
	go func() { done <- w.get("/repos/acme/widgets", "", "") }()
	for len(w.s.Struck()) == 0 {
		runtime.Gosched()
	}
	w.app.Fate(func(ghtest.Delivery) ghtest.Fate { return ghtest.Hold })
	w.repo.SetTopics("a")
	w.s.Close()
	if got := <-done; got.status != 0 {
		t.Errorf("%+v", got)
	}
}

func BenchmarkLargePull(b *testing.B) {
	for b.Loop() {
		s, err := ghtest.New(ghtest.Options{})
		if err != nil {
			b.Fatal(err)
		}
		w := &world{s: s, org: s.NewOrg("acme"), ana: s.NewUser("ana", "Ana", "ana@example.com")}
		w.repo = w.org.NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"a": "a"}})
		w.large()
		s.Close()
	}
}
