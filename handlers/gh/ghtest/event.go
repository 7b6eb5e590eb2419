// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// eventNeeds is the permission that a subscription asks for (reference: GitHub webhook schema).
var eventNeeds = map[string]string{
	"pull_request": "pull_requests", "pull_request_review": "pull_requests", "issue_comment": "issues", "issues": "issues",
	"push": "contents", "repository": "metadata", "merge_group": "merge_queues", "check_run": "checks", "check_suite": "checks",
}

// hears says whether an event goes to an installation: subscribed, and allowed to. checks: write subscribes to check events by itself.
func (i *Installation) hears(event string) bool {
	permission := i.permissions[eventNeeds[event]]
	if event == "check_run" || event == "check_suite" {
		return permission == "write" || permission != "" && slices.Contains(i.events, event)
	}
	return permission != "" && slices.Contains(i.events, event)
}

// event is what happened in a repository.
type event struct {
	name, action string
	by           *Account
	only         *App // the one App that may hear of it; nil: all
}

// emit sends an event to the installations that hear it; what it is about is told only if there are any.
func (s *Server) emit(r *Repo, e event, about func() obj) {
	var payload obj
	for _, inst := range s.installationsOn(r) {
		if e.only != nil && inst.app != e.only || !inst.hears(e.name) {
			continue
		}
		if payload == nil {
			payload = about()
			r.address(payload, e.by)
		}
		s.send(inst.app, e, inst, payload)
	}
}

// address adds what every event about a repository says.
func (r *Repo) address(payload obj, by *Account) {
	if payload["repository"] == nil {
		payload["repository"] = r.hooked()
	}
	payload["sender"] = firstAccount(r.s.alive(by), r.owner).shape()
	if org := r.orgOf(); org != nil {
		payload["organization"] = org.hooked()
	}
}

// send puts an event into an App's queue.
func (s *Server) send(app *App, e event, inst *Installation, payload obj) {
	payload = maps.Clone(payload)
	if e.action != "" {
		payload["action"] = e.action
	}
	d := Delivery{GUID: guid(), Event: e.name, Action: e.action}
	if inst != nil {
		d.InstallationID = inst.ID
		if payload["installation"] == nil {
			payload["installation"] = obj{"id": inst.ID, "node_id": nodeID("MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u", inst.ID)}
		}
	}
	if repo, ok := payload["repository"].(obj); ok {
		d.RepositoryID, _ = repo["id"].(int64)
	}
	text, err := json.Marshal(payload)
	if err != nil {
		panic(fmt.Sprintf("ghtest: payload of %s: %v", e.name, err)) // a shape that is no JSON is a mistake in this package
	}
	d.Payload = text
	app.sender.put(d)
}

// guid is a random UUID, as GitHub names its deliveries.
func guid() string {
	x := []byte(objectID("guid", []byte(randomText(16, 16))))
	x[12], x[16] = '4', '8'
	return fmt.Sprintf("%s-%s-%s-%s-%s", x[:8], x[8:12], x[12:16], x[16:20], x[20:32])
}

func (s *Server) onRepository(r *Repo, action string, changes obj) {
	s.emit(r, event{name: "repository", action: action, by: r.owner}, func() obj {
		if changes == nil {
			return obj{}
		}
		return obj{"changes": changes}
	})
}

func (s *Server) onPull(p *Pull, action string, by *Account, extra obj) {
	s.emit(p.repo, event{name: "pull_request", action: action, by: by}, func() obj {
		out := obj{"number": p.Number, "pull_request": p.full()}
		maps.Copy(out, extra)
		return out
	})
}

func (s *Server) onReview(p *Pull, v *Review) {
	s.emit(p.repo, event{name: "pull_request_review", action: "submitted", by: v.author}, func() obj {
		u := p.repo.html() + "/pull/" + fmt.Sprint(p.Number)
		review := obj{
			"id": v.ID, "node_id": nodeID("PRR", v.ID), "user": s.writer(v.author), "body": nullText(v.body), "commit_id": v.sha,
			"submitted_at": stamp(v.submitted), "updated_at": stamp(v.submitted), "state": lower(v.state), "html_url": fmt.Sprintf("%s#pullrequestreview-%d", u, v.ID),
			"pull_request_url": fmt.Sprintf("%s/pulls/%d", p.repo.api(), p.Number), "author_association": p.repo.association(v.author),
			"_links": obj{"html": obj{"href": u}, "pull_request": obj{"href": u}},
		}
		return obj{"review": review, "pull_request": p.shape()}
	})
}

func (s *Server) onComment(c *Comment, action string, by *Account, extra obj) {
	s.emit(c.issue.repo, event{name: "issue_comment", action: action, by: by}, func() obj {
		out := obj{"issue": c.issue.shape(), "comment": c.shape()}
		maps.Copy(out, extra)
		return out
	})
}

// onCheckRun tells of a run; that it is asked for again only its own App hears.
func (s *Server) onCheckRun(run *CheckRun, action string, by *Account) {
	var only *App
	if action == "rerequested" {
		only, run.suite.reset = run.suite.app, true
	}
	s.emit(run.suite.repo, event{"check_run", action, by, only}, func() obj { return obj{"check_run": run.hooked()} })
}

// onCheckSuite tells the suite's own App. GitHub's schema of rerequested, and only that, does not know merge_group among the
// App's events.
func (s *Server) onCheckSuite(suite *CheckSuite, action string, by *Account) {
	suite.reset = suite.reset || action == "rerequested"
	s.emit(suite.repo, event{"check_suite", action, by, suite.app}, func() obj {
		out := suite.hooked()
		if action == "rerequested" {
			app := out["app"].(obj)
			app["events"] = slices.DeleteFunc(slices.Clone(suite.app.events), func(e string) bool { return e == "merge_group" })
		}
		return obj{"check_suite": out}
	})
}

func (s *Server) onMergeGroup(p *Pull, action, reason string) {
	s.emit(p.repo, event{name: "merge_group", action: action, by: p.author}, func() obj {
		sha := p.repo.refs[p.queued]
		out := obj{"merge_group": obj{
			"head_sha": sha, "head_ref": p.queued, "base_sha": first(p.repo.net.commits[sha].parents), "base_ref": "refs/heads/" + p.baseRef,
			"head_commit": p.repo.headCommit(sha),
		}}
		if reason != "" {
			out["reason"] = reason
		}
		return out
	})
}

// onInstallation tells the App itself, whatever it is subscribed to.
func (s *Server) onInstallation(i *Installation, action string, extra obj) {
	payload := obj{"installation": i.shape(), "sender": i.sender()}
	maps.Copy(payload, extra)
	s.send(i.app, event{name: "installation", action: action}, i, payload)
}

func (i *Installation) sender() obj {
	return firstAccount(i.suspendedBy, i.account).shape()
}

func (s *Server) onSelection(i *Installation, action string, repos []*Repo) {
	payload := obj{
		"installation": i.shape(), "sender": i.sender(), "repository_selection": i.selection(), "requester": nil,
		"repositories_added": []any{}, "repositories_removed": []any{},
	}
	payload["repositories_"+action] = repositoryList(repos)
	s.send(i.app, event{name: "installation_repositories", action: action}, i, payload)
}
