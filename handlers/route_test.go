// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
	"github.com/bylaw-bot/bylaw/handlers/store"
)

var testPlace = place{repository: ".github", file: "bylaw.yml"}

// TestRouteExamples routes what GitHub really delivered: nothing panics, and what is asked for can be stored and worked on.
func TestRouteExamples(t *testing.T) {
	examples, err := oracle.Webhooks()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	for _, e := range examples {
		r, ok := route(e.Event, e.Payload, testPlace)
		if ok {
			asked[e.Event]++
		}
		if ok && routes[e.Event] == nil {
			t.Errorf("%s.%s: routed without a row in the table", e.Event, e.Action)
		}
		for _, s := range r.Subjects {
			sound(t, s)
		}
	}
	for _, event := range []string{"pull_request", "check_run", "check_suite", "push", "installation", "installation_repositories", "merge_group"} {
		if asked[event] == 0 {
			t.Logf("no example of %s asks for anything", event)
		}
	}
	if asked["pull_request"] == 0 || asked["installation"] == 0 {
		t.Errorf("asked: %v", asked)
	}
}

// sound holds what every subject needs to be worked on.
func sound(t *testing.T, s store.Subject) {
	t.Helper()
	if s.Key == "" || s.Kind == "" {
		t.Errorf("a subject without key or kind: %+v", s)
	}
	if (s.Kind == kindPull || s.Kind == kindQueue) && (s.Number <= 0 || s.RepositoryID <= 0) {
		t.Errorf("a pull request without numbers: %+v", s)
	}
}

const repository = `"repository": {"id": 7, "name": "widgets", "default_branch": "main", "visibility": "public", "owner": {"id": 3, "login": "acme"}}, "installation": {"id": 5}`

