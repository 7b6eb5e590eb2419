// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
	"github.com/bylaw-bot/bylaw/rules"
)

// botWorld is the whole bot before GitHub in memory: a push sends webhooks, and the check run is what the bot posted.
type botWorld struct {
	dir    string
	github *ghtest.Server
	app    *ghtest.App
	inst   *ghtest.Installation
	org    *ghtest.Org
	people map[string]*ghtest.Account
	repo   *ghtest.Repo
	fork   *ghtest.Repo
	pull   *ghtest.Pull
	specs  []ghtest.CommitSpec // of the branch, oldest first
	trees  []map[string]storyFile
	main   map[string]storyFile
	server *server
	start  time.Time
	last   botReport

	mu   sync.Mutex
	logs strings.Builder
}

// Write collects the bot's log, which a story can read with the word log.
func (b *botWorld) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logs.Write(p)
}

// now is the story's clock: it starts at the story's time and runs.
func (b *botWorld) now() time.Time { return storyTime.Add(time.Since(b.start)) }

func newBotWorld(env *testscript.Env) (world, error) {
	b := &botWorld{dir: env.WorkDir, start: time.Now(), people: map[string]*ghtest.Account{}}
	env.Values[botKey{}] = b
	if err := b.open(); err != nil {
		return world{}, err
	}
	return world{base: b.base, commit: b.commit, community: b.community, check: b.check, fix: b.fix, end: b.end}, nil
}

func (b *botWorld) open() (err error) {
	if b.github, err = ghtest.New(ghtest.Options{Now: b.now, AuthNow: time.Now}); err != nil {
		return err
	}
	b.org = b.github.NewOrg("acme")
	for _, name := range []string{"Maintainer", "Ana", "Bo", "Cy"} {
		login := strings.ToLower(name)
		b.people[login] = b.github.NewUser(login, name, login+"@example.com")
	}
	b.people["dependabot[bot]"] = b.github.NewBot("dependabot[bot]", 49699333)
	b.org.AddMember(b.people["maintainer"], "admin")
	manifest := handlers.Manifest(handlers.TierAssist, "")
	b.app, err = b.github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: botSecret, Permissions: manifest.Permissions, Events: manifest.Events,
	})
	if err != nil {
		return err
	}
	if err := b.boot(); err != nil {
		return err
	}
	b.inst = b.github.Install(b.app, b.org.Account)
	return nil
}

type botKey struct{}

const botSecret = "a secret for stories"

