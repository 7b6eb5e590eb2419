// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func TestRedelivery(t *testing.T) {
	w := newWorld(t)
	w.heard()
	w.in.status = 500
	w.repo.SetTopics("a")
	w.s.Settle()
	lost := w.in.take()[0]
	w.in.status = 200
	c := w.appClient()
	list := must[[]*github.HookDelivery](t)(c.Apps.ListHookDeliveries(ctx(t), &github.ListCursorOptions{PerPage: 1}))
	if len(list) != 1 || list[0].GetGUID() != lost.guid || list[0].GetStatusCode() != 500 || list[0].GetRepositoryID() != w.repo.ID {
		t.Fatalf("deliveries: %v", list)
	}
	one := must[*github.HookDelivery](t)(c.Apps.GetHookDelivery(ctx(t), list[0].GetID()))
	if one.GetRequest().GetHeaders()["X-Github-Event"] != "repository" {
		t.Errorf("delivery: %v", one)
	}
	if _, _, err := c.Apps.RedeliverHookDelivery(ctx(t), list[0].GetID()); err != nil {
		if _, accepted := errors.AsType[*github.AcceptedError](err); !accepted { // go-github's way to tell of a 202
			t.Fatal(err)
		}
	}
	w.s.Settle()
	if again := w.in.take(); len(again) != 1 || again[0] != lost {
		t.Errorf("redelivered: %+v, want %+v", again, lost)
	}
	next, res, err := c.Apps.ListHookDeliveries(ctx(t), &github.ListCursorOptions{PerPage: 1})
	if err != nil || !next[0].GetRedelivery() || next[0].GetStatusCode() != 200 || res.Cursor == "" {
		t.Fatalf("after: %v, %+v, %v", next, res, err)
	}
	older := must[[]*github.HookDelivery](t)(c.Apps.ListHookDeliveries(ctx(t), &github.ListCursorOptions{PerPage: 1, Cursor: res.Cursor}))
	if older[0].GetID() != list[0].GetID() {
		t.Errorf("the cursor leads to %v", older)
	}
}

func TestFates(t *testing.T) {
	w := newWorld(t)
	w.heard()
	fates := []ghtest.Fate{ghtest.Hold, ghtest.Twice, ghtest.Lose, ghtest.Vanish, ghtest.Hold, ghtest.Send}
	w.app.Fate(func(ghtest.Delivery) ghtest.Fate {
		fate := fates[0]
		fates = fates[1:]
		return fate
	})
	before := len(w.app.Deliveries())
	for _, visibility := range []string{"private", "public", "private", "public", "internal"} {
		w.repo.SetVisibility(visibility)
	}
	w.repo.Archive(true)
	w.hear("with fates", "repository.publicized", "repository.publicized", "repository.archived")
	w.app.Release(true)
	w.hear("released", "repository.privatized", "repository.privatized")
	var statuses []int
	for _, d := range w.app.Deliveries()[before:] {
		statuses = append(statuses, d.StatusCode)
	}
	if !slices.Equal(statuses, []int{200, 200, 0, 200, 200, 200}) {
		t.Errorf("log: %v", statuses)
	}
}

// TestDownHoldsWebhooks: what happens while GitHub is down is told afterwards.
func TestDownHoldsWebhooks(t *testing.T) {
	w := newWorld(t)
	w.heard()
	w.s.Down(true)
	w.repo.SetTopics("a")
	w.hear("down")
	w.s.Down(false)
	w.hear("up", "repository.edited")
}

func TestUnreachableReceiver(t *testing.T) {
	w := newWorld(t)
	w.heard()
	w.app.SetWebhook("http://127.0.0.1:1", secret)
	w.repo.SetTopics("a")
	w.s.Settle()
	all := w.app.Deliveries()
	if last := all[len(all)-1]; last.StatusCode != 0 || last.Status != "failed to connect to host" {
		t.Errorf("%+v", last)
	}
	for _, known := range []bool{false, true} {
		w.s.Switch(func(sw *ghtest.Switches) { sw.DeliveryFailureIncludesTimeouts = known })
		got := w.get("/app/hook/deliveries?status=failure", w.appJWT(), "")
		if (got.body != "[]") != known {
			t.Errorf("status=failure with the switch %v: %s", known, got.body)
		}
	}
}
