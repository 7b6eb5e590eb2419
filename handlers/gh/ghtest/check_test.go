// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func options(sha string, annotations int) github.CreateCheckRunOptions {
	return github.CreateCheckRunOptions{
		Name: "bylaw", HeadSHA: sha, Status: new("completed"), Conclusion: new("failure"), ExternalID: new("digest"),
		Output: &github.CheckRunOutput{Title: new("1 thing to fix"), Summary: new("text"), Annotations: notes(annotations)},
	}
}

func notes(n int) []*github.CheckRunAnnotation {
	var out []*github.CheckRunAnnotation
	for i := range n {
		out = append(out, &github.CheckRunAnnotation{
			Path: new("main.go"), StartLine: new(i + 1), EndLine: new(i + 1),
			AnnotationLevel: new("failure"), Message: new("no header"),
		})
	}
	return out
}

func TestCheckRun(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	c := w.client(w.inst)
	run := must[*github.CheckRun](t)(c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 50)))
	if run.GetApp().GetID() != w.app.ID || len(run.PullRequests) != 1 || run.GetConclusion() != "failure" {
		t.Errorf("run: %v", run)
	}
	must[*github.CheckRun](t)(c.Checks.UpdateCheckRun(ctx(t), "acme", "widgets", run.GetID(), github.UpdateCheckRunOptions{
		Name: "bylaw", Output: &github.CheckRunOutput{Title: new("2"), Summary: new("more"), Annotations: notes(10)},
	}))
	notes, res, err := c.Checks.ListCheckRunAnnotations(ctx(t), "acme", "widgets", run.GetID(), &github.ListOptions{PerPage: 40})
	if err != nil || len(notes) != 40 || res.LastPage != 2 {
		t.Errorf("annotations: %d, %v", len(notes), err)
	}
	must[*github.CheckRun](t)(c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 0)))
	latest := must[*github.ListCheckRunsResults](t)(c.Checks.ListCheckRunsForRef(ctx(t), "acme", "widgets", "feature", nil))
	all := must[*github.ListCheckRunsResults](t)(c.Checks.ListCheckRunsForRef(ctx(t), "acme", "widgets", p.HeadSHA(), &github.ListCheckRunsOptions{
		Filter: new("all"), CheckName: new("bylaw"), AppID: &w.app.ID,
	}))
	if latest.GetTotal() != 1 || all.GetTotal() != 2 || latest.CheckRuns[0].GetID() != all.CheckRuns[0].GetID() {
		t.Errorf("latest %d, all %d", latest.GetTotal(), all.GetTotal())
	}
	suites := must[*github.ListCheckSuiteResults](t)(c.Checks.ListCheckSuitesForRef(ctx(t), "acme", "widgets", "feature", nil))
	if suites.GetTotal() != 1 || suites.CheckSuites[0].GetConclusion() != "failure" {
		t.Errorf("suites: %v", suites)
	}
	if runs := w.repo.CheckRuns(p.HeadSHA()); len(runs) != 2 || len(runs[0].Annotations) != 60 || runs[0].Updates != 1 || runs[0].Title != "2" {
		t.Errorf("state: %+v", runs)
	}
}