// boot starts the bot on the world's database; boot after server.stop is a restart.
func (b *botWorld) boot() (err error) {
	settings := &config.Server{
		AppID: b.app.ID, PrivateKey: config.NewSecret(b.app.PrivateKeyPEM), WebhookSecrets: []config.Secret{config.NewSecret(botSecret)},
		API: b.github.URL() + "/", GraphQL: b.github.URL() + "/graphql", Store: b.dir + "/.tmp/bylaw.db", Workers: 4,
		Listen: "127.0.0.1:0", InternalListen: "127.0.0.1:0", PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
	b.server, err = start(context.Background(), handlers.Options{
		Settings: settings, Version: "story", Log: zerolog.New(b), Now: b.now, Timeout: 2 * time.Second,
		Pause: func(int) time.Duration { return 200 * time.Millisecond },
	})
	if err != nil {
		return err
	}
	b.app.SetWebhook("http://"+b.server.public.Addr().String()+handlers.WebhookPath, botSecret)
	return nil
}

func (b *botWorld) end() {
	if b.server != nil {
		_ = b.server.stop()
	}
	b.github.Close()
}

func (b *botWorld) base(files map[string]storyFile) error {
	b.main = files
	spec := contents(files)
	b.repo = b.org.NewRepo("widgets", ghtest.RepoSpec{})
	spec.Author, spec.Message, spec.At = b.people["maintainer"], "Begin", storyTime.AddDate(0, 0, -1)
	b.repo.Commit("main", spec)
	return nil
}

// contents are files as a commit holds them.
func contents(files map[string]storyFile) ghtest.CommitSpec {
	spec := ghtest.CommitSpec{Files: map[string]string{}, Modes: map[string]string{}}
	for name, f := range files {
		spec.Files[name], spec.Modes[name] = f.content, f.mode
	}
	return spec
}

func (b *botWorld) community(files map[string]storyFile) error {
	b.org.NewRepo(".github", ghtest.RepoSpec{Files: contents(files).Files})
	return b.settle()
}

func (b *botWorld) commit(c storyCommit, work map[string]storyFile) (string, error) {
	if c.amend {
		if len(b.specs) == 0 {
			return "", errors.New("there is no commit to amend")
		}
		b.specs, b.trees = b.specs[:len(b.specs)-1], b.trees[:len(b.trees)-1]
	}
	before := b.main
	if len(b.trees) > 0 {
		before = b.trees[len(b.trees)-1]
	}
	spec := b.spec(c, before, work)
	b.specs, b.trees = append(b.specs, spec), append(b.trees, work)
	return b.push(spec, c.amend)
}

// push brings the branch to GitHub: a new branch, one commit more, or the branch anew.
func (b *botWorld) push(spec ghtest.CommitSpec, amend bool) (string, error) {
	switch {
	case b.pull != nil && amend:
		return b.pull.ForcePush(b.specs...), b.settle()
	case b.pull != nil:
		return b.pull.Push(spec), b.settle()
	case amend || len(b.specs) == 1:
		b.branchRepo().ForceBranch("feature", b.repo.Head("main"), b.people["maintainer"])
		return b.branchRepo().Commits("feature", b.specs...), nil
	}
	return b.branchRepo().Commit("feature", spec), nil
}

// branchRepo is where the branch lies: the repository, or the fork.
func (b *botWorld) branchRepo() *ghtest.Repo {
	if b.fork != nil {
		return b.fork
	}
	return b.repo
}

func (b *botWorld) spec(c storyCommit, before, work map[string]storyFile) ghtest.CommitSpec {
	changed := maps.Clone(work)
	maps.DeleteFunc(changed, func(name string, f storyFile) bool { return before[name] == f })
	spec := contents(changed)
	for name := range before {
		if _, still := work[name]; !still {
			spec.Remove = append(spec.Remove, name)
		}
	}
	spec.AuthorName, spec.AuthorEmail, spec.Author = c.author.name, c.author.mail, b.account(c.author)
	spec.Committer, spec.Message, spec.Verified, spec.At = b.account(c.committer), c.message, c.verified, c.at
	spec.By = b.people["maintainer"]
	if c.merge {
		spec.Parents = []string{b.repo.Head("main")}
	}
	return spec
}

func (b *botWorld) account(p storyPerson) *ghtest.Account {
	if a := b.people[p.login]; a != nil && p.login != "" {
		return a
	}
	login := strings.Trim(strings.Map(loginRune, strings.ToLower(p.name)), "-") + "-elsewhere"
	if b.people[login] == nil {
		b.people[login] = b.github.NewUser(login, p.name, login+"@elsewhere.example")
	}
	return b.people[login]
}

func loginRune(r rune) rune {
	if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
		return r
	}
	return '-'
}

// openPull opens the pull request, by the author of its first commit.
func (b *botWorld) openPull() error {
	if b.pull != nil {
		return nil
	}
	author := b.people["ana"]
	if len(b.specs) > 0 {
		author = b.specs[0].Author
	} else {
		b.branchRepo().ForceBranch("feature", b.repo.Head("main"), author)
	}
	b.pull = b.repo.OpenPull(ghtest.PullSpec{Author: author, Head: "feature", HeadRepo: b.fork, Title: "A change"})
	return b.settle()
}

// settle waits until every delivery is answered and every subject is done.
func (b *botWorld) settle() error {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(3 * time.Millisecond) {
		b.github.Settle()
		idle, err := b.server.app.Idle(context.Background())
		if err != nil {
			return err
		}
		if idle {
			return b.faults()
		}
	}
	return errors.New("the bot was not done in time")
}

