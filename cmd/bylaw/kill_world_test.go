// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// killWorld is GitHub with many pull requests that change all the time, and a bot that dies.
type killWorld struct {
	t      *testing.T
	github *ghtest.Server
	app    *ghtest.App
	ana    *ghtest.Account
	env    map[string]string
	post   *postman
	marks  []*mark
	calm   chan struct{}    // closed: nobody changes a pull request any more
	acted  chan struct{}    // closed: the last change was made
	stop   chan struct{}    // closed: nobody delivers any more
	saved  map[string]int64 // the newest generation that was recorded before the running life, by subject
	judged int              // evaluations that came as far as their check run
}

// mark is a pull request and what it was at each of its heads.
type mark struct {
	repo   *ghtest.Repo
	pull   *ghtest.Pull
	heads  []string
	signed bool // the newest head is signed off
	label  bool
}

// key is the subject's key.
func (m *mark) key() string { return fmt.Sprintf("%d/%d", m.repo.ID, m.pull.Number) }

const (
	killOrgs  = 8
	killPulls = 5 // in each organization: check runs and comments are paced by installation
)

func newKillWorld(t *testing.T) *killWorld {
	t.Helper()
	w := &killWorld{
		t: t, post: newPostman(), calm: make(chan struct{}), acted: make(chan struct{}), stop: make(chan struct{}), saved: map[string]int64{},
	}
	var err error
	if w.github, err = ghtest.New(ghtest.Options{OnViolation: func(err error) { t.Error(err) }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.github.Close)
	w.github.Switch(func(s *ghtest.Switches) { s.RateLimit = 1_000_000 })
	manifest := handlers.Manifest(handlers.TierAssist, "")
	if w.app, err = w.github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: processSecret, WebhookURL: "http://127.0.0.1:1/", // the postman takes all
		Permissions: manifest.Permissions, Events: manifest.Events,
	}); err != nil {
		t.Fatal(err)
	}
	w.app.Fate(w.post.take)
	w.ana = w.github.NewUser("ana", "Ana", "ana@example.com")
	for i := range killOrgs {
		w.populate(w.github.NewOrg(fmt.Sprintf("acme-%d", i)))
	}
	slow := httptest.NewServer(slowly(w.github))
	t.Cleanup(slow.Close)
	w.env = serveEnv(w.app, slow.URL, filepath.Join(t.TempDir(), "bylaw.db"))
	return w
}

// slowly takes a few milliseconds before a request is carried out, and after: a process may die in both.
func slowly(github http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(rand.N(3 * time.Millisecond))
		github.ServeHTTP(w, r)
		time.Sleep(rand.N(3 * time.Millisecond))
	})
}

// populate fills an organization: a policy, two repositories, their pull requests.
func (w *killWorld) populate(org *ghtest.Org) {
	org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": signOffPolicy}})
	repos := [2]*ghtest.Repo{}
	for i, name := range []string{"gears", "widgets"} {
		repos[i] = org.NewRepo(name, ghtest.RepoSpec{Files: map[string]string{"README.md": "# " + name + "\n"}})
	}
	w.github.Install(w.app, org.Account)
	for i := range killPulls {
		m := &mark{repo: repos[i%2]}
		branch := fmt.Sprintf("feature-%d", i)
		m.repo.Branch(branch, "main")
		m.heads, m.signed = []string{m.repo.Commit(branch, w.commit(i, true))}, true
		m.pull = m.repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: branch, Title: "Add gears"})
		w.marks = append(w.marks, m)
	}
}

// commit is the n-th commit of a pull request.
func (w *killWorld) commit(n int, signed bool) ghtest.CommitSpec {
	message := fmt.Sprintf("Add gears, attempt %d", n)
	if signed {
		message += "\n\nSigned-off-by: Ana <ana@example.com>"
	}
	return ghtest.CommitSpec{Author: w.ana, Message: message, Files: map[string]string{"gears.go": fmt.Sprintf("package gears // %d\n", n)}}
}

// act changes pull requests until it is calm, as fast as the postman gets rid of the deliveries. Each act sends one delivery.
func (w *killWorld) act() {
	for n := 1000; ; n++ {
		select {
		case <-w.calm:
			return
		case w.post.slots <- struct{}{}:
		}
		m := w.marks[rand.IntN(len(w.marks))]
		switch rand.IntN(5) {
		case 0, 1:
			m.signed = rand.IntN(3) > 0
			m.heads = append(m.heads, m.pull.ForcePush(w.commit(n, m.signed)))
		case 2:
			title := fmt.Sprintf("Add gears, better %d", n)
			m.pull.Edit(w.ana, &title, nil)
		default:
			if m.label = !m.label; m.label {
				m.pull.Label(w.ana, "ready")
			} else {
				m.pull.Unlabel(w.ana, "ready")
			}
		}
	}
}
