// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
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
	conf   botSettings
	queue  string // the merge queue's head
	hooks  hookErrors

	dotGitHub   *ghtest.Repo      // where the organization's policy lies
	permissions map[string]string // that the App asks for
	events      []string
	endings     []func() // of faults

	mu   sync.Mutex
	logs strings.Builder
	mark int // where in the log the story looks from
}

// botSettings are what a story may change with the word restart.
type botSettings struct {
	database        int // which file
	pause, patience time.Duration
	waits           bool // words wait until the bot is done
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
	b := &botWorld{
		dir: env.WorkDir, start: time.Now(), people: map[string]*ghtest.Account{},
		conf: botSettings{pause: 200 * time.Millisecond, waits: true},
	}
	env.Values[botKey{}] = b
	if err := b.open(); err != nil {
		return world{}, err
	}
	return world{base: b.base, commit: b.commit, community: b.community, check: b.check, fix: b.fix, end: func() { b.end(env.T()) }}, nil
}

// appKey is the key of all stories' Apps: making one takes a fifth of a second.
var appKey = sync.OnceValues(func() (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})), nil
})

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
	key, err := appKey()
	if err != nil {
		return err
	}
	manifest := handlers.Manifest(handlers.TierAssist, "")
	b.permissions, b.events = manifest.Permissions, manifest.Events
	b.app, err = b.github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: botSecret, Permissions: manifest.Permissions, Events: manifest.Events, PrivateKeyPEM: key,
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
		API: b.github.URL() + "/", GraphQL: b.github.URL() + "/graphql", Store: fmt.Sprintf("%s/.tmp/bylaw%d.db", b.dir, b.conf.database), Workers: 4,
		Listen: "127.0.0.1:0", InternalListen: "127.0.0.1:0", PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
	b.server, err = start(context.Background(), handlers.Options{
		Settings: settings, Version: "story", Log: zerolog.New(b), Now: b.now, Timeout: 2 * time.Second,
		Patience: b.conf.patience, Pause: func(int) time.Duration { return b.conf.pause },
	})
	if err != nil {
		return err
	}
	b.app.SetWebhook("http://"+b.server.public.Addr().String()+handlers.WebhookPath, botSecret)
	return nil
}

// end stops everything, and holds what must be true at the end of every story.
func (b *botWorld) end(t testscript.T) {
	b.github.Close() // hanging requests come loose
	if b.server != nil {
		if err := b.server.stop(context.Background()); err != nil {
			t.Fatal(fmt.Errorf("stop the bot: %w", err))
		}
	}
	if err := errors.Join(b.faults(), b.refused(), b.leaked()); err != nil {
		t.Fatal(err)
	}
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
	b.dotGitHub = b.org.NewRepo(".github", ghtest.RepoSpec{Files: contents(files).Files})
	return b.settle()
}

func (b *botWorld) commit(c storyCommit, work map[string]storyFile) (string, error) {
	sha, err := b.commitNow(c, work)
	if err != nil || b.pull == nil {
		return sha, err
	}
	return sha, b.settle()
}

// commitNow does not wait for the bot.
func (b *botWorld) commitNow(c storyCommit, work map[string]storyFile) (string, error) {
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
	return b.push(c.amend, spec), nil
}

// push brings the branch to GitHub: a new branch, one commit more, or the branch anew.
func (b *botWorld) push(amend bool, specs ...ghtest.CommitSpec) string {
	switch {
	case b.pull != nil && amend:
		return b.pull.ForcePush(b.specs...)
	case b.pull != nil:
		return b.pull.Push(specs...)
	case amend || len(b.specs) == len(specs):
		b.branchRepo().ForceBranch("feature", b.repo.Head("main"), b.people["maintainer"])
		return b.branchRepo().Commits("feature", b.specs...)
	}
	return b.branchRepo().Commits("feature", specs...)
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
	b.openNow()
	return b.settle()
}

// openNow does not wait for the bot.
func (b *botWorld) openNow() {
	author := b.people["ana"]
	if len(b.specs) > 0 {
		author = b.specs[0].Author
	} else {
		b.branchRepo().ForceBranch("feature", b.repo.Head("main"), author)
	}
	b.pull = b.repo.OpenPull(ghtest.PullSpec{Author: author, Head: "feature", HeadRepo: b.fork, Title: "A change"})
}

// settle waits until every delivery is answered and every subject is done, unless the story said nowait.
func (b *botWorld) settle() error {
	if !b.conf.waits {
		return b.hooks.err()
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(3 * time.Millisecond) {
		b.github.Settle()
		idle, err := b.server.app.Idle(context.Background())
		if err != nil {
			return err
		}
		if idle {
			return errors.Join(b.faults(), b.hooks.err())
		}
	}
	return fmt.Errorf("the bot was not done in time:\n%s", b.heard())
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
