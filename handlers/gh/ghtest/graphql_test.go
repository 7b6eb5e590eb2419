// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"
	"github.com/tidwall/gjson"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// query runs a query with the installation's token and gives the answer.
func (w *world) query(text string, variables map[string]any) gjson.Result {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	got := w.send("POST", "/api/graphql", w.inst.Token(), string(body), nil)
	if got.status != 200 || got.header.Get("X-RateLimit-Resource") != "graphql" {
		w.t.Fatalf("graphql: %d %s", got.status, got.body)
	}
	return gjson.Parse(got.body)
}

// expect compares what is found at paths with what it should be.
func expect(t *testing.T, got gjson.Result, want map[string]string) {
	t.Helper()
	for path, text := range want {
		if found := got.Get(path); found.Raw != text && found.String() != text {
			t.Errorf("%s: %s, want %s", path, found.Raw, text)
		}
	}
}

func TestFactsQuery(t *testing.T) {
	w := newWorld(t)
	text, err := os.ReadFile("testdata/facts.graphql")
	if err != nil {
		t.Fatal(err)
	}
	w.org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": "version: 1\nkind: organization\n", "docs/SUPPORT.md": "ask"}})
	issue := w.repo.OpenIssue(w.ana, "Too slow", "")
	p := w.pull(map[string]string{"gear.go": "package main\n"})
	bot := w.s.NewBot("dependabot[bot]", 49699333)
	p.Push(
		ghtest.CommitSpec{Author: bot, Committer: w.ana, Message: "Bump", Files: map[string]string{"go.mod": "module x\n"}, Verified: true},
		ghtest.CommitSpec{AuthorName: "Ghost", AuthorEmail: "ghost@example.com", Message: "Together\n\nCo-authored-by: Ana <ANA@example.com>\n"},
	)
	body := fmt.Sprintf("Fixes #%d", issue.Number)
	p.Edit(w.ana, nil, &body)
	p.Label(w.ana, "size/S")
	p.Review(w.ana, "CHANGES_REQUESTED", "")
	p.Review(w.ana, "APPROVED", "fine")
	got := w.query(string(text), map[string]any{"owner": "acme", "name": "widgets", "number": p.Number, "policyRepo": ".github"})
	const pull, commits = "data.repository.pullRequest.", "data.repository.pullRequest.commits.nodes."
	expect(t, got, map[string]string{
		"errors": "", "data.rateLimit.cost": "2", "data.policy.file.text": "version: 1\nkind: organization\n",
		"data.community.docs.entries.0.name": "SUPPORT.md", "data.community.gh": "null", "data.community.root.entries.#": "2",
		"data.repository.databaseId": fmt.Sprint(w.repo.ID), "data.repository.visibility": "PUBLIC", "data.repository.owner.databaseId": fmt.Sprint(w.org.ID),
		"data.repository.licenseInfo.spdxId": "Apache-2.0", "data.repository.languages.edges.0": `{"size":900,"node":{"name":"Go"}}`,
		"data.repository.repositoryTopics.nodes.0.topic.name": "gears", "data.repository.override.text": "version: 1\n",
		pull + "headRefOid": p.HeadSHA(), pull + "author": fmt.Sprintf(`{"login":"ana","__typename":"User","databaseId":%d}`, w.ana.ID),
		pull + "changedFiles": "2", pull + "labels.nodes.0.name": "size/S", pull + "closingIssuesReferences.nodes.0.number": fmt.Sprint(issue.Number),
		pull + "latestOpinionatedReviews.nodes.#.state": `["APPROVED"]`, pull + "files.nodes.#.path": `["gear.go","go.mod"]`,
		pull + "headRef.target.oid": p.HeadSHA(), pull + "authorAssociation": "NONE",
		pull + "commits.totalCount": "3", commits + "0.commit.author.user.databaseId": fmt.Sprint(w.ana.ID), commits + "0.commit.signature": "null",
		commits + "1.commit.author.user": "null", commits + "1.commit.committer.user.login": "ana", commits + "1.commit.signature.isValid": "true",
		commits + "2.commit.authors.nodes.#.user.login": `["ana"]`, commits + "2.commit.authors.totalCount": "2",
	})
}

func TestContentsQuery(t *testing.T) {
	w := newWorld(t)
	w.org.AddMember(w.ana, "member")
	p := w.pull(map[string]string{"logo.png": "\x00\x01", "long.txt": strings.Repeat("é", 100), "docs/a.md": "a"})
	w.s.Switch(func(sw *ghtest.Switches) { sw.GraphQLTextMax = 51 })
	got := w.query(`query Contents($o: String!, $n: String!, $h: GitObjectID!, $e: String!) {
		repository(owner: $o, name: $n) {
			head: object(oid: $h) { ... on Commit {
				tree { entries { name mode type } }
				docs: file(path: "docs") { object { ... on Tree { entries { path object { ... on Blob { text } } } } } }
				logo: file(path: "logo.png") { mode size object { ... on Blob { isBinary text } } }
				none: file(path: "nothing") { mode }
			} }
			long: object(expression: $e) { ... on Blob { byteSize isTruncated text } }
			nothing: object(expression: "HEAD:no/such") { oid }
		}
		user(login: "ana") { organization(login: $o) { databaseId } }
	}`, map[string]any{"o": "acme", "n": "widgets", "h": p.HeadSHA(), "e": p.HeadSHA() + ":long.txt"})
	expect(t, got, map[string]string{
		"errors": "", "data.repository.head.tree.entries.0": `{"name":".github","mode":16384,"type":"tree"}`,
		"data.repository.head.docs.object.entries.0": `{"path":"docs/a.md","object":{"text":"a"}}`,
		"data.repository.head.logo":                  `{"mode":33188,"size":2,"object":{"isBinary":true,"text":null}}`, "data.repository.head.none": "null",
		"data.repository.long.isTruncated": "true", "data.repository.long.text": strings.Repeat("é", 25), "data.repository.nothing": "null",
		"data.user.organization.databaseId": fmt.Sprint(w.org.ID),
	})
}