func TestRoute(t *testing.T) {
	pull := store.Subject{
		Key: "7/1", Kind: kindPull, Installation: 5, OwnerID: 3, RepositoryID: 7, Owner: "acme", Name: "widgets", Number: 1, Head: "abc", Open: true,
	}
	queue := pull
	queue.Key, queue.Kind, queue.Open = "7/1@abc", kindQueue, false
	scope := store.Subject{Key: "repo/7", Kind: kindRepository, Installation: 5, OwnerID: 3, RepositoryID: 7, Owner: "acme", Name: "widgets"}
	for name, c := range map[string]struct {
		event, payload string
		want           []store.Subject
	}{
		"opened":         {"pull_request", `{"action": "opened", "pull_request": {"number": 1, "head": {"sha": "abc"}}`, []store.Subject{pull}},
		"closed":         {"pull_request", `{"action": "closed", "pull_request": {"number": 1, "head": {"sha": "abc"}}`, nil},
		"an action":      {"pull_request", `{"action": "locked", "pull_request": {"number": 1, "head": {"sha": "abc"}}`, nil},
		"no number":      {"pull_request", `{"action": "opened", "pull_request": {"head": {"sha": "abc"}}`, nil},
		"an event":       {"watch", `{"action": "started"`, nil},
		"our run":        {"check_run", `{"action": "rerequested", "check_run": {"head_sha": "abc", "external_id": "7/1 abc 1f.2", "pull_requests": []}`, []store.Subject{pull}},
		"queue's run":    {"check_run", `{"action": "rerequested", "check_run": {"head_sha": "abc", "external_id": "7/1@abc abc 1f.2"}`, []store.Subject{queue}},
		"foreign id":     {"check_run", `{"action": "rerequested", "check_run": {"head_sha": "abc", "external_id": "8/1 abc 1f", "pull_requests": [{"number": 1}]}`, []store.Subject{pull}},
		"suite":          {"check_suite", `{"action": "rerequested", "check_suite": {"head_sha": "abc", "pull_requests": [{"number": 1}]}`, []store.Subject{pull}},
		"fork's suite":   {"check_suite", `{"action": "rerequested", "check_suite": {"head_sha": "abc", "pull_requests": []}`, nil},
		"queue":          {"merge_group", `{"action": "checks_requested", "merge_group": {"head_sha": "abc", "head_ref": "refs/heads/gh-readonly-queue/main/pr-1-def"}`, []store.Subject{queue}},
		"queue's end":    {"merge_group", `{"action": "destroyed", "merge_group": {"head_sha": "abc", "head_ref": "refs/heads/gh-readonly-queue/main/pr-1-def"}`, nil},
		"policy":         {"push", `{"ref": "refs/heads/main", "commits": [{"modified": [".github/bylaw.yml"]}]`, []store.Subject{scope}},
		"forced":         {"push", `{"ref": "refs/heads/main", "forced": true, "commits": [{"modified": ["a"]}]`, []store.Subject{scope}},
		"beside it":      {"push", `{"ref": "refs/heads/main", "commits": [{"modified": ["a"]}]`, nil},
		"another branch": {"push", `{"ref": "refs/heads/dev", "commits": [{"modified": [".github/bylaw.yml"]}]`, nil},
	} {
		r, _ := route(c.event, []byte(c.payload+", "+repository+"}"), testPlace)
		if diff := cmp.Diff(c.want, r.Subjects); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRouteOrganizationPolicy(t *testing.T) {
	r, ok := route("push", []byte(`{"ref": "refs/heads/main", "commits": [{"removed": ["bylaw.yml"]}], "installation": {"id": 5},
		"repository": {"id": 7, "name": ".github", "default_branch": "main", "owner": {"id": 3, "name": "acme"}}}`), testPlace)
	want := []store.Subject{{Key: "org/3", Kind: kindOrganization, Installation: 5, OwnerID: 3, Owner: "acme"}}
	if diff := cmp.Diff(want, r.Subjects); diff != "" || !ok {
		t.Error(ok, diff)
	}
}

// TestRouteEndings keeps who ended a pull request, when and how.
func TestRouteEndings(t *testing.T) {
	r, _ := route("pull_request", []byte(`{"action": "closed", "sender": {"id": 9}, "pull_request": {"number": 1, "head": {"sha": "abc"}, "merged": true,
		"merge_commit_sha": "def", "merged_at": "2026-01-02T03:04:05Z", "closed_at": "2026-01-02T03:04:06Z"}, `+repository+`}`), testPlace)
	want := []store.Ending{{Key: "7/1", Head: "abc", Merged: true, MergeCommit: "def", ActorID: 9, At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}}
	if diff := cmp.Diff(want, r.Endings); diff != "" {
		t.Error(diff)
	}
	r, _ = route("pull_request", []byte(`{"action": "reopened", "pull_request": {"number": 1, "head": {"sha": "abc"}}, `+repository+`}`), testPlace)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := r.received("id", at).Endings; len(got) != 1 || !got[0].Reopened || !got[0].At.Equal(at) {
		t.Errorf("%+v", got)
	}
}

func TestKeys(t *testing.T) {
	for key, want := range map[string]struct {
		repository int64
		number     int
		ok         bool
	}{
		pullKey(7, 1): {7, 1, true}, "7/1@abc": {7, 1, true}, "": {}, "7": {7, 0, false}, "7/0": {7, 0, false}, "7/-1": {7, -1, false},
		"0/1": {0, 1, false}, "repo/7": {}, "x/1": {}, "7/1/2": {7, 0, false}, "99999999999999999999/1": {},
	} {
		repository, number, ok := splitPullKey(key)
		if ok != want.ok || (ok && (repository != want.repository || number != want.number)) {
			t.Errorf("%q: %d %d %t", key, repository, number, ok)
		}
	}
}

func TestQueueNumber(t *testing.T) {
	for ref, want := range map[string]int{
		"refs/heads/gh-readonly-queue/main/pr-12-abc":     12,
		"refs/heads/gh-readonly-queue/release/1/pr-3-abc": 3,
		"gh-readonly-queue/main/pr-4-abc":                 4,
		"refs/heads/gh-readonly-queue/main/12-abc":        0,
		"refs/heads/gh-readonly-queue/main/pr--1-abc":     0,
		"refs/heads/main":               0,
		"":                              0,
		"refs/heads/gh-readonly-queue/": 0,
		"refs/heads/gh-readonly-queue/pr-1-a/pr-2-abc":     2,
		"refs/heads/gh-readonly-queue/main/pr-9999999999x": 0,
	} {
		if got := queueNumber(ref); got != want {
			t.Errorf("%q: %d", ref, got)
		}
	}
}

// FuzzRoute: whatever is signed and sent, routing does not panic and asks for nothing that cannot be worked on.
func FuzzRoute(f *testing.F) {
	f.Add("pull_request", []byte(`{"action": "opened", "pull_request": {"number": 1, "head": {"sha": "abc"}}, `+repository+`}`))
	f.Add("push", []byte(`{"ref": "refs/heads/main", "commits": [{"modified": [".github/bylaw.yml"]}], `+repository+`}`))
	f.Add("merge_group", []byte(`{"action": "checks_requested", "merge_group": {"head_ref": "gh-readonly-queue/main/pr-1-a", "head_sha": "b"}}`))
	f.Add("check_run", []byte(`{"action": "rerequested", "check_run": {"external_id": "7/1@a b"}, `+repository+`}`))
	f.Add("installation_repositories", []byte(`{"repositories_added": [{"id": 1}, 2, null], "installation": []}`))
	f.Add("push", []byte(`[]`))
	f.Fuzz(func(t *testing.T, event string, payload []byte) {
		r, _ := route(event, payload, testPlace)
		for _, s := range r.Subjects {
			sound(t, s)
		}
	})
}
