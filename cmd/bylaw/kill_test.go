// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math/rand/v2"
	"testing"
	"time"
)

// How much the kill test does. It counts; it does not measure.
const (
	killTimes    = 9
	killAccepted = 2400 // different deliveries that were acknowledged, at least
	killLife     = 240  // of them in each life, at least, before the kill
	killJudged   = 20   // evaluations in each life, at least, before the kill
)

// TestKill kills the whole bot at least eight times with SIGKILL, in the middle of its work, under thousands of deliveries
// about forty pull requests in sixteen repositories of eight organizations. Heads move, a third of them fail, a fifth of the
// deliveries comes twice, and what was not acknowledged is delivered again. Of what was acknowledged nothing is lost, and
// nothing is done twice: no comment, no check run of the same report, no generation.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	w := newKillWorld(t)
	w.post.run(w.stop)
	go func() {
		defer close(w.acted)
		w.act()
	}()
	for range killTimes {
		w.life()
	}
	p := w.begin()
	w.reach(p, func() bool { return w.post.count() >= killAccepted })
	close(w.calm) // nothing new happens
	<-w.acted
	w.github.Settle()
	_, internal := p.serving(t)
	w.reach(p, func() bool { return w.post.waiting() == 0 && behind(internal) == 0 })
	close(w.stop)
	if code := p.stop(t); code != 0 {
		t.Errorf("exit code %d: %v", code, p.output())
	}
	w.judgeLife(p)
	w.remember()
	w.judge()
}

// life is one life of the bot: begun, loaded, killed.
func (w *killWorld) life() {
	w.t.Helper()
	before := w.post.count()
	p := w.begin()
	enough := killLife + rand.IntN(killLife/8)
	w.reach(p, func() bool { return w.post.count()-before >= enough && len(p.evaluated()) >= killJudged })
	time.Sleep(rand.N(50 * time.Millisecond)) // anywhere
	p.kill()
	w.post.to("")
	w.judgeLife(p)
	w.remember()
}

// begin starts the bot and sends the deliveries to it.
func (w *killWorld) begin() *process {
	w.t.Helper()
	p := spawn(w.t, w.env)
	public, _ := p.serving(w.t)
	w.post.to(public)
	return p
}

// reach waits for what will come, however slow the machine is.
func (w *killWorld) reach(p *process, there func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); !there(); time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-p.ended:
			p.ended <- err
			w.t.Fatalf("the bot ended by itself: %v %v", err, p.output())
		default:
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("not reached: %d acknowledged, %d waiting, %d evaluated; the log, by what it says: %v",
				w.post.count(), w.post.waiting(), len(p.evaluated()), p.summary())
		}
	}
}