// TestSignatures: GraphQL and REST agree on what a signature proves.
func TestSignatures(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "0"})
	bot := w.s.NewBot("dependabot[bot]", 49699333)
	p.Push(
		ghtest.CommitSpec{Author: bot, Committer: w.s.WebFlow(), Message: "by GitHub", Verified: true},
		ghtest.CommitSpec{Author: w.ana, Message: "by Ana", Verified: true},
		ghtest.CommitSpec{Author: w.ana, Message: "by an unknown key", Signed: true},
	)
	commits := must[[]*github.RepositoryCommit](t)(w.as(w.inst.Token()).PullRequests.ListCommits(ctx(t), "acme", "widgets", p.Number, nil))
	var reasons []string
	for _, c := range commits {
		reasons = append(reasons, c.GetCommit().GetVerification().GetReason())
	}
	if got := strings.Join(reasons, " "); got != "unsigned valid valid unknown_key" || commits[1].GetAuthor().GetID() != bot.ID {
		t.Errorf("REST: %s, %v", got, commits[1].GetAuthor())
	}
	got := w.query(`{repository(owner: "acme", name: "widgets") {pullRequest(number: 1) {commits(last: 3) {nodes {commit {
		author {user {login}} signature {isValid state wasSignedByGitHub signer {login}}}}}}}}`, nil).Get("data.repository.pullRequest.commits.nodes")
	expect(t, got, map[string]string{
		"0.commit": `{"author":{"user":null},"signature":{"isValid":true,"state":"VALID","wasSignedByGitHub":true,"signer":{"login":"web-flow"}}}`,
		"1.commit": `{"author":{"user":{"login":"ana"}},"signature":{"isValid":true,"state":"VALID","wasSignedByGitHub":false,"signer":{"login":"ana"}}}`,
		"2.commit": `{"author":{"user":{"login":"ana"}},"signature":{"isValid":false,"state":"UNKNOWN_KEY","wasSignedByGitHub":false,"signer":null}}`,
	})
}

func TestGraphQLPages(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "0"})
	for i := range 6 {
		p.Push(ghtest.CommitSpec{Author: w.ana, Message: fmt.Sprint(i), Files: map[string]string{"a": fmt.Sprint(i + 1)}})
	}
	const text = `query($after: String) {repository(owner: "acme", name: "widgets") {pullRequest(number: 1) {
		commits(first: 3, after: $after) {totalCount pageInfo {hasNextPage endCursor} nodes {commit {messageHeadline}}}}}}`
	var after any
	var seen []string
	for range 3 {
		c := w.query(text, map[string]any{"after": after}).Get("data.repository.pullRequest.commits")
		for _, m := range c.Get("nodes.#.commit.messageHeadline").Array() {
			seen = append(seen, m.String())
		}
		if after = c.Get("pageInfo.endCursor").String(); !c.Get("pageInfo.hasNextPage").Bool() {
			break
		}
	}
	if strings.Join(seen, " ") != "Add gears 0 1 2 3 4 5" {
		t.Errorf("commits: %v", seen)
	}
	w.s.Switch(func(sw *ghtest.Switches) { sw.GraphQLCommitsMax = 3 })
	expect(t, w.query(text, nil).Get("data.repository.pullRequest.commits"), map[string]string{"totalCount": "7", "pageInfo.hasNextPage": "false"})
}

func TestGraphQLRefusals(t *testing.T) {
	w := newWorld(t)
	w.org.NewRepo("secret", ghtest.RepoSpec{Visibility: "private", Files: map[string]string{"a": "a"}})
	poor, err := w.s.NewApp(ghtest.AppSpec{Name: "Poor"})
	if err != nil {
		t.Fatal(err)
	}
	w.inst = w.s.Install(poor, w.org.Account, w.repo)
	expect(t, w.query(`{repository(owner: "acme", name: "secret") {id}}`, nil), map[string]string{"errors.0.type": "NOT_FOUND", "data.repository": "null"})
	expect(t, w.query(`{repository(owner: "acme", name: "widgets") {name object(expression: "HEAD:README.md") {oid}}}`, nil),
		map[string]string{"errors.0.type": "FORBIDDEN", "data.repository.name": "widgets", "data.repository.object": "null"})
	if got := w.send("POST", "/graphql", "", `{"query": "{viewer {login}}"}`, nil); got.status != 401 {
		t.Errorf("without a token: %d", got.status)
	}
	w.expectViolations()
	expect(t, w.query(`{repository(owner: "acme", name: "widgets") {nonsense}}`, nil), map[string]string{"errors.0.extensions.code": "undefinedField", "data": ""})
}
