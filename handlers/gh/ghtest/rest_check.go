// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"slices"
	"strconv"
)

var (
	readChecks  = need{"checks=read"}
	writeChecks = need{"checks=write"}
)

// checkRoutes are the operations on check runs and suites.
func checkRoutes() []*route {
	const run, suite = "/repos/{owner}/{repo}/check-runs/{check_run_id}", "/repos/{owner}/{repo}/check-suites/{check_suite_id}"
	return []*route{
		on("checks/create", "POST /repos/{owner}/{repo}/check-runs", writeChecks, createRun).by(checksApp),
		on("checks/get", "GET "+run, readChecks, withRun(func(_ *call, x *CheckRun) (any, error) { return x.shape(), nil })),
		on("checks/update", "PATCH "+run, writeChecks, withRun(updateRun)).by(checksApp),
		on("checks/list-annotations", "GET "+run+"/annotations", readChecks, withRun(listAnnotations)),
		on("checks/rerequest-run", "POST "+run+"/rerequest", writeChecks, withRun(rerequestRun)),
		on("checks/rerequest-suite", "POST "+suite+"/rerequest", writeChecks, rerequestSuite),
		on("checks/list-for-ref", "GET /repos/{owner}/{repo}/commits/{ref...}/check-runs", readChecks, listRuns),
		on("checks/list-suites-for-ref", "GET /repos/{owner}/{repo}/commits/{ref...}/check-suites", readChecks, listSuites),
	}
}

func withRun(answer func(*call, *CheckRun) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		x := c.repo.runs[c.number("check_run_id")]
		if x == nil {
			return nil, notFound()
		}
		return answer(c, x)
	}
}

func createRun(c *call) (any, error) {
	in, err := c.runRequest()
	if err != nil {
		return nil, err
	}
	if in.Name == nil || in.HeadSHA == nil {
		return nil, &apiError{status: 422, message: "Invalid request.\n\n\"name\", \"head_sha\" weren't supplied."}
	}
	if c.repo.net.commits[*in.HeadSHA] == nil || !c.repo.has(*in.HeadSHA) {
		return nil, noCommit(*in.HeadSHA)
	}
	suite := c.repo.suite(c.actor.app, *in.HeadSHA)
	run := &CheckRun{
		ID: c.s.id(), HeadSHA: suite.sha, Status: "queued", StartedAt: c.s.clock(), AppID: c.actor.app.ID, suite: suite,
	}
	in.apply(run)
	c.repo.runs[run.ID] = run
	suite.add(run)
	c.s.onCheckRun(run, "created", c.actor.account())
	c.s.completed(run, "", c.actor.account())
	return run.shape(), nil
}

// add puts a run into its suite, which keeps so many of one name.
func (c *CheckSuite) add(run *CheckRun) {
	c.runs = append(c.runs, run)
	c.reset, c.updated = false, c.repo.s.clock()
	same := 0
	for _, other := range slices.Backward(c.runs) {
		if other.Name == run.Name {
			same++
		}
		if same > c.repo.s.sw.CheckRunsPerName {
			c.runs = slices.DeleteFunc(c.runs, func(x *CheckRun) bool { return x == other })
			delete(c.repo.runs, other.ID)
			return
		}
	}
}

func updateRun(c *call, run *CheckRun) (any, error) {
	if run.AppID != c.actor.app.ID {
		return nil, forbidden("Invalid app_id `" + strconv.FormatInt(c.actor.app.ID, 10) + "` - check run can only be modified by the GitHub App that created it.")
	}
	in, err := c.runRequest()
	if err != nil {
		return nil, err
	}
	before := run.Status
	in.apply(run)
	run.Updates++
	run.suite.reset, run.suite.updated = false, c.s.clock()
	c.s.completed(run, before, c.actor.account())
	return run.shape(), nil
}

// completed tells of a run that has come to its end.
func (s *Server) completed(run *CheckRun, before string, by *Account) {
	if run.Status == "completed" && before != "completed" {
		s.onCheckRun(run, "completed", by)
	}
}

func listAnnotations(c *call, run *CheckRun) (any, error) {
	return shapes(page(c, run.Annotations), func(a Annotation) obj { return a.shape(c.repo, run.HeadSHA) }), nil
}

func rerequestRun(c *call, run *CheckRun) (any, error) {
	c.s.onCheckRun(run, "rerequested", c.actor.account())
	return obj{}, nil
}

func rerequestSuite(c *call) (any, error) {
	for _, suite := range c.repo.suites {
		if suite.ID == c.number("check_suite_id") {
			c.s.onCheckSuite(suite, "rerequested", c.actor.account())
			return obj{}, nil
		}
	}
	return nil, notFound()
}

// listRuns gives the newest run of each name and App, unless all are asked for.
func listRuns(c *call) (any, error) {
	at, err := c.commit(c.params["ref"])
	if err != nil {
		return nil, err
	}
	name, status, app := c.query.Get("check_name"), c.query.Get("status"), c.query.Get("app_id")
	var all []*CheckRun
	for _, suite := range c.repo.bySHA[at.oid] {
		runs := suite.latest()
		if c.query.Get("filter") == "all" {
			runs = suite.runs
		}
		for _, run := range runs {
			if (name == "" || run.Name == name) && (status == "" || run.Status == status) && (app == "" || app == strconv.FormatInt(run.AppID, 10)) {
				all = append(all, run)
			}
		}
	}
	slices.SortFunc(all, func(a, b *CheckRun) int { return cmp.Compare(b.ID, a.ID) })
	return obj{"total_count": len(all), "check_runs": shapes(page(c, all), (*CheckRun).shape)}, nil
}

func listSuites(c *call) (any, error) {
	at, err := c.commit(c.params["ref"])
	if err != nil {
		return nil, err
	}
	all := slices.Clone(c.repo.bySHA[at.oid])
	if app := c.query.Get("app_id"); app != "" {
		all = slices.DeleteFunc(all, func(x *CheckSuite) bool { return app != strconv.FormatInt(x.app.ID, 10) })
	}
	return obj{"total_count": len(all), "check_suites": shapes(page(c, all), (*CheckSuite).shape)}, nil
}
