// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// benchWorld is GitHub in memory with many installations of the bot, a pull request in each.
type benchWorld struct {
	b      *testing.B
	github *ghtest.Server
	ana    *ghtest.Account
	bot    *App
	pulls  []benchPull
	asked  atomic.Int64         // requests of the bot
	first  chan time.Time       // when the first request after a look came
	shown  sync.Map             // head -> chan time.Time: when its check run was answered
	sent   chan ghtest.Delivery // what GitHub would send
}

const signOffPolicy = `version: 1
kind: organization
owner: team:acme/ospo
rules:
  - id: dco
    type: dco
    mode: enforce
`

type benchPull struct {
	owner, repo, pull, installation int64
	login                           string
	of                              *ghtest.Pull
}

// newBenchWorld makes the installations, with a policy or without one.
func newBenchWorld(b *testing.B, installations int, policy string) *benchWorld {
	b.Helper()
	w := &benchWorld{b: b, first: make(chan time.Time, 1), sent: make(chan ghtest.Delivery, 1000)}
	var err error
	if w.github, err = ghtest.New(ghtest.Options{OnViolation: func(err error) { b.Error(err) }}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(w.github.Close)
	w.github.Switch(func(s *ghtest.Switches) { s.RateLimit = 1_000_000_000 })
	manifest := Manifest(TierAssist, "")
	app, err := w.github.NewApp(ghtest.AppSpec{
		Name: "bylaw", WebhookURL: "http://127.0.0.1:1/", WebhookSecret: hookSecret, Permissions: manifest.Permissions, Events: manifest.Events,
	})
	if err != nil {
		b.Fatal(err)
	}
	app.Fate(w.take)
	w.ana = w.github.NewUser("ana", "Ana", "ana@example.com")
	for i := range installations {
		w.install(app, w.github.NewOrg(fmt.Sprintf("acme-%d", i)), policy)
	}
	front := httptest.NewServer(w)
	b.Cleanup(front.Close)
	w.bot = newBenchBot(b, front.URL, app.ID, app.PrivateKeyPEM)
	if err := w.bot.Work(context.Background()); err != nil {
		b.Fatal(err)
	}
	return w
}

func (w *benchWorld) install(app *ghtest.App, org *ghtest.Org, policy string) {
	if policy != "" {
		org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": policy}})
	}
	repo := org.NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"README.md": "# Widgets\n"}})
	repo.Branch("feature", "main")
	repo.Commit("feature", w.commit(0))
	pull := repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Add gears"})
	on := w.github.Install(app, org.Account)
	w.pulls = append(w.pulls, benchPull{
		owner: org.ID, repo: repo.ID, pull: int64(pull.Number), installation: on.ID, login: org.Login, of: pull,
	})
}

// commit is the nth commit: every seventh is not signed off.
func (w *benchWorld) commit(n int) ghtest.CommitSpec {
	message := fmt.Sprintf("Add gears, attempt %d", n)
	if n%7 > 0 {
		message += "\n\nSigned-off-by: Ana <ana@example.com>"
	}
	return ghtest.CommitSpec{Author: w.ana, Message: message, Files: map[string]string{"gears.go": fmt.Sprintf("package gears // %d\n", n)}}
}

// place moves the example to the nth pull request.
func (w *benchWorld) place(payload map[string]any, n int) {
	p := w.pulls[n]
	set := func(value any, path ...string) {
		at := payload
		for _, key := range path[:len(path)-1] {
			at = at[key].(map[string]any)
		}
		at[path[len(path)-1]] = value
	}
	set(p.repo, "repository", "id")
	set(p.owner, "repository", "owner", "id")
	set(p.login, "repository", "owner", "login")
	set("widgets", "repository", "name")
	set(p.pull, "number")
	set(p.pull, "pull_request", "number")
	set(p.of.HeadSHA(), "pull_request", "head", "sha")
	payload["installation"] = map[string]any{"id": p.installation}
}

// take keeps the deliveries that the benchmark posts itself: the double would check each payload first.
func (w *benchWorld) take(d ghtest.Delivery) ghtest.Fate {
	if d.Event == "pull_request" && d.Action == "synchronize" {
		w.sent <- d
	}
	return ghtest.Vanish
}

// ServeHTTP is GitHub with a stop-watch.
func (w *benchWorld) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/access_tokens") {
		w.asked.Add(1)
		select {
		case w.first <- time.Now():
		default:
		}
	}
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/check-runs") {
		w.github.ServeHTTP(out, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.b.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.github.ServeHTTP(out, r)
	if c, ok := w.shown.LoadAndDelete(gjson.GetBytes(body, "head_sha").Str); ok {
		c.(chan time.Time) <- time.Now()
	}
}

// push moves a pull request's head and returns the delivery that tells of it, and where its check run will be told.
func (w *benchWorld) push(p benchPull, n int) (ghtest.Delivery, chan time.Time) {
	c := make(chan time.Time, 1)
	w.shown.Store(p.of.ForcePush(w.commit(n)), c)
	return <-w.sent, c
}

// deliver posts a delivery to the bot and returns when it began to.
func (w *benchWorld) deliver(address string, d ghtest.Delivery) time.Time {
	req, err := http.NewRequest(http.MethodPost, "http://"+address+WebhookPath, bytes.NewReader(d.Payload))
	if err != nil {
		w.b.Fatal(err)
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "X-GitHub-Event": d.Event, "X-GitHub-Delivery": d.GUID,
		"X-Hub-Signature-256": "sha256=" + signature(d.Payload),
	} {
		req.Header.Set(name, value)
	}
	began := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		w.b.Fatal(res, err)
	}
	res.Body.Close()
	return began
}

// idle waits until nothing is left to do.
func (w *benchWorld) idle() {
	for {
		done, err := w.bot.Idle(context.Background())
		if err != nil {
			w.b.Fatal(err)
		}
		if done {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// BenchmarkLatency is the time from a delivery to its published check run, at 20 deliveries a second over 20 installations.
// Each op is one delivery of a new head; every seventh fails, and is commented.
func BenchmarkLatency(b *testing.B) {
	w := newBenchWorld(b, 20, signOffPolicy)
	address := listen(b, w.bot)
	times := make([]time.Duration, b.N)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var all sync.WaitGroup
	b.ResetTimer()
	for i := range b.N {
		<-tick.C
		d, shown := w.push(w.pulls[i%len(w.pulls)], i+1)
		began := w.deliver(address, d)
		all.Go(func() { times[i] = (<-shown).Sub(began) })
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(times)
	b.ReportMetric(inMS(quantile(times, 50)), "p50-ms")
	b.ReportMetric(inMS(quantile(times, 95)), "p95-ms")
	w.idle()
}

// BenchmarkFirstRequest is the time from a delivery to the first request about it, on an idle server.
func BenchmarkFirstRequest(b *testing.B) {
	w := newBenchWorld(b, 20, signOffPolicy)
	address := listen(b, w.bot)
	times := make([]time.Duration, b.N)
	b.ResetTimer()
	for i := range b.N {
		d, _ := w.push(w.pulls[i%len(w.pulls)], 7*i+1)
		w.idle()
		time.Sleep(20 * time.Millisecond)
		select {
		case <-w.first:
		default:
		}
		began := w.deliver(address, d)
		times[i] = (<-w.first).Sub(began)
	}
	b.StopTimer()
	slices.Sort(times)
	b.ReportMetric(inMS(quantile(times, 50)), "p50-ms")
	b.ReportMetric(inMS(quantile(times, 99)), "p99-ms")
	w.idle()
}
