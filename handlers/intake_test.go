// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // GitHub's older signature, which alone is not enough
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// taker is a bot that takes deliveries and works on none.
type taker struct {
	*App
	t *testing.T
}

const newSecret = "a second secret during rotation"

func newTaker(t *testing.T, secrets ...string) taker {
	t.Helper()
	settings := &config.Server{
		AppID: 1, PrivateKey: config.NewSecret("not used: nothing is asked of GitHub"), API: "https://github.invalid/",
		GraphQL: "https://github.invalid/graphql", Store: filepath.Join(t.TempDir(), "bylaw.db"), PolicyRepository: ".github", PolicyFile: "bylaw.yml",
	}
	for _, s := range secrets {
		settings.WebhookSecrets = append(settings.WebhookSecrets, config.NewSecret(s))
	}
	app, err := New(context.Background(), Options{Settings: settings, Version: "test", Log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := app.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return taker{app, t}
}

// rows is how many deliveries are stored, as far as this process accepted them.
func (k taker) rows() int64 {
	k.t.Helper()
	s, err := k.store.Stats(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	return s.New + s.Requeued + s.Duplicate
}

func sum(kind func() hash.Hash, secret string, body []byte) string {
	mac := hmac.New(kind, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// delivery is a well-formed one; change spoils it.
func delivery(event, id, secret string, body []byte, change func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodPost, WebhookPath, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", id)
	r.Header.Set("X-Hub-Signature-256", "sha256="+sum(sha256.New, secret, body))
	if change != nil {
		change(r)
	}
	return r
}

func (k taker) post(r *http.Request) int {
	w := httptest.NewRecorder()
	k.ServeHTTP(w, r)
	return w.Code
}

// TestIntakeExamples posts what GitHub really delivered: all of it is answered 2xx.
func TestIntakeExamples(t *testing.T) {
	k := newTaker(t, hookSecret)
	examples, err := oracle.Webhooks()
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range examples {
		id := fmt.Sprintf("00000000-0000-0000-0000-%012d", i)
		if code := k.post(delivery(e.Event, id, hookSecret, e.Payload, nil)); code < 200 || code > 299 {
			t.Errorf("%s.%s: %d", e.Event, e.Action, code)
		}
	}
	if k.rows() == 0 {
		t.Error("nothing was stored")
	}
}

const opened = `{"action": "opened", "pull_request": {"number": 1, "head": {"sha": "abc"}}, ` + repository + `}`

func TestIntakeRefuses(t *testing.T) {
	k := newTaker(t, hookSecret)
	body := []byte(opened)
	huge := []byte(`{"action": "opened", "pad": "` + strings.Repeat("x", bodyLimit) + `"}`)
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, c := range map[string]struct {
		body   []byte
		change func(*http.Request)
		want   int
	}{
		"a GET":           {body, func(r *http.Request) { r.Method = http.MethodGet }, http.StatusMethodNotAllowed},
		"no event":        {body, header("X-GitHub-Event", ""), http.StatusBadRequest},
		"no id":           {body, header("X-GitHub-Delivery", ""), http.StatusBadRequest},
		"an id of words":  {body, header("X-GitHub-Delivery", "who goes there"), http.StatusBadRequest},
		"a long id":       {body, header("X-GitHub-Delivery", strings.Repeat("a", 65)), http.StatusBadRequest},
		"unsigned":        {body, func(r *http.Request) { r.Header.Del("X-Hub-Signature-256") }, http.StatusUnauthorized},
		"wrongly signed":  {body, header("X-Hub-Signature-256", "sha256="+sum(sha256.New, "another", body)), http.StatusUnauthorized},
		"signed no hex":   {body, header("X-Hub-Signature-256", "sha256=zz"), http.StatusUnauthorized},
		"SHA-1 alone":     {body, sha1Alone(body), http.StatusUnauthorized},
		"SHA-1 in place":  {body, header("X-Hub-Signature-256", "sha1="+sum(sha1.New, hookSecret, body)), http.StatusUnauthorized},
		"no JSON":         {[]byte(`{"action":`), nil, http.StatusBadRequest},
		"nothing":         {nil, nil, http.StatusBadRequest},
		"another type":    {body, header("Content-Type", "text/plain"), http.StatusBadRequest},
		"too large":       {huge, nil, http.StatusRequestEntityTooLarge},
		"large, unstated": {huge, func(r *http.Request) { r.ContentLength = -1 }, http.StatusRequestEntityTooLarge},
		"NUL in a name":   {[]byte(strings.Replace(opened, "widgets", `wid\u0000gets`, 1)), nil, http.StatusBadRequest},
	} {
		if got := k.post(delivery("pull_request", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", hookSecret, c.body, c.change)); got != c.want {
			t.Errorf("%s: %d, expected %d", name, got, c.want)
		}
	}
	if n := k.rows(); n != 0 {
		t.Errorf("%d rows", n)
	}
	if got := k.post(delivery("pull_request", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", hookSecret, body, nil)); got != http.StatusOK || k.rows() != 1 {
		t.Errorf("the good one: %d, %d rows", got, k.rows())
	}
}

func sha1Alone(body []byte) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("X-Hub-Signature-256")
		r.Header.Set("X-Hub-Signature", "sha1="+sum(sha1.New, hookSecret, body))
	}
}

// TestIntakeIgnores answers unknown events and actions with 2xx and stores nothing.
func TestIntakeIgnores(t *testing.T) {
	k := newTaker(t, hookSecret)
	for event, body := range map[string]string{
		"watch": `{"action": "started"}`, "something_new": `{}`, "pull_request": `{"action": "invented"}`, "ping": `{"zen": "Keep it logically awesome."}`,
	} {
		if got := k.post(delivery(event, "aa", hookSecret, []byte(body), nil)); got < 200 || got > 299 {
			t.Errorf("%s: %d", event, got)
		}
	}
	if n := k.rows(); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// TestIntakeRotation takes both secrets while they are being changed, and none else.
func TestIntakeRotation(t *testing.T) {
	k := newTaker(t, hookSecret, newSecret)
	for i, c := range []struct {
		secret string
		want   int
	}{{hookSecret, http.StatusOK}, {newSecret, http.StatusOK}, {"another", http.StatusUnauthorized}} {
		if got := k.post(delivery("pull_request", fmt.Sprintf("aa%d", i), c.secret, []byte(opened), nil)); got != c.want {
			t.Errorf("%d: %d, expected %d", i, got, c.want)
		}
	}
	huge := []byte(strings.Repeat("x", bodyLimit+1))
	if got := k.post(delivery("pull_request", "ab", newSecret, huge, func(r *http.Request) { r.ContentLength = -1 })); got != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", got)
	}
	if n := k.rows(); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestNoSecretNoStart(t *testing.T) {
	_, err := New(context.Background(), Options{Settings: &config.Server{Store: filepath.Join(t.TempDir(), "bylaw.db")}, Log: zerolog.Nop()})
	if err == nil || !strings.Contains(err.Error(), "webhook secret") {
		t.Errorf("%v", err)
	}
}
