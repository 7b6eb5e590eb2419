// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// postman brings deliveries to a bot that may be dead: again and again until they are acknowledged, a fifth of them twice.
type postman struct {
	bag    chan ghtest.Delivery
	slots  chan struct{} // taken by an act, freed when its delivery was acknowledged
	client *http.Client

	mu      sync.Mutex // guards the rest
	address string     // "": the bot is dead
	acked   map[string]bool
	fresh   []string // acknowledged since the last look
	twice   int
	pending int
}

func newPostman() *postman {
	return &postman{
		bag: make(chan ghtest.Delivery, 1000), slots: make(chan struct{}, 100), acked: map[string]bool{},
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}},
	}
}

// take takes what GitHub would send. What the bot ignores (check runs, pushes to branches) stays out of the count.
func (p *postman) take(d ghtest.Delivery) ghtest.Fate {
	if d.Event == "pull_request" || d.Event == "installation" {
		p.mu.Lock()
		p.pending++
		p.mu.Unlock()
		p.bag <- d
	}
	return ghtest.Vanish
}

// run delivers with many hands until stop is closed.
func (p *postman) run(stop chan struct{}) {
	for range 24 {
		go func() {
			for {
				select {
				case <-stop:
					return
				case d := <-p.bag:
					p.deliver(d, stop)
				}
			}
		}()
	}
}

func (p *postman) deliver(d ghtest.Delivery, stop chan struct{}) {
	if !p.insist(d, stop) {
		return
	}
	p.mu.Lock()
	p.acked[d.GUID] = true
	p.fresh = append(p.fresh, d.GUID)
	p.mu.Unlock()
	if rand.IntN(5) == 0 && p.insist(d, stop) {
		p.mu.Lock()
		p.twice++
		p.mu.Unlock()
	}
	p.mu.Lock()
	p.pending--
	p.mu.Unlock()
	if d.Event == "pull_request" && d.Action != "opened" {
		<-p.slots
	}
}

// insist posts a delivery until it is acknowledged.
func (p *postman) insist(d ghtest.Delivery, stop chan struct{}) bool {
	for !p.offer(d) {
		select {
		case <-stop:
			return false
		case <-time.After(5 * time.Millisecond):
		}
	}
	return true
}

func (p *postman) offer(d ghtest.Delivery) bool {
	p.mu.Lock()
	address := p.address
	p.mu.Unlock()
	if address == "" {
		return false
	}
	req, err := http.NewRequest(http.MethodPost, address+handlers.WebhookPath, bytes.NewReader(d.Payload))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(processSecret))
	mac.Write(d.Payload)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-GitHub-Event", d.Event)
	req.Header.Set("X-GitHub-Delivery", d.GUID)
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	res, err := p.client.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body) // the status is the acknowledgement
	return res.StatusCode == http.StatusOK
}

// to says where the bot is now.
func (p *postman) to(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.address = address
}

// count is how many different deliveries were acknowledged.
func (p *postman) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.acked)
}

// waiting is how many deliveries are on their way.
func (p *postman) waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending
}

// news are the deliveries that were acknowledged since the last call.
func (p *postman) news() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.fresh
	p.fresh = nil
	return out
}
