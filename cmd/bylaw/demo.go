// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

type demoCommand struct {
	Once bool   `help:"End after the story; exit 0 only if every step came out right."`
	Addr string `help:"Where the GitHub in memory listens." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
	Log  string `help:"Write the bot's log to a file." type:"path" placeholder:"FILE"`
}

// Help is shown by bylaw demo --help.
func (demoCommand) Help() string {
	return `Plays the main job, end to end, in one process on loopback: a GitHub in memory and the real bot before it. An
organization with a policy and three repositories gets pull requests that pass, fail and mend themselves by a push.
Nothing is sent anywhere else. Afterwards it serves on, until Ctrl-C.

Examples:
  bylaw demo
  bylaw demo --once`
}

// Run plays the story.
func (c demoCommand) Run(ctx context.Context, t *terminal) error {
	dir, err := os.MkdirTemp("", "bylaw-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	fmt.Fprintln(t.out, "Bylaw demo: a GitHub in memory and the bot, on loopback. Nothing leaves this machine.")
	stage, err := c.set(ctx, t, dir)
	if err != nil {
		return err
	}
	defer stage.close(ctx)
	if err := stage.play(); err != nil {
		return err
	}
	if c.Once {
		return nil
	}
	stage.invite()
	return stage.bot.wait(ctx)
}

// stage is the demo's GitHub and bot.
type stage struct {
	t      *terminal
	github *ghtest.Server
	app    *ghtest.App
	bot    *server
	org    *ghtest.Org
	ana    *ghtest.Account
	box    *ghtest.Repo // the sandbox
	token  string
	idle   func() (bool, error) // tells whether the bot has nothing left to do
	failed int
}

// set builds GitHub, the App and the bot.
func (c demoCommand) set(ctx context.Context, t *terminal, dir string) (*stage, error) {
	github, err := ghtest.New(ghtest.Options{Addr: c.Addr})
	if err != nil {
		return nil, err
	}
	s := &stage{t: t, github: github, org: github.NewOrg("acme"), ana: github.NewUser("ana", "Ana", "ana@example.com")}
	manifest := handlers.Manifest(handlers.TierAssist, "")
	if s.app, err = github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookSecret: demoSecret, Permissions: manifest.Permissions, Events: manifest.Events,
	}); err != nil {
		return nil, err
	}
	log, err := c.log()
	if err != nil {
		return nil, err
	}
	s.bot, err = start(ctx, handlers.Options{
		Settings: s.settings(filepath.Join(dir, "bylaw.db")), Version: version(), Log: newLogger(log, "info"),
	})
	if err != nil {
		return nil, err
	}
	s.idle = func() (bool, error) { return s.bot.app.Idle(ctx) }
	s.app.SetWebhook("http://"+s.bot.public.Addr().String()+handlers.WebhookPath, demoSecret)
	github.Install(s.app, s.org.Account)
	s.token = github.NewToken(s.ana)
	return s, nil
}

// demoSecret signs the demo's deliveries, which never leave the process.
const demoSecret = "only for the demo, on loopback"

func (s *stage) settings(dsn string) *config.Server {
	return &config.Server{
		AppID: s.app.ID, PrivateKey: config.NewSecret(s.app.PrivateKeyPEM), WebhookSecrets: []config.Secret{config.NewSecret(demoSecret)},
		API: s.github.URL() + "/", GraphQL: s.github.URL() + "/graphql", Store: dsn, Workers: 4,
		Listen: "127.0.0.1:0", InternalListen: "127.0.0.1:0", PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
}

func (c demoCommand) log() (*os.File, error) {
	if c.Log == "" {
		return os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	}
	return os.Create(c.Log)
}

func (s *stage) close(ctx context.Context) {
	_ = s.bot.stop(ctx) // the demo's database is thrown away
	s.github.Close()    //nolint:contextcheck // it waits for its own deliveries
}

// settle waits until every delivery is answered and the bot has nothing left to do.
func (s *stage) settle() error {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		s.github.Settle()
		idle, err := s.idle()
		if err != nil || idle {
			return err
		}
	}
	return fmt.Errorf("the bot was not done within a minute")
}

// invite tells a stranger how to look around while the demo serves on.
func (s *stage) invite() {
	fmt.Fprintf(s.t.out, `
Still serving, until Ctrl-C:
  GitHub in memory   %[1]s
  bot, webhooks      http://%[2]s%[3]s
  bot, health        http://%[4]s/healthz, /readyz, /metrics
Look around with any GitHub client, for example:
  curl -H 'Authorization: Bearer %[5]s' %[1]s/repos/acme/widgets/pulls
  GH_TOKEN=%[5]s gh api %[1]s/repos/acme/widgets/pulls/2/files
`, s.github.URL(), s.bot.public.Addr(), handlers.WebhookPath, s.bot.internal.Addr(), s.token)
}
