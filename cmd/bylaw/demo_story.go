// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

//go:embed demo/bylaw.yml
var demoPolicy string

const demoHeader = "// SPDX-License-Identifier: Apache-2.0\n\n"

// signedOff is a commit message with Ana's sign-off.
func signedOff(subject string) string { return subject + "\n\nSigned-off-by: Ana <ana@example.com>\n" }

// play tells the story and fails if any step came out wrong.
func (s *stage) play() error {
	widgets, err := s.organization()
	if err != nil {
		return err
	}
	for _, step := range []func(*ghtest.Repo) error{s.passes, s.failsAndMends, s.fromAFork, s.nothingApplies, s.again} {
		if err := step(widgets); err != nil {
			return err
		}
	}
	for _, v := range s.github.Violations() {
		s.right(false, "against GitHub's description: "+v.Error())
	}
	if s.failed > 0 {
		fmt.Fprintf(s.t.out, "\n%d steps came out wrong.\n", s.failed)
		return exitFindings
	}
	fmt.Fprintln(s.t.out, "\nEvery step came out right.")
	return nil
}

// organization makes acme with its policy and three repositories.
func (s *stage) organization() (*ghtest.Repo, error) {
	s.chapter("The organization acme writes its rules once: bylaw.yml in acme/.github")
	s.quote(demoPolicy)
	s.org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{
		"bylaw.yml": demoPolicy, "SECURITY.md": "Please report security problems to security@acme.example.\n",
	}})
	files := map[string]string{
		"README.md": "# Widgets\n\nEverything that acme knows about widgets.\n",
		"LICENSE":   strings.Repeat("Apache License, Version 2.0. ", 10) + "\n",
	}
	widgets := s.org.NewRepo("widgets", ghtest.RepoSpec{Files: files})
	s.box = s.org.NewRepo("sandbox-ideas", ghtest.RepoSpec{Files: files})
	return widgets, s.settle()
}

func (s *stage) passes(repo *ghtest.Repo) error {
	s.chapter("1. A pull request that follows the rules: a check, and silence")
	_, err := s.opened(repo, "gears", signedOff("Add gears"), map[string]string{"gears.go": demoHeader + "package widgets\n"},
		expect{conclusion: "success", comments: 0, requests: 4})
	return err
}

func (s *stage) failsAndMends(repo *ghtest.Repo) error {
	s.chapter("2. A pull request that forgets two things: everything is said at once, in one place")
	files := map[string]string{"cogs.go": "package widgets\n"}
	pull, err := s.opened(repo, "cogs", "Add cogs", files, expect{conclusion: "failure", comments: 1, requests: 5})
	if err != nil {
		return err
	}
	s.chapter("3. Its author follows the advice and pushes: the same comment shrinks, the check turns green")
	s.github.ResetRequests()
	pull.ForcePush(ghtest.CommitSpec{
		Author: s.ana, Message: signedOff("Add cogs"), Files: map[string]string{"cogs.go": demoHeader + "package widgets\n"},
	})
	return s.shown(repo, pull, expect{conclusion: "success", comments: 1, requests: 5})
}

func (s *stage) fromAFork(repo *ghtest.Repo) error {
	s.chapter("4. A first-time contributor, from a fork")
	bo := s.github.NewUser("bo", "Bo", "bo@example.com")
	fork := repo.Fork(bo)
	fork.Branch("springs", "main")
	fork.Commit("springs", ghtest.CommitSpec{Author: bo, Message: "Add springs", Files: map[string]string{"springs.go": demoHeader + "package widgets\n"}})
	s.github.ResetRequests()
	pull := repo.OpenPull(ghtest.PullSpec{Author: bo, Head: "springs", HeadRepo: fork, Title: "Add springs"})
	return s.shown(repo, pull, expect{conclusion: "failure", comments: 1, requests: 5})
}

func (s *stage) nothingApplies(*ghtest.Repo) error {
	s.chapter("5. A sandbox that the policy leaves alone: the required check is answered all the same")
	_, err := s.opened(s.box, "idea", "An idea", map[string]string{"idea.go": "package idea\n"},
		expect{conclusion: "success", comments: 0, requests: 2})
	return err
}

