// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
)

// sample reads an example of a response from the description, as published; only
// requested_teams[].type, which its own schema requires, was added to the pull request.
func sample[T any](tb testing.TB, name string) T {
	tb.Helper()
	raw, err := os.ReadFile("testdata/response/" + name + ".json")
	if err != nil {
		tb.Fatal(err)
	}
	var value T
	if err := json.Unmarshal(raw, &value); err != nil {
		tb.Fatal(err)
	}
	return value
}

func marshal(tb testing.TB, value any) []byte {
	tb.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

var jsonHeader = http.Header{"Content-Type": {"application/json; charset=utf-8"}}

func TestResponse(t *testing.T) {
	type object = map[string]any
	const runs, pull = "/repos/acme/widgets/check-runs", "/repos/acme/widgets/pulls/7"
	tests := []struct {
		name, method, path string
		status             int
		sample             string
		change             func(object)
		want               string
	}{
		{"check run", "POST", runs, 201, "check-run", nil, ""},
		{"bad enum", "POST", runs, 201, "check-run", func(o object) { o["status"] = "done" }, "checks/create response 201: /status: "},
		{"wrong type", "POST", runs, 201, "check-run", func(o object) { o["id"] = "4" }, "/id: value must be an integer"},
		{"missing field", "POST", runs, 201, "check-run", func(o object) { delete(o, "head_sha") }, "/head_sha: property"},
		{"bad date", "POST", runs, 201, "check-run", func(o object) { o["started_at"] = "yesterday" }, "/started_at: "},
		{"no such success", "POST", runs, 200, "check-run", nil, "no such status"},
		{"pull request", "GET", pull, 200, "pull", nil, ""},
		{"deleted fork", "GET", pull, 200, "pull", func(o object) { o["head"].(object)["repo"] = nil }, ""},
		{"deleted user", "GET", pull, 200, "pull", func(o object) { o["head"].(object)["user"] = nil }, ""},
		{"head without repo", "GET", pull, 200, "pull", func(o object) { delete(o["head"].(object), "repo") }, "/head/repo: property"},
		{"wrong type in head's repo", "GET", pull, 200, "pull", func(o object) { o["head"].(object)["repo"].(object)["id"] = "x" }, "/head/repo/id: "},
		{"base without repo", "GET", pull, 200, "pull", func(o object) { o["base"].(object)["repo"] = nil }, "/base/repo: "},
		{"comment", "POST", "/repos/acme/widgets/issues/7/comments", 201, "comment", nil, ""},
		{"tree", "GET", "/repos/acme/widgets/git/trees/main", 200, "tree", nil, ""},
		{"file", "GET", "/repos/acme/widgets/contents/README.md", 200, "content", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := sample[object](t, test.sample)
			if test.change != nil {
				test.change(body)
			}
			r := request(t, test.method, test.path, "")
			checkFault(t, rest(t).Response(r, test.status, jsonHeader, marshal(t, body)), test.want)
		})
	}
}

func TestResponseOfCommits(t *testing.T) {
	r := request(t, "GET", "/repos/acme/widgets/commits?sha=feature/a", "")
	for _, author := range []any{nil, map[string]any{}} {
		commits := sample[[]map[string]any](t, "commits")
		commits[0]["author"], commits[0]["committer"] = author, author
		checkFault(t, rest(t).Response(r, 200, jsonHeader, marshal(t, commits)), "")
	}
	commits := sample[[]map[string]any](t, "commits")
	commits[0]["author"] = map[string]any{"login": "ana"}
	checkFault(t, rest(t).Response(r, 200, jsonHeader, marshal(t, commits)), "/0/author: ")
}

func TestResponseByStatus(t *testing.T) {
	const path = "/repos/acme/widgets/contents/README.md"
	text := http.Header{"Content-Type": {"application/vnd.github.raw+json; charset=utf-8"}}
	moved := http.Header{"Location": {"https://api.github.com/repositories/1"}}
	tests := []struct {
		name   string
		accept string
		status int
		header http.Header
		body   string
		want   string
	}{
		{"not modified", "", 304, nil, "", ""},
		{"moved", "", 307, moved, "", ""},
		{"listed failure", "", 404, jsonHeader, `{"message": "Not Found", "documentation_url": "https://docs.github.com"}`, ""},
		{"failure of another shape", "", 404, jsonHeader, `{"message": 404}`, "/message: "},
		{"failure that is not listed", "", 429, jsonHeader, `{"message": "slow down"}`, ""},
		{"failure without message", "", 429, jsonHeader, `{"error": "slow down"}`, "must have a message"},
		{"failure without JSON", "", 502, jsonHeader, `<html>`, "must be a JSON object"},
		{"raw as asked", "application/vnd.github.raw+json", 200, text, "# Widgets", ""},
		{"raw without being asked", "", 200, text, "# Widgets", "raw+json"},
		{"no content type", "", 200, http.Header{}, "{}", "Content-Type"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := request(t, "GET", path, "")
			r.Header.Set("Accept", test.accept)
			checkFault(t, rest(t).Response(r, test.status, test.header, []byte(test.body)), test.want)
		})
	}
}
