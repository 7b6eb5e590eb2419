// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// FuzzExecute gives the executor foreign queries. Whatever they are, the answer is
// JSON of GitHub's shape, data or errors are there, and nothing panics or runs on.
func FuzzExecute(f *testing.F) {
	text, err := os.ReadFile("testdata/facts.graphql")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text), `{"owner": "acme", "name": "widgets", "number": 7, "policyRepo": ".github"}`)
	for _, e := range executions {
		f.Add(e.query, e.variables)
	}
	for _, r := range refusals {
		if len(r.query) < 4096 {
			f.Add(r.query, r.variables)
		}
	}
	f.Add(`{viewer{...a ...a}} fragment a on User{x:followers(first:1){nodes{...b}}} fragment b on User{...a}`, `{"a": [1e400, -1]}`)
	f.Add(`query($a:[[Int]]={a:1},$b:AddCommentInput={}){nodes(ids:[[$a],{b:9999999999999999999999}]){id}}`, `{"a": {"b": []}}`)
	g := graphQL(f)
	f.Fuzz(func(t *testing.T, query, variables string) {
		q := Query{Query: query}
		if json.Unmarshal([]byte(variables), &q.Variables) != nil {
			q.Variables = nil
		}
		result := g.Execute(t.Context(), q, world(), resolveNode)
		if result.Data == nil && len(result.Errors) == 0 {
			t.Fatal("neither data nor errors")
		}
		if result.Data != nil && !json.Valid(result.Data) {
			t.Fatalf("no JSON: %s", result.Data)
		}
		if _, err := json.Marshal(result); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzRequest gives the description foreign requests: a fault is one bounded line.
func FuzzRequest(f *testing.F) {
	f.Add("POST", "/repos/acme/widgets/check-runs", output(`"summary": "s"`))
	f.Add("PATCH", "/repositories/42/check-runs/4?x=1", checkRun(`, "actions": [{"label": 1}]`))
	f.Add("POST", "/repos/acme/widgets/issues/7/labels", `[1, {"labels": [{}]}]`)
	f.Add("GET", "/repos/acme/widgets/contents/%2e%2e/%zz?ref=%00", "")
	o := rest(f)
	f.Fuzz(func(t *testing.T, method, target, body string) {
		u, err := url.Parse(target)
		if err != nil {
			t.Skip()
		}
		r := &http.Request{Method: method, URL: u, Header: http.Header{"Content-Type": {"application/json"}}}
		for _, err := range []error{o.Request(r, []byte(body)), o.Response(r, http.StatusOK, jsonHeader, []byte(body))} {
			if err != nil && (strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 10_000) {
				t.Errorf("not one bounded line: %q", err)
			}
		}
	})
}