// faults are what GitHub's own description does not allow of what was said.
func (b *botWorld) faults() error {
	if v := b.github.Violations(); len(v) > 0 {
		return fmt.Errorf("against GitHub's description: %w", errors.Join(v...))
	}
	return nil
}

func (b *botWorld) internal(path string) (string, error) {
	res, err := http.Get("http://" + b.server.internal.Addr().String() + path)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d %s", path, res.StatusCode, body)
	}
	return string(body), err
}

// botReport is a report as the contract of DESIGN.md section 13 has it.
type botReport struct {
	Conclusion rules.Conclusion
	Verdicts   []struct {
		ID, Rule, Why, How string
		Mode               rules.Mode
		State              rules.State
		Findings           []struct {
			Path, Message string
			Line          int
			Fix           *rules.Fix
		}
	}
}

func (b *botWorld) check(names []string) (string, bool, error) {
	if err := b.openPull(); err != nil {
		return "", false, err
	}
	if err := b.read(); err != nil {
		return "", false, err
	}
	runs := b.repo.CheckRuns(b.pull.HeadSHA())
	if len(runs) == 0 {
		return "", false, errors.New("there is no check run on the head")
	}
	if got := runs[len(runs)-1].Conclusion; got != string(b.last.Conclusion) {
		return "", false, fmt.Errorf("the check run says %s, the report %s", got, b.last.Conclusion)
	}
	return b.last.text(names)
}

func (b *botWorld) read() error {
	body, err := b.internal(fmt.Sprintf("/report?repository=%d&number=%d", b.repo.ID, b.pull.Number))
	if err != nil {
		return err
	}
	b.last = botReport{}
	return json.Unmarshal([]byte(body), &b.last)
}

// text prints the report in the lines that the other harnesses print, and tells whether the named rules let the change through.
func (r botReport) text(names []string) (string, bool, error) {
	var out strings.Builder
	success, told := true, 0
	for _, v := range r.Verdicts {
		if len(names) > 0 && !slices.Contains(names, v.ID) && !slices.Contains(names, v.Rule) {
			continue
		}
		told++
		word, _ := stateWord(rules.Verdict{Mode: v.Mode, Outcome: rules.Outcome{State: v.State}})
		fmt.Fprintf(&out, "%s %s (%s)", word, v.ID, v.Rule)
		if v.Why != "" {
			fmt.Fprintf(&out, ": %s", v.Why)
		}
		out.WriteByte('\n')
		for _, f := range v.Findings {
			fmt.Fprintf(&out, "  %s%s\n", place(rules.Finding{Path: f.Path, Line: f.Line}), f.Message)
		}
		if v.How != "" {
			fmt.Fprintf(&out, "    %s\n", strings.ReplaceAll(strings.ReplaceAll(v.How, "`", ""), "\n", "\n    "))
		}
		blocks := v.State == rules.Failed || v.State == rules.Unknown || v.State == rules.Pending
		success = success && (v.Mode != rules.Enforce || !blocks)
	}
	if told == 0 && len(names) > 0 {
		return "", false, fmt.Errorf("the report has none of the rules %v", names)
	}
	conclusion := "success"
	if !success {
		conclusion = string(r.Conclusion)
	}
	fmt.Fprintf(&out, "conclusion: %s\n", conclusion)
	return out.String(), success, nil
}

func (b *botWorld) fix() error {
	for _, v := range b.last.Verdicts {
		for _, f := range v.Findings {
			if f.Fix == nil || f.Fix.Kind != "edit" {
				continue
			}
			name := f.Fix.Edits[0].Path
			fixed, err := rules.Apply(b.trees[len(b.trees)-1][name].content, f.Fix.Edits)
			if err != nil {
				return err
			}
			if err := writeWork(b.dir, name, fixed); err != nil {
				return err
			}
		}
	}
	return nil
}
