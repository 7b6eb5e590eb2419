// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "slices"

// restCommits is where GitHub's list of a pull request's commits ends, so that more of them cannot be had that way
// (documentation: REST "List commits on a pull request").
const restCommits = 250

// dcoJudge holds one evaluation.
type dcoJudge struct {
	Subject
	options  dcoOptions
	findings []Finding
	failed   []Commit // in order, each once
	unsure   []Text   // commits that an unknown fact may exempt
	counts   map[string]int
}

// checkDCO judges commit by commit. A fault that is certain outweighs what could not be known.
func checkDCO(s Subject, o dcoOptions) Outcome {
	if out := dcoReadable(s); out.State != "" {
		return out
	}
	j := &dcoJudge{Subject: s, options: o, counts: map[string]int{"commits": len(s.Commits)}}
	for _, c := range s.Commits {
		j.commit(c)
	}
	j.built()
	return j.outcome()
}

// dcoReadable finds out whether the commits are all there. An incomplete list never passes: an unsigned commit may hide in the rest.
func dcoReadable(s Subject) Outcome {
	counted, head := 0, ""
	if s.Change != nil {
		counted, head = s.Change.Commits, s.Change.Head.SHA
	}
	switch {
	case s.Commits == nil:
		return Unsure(Say("dco.unread"))
	case len(s.Commits) == 0 && counted == 0:
		return Skip(Say("dco.no-commits"))
	case counted != 0 && len(s.Commits) != counted:
		out := Unsure(Say("dco.incomplete", "read", itoa(len(s.Commits)), "counted", itoa(counted)))
		if counted > len(s.Commits) && len(s.Commits) >= restCommits {
			out = Unsure(Say("dco.too-large", "read", itoa(len(s.Commits)), "counted", itoa(counted)))
			out.Act = true
		}
		return out
	case head != "" && !hasCommit(s.Commits, head):
		return Unsure(Say("dco.head-moved"))
	}
	return Outcome{}
}

func hasCommit(commits []Commit, sha string) bool {
	return slices.ContainsFunc(commits, func(c Commit) bool { return c.SHA == sha })
}

// commit judges one commit and records the result.
func (j *dcoJudge) commit(c Commit) {
	if len(c.Parents) > 1 && j.options.Merges == "exempt" {
		j.counts["merges"]++
		return
	}
	bot, member := j.bot(c), j.member(c)
	if bot == yes || member == yes {
		j.counts["exempt"]++
		return
	}
	found, maybe := j.faults(c)
	switch {
	case len(found) == 0 && !maybe:
		j.counts["signed"]++
	case bot == perhaps:
		j.unsure = append(j.unsure, Say("dco.unsure-bot", "commit", short(c.SHA), "author", c.Author.Name))
	case member == perhaps:
		j.unsure = append(j.unsure, Say("dco.unsure-member", "commit", short(c.SHA), "author", c.Author.Name))
	case maybe:
		j.unsure = append(j.unsure, Say("dco.unsure-account", "commit", short(c.SHA), "author", c.Author.Name))
	default:
		j.findings = append(j.findings, found...)
		j.failed = append(j.failed, c)
	}
}

func (j *dcoJudge) outcome() Outcome {
	if len(j.failed) == 0 && len(j.unsure) > 0 {
		out := Unsure(j.unsure[0])
		out.Counts = j.counts
		return out
	}
	if len(j.failed) == 0 {
		return Outcome{State: Passed, Counts: j.counts}
	}
	out := Fail(j.why(), j.findings...)
	out.How, out.Counts = j.how(), j.counts
	return out
}

// why sums the failure up in a line.
func (j *dcoJudge) why() Text {
	all := itoa(len(j.Commits))
	if j.all("dco.built") {
		return Say("dco.why-built")
	}
	if j.all("dco.missing", "dco.missing-revert") {
		return Count("dco.why-missing", len(j.failed), "all", all)
	}
	return Count("dco.why", len(j.failed), "all", all)
}

// all tells whether every finding has one of the reasons.
func (j *dcoJudge) all(reasons ...string) bool {
	return !slices.ContainsFunc(j.findings, func(f Finding) bool { return !slices.Contains(reasons, f.Reason) })
}

// any tells whether a finding has the reason.
func (j *dcoJudge) any(reason string) bool {
	return slices.ContainsFunc(j.findings, func(f Finding) bool { return f.Reason == reason })
}

// short is an object id as people see it.
func short(sha string) string {
	if len(sha) > 7 {
		return sha[:7]
	}
	return sha
}
