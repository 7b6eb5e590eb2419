// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// permissions are those of a bot that checks and comments.
var permissions = map[string]string{
	"checks": "write", "contents": "read", "pull_requests": "write", "issues": "write", "merge_queues": "read", "members": "read",
}

var events = []string{"pull_request", "push", "issue_comment", "repository", "merge_group"}

const secret = "a secret of the webhook"

// testKey is one App key for all tests: making one takes a fifth of a second.
var testKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
})

// world is a server with an organization, a person, an App installed, and a receiver of its webhooks.
type world struct {
	t    *testing.T
	s    *ghtest.Server
	app  *ghtest.App
	org  *ghtest.Org
	ana  *ghtest.Account
	inst *ghtest.Installation
	repo *ghtest.Repo
	in   *inbox
	http *http.Client

	wrong atomic.Bool // requests of this test break GitHub's description on purpose
}

func (w *world) violation(err error) {
	if !w.wrong.Load() {
		w.t.Errorf("violation: %v", err)
	}
}

// expectViolations says that from now on the test asks for what GitHub refuses.
func (w *world) expectViolations() { w.wrong.Store(true) }

// inbox keeps the webhooks that came.
type inbox struct {
	mu     sync.Mutex
	got    []hook
	status int
}

type hook struct {
	event, guid, signature string
	body                   string
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.got = append(in.got, hook{r.Header.Get("X-GitHub-Event"), r.Header.Get("X-GitHub-Delivery"), r.Header.Get("X-Hub-Signature-256"), string(body)})
	w.WriteHeader(max(in.status, 200))
}

func (in *inbox) take() []hook {
	in.mu.Lock()
	defer in.mu.Unlock()
	got := in.got
	in.got = nil
	return got
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, in: &inbox{}, http: &http.Client{Transport: &http.Transport{}}}
	s, err := ghtest.New(ghtest.Options{OnViolation: w.violation})
	if err != nil {
		t.Fatal(err)
	}
	w.s = s
	t.Cleanup(s.Close)
	t.Cleanup(w.http.CloseIdleConnections)
	receiver := httptest.NewServer(w.in)
	t.Cleanup(receiver.Close)
	t.Cleanup(s.Settle)
	w.app, err = s.NewApp(ghtest.AppSpec{Name: "Bylaw", Permissions: permissions, Events: events, WebhookURL: receiver.URL, WebhookSecret: secret, PrivateKeyPEM: testKey()})
	if err != nil {
		t.Fatal(err)
	}
	w.org = s.NewOrg("acme")
	w.ana = s.NewUser("ana", "Ana", "ana@example.com")
	w.inst = s.Install(w.app, w.org.Account)
	w.repo = w.org.NewRepo("widgets", ghtest.RepoSpec{
		Topics: []string{"gears"}, Languages: map[string]int{"Go": 900, "Shell": 20}, License: "Apache-2.0",
		Properties: map[string]any{"tier": "one", "areas": []string{"a", "b"}},
		Files:      map[string]string{"README.md": "# Widgets\n", "main.go": "package main\n", ".github/bylaw.yml": "version: 1\n"},
	})
	return w
}

// pull opens a pull request with one commit.
func (w *world) pull(files map[string]string) *ghtest.Pull {
	w.t.Helper()
	w.repo.Branch("feature", "main")
	w.repo.Commit("feature", ghtest.CommitSpec{Author: w.ana, Message: "Add gears\n\nSigned-off-by: Ana <ana@example.com>", Files: files})
	return w.repo.OpenPull(ghtest.PullSpec{Author: w.ana, Head: "feature", Title: "Gears", Body: "Adds gears"})
}

// client is go-github with ghinstallation, as Bylaw uses it. It has no time-out of its own: go-github v60 leaves the bodies of
// refusals open, and with them a goroutine until the time is out.
func (w *world) client(inst *ghtest.Installation) *github.Client {
	w.t.Helper()
	tr, err := ghinstallation.New(w.http.Transport, w.app.ID, inst.ID, []byte(w.app.PrivateKeyPEM))
	if err != nil {
		w.t.Fatal(err)
	}
	tr.BaseURL = w.s.URL()
	tr.Client = w.http
	return w.at(&http.Client{Transport: tr})
}

func (w *world) appClient() *github.Client {
	w.t.Helper()
	tr, err := ghinstallation.NewAppsTransport(w.http.Transport, w.app.ID, []byte(w.app.PrivateKeyPEM))
	if err != nil {
		w.t.Fatal(err)
	}
	return w.at(&http.Client{Transport: tr})
}

func (w *world) at(c *http.Client) *github.Client {
	w.t.Helper()
	client, err := github.NewClient(c).WithEnterpriseURLs(w.s.URL(), w.s.URL())
	if err != nil {
		w.t.Fatal(err)
	}
	return client
}

// as is go-github with a fixed token.
func (w *world) as(token string) *github.Client {
	w.t.Helper()
	return w.at(&http.Client{Transport: w.http.Transport}).WithAuthToken(token)
}

func must[T any](t *testing.T) func(T, *github.Response, error) T {
	return func(v T, _ *github.Response, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// refusal is the answer that an error carries.
func refusal(t *testing.T, err error) *github.ErrorResponse {
	t.Helper()
	var e *github.ErrorResponse
	if !errors.As(err, &e) {
		t.Fatalf("want an answer of GitHub, got %v", err)
	}
	return e
}

func ctx(t *testing.T) context.Context { return t.Context() }

// reply is an answer to a bare request.
type reply struct {
	status int
	header http.Header
	body   string
}

// get asks without a client's help; an empty token is nobody.
func (w *world) get(path, token, etag string) reply {
	return w.send(http.MethodGet, path, token, "", map[string]string{"If-None-Match": etag})
}

func (w *world) send(method, path, token, body string, header map[string]string) reply {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.s.URL()+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	for name, value := range header {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := w.http.Do(req)
	if err != nil {
		return reply{body: err.Error()}
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return reply{status: res.StatusCode, header: res.Header, body: err.Error()}
	}
	return reply{res.StatusCode, res.Header, string(text)}
}

func newHTTP(t *testing.T) *http.Client {
	t.Helper()
	c := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(c.CloseIdleConnections)
	return c
}
