// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// serveWorld is GitHub in memory with an App and an organization that it is installed on.
type serveWorld struct {
	github *ghtest.Server
	app    *ghtest.App
	org    *ghtest.Org
	ana    *ghtest.Account
	env    map[string]string
}

func newServeWorld(t *testing.T) *serveWorld {
	t.Helper()
	github, err := ghtest.New(ghtest.Options{OnViolation: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(github.Close)
	manifest := handlers.Manifest(handlers.TierAssist, "")
	app, err := github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: processSecret, Permissions: manifest.Permissions, Events: manifest.Events,
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &serveWorld{github: github, app: app, org: github.NewOrg("acme"), ana: github.NewUser("ana", "Ana", "ana@example.com")}
	w.env = serveEnv(app, github.URL(), filepath.Join(t.TempDir(), "bylaw.db"))
	return w
}

const signOffPolicy = `version: 1
kind: organization
owner: team:acme/ospo
rules:
  - id: dco
    type: dco
    mode: enforce
`

// pull opens a pull request in a new repository, with one commit.
func (w *serveWorld) pull(name, message string) (*ghtest.Repo, *ghtest.Pull) {
	repo := w.org.NewRepo(name, ghtest.RepoSpec{Files: map[string]string{"README.md": "# " + name + "\n"}})
	repo.Branch("feature", "main")
	repo.Commit("feature", ghtest.CommitSpec{Author: w.ana, Message: message, Files: map[string]string{"gears.go": "package gears\n"}})
	return repo, repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Add gears"})
}

// TestServeDrains sends SIGTERM while a check run is being asked for: what runs is finished, and the exit code is 0.
func TestServeDrains(t *testing.T) {
	w := newServeWorld(t)
	w.org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": signOffPolicy}})
	p := spawn(t, w.env)
	public, _ := p.serving(t)
	w.app.SetWebhook(public+handlers.WebhookPath, processSecret)
	w.github.Install(w.app, w.org.Account)
	w.github.Before("checks/create", func() {
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		p.await("stopping: no new work is begun, running work is finished", 1)
	})
	repo, pull := w.pull("widgets", "Add gears\n\nSigned-off-by: Ana <ana@example.com>")
	if code := p.wait(t); code != 0 {
		t.Errorf("exit code %d: %v %+v", code, p.output(), p.log())
	}
	if runs := repo.CheckRuns(pull.HeadSHA()); len(runs) != 1 || runs[0].Conclusion != "success" {
		t.Errorf("the check run that was under way: %+v", runs)
	}
	again := spawn(t, w.env)
	_, internal := again.serving(t)
	again.idle(t, internal)
	if code := again.stop(t); code != 0 {
		t.Errorf("exit code %d after a stop without work: %v", code, again.output())
	}
	before := p.evaluated()
	for done := range again.evaluated() {
		if before[done] > 0 {
			t.Errorf("what the stopped process had finished was done again: %+v", done)
		}
	}
}

// TestServeRefusesToStart: whatever is wrong at the start is said in one line, with the exit code of its kind.
func TestServeRefusesToStart(t *testing.T) {
	w := newServeWorld(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	spawn(t, w.env).serving(t)
	other, err := w.github.NewApp(ghtest.AppSpec{Name: "other"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		set   map[string]string
		code  int
		words string // all of them stand in the line
	}{
		{"no secret", map[string]string{"BYLAW_WEBHOOK_SECRETS": ""}, 2, "webhook_secrets BYLAW_WEBHOOK_SECRETS"},
		{"no app", map[string]string{"BYLAW_APP_ID": ""}, 2, "app_id BYLAW_APP_ID"},
		{"key that is none", map[string]string{"BYLAW_PRIVATE_KEY": "hunter2"}, 2, "BYLAW_PRIVATE_KEY PEM"},
		{"key of another App", map[string]string{"BYLAW_PRIVATE_KEY": other.PrivateKeyPEM}, 3, "App 401"},
		{"GitHub unreachable", map[string]string{"BYLAW_GITHUB_API": "http://127.0.0.1:1/"}, 3, "127.0.0.1:1 refused"},
		{"port in use", map[string]string{"BYLAW_LISTEN": taken.Addr().String()}, 3, "public listener in use"},
		{"internal port in use", map[string]string{"BYLAW_INTERNAL_LISTEN": taken.Addr().String()}, 3, "internal listener in use"},
		{"store in use", map[string]string{"BYLAW_STORE": w.env["BYLAW_STORE"]}, 3, "open the store bylaw.db"},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := serveEnv(w.app, w.github.URL(), filepath.Join(t.TempDir(), "bylaw.db"))
			maps.Copy(env, c.set)
			p := spawn(t, env)
			if code := p.wait(t); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			said := p.output()
			if len(said) != 1 || len(p.log()) != 0 {
				t.Fatalf("not one line: %q %+v", said, p.log())
			}
			for word := range strings.FieldsSeq(c.words) {
				if !strings.Contains(said[0], word) {
					t.Errorf("%q is missing in %q", word, said[0])
				}
			}
			if strings.Contains(said[0], "hunter2") || !strings.HasPrefix(said[0], "bylaw: ") {
				t.Errorf("said: %q", said[0])
			}
		})
	}
}
