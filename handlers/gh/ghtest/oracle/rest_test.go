// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

func rest(tb testing.TB) *REST {
	tb.Helper()
	o, err := LoadREST()
	if err != nil {
		tb.Fatal(err)
	}
	return o
}

func request(tb testing.TB, method, path, body string) *http.Request {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), method, "https://api.github.com"+path, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func checkRun(field string) string {
	return `{"name": "bylaw", "head_sha": "ce587453ced02b1526dfb4cb910479d431683101"` + field + `}`
}

func annotations(n int) string {
	one := `{"path": "a.go", "start_line": 1, "end_line": 1, "annotation_level": "failure", "message": "m"},`
	return strings.TrimSuffix(strings.Repeat(one, n), ",")
}

func output(field string) string {
	return checkRun(`, "output": {"title": "t", ` + field + `}`)
}

func TestRequest(t *testing.T) {
	const runs, comments = "/repos/acme/widgets/check-runs", "/repos/acme/widgets/issues/7/comments"
	action := `{"label": "Re-check", "description": "d", "identifier": "recheck"}`
	tests := []struct {
		name, method, path, body string
		want                     string // part of the error, "" for none
	}{
		{"check run", "POST", runs, checkRun(""), ""},
		{"completed check run", "POST", runs, checkRun(`, "status": "completed", "conclusion": "success"`), ""},
		{"conclusion alone", "POST", runs, checkRun(`, "conclusion": "success"`), ""},
		{"completed without conclusion", "POST", runs, checkRun(`, "status": "completed"`), "anyOf"},
		{"missing head_sha", "POST", runs, `{"name": "bylaw"}`, `checks/create request: body/head_sha: property "head_sha" is missing`},
		{"bad conclusion", "POST", runs, checkRun(`, "conclusion": "passed"`), "body/conclusion: "},
		{"stale", "POST", runs, checkRun(`, "conclusion": "stale"`), "body/conclusion: "},
		{"50 annotations", "POST", runs, output(`"summary": "s", "annotations": [` + annotations(50) + `]`), ""},
		{"51 annotations", "POST", runs, output(`"summary": "s", "annotations": [` + annotations(51) + `]`), "body/output/annotations: "},
		{"line 0", "POST", runs, output(`"summary": "s", "annotations": [` + strings.Replace(annotations(1), "1", "0", 1) + `]`), "start_line: "},
		{"65,535 characters", "POST", runs, output(`"summary": "` + strings.Repeat("s", 65_535) + `"`), ""},
		{"65,536 characters", "POST", runs, output(`"summary": "` + strings.Repeat("s", 65_536) + `"`), "body/output/summary: "},
		{"no summary", "POST", runs, output(`"text": "x"`), "body/output/summary: "},
		{"unknown field", "POST", runs, checkRun(`, "color": "red"`), `"color" is unsupported`},
		{"unknown nested field", "POST", runs, output(`"summary": "s", "color": "red"`), `body/output: property "color" is unsupported`},
		{"3 actions", "POST", runs, checkRun(`, "actions": [` + action + "," + action + "," + action + `]`), ""},
		{"4 actions", "POST", runs, checkRun(`, "actions": [` + strings.TrimSuffix(strings.Repeat(action+",", 4), ",") + `]`), "body/actions: "},
		{"label of 21 characters", "POST", runs, checkRun(`, "actions": [` + strings.Replace(action, "Re-check", strings.Repeat("l", 21), 1) + `]`), "body/actions/0/label: "},
		{"comment", "POST", comments, `{"body": "` + strings.Repeat("c", 65_536) + `"}`, ""},
		{"comment too long", "POST", comments, `{"body": "` + strings.Repeat("c", 65_537) + `"}`, "issues/create-comment request: body/body: "},
		{"comment empty body", "POST", comments, "", "issues/create-comment request: body"},
		{"comment without JSON", "POST", comments, "hello", "failed to decode"},
		{"update", "PATCH", runs + "/4", `{"status": "completed", "conclusion": "failure"}`, ""},
		{"update waiting", "PATCH", runs + "/4", `{"status": "waiting"}`, "checks/update"},
		{"check run id", "GET", runs + "/four", "", "path check_run_id: "},
		{"token null", "POST", "/app/installations/1/access_tokens", "null", ""},
		{"token none", "POST", "/app/installations/1/access_tokens", "", ""},
		{"token narrowed", "POST", "/app/installations/1/access_tokens", `{"repository_ids": [1], "permissions": {"checks": "write"}}`, ""},
		{"token bad permission", "POST", "/app/installations/1/access_tokens", `{"permissions": {"checks": "admin"}}`, "body/permissions/checks: "},
		{"token unknown permission", "POST", "/app/installations/1/access_tokens", `{"permissions": {"deeds": "write"}}`, "deeds"},
		{"labels", "POST", "/repos/acme/widgets/issues/7/labels", `{"labels": ["cla"]}`, ""},
		{"labels bare", "POST", "/repos/acme/widgets/issues/7/labels", `["cla"]`, ""},
		{"body where none belongs", "GET", "/repos/acme/widgets", `{}`, "body not allowed"},
		{"unknown query parameter", "GET", "/repos/acme/widgets/pulls?perpage=100", "", "query perpage: unknown"},
		{"bad query value", "GET", "/repos/acme/widgets/pulls?state=opened", "", "query state: "},
		{"query", "GET", "/repos/acme/widgets/pulls?state=open&per_page=100&page=2", "", ""},
		{"redirected", "GET", "/repositories/42/pulls?state=open", "", ""},
		{"redirected, bad query", "GET", "/repositories/42/pulls?state=opened", "", "query state: "},
		{"no operation", "GET", "/repos/acme/widgets/stargazers", "", "no matching operation"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := request(t, test.method, test.path, test.body)
			checkFault(t, rest(t).Request(r, []byte(test.body)), test.want)
		})
	}
}

