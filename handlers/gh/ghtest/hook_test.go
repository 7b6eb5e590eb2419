// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"
	"github.com/tidwall/gjson"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// heard are the webhooks that came, as "event.action".
func (w *world) heard() []string {
	w.t.Helper()
	w.s.Settle()
	var out []string
	for _, h := range w.in.take() {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(h.body))
		if h.signature != "sha256="+hex.EncodeToString(mac.Sum(nil)) {
			w.t.Errorf("%s: wrong signature", h.event)
		}
		out = append(out, strings.TrimSuffix(h.event+"."+gjson.Get(h.body, "action").String(), "."))
	}
	return out
}

func (w *world) hear(what string, want ...string) {
	w.t.Helper()
	if got := w.heard(); !slices.Equal(got, want) {
		w.t.Errorf("%s: heard %v, want %v", what, got, want)
	}
}

// TestEvents plays everything that sends a webhook; the oracle judges each payload.
func TestEvents(t *testing.T) {
	w := newWorld(t)
	w.hear("set up", "installation.created", "repository.created", "push", "check_suite.requested")
	w.repo.Branch("feature", "main")
	w.hear("a branch", "push", "check_suite.requested")
	p := w.repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Gears"})
	w.hear("open", "pull_request.opened")
	before := p.HeadSHA()
	p.Push(ghtest.CommitSpec{Author: w.ana, Message: "one", Files: map[string]string{"a": "a"}})
	w.s.Settle()
	for _, h := range w.in.take() {
		if h.event == "pull_request" && (gjson.Get(h.body, "before").String() != before || gjson.Get(h.body, "after").String() != p.HeadSHA()) {
			t.Errorf("synchronize: %s", h.body)
		}
		if h.event == "check_suite" && gjson.Get(h.body, "check_suite.pull_requests.0.number").Int() != 1 {
			t.Errorf("check_suite: %s", h.body)
		}
	}
	p.ForcePush(ghtest.CommitSpec{Author: w.ana, Message: "two", Files: map[string]string{"b": "b"}})
	w.hear("force push", "push", "pull_request.synchronize", "check_suite.requested")
	title := "Better gears"
	p.Edit(w.ana, &title, &title)
	p.Label(w.ana, "x")
	p.Unlabel(w.ana, "x")
	p.Draft(w.ana, true)
	p.Draft(w.ana, false)
	p.Close(w.ana)
	p.Reopen(w.ana)
	w.hear("acts", "pull_request.edited", "pull_request.labeled", "pull_request.unlabeled", "pull_request.converted_to_draft",
		"pull_request.ready_for_review", "pull_request.closed", "pull_request.reopened")
	comment := p.Comment(w.ana, "/bylaw recheck")
	comment.Edit(w.ana, "hello")
	comment.Delete(w.ana)
	w.hear("comments", "issue_comment.created", "issue_comment.edited", "issue_comment.deleted")
	must[*github.CheckRun](t)(w.client(w.inst).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 1)))
	w.repo.CheckRuns(p.HeadSHA())[0].Rerequest(w.ana)
	w.repo.RerequestSuite(w.app, p.HeadSHA(), w.ana)
	w.hear("checks", "check_run.created", "check_run.completed", "check_run.rerequested", "check_suite.rerequested")
	p.Merge(w.ana)
	w.hear("merge", "pull_request.closed", "push", "check_suite.requested")
	if runs := w.repo.CheckRuns(p.HeadSHA()); len(runs) != 1 || runs[0].Status != "completed" {
		t.Errorf("a rerequest changed the run: %+v", runs)
	}
}

func TestRepositoryEvents(t *testing.T) {
	w := newWorld(t)
	w.heard()
	w.repo.SetVisibility("private")
	w.repo.SetVisibility("public")
	w.repo.Archive(true)
	w.repo.Archive(false)
	w.repo.SetTopics("a")
	w.repo.Rename("gadgets")
	w.repo.SetDefaultBranch("trunk")
	w.repo.DeleteBranch("main")
	other := w.org.NewRepo("other", ghtest.RepoSpec{})
	w.repo.Transfer(w.ana)
	other.Delete()
	w.hear("repository", "repository.privatized", "repository.publicized", "repository.archived", "repository.unarchived",
		"repository.edited", "repository.renamed", "repository.edited", "push", "repository.created", "repository.deleted")
}

