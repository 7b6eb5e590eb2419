// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// checks counts the check runs on the head, or on a commit (checks -on SHA N; "queue" is the merge queue's), and prints them.
func (b *botWorld) checks(ts *testscript.TestScript, args []string) error {
	if b.pull == nil {
		return errors.New("there is no pull request yet")
	}
	sha := b.pull.HeadSHA()
	if len(args) == 3 && args[0] == "-on" {
		if sha, args = args[1], args[2:]; sha == "queue" {
			sha = b.queue
		}
	}
	runs := b.repo.CheckRuns(sha)
	for _, r := range runs {
		fmt.Fprintf(ts.Stdout(), "%s %s %s: %s\n%s\n", r.Name, r.Status, r.Conclusion, r.Title, r.Summary)
		for _, a := range r.Annotations {
			fmt.Fprintf(ts.Stdout(), "%s:%d: %s\n", a.Path, a.StartLine, a.Message)
		}
	}
	return count("check runs", len(runs), args)
}

// comments counts the comments on the pull request and prints them.
func (b *botWorld) comments(ts *testscript.TestScript, args []string) error {
	list := b.pull.Comments()
	for _, c := range list {
		fmt.Fprintf(ts.Stdout(), "%s, edited %d times:\n%s\n", c.Author().Login, c.Edits(), c.Body())
	}
	return count("comments", len(list), args)
}

// requests counts what the bot asked since the last reset, the hourly token aside.
func (b *botWorld) requests(ts *testscript.TestScript, args []string) error {
	return count("requests", len(b.told(ts, func(ghtest.Request) bool { return true })), args)
}

// writes counts those that write.
func (b *botWorld) writes(ts *testscript.TestScript, args []string) error {
	return count("writes", len(b.told(ts, func(r ghtest.Request) bool { return r.Write })), args)
}

// asked counts those of one operation: asked OP N.
func (b *botWorld) asked(ts *testscript.TestScript, args []string) error {
	return count(args[0], len(b.told(ts, func(r ghtest.Request) bool { return r.Op == args[0] })), args[1:])
}

// told are the requests since the last reset; they are printed.
func (b *botWorld) told(ts *testscript.TestScript, keep func(ghtest.Request) bool) []ghtest.Request {
	var out []ghtest.Request
	for _, r := range b.github.Requests() {
		if !r.Token() && r.Op != "apps/get-authenticated" && keep(r) {
			out = append(out, r)
			fmt.Fprintf(ts.Stdout(), "%d %s %s %s\n", r.Status, r.Op, r.Query, r.Path)
		}
	}
	return out
}

// count compares with N, <=N or >=N.
func count(what string, got int, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: how many %s", what)
	}
	want, err := strconv.Atoi(strings.TrimLeft(args[0], "<>="))
	if err != nil {
		return err
	}
	ok := got == want
	switch {
	case strings.HasPrefix(args[0], "<="):
		ok = got <= want
	case strings.HasPrefix(args[0], ">="):
		ok = got >= want
	}
	if !ok {
		return fmt.Errorf("%s: %d, expected %s", what, got, args[0])
	}
	return nil
}

// report prints the last recorded report.
func (b *botWorld) report(ts *testscript.TestScript, _ []string) error {
	if err := b.read(); err != nil {
		return err
	}
	text, _, err := b.last.text(nil)
	fmt.Fprint(ts.Stdout(), text)
	return err
}

// elsewhere opens a pull request in a repository of another organization, with an installation of its own, and wants it checked.
func (b *botWorld) elsewhere(_ *testscript.TestScript, _ []string) error {
	globex := b.github.NewOrg("globex")
	repo := globex.NewRepo("gadgets", ghtest.RepoSpec{Files: map[string]string{
		".github/bylaw.yml": "version: 1\nkind: repository\nrules:\n  - {id: dco, type: dco, mode: enforce}\n",
	}})
	b.github.Install(b.app, globex.Account)
	repo.Branch("feature", "main")
	repo.Commit("feature", b.anything(nil))
	pull := repo.OpenPull(ghtest.PullSpec{Author: b.people["ana"], Head: "feature", Title: "Elsewhere"})
	if err := b.rest(nil, nil); err != nil {
		return err
	}
	if runs := repo.CheckRuns(pull.HeadSHA()); len(runs) != 1 || runs[0].Conclusion != "success" {
		return fmt.Errorf("check runs elsewhere: %+v", runs)
	}
	return nil
}

// heard is the bot's log since the last reset.
func (b *botWorld) heard() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logs.String()[b.mark:]
}

// log wants a line of the bot's log since the last reset.
func (b *botWorld) log(_ *testscript.TestScript, args []string) error {
	want, err := pattern(args)
	if err == nil && !want.MatchString(b.heard()) {
		err = fmt.Errorf("the bot did not say %v:\n%s", want, b.heard())
	}
	return err
}

// nolog wants no such line.
func (b *botWorld) nolog(_ *testscript.TestScript, args []string) error {
	not, err := pattern(args)
	if err == nil && not.MatchString(b.heard()) {
		err = fmt.Errorf("the bot said %v: %s", not, not.FindString(b.heard()))
	}
	return err
}

var (
	address = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}`)
	tokens  = regexp.MustCompile(`gh[spour]_[A-Za-z0-9]{6,}|Bearer |eyJ[A-Za-z0-9_-]{8,}`)
)

// leaked finds what no line of the log may hold: keys, secrets, tokens, addresses of people.
func (b *botWorld) leaked() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.logs.String()
	secrets := []string{botSecret}
	for line := range strings.SplitSeq(b.app.PrivateKeyPEM, "\n") {
		if len(line) > 20 {
			secrets = append(secrets, line)
		}
	}
	for _, s := range secrets {
		if strings.Contains(all, s) {
			return errors.New("the log holds a secret")
		}
	}
	for _, kind := range []*regexp.Regexp{address, tokens} {
		if found := kind.FindString(all); found != "" {
			return fmt.Errorf("the log holds %q", found)
		}
	}
	return nil
}

// refused finds deliveries that the bot did not take.
func (b *botWorld) refused() error {
	for _, d := range b.app.Deliveries() {
		if d.StatusCode >= 300 {
			return fmt.Errorf("delivery %s.%s: %d %s", d.Event, d.Action, d.StatusCode, d.AnswerBody)
		}
	}
	return nil
}
