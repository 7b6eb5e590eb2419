// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func TestFaults(t *testing.T) {
	w := newWorld(t)
	token := w.inst.Token()
	const path = "/repos/acme/widgets"
	for _, test := range []struct {
		name  string
		fault ghtest.Fault
		want  int
		retry string
		body  string
	}{
		{"5xx", ghtest.Fault{Op: "repos/get", Times: 1, Status: 502}, 502, "", "Bad Gateway"},
		{"429", ghtest.Fault{Op: "repos/get", Times: 1, Status: 429, RetryAfter: 30}, 429, "30", "rate limit"},
		{"secondary", ghtest.Fault{Prefix: "/repos/acme", Times: 1, Secondary: true}, 403, "", "secondary rate limit"},
		{"primary", ghtest.Fault{Op: "repos/get", Times: 1, Exhausted: time.Hour}, 403, "", "API rate limit exceeded"},
		{"dropped", ghtest.Fault{Times: 1, Drop: true}, 0, "", "EOF"},
		{"cut", ghtest.Fault{Times: 1, Cut: true}, 200, "", "unexpected EOF"},
	} {
		w.s.Fault(test.fault)
		w.http.CloseIdleConnections() // Go's client asks again by itself when an old connection breaks
		got := w.get(path, token, "")
		if got.status != test.want || got.header.Get("Retry-After") != test.retry || !strings.Contains(got.body, test.body) {
			t.Errorf("%s: %d %q %s", test.name, got.status, got.header.Get("Retry-After"), got.body)
		}
		if after := w.get(path, token, ""); after.status != 200 {
			t.Errorf("after %s: %d", test.name, after.status)
		}
	}
	end := w.s.Fault(ghtest.Fault{Status: 500})
	if w.get(path, token, "").status != 500 || w.get("/", token, "").status != 500 {
		t.Error("a fault without bounds did not strike")
	}
	end()
	w.s.Down(true)
	if got := w.get(path, token, ""); got.status != 503 {
		t.Errorf("down: %d", got.status)
	}
	w.s.Down(false)
	if got := w.get(path, token, ""); got.status != 200 {
		t.Errorf("up again: %d", got.status)
	}
}

func TestExhausted(t *testing.T) {
	w := newWorld(t)
	w.s.Fault(ghtest.Fault{Exhausted: time.Hour})
	expect(t, w.query(`{viewer {login}}`, nil), map[string]string{"errors.0.type": "RATE_LIMITED", "data": "null"})
	_, _, err := w.as(w.inst.Token()).Organizations.Get(ctx(t), "acme")
	var limit *github.RateLimitError
	if !errors.As(err, &limit) || time.Until(limit.Rate.Reset.Time) < 50*time.Minute {
		t.Errorf("%v", err)
	}
}

func TestHang(t *testing.T) {
	w := newWorld(t)
	w.s.Fault(ghtest.Fault{Op: "repos/get", Times: 1, Hang: true})
	w.http.Timeout = 30 * time.Millisecond
	if got := w.get("/repos/acme/widgets", w.inst.Token(), ""); !strings.Contains(got.body, "Timeout") {
		t.Errorf("%+v", got)
	}
}

// TestAppliedFault: the write is done, the answer says that it is not: what an interrupted write looks like.
func TestAppliedFault(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	w.s.Fault(ghtest.Fault{Op: "checks/create", Times: 1, Status: 502, Applied: true})
	_, _, err := w.client(w.inst).Checks.CreateCheckRun(ctx(t), "acme", "widgets", options(p.HeadSHA(), 0))
	if refusal(t, err).Response.StatusCode != http.StatusBadGateway || len(w.repo.CheckRuns(p.HeadSHA())) != 1 {
		t.Errorf("%v, %d runs", err, len(w.repo.CheckRuns(p.HeadSHA())))
	}
}

func TestBefore(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	old := p.HeadSHA()
	w.s.Before("pulls/list-files", func() { p.Push(ghtest.CommitSpec{Author: w.ana, Message: "more", Files: map[string]string{"b": "b"}}) })
	files := must[[]*github.CommitFile](t)(w.client(w.inst).PullRequests.ListFiles(ctx(t), "acme", "widgets", p.Number, nil))
	if len(files) != 2 || p.HeadSHA() == old {
		t.Errorf("the head did not move: %v", files)
	}
}

func TestRateLimit(t *testing.T) {
	w := newWorld(t)
	w.s.Switch(func(sw *ghtest.Switches) { sw.RateLimit = 2 })
	c := w.as(w.inst.Token())
	for range 2 {
		must[*github.Organization](t)(c.Organizations.Get(ctx(t), "acme"))
	}
	_, _, err := c.Organizations.Get(ctx(t), "acme")
	var limit *github.RateLimitError
	if !errors.As(err, &limit) || limit.Rate.Remaining != 0 || limit.Rate.Limit != 2 {
		t.Errorf("%v", err)
	}
	limits := must[*github.RateLimits](t)(w.as(w.inst.Token()).RateLimit.Get(ctx(t)))
	if limits.GetCore().Remaining != 0 || limits.GetGraphQL().Remaining != 2 {
		t.Errorf("limits: %v", limits)
	}
}

func TestCounts(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	c := w.client(w.inst)
	w.s.ResetRequests()
	must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	must[*github.IssueComment](t)(c.Issues.CreateComment(ctx(t), "acme", "widgets", p.Number, &github.IssueComment{Body: new("x")}))
	w.query(`{repository(owner: "acme", name: "widgets") {name}}`, nil)
	got := w.s.Counts()
	if got.Total != 3 || got.Reads != 2 || got.Writes != 1 || got.Notifying != 1 || got.Tokens != 1 || got.Cost != 1 || got.ByOp["pulls/get"] != 1 {
		t.Errorf("%+v", got)
	}
	log := w.s.Requests()
	if log[0].Op != "apps/create-installation-access-token" || log[1].Installation != w.inst.ID || log[1].At.IsZero() {
		t.Errorf("%+v", log)
	}
}
