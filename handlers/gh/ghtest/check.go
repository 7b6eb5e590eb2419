// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"slices"
	"time"
)

// CheckSuite groups the check runs of one App on one commit of one repository.
type CheckSuite struct {
	ID int64

	repo             *Repo
	app              *App
	sha, before      string
	branch           string // "" is null: a fork's commit
	created, updated time.Time
	runs             []*CheckRun
	reset            bool // asked for again: queued until somebody writes a run
}

// CheckRun is a check run as it stands; a copy, safe to read.
type CheckRun struct {
	ID                        int64
	Name, HeadSHA, ExternalID string
	DetailsURL                string
	Status, Conclusion        string
	Title, Summary, Text      string
	Annotations               []Annotation
	Actions                   []Action
	StartedAt, CompletedAt    time.Time
	Updates                   int // how often it was changed after its creation
	AppID                     int64

	suite *CheckSuite
}

// Annotation is a line annotation of a check run.
type Annotation struct {
	Path        string `json:"path"`
	StartLine   int    `json:"start_line"`
	EndLine     int    `json:"end_line"`
	StartColumn *int   `json:"start_column"`
	EndColumn   *int   `json:"end_column"`
	Level       string `json:"annotation_level"`
	Message     string `json:"message"`
	Title       string `json:"title"`
	RawDetails  string `json:"raw_details"`
}

// Action is a button of a check run.
type Action struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Identifier  string `json:"identifier"`
}

// CheckRuns are the check runs on a commit, oldest first.
func (r *Repo) CheckRuns(sha string) []CheckRun {
	defer r.s.lock()()
	var out []CheckRun
	for _, suite := range r.bySHA[sha] {
		for _, run := range suite.runs {
			c := *run
			c.Annotations, c.Actions = slices.Clone(run.Annotations), slices.Clone(run.Actions)
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b CheckRun) int { return int(a.ID - b.ID) })
	return out
}

// Rerequest is a person's click on "Re-run": the suite is queued again, the run itself is not changed.
func (c CheckRun) Rerequest(by *Account) {
	s := c.suite.repo.s
	defer s.lock()()
	s.onCheckRun(c.suite.repo.runs[c.ID], "rerequested", by)
}

// RerequestSuite is a person's click on "Re-run all checks": the App's suite on the commit is asked for again.
func (r *Repo) RerequestSuite(app *App, sha string, by *Account) {
	defer r.s.lock()()
	r.s.onCheckSuite(r.suite(app, sha), "rerequested", by)
}

// suite is the App's suite on a commit, made if it is missing.
func (r *Repo) suite(app *App, sha string) *CheckSuite {
	for _, suite := range r.bySHA[sha] {
		if suite.app == app {
			return suite
		}
	}
	now := r.s.clock()
	suite := &CheckSuite{ID: r.s.id(), repo: r, app: app, sha: sha, branch: r.tip(sha), created: now, updated: now}
	r.suites = append(r.suites, suite)
	r.bySHA[sha] = append(r.bySHA[sha], suite)
	return suite
}

// requestSuites makes a suite per App that may write checks, as every push does, and sends check_suite.requested.
func (s *Server) requestSuites(r *Repo, branch, before, after string, by *Account) {
	if after == "" {
		return
	}
	for _, inst := range s.installationsOn(r) {
		if inst.permissions["checks"] != "write" {
			continue
		}
		suite := r.suite(inst.app, after)
		suite.branch, suite.before = branch, before
		s.onCheckSuite(suite, "requested", by)
	}
}

// status and conclusion of a suite follow from its newest runs.
func (c *CheckSuite) status() (status, conclusion string) {
	status = "queued"
	for i, run := range c.latest() {
		if i == 0 || run.Status != "completed" {
			status = run.Status
		}
		conclusion = worst(conclusion, run.Conclusion)
	}
	if c.reset {
		return "queued", ""
	}
	if status != "completed" {
		return status, ""
	}
	return status, conclusion
}

var severity = []string{"", "success", "neutral", "skipped", "stale", "cancelled", "timed_out", "action_required", "failure"} //nolint:misspell // GitHub's word

func worst(a, b string) string {
	if slices.Index(severity, a) > slices.Index(severity, b) {
		return a
	}
	return b
}

// latest are the newest runs of each name, newest first.
func (c *CheckSuite) latest() []*CheckRun {
	var out []*CheckRun
	for _, run := range slices.Backward(c.runs) {
		if !slices.ContainsFunc(out, func(o *CheckRun) bool { return o.Name == run.Name }) {
			out = append(out, run)
		}
	}
	return out
}

// pullsAt are the open pull requests that a commit is the head of, in the repository itself; from forks GitHub tells none.
func (r *Repo) pullsAt(sha string) []*Pull {
	var out []*Pull
	for _, p := range r.pulls {
		if p.headSHA == sha && p.state == "open" && !p.cross() {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Pull) int { return a.Number - b.Number })
	return out
}