func TestInstallationEvents(t *testing.T) {
	w := newWorld(t)
	w.heard()
	other := w.org.NewRepo("other", ghtest.RepoSpec{})
	w.inst.Remove(other)
	w.inst.Add(other)
	w.inst.Suspend(w.ana)
	other.Archive(true)
	w.inst.Unsuspend()
	w.app.SetPermissions(permissions, nil)
	w.inst.Accept()
	w.app.Ping()
	w.inst.Delete()
	other.Archive(false)
	w.hear("installation", "repository.created", "installation_repositories.removed", "installation_repositories.added", "installation.suspend",
		"installation.unsuspend", "installation.new_permissions_accepted", "ping", "installation.deleted")
}

func TestMergeQueue(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	w.repo.Commit("main", ghtest.CommitSpec{Author: w.ana, Message: "aside", Files: map[string]string{"b": "b"}})
	w.heard()
	sha := p.Queue(w.ana)
	w.s.Settle()
	group := w.in.take()[0]
	ref := fmt.Sprintf("refs/heads/gh-readonly-queue/main/pr-%d-%s", p.Number, w.repo.Head("main"))
	expect(t, gjson.Parse(group.body), map[string]string{
		"action": "checks_requested", "merge_group.head_sha": sha, "merge_group.head_ref": ref, "merge_group.base_sha": w.repo.Head("main"),
	})
	must[*github.CheckRun](t)(w.client(w.inst).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(sha, 0)))
	w.heard()
	p.Dequeue(w.ana, "merged")
	w.hear("merged", "merge_group.destroyed", "pull_request.closed", "push", "check_suite.requested")
	if w.repo.Head("main") != sha {
		t.Error("the queue's commit is not the branch's head")
	}
	files := must[[]*github.CommitFile](t)(w.client(w.inst).PullRequests.ListFiles(ctx(t), "acme", "widgets", p.Number, nil))
	if len(files) != 1 {
		t.Errorf("files after the merge: %v", files)
	}
}

func TestForkPull(t *testing.T) {
	w := newWorld(t)
	fork := w.repo.Fork(w.ana)
	fork.Commit("patch", ghtest.CommitSpec{Author: w.ana, Message: "from nothing", Files: map[string]string{"x": "x"}})
	fork.Branch("gears", "main")
	fork.Commit("gears", ghtest.CommitSpec{Author: w.ana, Message: "Gears", Files: map[string]string{"gear.go": "x\n"}})
	w.heard()
	p := w.repo.OpenPull(ghtest.PullSpec{Author: w.ana, HeadRepo: fork, Head: "gears", Title: "Gears", MaintainerEdits: true})
	p.Push(ghtest.CommitSpec{Author: w.ana, Message: "More", Files: map[string]string{"gear.go": "y\n"}})
	w.hear("a fork", "pull_request.opened", "pull_request.synchronize")
	c := w.client(w.inst)
	run := must[*github.CheckRun](t)(c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 0)))
	suites := must[*github.ListCheckSuiteResults](t)(c.Checks.ListCheckSuitesForRef(ctx(t), "acme", "widgets", p.HeadSHA(), nil))
	if len(run.PullRequests) != 0 || suites.CheckSuites[0].HeadBranch != nil {
		t.Errorf("a fork's head is told: %v %v", run.PullRequests, suites.CheckSuites[0].HeadBranch)
	}
	blob := fmt.Sprintf(`{repository(owner: "acme", name: "widgets") {object(expression: "%s:gear.go") {... on Blob {text}}}}`, p.HeadSHA())
	expect(t, w.query(blob, nil), map[string]string{"data.repository.object.text": "y\n"})
	w.s.Switch(func(sw *ghtest.Switches) { sw.ForkObjectsThroughBase = false })
	expect(t, w.query(blob, nil), map[string]string{"data.repository.object": "null"})
	must[*github.CheckRun](t)(c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 0)))
	w.s.Switch(func(sw *ghtest.Switches) { sw.ForkObjectsThroughBase = true })
	fork.Delete()
	pull := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	if pull.GetHead().Repo != nil || pull.GetHead().GetSHA() != p.HeadSHA() {
		t.Errorf("a deleted fork: %v", pull.GetHead())
	}
	expect(t, w.query(`{repository(owner: "acme", name: "widgets") {pullRequest(number: 1) {isCrossRepository headRepository {id} headRef {name} headRefOid}}}`, nil),
		map[string]string{"data.repository.pullRequest": `{"isCrossRepository":true,"headRepository":null,"headRef":null,"headRefOid":"` + p.HeadSHA() + `"}`})
}