// checkFault wants no error, or one of one bounded line that holds want.
func checkFault(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Fatalf("got %v, want none", err)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("got %v, want %q in it", err, want)
	}
	if text := err.Error(); strings.Contains(text, "\n") || len(text) > maxFault*(maxFaults+1) {
		t.Errorf("not one short line: %q", text)
	}
}

func TestOperation(t *testing.T) {
	tests := []struct{ method, path, want string }{
		{"GET", "/", "meta/root"},
		{"GET", "/repos/acme/widgets", "repos/get"},
		{"GET", "/repositories/42", "repos/get"},
		{"GET", "/repositories/42/contents/a%20b/c.go?ref=main", "repos/get-content"},
		{"PATCH", "/repositories/42/check-runs/4", "checks/update"},
		{"GET", "/repositories/widgets", ""},
		{"GET", "/user/11", "users/get-by-id"},
		{"GET", "/user", "users/get-authenticated"},
		{"GET", "/repos/acme/widgets/commits/abc/pulls", "repos/list-pull-requests-associated-with-commit"},
		{"GET", "/repos/acme/widgets/contents/.github/bylaw.yml", "repos/get-content"},
		{"GET", "/repos/acme/widgets/contents/a%20b/c.go", "repos/get-content"},
		{"GET", "/repos/acme/widgets/branches/feature/a/b", "repos/get-branch"},
		{"GET", "/repos/acme/widgets/branches/feature%2Fa", "repos/get-branch"},
		{"GET", "/repos/acme/widgets/git/ref/heads/feature/a", "git/get-ref"},
		{"GET", "/repos/acme/widgets/compare/release/1.x...ana:feature/a", "repos/compare-commits-with-basehead"},
		{"GET", "/repos/acme/widgets/commits/heads/feature/a", "repos/get-commit"},
		{"GET", "/repos/acme/widgets/commits/heads/feature/a/check-runs", "checks/list-for-ref"},
		{"GET", "/repos/acme/widgets/commits/abc/check-suites", "checks/list-suites-for-ref"},
		{"GET", "/repos/acme/widgets/git/trees/HEAD:docs/a", "git/get-tree"},
		{"GET", "/repos/acme/widgets/issues/comments/5", "issues/get-comment"},
		{"GET", "/repos/acme/widgets/issues/5/comments", "issues/list-comments"},
		{"GET", "/repos/acme/widgets/properties/values", "repos/custom-properties-for-repos-get-repository-values"},
		{"DELETE", "/repos/acme/widgets", ""},
		{"BREW", "/repos/acme/widgets", ""},
		{"GET", "/nothing", ""},
	}
	for _, test := range tests {
		id, ok := rest(t).Operation(request(t, test.method, test.path, ""))
		if id != test.want || ok != (test.want != "") {
			t.Errorf("%s %s: got %q, %v, want %q", test.method, test.path, id, ok, test.want)
		}
	}
}

// All of the oracle may be used from many goroutines at once.
func TestConcurrent(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			body := []byte(output(`"summary": "s"`))
			if err := rest(t).Request(request(t, "POST", "/repos/acme/widgets/check-runs", string(body)), body); err != nil {
				t.Error(err)
			}
			if got := graphQL(t).Execute(t.Context(), Query{Query: pullQuery("number")}, world(), resolveNode); got.Errors != nil {
				t.Error(got.Errors)
			}
			events, err := LoadEvents()
			if err != nil || events.Check("push", []byte(`{}`)) == nil {
				t.Errorf("push: %v", err)
			}
		})
	}
	group.Wait()
}
