// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // GitHub's older signature header
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"sync"
	"time"
)

// Delivery is one attempt to send an event to an App.
type Delivery struct {
	ID             int64
	GUID           string // X-GitHub-Delivery: a redelivery has its first's
	Event, Action  string
	InstallationID int64
	RepositoryID   int64
	Payload        []byte
	Redelivery     bool
	DeliveredAt    time.Time
	Duration       time.Duration
	StatusCode     int // 0: no answer
	Status         string
	URL            string
	Header         http.Header // as sent
	Answer         http.Header
	AnswerBody     string

	fated bool
}

// Fate is what becomes of a delivery.
type Fate int

const (
	// Send sends it, as always.
	Send Fate = iota
	// Lose does not send it; the log says that nobody answered.
	Lose
	// Vanish does not send it, and the log does not know of it.
	Vanish
	// Twice sends it two times under the same GUID.
	Twice
	// Hold keeps it back until [App.Release].
	Hold
)

// sender sends an App's webhooks, one after the other, from one goroutine. The server's lock guards it.
type sender struct {
	app         *App
	url, secret string
	hook        int64
	queue, held []Delivery
	done        []Delivery
	fate        func(Delivery) Fate
	paused      bool
	busy        bool
	changed     *sync.Cond
	ctx         context.Context //nolint:containedctx // ends with the server, not with a call
	cancel      context.CancelFunc
	ended       chan struct{}
	client      *http.Client
}

func newSender(app *App, url, secret string) *sender {
	ctx, cancel := context.WithCancel(context.Background())
	x := &sender{
		app: app, url: url, secret: secret, hook: app.s.id(), changed: sync.NewCond(&app.s.mu), ctx: ctx, cancel: cancel,
		ended: make(chan struct{}),
		client: &http.Client{
			Timeout: app.s.opts.HookTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: 4},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	go x.run()
	return x
}

// put appends to the queue; an App without an address gets nothing, and nobody gets more than 25 MB (GitHub docs).
func (x *sender) put(d Delivery) {
	if x.url == "" || len(d.Payload) > 25<<20 || x.ctx.Err() != nil {
		return
	}
	x.queue = append(x.queue, d)
	x.changed.Broadcast()
}

func (x *sender) pause(on bool) {
	x.paused = on
	x.changed.Broadcast()
}

func (x *sender) stop() {
	x.cancel()
	unlock := x.app.s.lock()
	x.changed.Broadcast()
	unlock()
	<-x.ended
	x.client.CloseIdleConnections()
}

func (x *sender) run() {
	defer close(x.ended)
	for {
		d, fate, ok := x.next()
		if !ok {
			return
		}
		verdict := Send
		if fate != nil && !d.fated {
			verdict = fate(d)
		}
		x.handle(d, verdict)
	}
}

// next waits for work.
func (x *sender) next() (Delivery, func(Delivery) Fate, bool) {
	defer x.app.s.lock()()
	x.busy = false
	x.changed.Broadcast()
	for (len(x.queue) == 0 || x.paused) && x.ctx.Err() == nil {
		x.changed.Wait()
	}
	if x.ctx.Err() != nil {
		return Delivery{}, nil, false
	}
	d := x.queue[0]
	x.queue, x.busy = x.queue[1:], true
	return d, x.fate, true
}

func (x *sender) handle(d Delivery, verdict Fate) {
	switch verdict {
	case Vanish:
	case Hold:
		defer x.app.s.lock()()
		d.fated = true
		x.held = append(x.held, d)
	case Lose:
		d.Status = "failed to connect to host"
		x.note(d)
	case Twice:
		x.attempt(d)
		x.attempt(d)
	case Send:
		x.attempt(d)
	}
}

func (x *sender) note(d Delivery) {
	now := x.app.s.clock()
	defer x.app.s.lock()()
	d.ID = x.app.s.id()
	if d.DeliveredAt.IsZero() {
		d.DeliveredAt = now
	}
	x.done = append(x.done, d)
}

// attempt posts a delivery and writes down what came of it.
func (x *sender) attempt(d Delivery) {
	if !d.Redelivery {
		x.app.s.violate(x.app.s.checkEvent(d))
	}
	unlock := x.app.s.lock()
	url, secret := x.url, x.secret
	unlock()
	d.URL, d.Header, d.DeliveredAt = url, x.headers(d, secret), x.app.s.clock()
	start := x.app.s.opts.Now()
	d.StatusCode, d.Status = 0, "failed to connect to host"
	if res, err := x.post(d); err == nil {
		d.StatusCode, d.Status, d.Answer = res.StatusCode, http.StatusText(res.StatusCode), res.Header
		text, _ := io.ReadAll(io.LimitReader(res.Body, 64<<10))
		d.AnswerBody = string(text)
		_ = res.Body.Close()
	} else if errors.Is(err, context.DeadlineExceeded) {
		d.Status = "timed out"
	}
	d.Duration = x.app.s.opts.Now().Sub(start)
	x.note(d)
}

func (x *sender) post(d Delivery) (*http.Response, error) {
	req, err := http.NewRequestWithContext(x.ctx, http.MethodPost, d.URL, bytes.NewReader(d.Payload))
	if err != nil {
		return nil, err
	}
	req.Header = d.Header.Clone()
	return x.client.Do(req)
}

func (x *sender) headers(d Delivery, secret string) http.Header {
	h := http.Header{}
	for name, value := range map[string]string{
		"Accept": "*/*", "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/" + d.GUID[:7], "X-GitHub-Delivery": d.GUID,
		"X-GitHub-Event": d.Event, "X-GitHub-Hook-ID": fmt.Sprint(x.hook), "X-GitHub-Hook-Installation-Target-Type": "integration",
		"X-GitHub-Hook-Installation-Target-ID": fmt.Sprint(x.app.ID),
	} {
		h.Set(name, value)
	}
	if secret != "" {
		h.Set("X-Hub-Signature", "sha1="+sign(sha1.New, secret, d.Payload))
		h.Set("X-Hub-Signature-256", "sha256="+sign(sha256.New, secret, d.Payload))
	}
	return h
}

func sign(kind func() hash.Hash, secret string, payload []byte) string {
	mac := hmac.New(kind, []byte(secret))
	mac.Write(payload)
	return hex.EncodeToString(mac.Sum(nil))
}
