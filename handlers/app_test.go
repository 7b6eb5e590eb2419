// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// world is GitHub in memory with the bot before it.
type world struct {
	t      *testing.T
	github *ghtest.Server
	ghApp  *ghtest.App
	org    *ghtest.Org
	ana    *ghtest.Account
	inst   *ghtest.Installation
	app    *App
	hook   *httptest.Server
	dsn    string

	api, graphql string
}

const hookSecret = "correct horse battery staple"

func newWorld(t *testing.T) *world { return newWorldAt(t, "/", "/graphql") }

// newWorldAt is a world whose GitHub is asked below these paths: /api/v3/ and /api/graphql are a GitHub Enterprise Server's.
func newWorldAt(t *testing.T, api, graphql string) *world {
	t.Helper()
	github, err := ghtest.New(ghtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, api: api, graphql: graphql, github: github, dsn: filepath.Join(t.TempDir(), "bylaw.db")}
	t.Cleanup(func() {
		github.Close()
		for _, v := range github.Violations() {
			t.Errorf("against GitHub's description: %v", v)
		}
	})
	if w.ghApp, err = github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: hookSecret,
		Permissions: map[string]string{
			"metadata": "read", "contents": "read", "pull_requests": "write", "checks": "write", "issues": "write",
			"merge_queues": "read", "members": "read",
		},
		Events: []string{"pull_request", "push", "merge_group"},
	}); err != nil {
		t.Fatal(err)
	}
	w.org, w.ana = github.NewOrg("acme"), github.NewUser("ana", "Ana", "ana@example.com")
	w.start()
	w.ghApp.SetWebhook(w.hook.URL+WebhookPath, hookSecret)
	w.inst = github.Install(w.ghApp, w.org.Account)
	return w
}

func (w *world) start() {
	w.t.Helper()
	settings := &config.Server{
		AppID: w.ghApp.ID, PrivateKey: config.NewSecret(w.ghApp.PrivateKeyPEM), WebhookSecrets: []config.Secret{config.NewSecret(hookSecret)},
		API: w.github.URL() + w.api, GraphQL: w.github.URL() + w.graphql, Store: w.dsn, Workers: 8,
		PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
	app, err := New(context.Background(), Options{
		Settings: settings, Version: "test", Log: zerolog.New(zerolog.NewTestWriter(w.t)).Level(zerolog.InfoLevel),
		Timeout: 3 * time.Second,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := app.Work(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	w.app, w.hook = app, httptest.NewServer(app)
	w.t.Cleanup(func() {
		w.hook.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := app.Close(ctx); err != nil {
			w.t.Errorf("close: %v", err)
		}
	})
}

// settle waits until the deliveries are sent and no subject is behind.
func (w *world) settle() {
	w.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		w.github.Settle()
		idle, err := w.app.Idle(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		if idle {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	w.t.Fatal("the work was not done in time")
}

const dcoPolicy = `version: 1
kind: organization
owner: team:acme/ospo
rules:
  - id: dco
    type: dco
    mode: enforce
  - id: headers
    type: license-header
    mode: enforce
    files: {include: ["**/*.go"]}
    with: {template: "SPDX-License-Identifier: Apache-2.0"}
  - id: files
    type: required-files
    mode: warn
    with: {kinds: [readme, license]}
`

func TestAPullRequestIsCheckedEndToEnd(t *testing.T) {
	for name, w := range map[string]*world{"github.com": newWorld(t), "enterprise server": newWorldAt(t, "/api/v3/", "/api/graphql")} {
		w.org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": dcoPolicy}})
		repo := w.org.NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"README.md": "# Widgets, and all about them, at length\n"}})
		repo.Branch("feature", "main")
		repo.Commit("feature", ghtest.CommitSpec{Author: w.ana, Message: "Add gears", Files: map[string]string{"gears.go": "package gears\n"}})
		w.settle()
		w.github.ResetRequests()
		pull := repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Add gears"})
		w.settle()
		runs := repo.CheckRuns(pull.HeadSHA())
		if len(runs) != 1 || runs[0].Conclusion != "failure" || runs[0].Title != "2 things to fix" || len(pull.Comments()) != 1 {
			t.Errorf("%s: %d comments, check runs: %+v", name, len(pull.Comments()), runs)
		}
		if c := w.github.Counts(); c.Total > 5 || c.Writes > 2 {
			t.Errorf("%s: %d requests, %d writes; the budget is 5 and 2", name, c.Total, c.Writes)
		}
	}
}
