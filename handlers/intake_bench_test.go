// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/palantir/go-githubapp/githubapp"
	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// The bars are those of DESIGN.md section 8, on two cores that the sender shares: >= 5,000 acknowledged a second over 16
// connections, p99 < 20 ms; >= 800 a second acknowledged and worked.
//
//	go test ./handlers -run '^$' -bench 'Intake' -benchtime 5s             # beside go-githubapp's queue in memory
//	go test ./handlers -run '^$' -bench 'IntakeWhileWorking' -benchtime 8s
//	go test ./handlers -run '^$' -bench 'Latency|FirstRequest' -benchtime 300x
//	go test ./handlers -run '^$' -bench 'Intake/bylaw/16' -benchtime 10s -cpuprofile cpu.out

// BenchmarkIntake is deliveries acknowledged: each op is one, verified, routed, and on disk (SQLite, synchronous=FULL) before
// its 200. Beside it go-githubapp's queue with the defaults of its users (100 waiting, 10 workers), which forgets what it
// acknowledged when the process ends, and refuses what does not fit.
func BenchmarkIntake(b *testing.B) {
	for _, peer := range []struct {
		name  string
		start func(*testing.B) (http.Handler, int)
	}{{"bylaw", durable}, {"go-githubapp", inMemory}} {
		for _, connections := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", peer.name, connections), func(b *testing.B) {
				l := newLoad(b, 200, renumber)
				var handler http.Handler
				handler, l.accepted = peer.start(b)
				l.run(b, listen(b, handler), connections)
			})
		}
	}
}

// listen serves as bylaw serve does.
func listen(b *testing.B, h http.Handler) string {
	b.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ReadHeaderTimeout, s.Config.ReadTimeout, s.Config.IdleTimeout = 5*time.Second, 30*time.Second, 2*time.Minute
	s.Start()
	b.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// durable is the bot without its workers.
func durable(b *testing.B) (http.Handler, int) {
	b.Helper()
	return newBenchBot(b, "http://127.0.0.1:1", 1, someKey(b)), http.StatusOK
}

// inMemory is go-githubapp's queue in front of a handler that parses.
func inMemory(b *testing.B) (http.Handler, int) {
	b.Helper()
	quiet := zerolog.Nop().WithContext(context.Background())
	scheduler := githubapp.QueueAsyncScheduler(100, 10, githubapp.WithContextDeriver(func(context.Context) context.Context { return quiet }))
	return githubapp.NewEventDispatcher([]githubapp.EventHandler{parsing{}}, hookSecret, githubapp.WithScheduler(scheduler),
		githubapp.WithErrorCallback(func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.WriteHeader(http.StatusServiceUnavailable)
		})), http.StatusOK
}

// parsing does the least that a handler does.
type parsing struct{}

// Handles names the event.
func (parsing) Handles() []string { return []string{"pull_request"} }

// Handle parses.
func (parsing) Handle(_ context.Context, _, _ string, payload []byte) error {
	var event struct {
		Action       string                `json:"action"`
		Number       int                   `json:"number"`
		Installation struct{ ID int64 }    `json:"installation"`
		Repository   struct{ Name string } `json:"repository"`
		PullRequest  struct {
			Head struct{ SHA string } `json:"head"`
		} `json:"pull_request"`
	}
	return json.Unmarshal(payload, &event)
}

// newBenchBot opens a bot whose log goes to nowhere, through the kernel.
func newBenchBot(b *testing.B, github string, app int64, key string) *App {
	b.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	settings := &config.Server{
		AppID: app, PrivateKey: config.NewSecret(key), WebhookSecrets: []config.Secret{config.NewSecret(hookSecret)},
		API: github + "/", GraphQL: github + "/graphql", Store: filepath.Join(b.TempDir(), "bylaw.db"), Workers: 16,
		PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
	bot, err := New(context.Background(), Options{Settings: settings, Version: "bench", Log: zerolog.New(null).Level(zerolog.InfoLevel)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := bot.Close(context.Background()); err != nil {
			b.Error(err)
		}
		null.Close()
	})
	return bot
}

// someKey is an App's key.
func someKey(b *testing.B) string {
	b.Helper()
	github, err := ghtest.New(ghtest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer github.Close()
	app, err := github.NewApp(ghtest.AppSpec{Name: "bylaw"})
	if err != nil {
		b.Fatal(err)
	}
	return app.PrivateKeyPEM
}

// BenchmarkIntakeWhileWorking counts deliveries that were acknowledged and worked: 200 pull requests of as many installations
// without a policy, so that an evaluation is one request. GitHub in memory runs on the same cores.
func BenchmarkIntakeWhileWorking(b *testing.B) {
	for _, connections := range []int{1, 16} {
		b.Run(fmt.Sprint(connections), func(b *testing.B) {
			w := newBenchWorld(b, 200, "")
			l := newLoad(b, len(w.pulls), w.place)
			address := listen(b, w.bot)
			l.once(b, address)
			w.idle()
			w.asked.Store(0)
			before := cpu()
			l.run(b, address, connections)
			w.idle()
			b.StopTimer()
			b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-us/op")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acked+worked/s")
			b.ReportMetric(float64(w.asked.Load())/float64(b.N), "requests/delivery")
		})
	}
}

// BenchmarkRoute is the way from a verified payload to what it asks for, without the store.
func BenchmarkRoute(b *testing.B) {
	payload := synchronize(b)
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		if r, ok := route("pull_request", payload, place{".github", "bylaw.yml"}); !ok || len(r.Subjects) != 1 {
			b.Fatal("not routed")
		}
	}
}
