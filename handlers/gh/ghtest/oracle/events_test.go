// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"testing"
)

// example is a fresh copy of the first of GitHub's examples that today's schema
// of its event accepts.
func example(t *testing.T, event, action string) map[string]any {
	t.Helper()
	events, err := LoadEvents()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Webhooks()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Event == event && e.Action == action && events.Check(event, e.Payload) == nil {
			var value map[string]any
			if err := json.Unmarshal(e.Payload, &value); err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("no valid example of %s %q", event, action)
	return nil
}

func TestEvents(t *testing.T) {
	type object = map[string]any
	in := func(o object, key string) object { return o[key].(object) }
	tests := []struct {
		name, event, action string
		change              func(object)
		want                string
	}{
		{"check run", "check_run", "created", func(object) {}, ""},
		{"check suite", "check_suite", "requested", func(object) {}, ""},
		{"merge group", "merge_group", "checks_requested", func(object) {}, ""},
		{"comment", "issue_comment", "created", func(object) {}, ""},
		{"ping", "ping", "", func(object) {}, ""},
		{"repository", "repository", "created", func(object) {}, ""},
		{"installation", "installation", "suspend", func(object) {}, ""},
		{"new permissions", "installation", "new_permissions_accepted", func(object) {}, ""},
		{"pull request", "pull_request", "opened", func(object) {}, ""},
		{"deleted fork", "pull_request", "opened", func(o object) { in(in(o, "pull_request"), "head")["repo"] = nil }, ""},
		{"installation times", "installation", "suspend", func(o object) { in(o, "installation")["created_at"] = 1_600_000_000 }, ""},
		{"unknown action", "check_run", "created", func(o object) { o["action"] = "made" }, "payload of check_run.made: no schema"},
		{"missing action", "check_run", "created", func(o object) { delete(o, "action") }, "payload of check_run: no schema"},
		{"wrong type", "pull_request", "opened", func(o object) { o["number"] = "7" }, "payload of pull_request.opened: /number: "},
		{"bad enum", "pull_request", "opened", func(o object) { in(o, "pull_request")["state"] = "merged" }, "/pull_request/state: "},
		{"missing field", "merge_group", "checks_requested", func(o object) { delete(in(o, "merge_group"), "head_sha") }, "/merge_group/head_sha: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			value := example(t, test.event, test.action)
			test.change(value)
			events, err := LoadEvents()
			if err != nil {
				t.Fatal(err)
			}
			checkFault(t, events.Check(test.event, marshal(t, value)), test.want)
		})
	}
}

func TestEventsForeign(t *testing.T) {
	events, err := LoadEvents()
	if err != nil {
		t.Fatal(err)
	}
	checkFault(t, events.Check("star", []byte(`{"action": "created"}`)), "payload of star.created: no schema")
	checkFault(t, events.Check("push", []byte(`[]`)), "payload of push: ")
	checkFault(t, events.Check("push", []byte(`{}`)), "payload of push: /ref: ")
}

func TestWebhooks(t *testing.T) {
	all, err := Webhooks()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{}
	for _, e := range all {
		names[e.Event]++
	}
	if len(all) != 329 || len(names) != 58 {
		t.Errorf("%d examples of %d events, want 329 of 58", len(all), len(names))
	}
}