func TestCheckRunLimits(t *testing.T) {
	w := newWorld(t)
	w.expectViolations()
	sha := w.pull(map[string]string{"a": "a"}).HeadSHA()
	c := w.client(w.inst)
	for name, change := range map[string]func(*github.CreateCheckRunOptions){
		"51 annotations":     func(o *github.CreateCheckRunOptions) { o.Output.Annotations = notes(51) },
		"summary of 65,536":  func(o *github.CreateCheckRunOptions) { o.Output.Summary = new(strings.Repeat("x", 65_536)) },
		"text of 65,536":     func(o *github.CreateCheckRunOptions) { o.Output.Text = new(strings.Repeat("x", 65_536)) },
		"unknown conclusion": func(o *github.CreateCheckRunOptions) { o.Conclusion = new("stale") },
		"no conclusion":      func(o *github.CreateCheckRunOptions) { o.Conclusion = nil },
		"unknown commit":     func(o *github.CreateCheckRunOptions) { o.HeadSHA = strings.Repeat("0", 40) },
		"columns over lines": func(o *github.CreateCheckRunOptions) {
			a := notes(1)
			a[0].EndLine, a[0].EndColumn = new(9), new(2)
			o.Output.Annotations = a
		},
		"label of 21": func(o *github.CreateCheckRunOptions) {
			o.Actions = []*github.CheckRunAction{{Label: strings.Repeat("x", 21), Description: "d", Identifier: "i"}}
		},
		"four actions": func(o *github.CreateCheckRunOptions) {
			a := &github.CheckRunAction{Label: "x", Description: "d", Identifier: "i"}
			o.Actions = []*github.CheckRunAction{a, a, a, a}
		},
	} {
		o := options(sha, 0)
		change(&o)
		_, _, err := c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", o)
		if e := refusal(t, err); e.Response.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(w.repo.CheckRuns(sha)) != 0 {
		t.Error("a refused run was made")
	}
}

// TestConclusions: all that GitHub knows, in GitHub's spelling, can be set, and the suite says the worst.
func TestConclusions(t *testing.T) {
	w := newWorld(t)
	sha := w.pull(map[string]string{"a": "a"}).HeadSHA()
	c := w.client(w.inst)
	for _, conclusion := range []string{"success", "neutral", "skipped", "cancelled", "timed_out", "action_required", "failure"} { //nolint:misspell // GitHub's word
		o := options(sha, 0)
		o.Name, o.Conclusion = conclusion, &conclusion
		must[*github.CheckRun](t)(c.Checks.CreateCheckRun(ctx(t), "acme", "widgets", o))
		suites := must[*github.ListCheckSuiteResults](t)(c.Checks.ListCheckSuitesForRef(ctx(t), "acme", "widgets", sha, nil))
		if got := suites.CheckSuites[0].GetConclusion(); got != conclusion {
			t.Errorf("with %s the suite says %s", conclusion, got)
		}
	}
}

// TestOnlyAppsWriteChecks: people cannot, and no App changes another's run.
func TestOnlyAppsWriteChecks(t *testing.T) {
	w := newWorld(t)
	sha := w.pull(map[string]string{"a": "a"}).HeadSHA()
	run := must[*github.CheckRun](t)(w.client(w.inst).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(sha, 0)))
	_, _, err := w.as(w.s.NewToken(w.ana)).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(sha, 0))
	if e := refusal(t, err); e.Response.StatusCode != http.StatusForbidden {
		t.Errorf("a person: %v", err)
	}
	other, err := w.s.NewApp(ghtest.AppSpec{Name: "Other", Permissions: map[string]string{"checks": "write"}})
	if err != nil {
		t.Fatal(err)
	}
	token := w.s.Install(other, w.org.Account).Token()
	_, _, err = w.as(token).Checks.UpdateCheckRun(ctx(t), "acme", "widgets", run.GetID(), github.UpdateCheckRunOptions{Name: "bylaw"})
	if e := refusal(t, err); e.Response.StatusCode != http.StatusForbidden {
		t.Errorf("another App: %v", err)
	}
}

func TestComments(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	c := w.client(w.inst)
	comment := must[*github.IssueComment](t)(c.Issues.CreateComment(ctx(t), "acme", "widgets", p.Number, &github.IssueComment{Body: new("one")}))
	if comment.GetUser().GetLogin() != "bylaw[bot]" || comment.GetUser().GetType() != "Bot" {
		t.Errorf("author: %v", comment.GetUser())
	}
	must[*github.IssueComment](t)(c.Issues.EditComment(ctx(t), "acme", "widgets", comment.GetID(), &github.IssueComment{Body: new("two")}))
	if got := must[*github.IssueComment](t)(c.Issues.GetComment(ctx(t), "acme", "widgets", comment.GetID())); got.GetBody() != "two" {
		t.Errorf("body: %v", got)
	}
	if x := p.Comments()[0]; x.Edits() != 1 || x.Body() != "two" || x.Author() != w.app.Bot() {
		t.Errorf("state: %+v", x)
	}
	if _, err := c.Issues.DeleteComment(ctx(t), "acme", "widgets", comment.GetID()); err != nil || len(p.Comments()) != 0 {
		t.Errorf("delete: %v", err)
	}
	w.expectViolations()
	for _, size := range []int{65_536, 65_537} {
		body := strings.Repeat("é", size)
		_, _, err := c.Issues.CreateComment(ctx(t), "acme", "widgets", p.Number, &github.IssueComment{Body: &body})
		if (err == nil) != (size == 65_536) {
			t.Errorf("%d characters: %v", size, err)
		}
		if err != nil && !strings.Contains(fmt.Sprint(refusal(t, err).Errors), "Body is too long") {
			t.Errorf("%d characters: %v", size, err)
		}
	}
}
