// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// FuzzServe: whatever a client sends, the server neither breaks nor answers with a fault of its own.
func FuzzServe(f *testing.F) {
	s, err := ghtest.New(ghtest.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	app, err := s.NewApp(ghtest.AppSpec{Name: "x", Permissions: permissions, PrivateKeyPEM: testKey()})
	if err != nil {
		f.Fatal(err)
	}
	org, ana := s.NewOrg("acme"), s.NewUser("ana", "Ana", "ana@example.com")
	repo := org.NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"a/b": "c"}})
	repo.Branch("f", "main")
	repo.OpenPull(ghtest.PullSpec{Author: ana, Head: "f", Title: "t"})
	token := s.Install(app, org.Account).Token()
	for _, seed := range []struct{ method, path, body string }{
		{"GET", "/repos/acme/widgets/contents/a%2fb?ref=main", ""},
		{"GET", "/api/v3/repositories/1/../git/trees/main?recursive=1", ""},
		{"GET", "/repos/acme/widgets/compare/main...:f?page=0&per_page=-1", ""},
		{"POST", "/repos/acme/widgets/issues/1/comments", `{"body": "x"}`},
		{"POST", "/repos/acme/widgets/check-runs", `{"name": "x", "head_sha": "0", "output": {"annotations": [{}]}}`},
		{"POST", "/graphql", `{"query": "{repository(owner: \"acme\", name: \"widgets\") {object(expression: \":\") {oid}}}"}`},
		{"POST", "/graphql", `{"query": "{node(id: \"R_\") {id}}", "variables": {"a": 1}}`},
	} {
		f.Add(seed.method, seed.path, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+"/"+path, bytes.NewReader([]byte(body)))
		if err != nil {
			t.Skip()
		}
		r.Header.Set("Authorization", "Bearer "+token)
		s.Switch(func(sw *ghtest.Switches) { sw.RateLimit = 1 << 30 })
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		if answer.Code >= 500 {
			t.Errorf("%s %s: %d %s", method, path, answer.Code, answer.Body)
		}
	})
}

// BenchmarkServe is what an evaluation's requests cost with the oracle at work.
func BenchmarkServe(b *testing.B) {
	s, err := ghtest.New(ghtest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.Switch(func(sw *ghtest.Switches) { sw.RateLimit = 1 << 30 })
	app, err := s.NewApp(ghtest.AppSpec{Name: "x", Permissions: permissions, PrivateKeyPEM: testKey()})
	if err != nil {
		b.Fatal(err)
	}
	org, ana := s.NewOrg("acme"), s.NewUser("ana", "Ana", "ana@example.com")
	repo := org.NewRepo("widgets", ghtest.RepoSpec{Files: many(10)})
	repo.Branch("f", "main")
	sha := repo.Commit("f", ghtest.CommitSpec{Author: ana, Message: "m", Files: many(20)})
	repo.OpenPull(ghtest.PullSpec{Author: ana, Head: "f", Title: "t"})
	token := s.Install(app, org.Account).Token()
	for _, x := range []struct{ name, method, path, body string }{
		{"files", "GET", "/repos/acme/widgets/pulls/1/files", ""},
		{"check", "POST", "/repos/acme/widgets/check-runs", `{"name": "x", "head_sha": "` + sha + `"}`},
		{"graphql", "POST", "/graphql", `{"query": "{repository(owner: \"acme\", name: \"widgets\") {pullRequest(number: 1) {headRefOid commits(first: 100) {nodes {commit {oid message}}}}}}"}`},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), x.method, s.URL()+x.path, bytes.NewReader([]byte(x.body)))
				r.Header.Set("Authorization", "Bearer "+token)
				s.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
