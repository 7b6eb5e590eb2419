// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// paced is a set of lanes on a clock of its own: sleeping moves it.
type paced struct {
	*Lanes
	at    time.Time
	waits []time.Duration
}

func newPaced() *paced {
	p := &paced{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	p.Lanes = NewLanes(func() time.Time { return p.at }, nil)
	p.Lanes.sleep = func(_ context.Context, d time.Duration) error {
		p.waits = append(p.waits, d)
		p.at = p.at.Add(d)
		return nil
	}
	return p
}

// run makes n calls, coming back when told to, and returns how long they took.
func (p *paced) run(t *testing.T, n int, class Class) time.Duration {
	t.Helper()
	start := p.at
	for i := range n {
		who := fmt.Sprint(i)
		var limited *Limited
		err := p.Wait(context.Background(), 1, class, who)
		for errors.As(err, &limited) {
			if !limited.Until.After(p.at) {
				t.Fatalf("told to come back in the past: %v", limited)
			}
			p.at = limited.Until
			err = p.Wait(context.Background(), 1, class, who)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return p.at.Sub(start)
}

func TestNotifyingWritesAreOneASecondEightyAMinute(t *testing.T) {
	p := newPaced()
	if took := p.run(t, 60, Notify); took < 59*time.Second || took > 61*time.Second {
		t.Errorf("60 comments took %v, want 59 s", took)
	}
	p = newPaced()
	if took := p.run(t, 451, Notify); took < time.Hour {
		t.Errorf("451 comments took %v; only 450 an hour are allowed", took)
	}
}

func TestPointsAreNineHundredAMinute(t *testing.T) {
	p := newPaced()
	if took := p.run(t, 900, Read); took != 0 {
		t.Errorf("900 reads had to wait %v", took)
	}
	if took := p.run(t, 1, Read); took < 50*time.Second {
		t.Errorf("the 901st point came after %v", took)
	}
	p = newPaced()
	if took := p.run(t, 181, Write); took < 50*time.Second {
		t.Errorf("181 writes of five points took %v", took)
	}
}

// TestAPlaceIsKept: of many who wait, each is sent away once, and comes back to a place of its own, in the order of coming.
func TestAPlaceIsKept(t *testing.T) {
	p := newPaced()
	turns := map[string]time.Time{}
	for i := range 50 {
		who := fmt.Sprint(i)
		var limited *Limited
		if err := p.Wait(context.Background(), 1, Notify, who); errors.As(err, &limited) {
			turns[who] = limited.Until
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if len(turns) != 49 || len(p.waits) > 0 {
		t.Fatalf("%d were sent away, %d slept", len(turns), len(p.waits))
	}
	start := p.at
	for i := 1; i < 50; i++ {
		who := fmt.Sprint(i)
		if want := start.Add(time.Duration(i) * time.Second); !turns[who].Equal(want) {
			t.Fatalf("%s may come at %v, want %v", who, turns[who], want)
		}
		p.at = turns[who]
		if err := p.Wait(context.Background(), 1, Read, who); err != nil {
			t.Fatal(err)
		}
		if err := p.Wait(context.Background(), 1, Notify, who); err != nil {
			t.Fatalf("%s came in time: %v", who, err)
		}
	}
}

func TestLanesAreApart(t *testing.T) {
	p := newPaced()
	p.run(t, 5, Notify)
	before := p.at
	if err := p.Wait(context.Background(), 1, Write, "w"); err != nil || !p.at.Equal(before) {
		t.Errorf("a check run waited behind comments: %v, %v", err, p.at.Sub(before))
	}
	if err := p.Wait(context.Background(), 2, Notify, "n"); err != nil || !p.at.Equal(before) {
		t.Errorf("another installation waited: %v", err)
	}
}

func TestBlockGivesTheWorkerBack(t *testing.T) {
	p := newPaced()
	var told time.Time
	p.blocked = func(_ int64, until time.Time) { told = until }
	until := p.at.Add(time.Minute)
	p.Block(1, until)
	p.Block(1, until.Add(-30*time.Second))
	var limited *Limited
	if err := p.Wait(context.Background(), 1, Read, "r"); !errors.As(err, &limited) || !limited.Until.Equal(until) {
		t.Errorf("Wait = %v, want limited until %v", err, until)
	}
	if !told.Equal(until) {
		t.Errorf("the block was told as %v", told)
	}
	if len(p.waits) > 0 {
		t.Errorf("a worker slept %v", p.waits)
	}
}

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         Class
	}{
		{"GET", "/repos/a/b/pulls/1/files", Read},
		{"POST", "/graphql", Read},
		{"POST", "/api/graphql", Read},
		{"POST", "/repos/a/b/check-runs", Write},
		{"PATCH", "/repos/a/b/check-runs/1", Write},
		{"POST", "/repos/a/b/issues/1/comments", Notify},
		{"PATCH", "/repos/a/b/issues/comments/1", Notify},
	} {
		if got := classify(request(c.method, c.path)); got != c.want {
			t.Errorf("%s %s = %v, want %v", c.method, c.path, got, c.want)
		}
	}
}

func TestOperationHasNoNames(t *testing.T) {
	for path, want := range map[string]string{
		"/repos/acme/widgets/pulls/7/files":                                           "GET /repos/{}/pulls/{}/files",
		"/repos/acme/123/commits/0123456789012345678901234567890123456789/check-runs": "GET /repos/{}/commits/{}/check-runs",
		"/api/v3/repos/acme/widgets/check-runs/5":                                     "GET /api/v3/repos/{}/check-runs/{}",
		"/users/ana":                              "GET /users/{}",
		"/users/dependabot%5Bbot%5D":              "GET /users/{}",
		"/installation/repositories":              "GET /installation/repositories",
		"/repos/acme/widgets/compare/aaaa...bbbb": "GET /repos/{}/compare/{}",
		"/repos/acme/widgets/git/trees/0123456789012345678901234567890123456789": "GET /repos/{}/git/trees/{}",
	} {
		if got := operation(request("GET", path)); got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
}

func request(method, path string) *http.Request {
	u, err := url.Parse("https://api.example" + path)
	if err != nil {
		panic(err)
	}
	return &http.Request{Method: method, URL: u}
}