func (s *stage) again(repo *ghtest.Repo) error {
	s.chapter("6. GitHub delivers an old event again: nothing is done twice")
	deliveries := s.app.Deliveries()
	s.github.ResetRequests()
	s.app.Redeliver(deliveries[len(deliveries)-1])
	if err := s.settle(); err != nil {
		return err
	}
	s.right(s.github.Counts().Total == 0, fmt.Sprintf("%d requests to GitHub", s.github.Counts().Total))
	return nil
}

// expect is what a step must come to. requests is the most that it may cost.
type expect struct {
	conclusion         string
	comments, requests int
}

func (s *stage) opened(repo *ghtest.Repo, branch, message string, files map[string]string, want expect) (*ghtest.Pull, error) {
	repo.Branch(branch, "main")
	repo.Commit(branch, ghtest.CommitSpec{Author: s.ana, Message: message, Files: files})
	if err := s.settle(); err != nil {
		return nil, err
	}
	s.github.ResetRequests()
	subject, _, _ := strings.Cut(message, "\n")
	pull := repo.OpenPull(ghtest.PullSpec{Author: s.ana, Head: branch, Title: subject})
	return pull, s.shown(repo, pull, want)
}

// shown waits for the bot and prints what people see.
func (s *stage) shown(repo *ghtest.Repo, pull *ghtest.Pull, want expect) error {
	if err := s.settle(); err != nil {
		return err
	}
	deliveries := s.app.Deliveries()
	counts := s.github.Counts()
	s.line("event", s.event(deliveries))
	s.line("cost", fmt.Sprintf("%d requests to GitHub: %d reads, %d writes", counts.Total, counts.Reads, counts.Writes))
	runs := repo.CheckRuns(pull.HeadSHA())
	if len(runs) != 1 {
		s.right(false, fmt.Sprintf("%d check runs on the head, want 1", len(runs)))
		return nil
	}
	s.line("check run", fmt.Sprintf("%s: %s (%s)", runs[0].Name, runs[0].Title, runs[0].Conclusion))
	s.quote(plainer(runs[0].Summary))
	for _, a := range runs[0].Annotations {
		s.line("annotation", fmt.Sprintf("%s:%d %s", a.Path, a.StartLine, strings.ReplaceAll(a.Message, "\n", " ")))
	}
	comments := pull.Comments()
	for _, c := range comments {
		s.line("comment", fmt.Sprintf("by bylaw[bot], edited %d times", c.Edits()))
		s.quote(plainer(c.Body()))
	}
	ok := runs[0].Conclusion == want.conclusion && len(comments) == want.comments && counts.Total <= want.requests
	s.right(ok, fmt.Sprintf("%s, %d comments, at most %d requests", want.conclusion, want.comments, want.requests))
	return nil
}

func (s *stage) event(deliveries []ghtest.Delivery) string {
	for _, d := range slices.Backward(deliveries) {
		if d.Event == "pull_request" {
			return fmt.Sprintf("%s.%s, delivery %s, answered %d in %.1f ms", d.Event, d.Action, d.GUID, d.StatusCode, d.Duration.Seconds()*1000)
		}
	}
	return "none"
}

var markup = regexp.MustCompile(`(?s)<!--.*?-->\n?|</?(details|summary)[^>]*>`)

// plainer takes out of a Markdown text what a person does not see on GitHub.
func plainer(md string) string {
	return strings.TrimSpace(regexp.MustCompile(`\n{3,}`).ReplaceAllString(markup.ReplaceAllString(md, ""), "\n\n"))
}

func (s *stage) chapter(title string) { fmt.Fprintf(s.t.out, "\n%s\n\n", s.t.paint(bold, title)) }

func (s *stage) line(name, text string) {
	fmt.Fprintf(s.t.out, "  %s %s\n", s.t.paint(grey, fmt.Sprintf("%-10s", name)), text)
}

func (s *stage) quote(text string) {
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(s.t.out, "  %s %s\n", s.t.paint(grey, "│"), line)
	}
}

// right says whether a step came out as it should.
func (s *stage) right(ok bool, what string) {
	if ok {
		s.line("as it should be", s.t.paint(green, what))
		return
	}
	s.failed++
	s.line("WRONG", s.t.paint(red, what))
}
