// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"strings"
	"testing"
)

func pullQuery(fields string) string {
	return `{repository(owner: "acme", name: "widgets") {pullRequest(number: 7) {` + fields + `}}}`
}

func pullData(fields string) string {
	return `{"repository":{"pullRequest":{` + fields + `}}}`
}

// executions are queries over world: what they give, and the errors, each as
// "TYPE path: part of the message".
var executions = []struct {
	name, query, variables string
	data                   string
	errors                 []string
}{
	{"order of the selection", pullQuery("title number"), "", pullData(`"title":"Add gears","number":7`), nil},
	{"alias", pullQuery("n: number t: title number"), "", pullData(`"n":7,"t":"Add gears","number":7`), nil},
	{"typename", pullQuery("__typename author {kind: __typename login}"), "", pullData(`"__typename":"PullRequest","author":{"kind":"User","login":"ana"}`), nil},
	{"inline fragment of the type", pullQuery("author {... on User {databaseId} ... on Bot {id} ... {login}}"), "", pullData(`"author":{"databaseId":11,"login":"ana"}`), nil},
	{"inline fragment on interface", `{viewer {... on Actor {login}} node(id: "U_1") {... on Actor {login} ... on Repository {name}}}`, "", "", []string{"viewer: oracle: Query.viewer: the resolver gave a \"Bot\", which is no User"}},
	{"interface field", `{node(id: "U_1") {id ... on Actor {login} ... on Repository {name}}}`, "", `{"node":{"id":"U_1","login":"ana"}}`, nil},
	{"union", `{repository(owner: "acme", name: "widgets") {issueOrPullRequest(number: 7) {__typename ... on Issue {title} ... on PullRequest {number}}}}`, "", `{"repository":{"issueOrPullRequest":{"__typename":"PullRequest","number":7}}}`, nil},
	{"fragments, merged", `query {repository(owner: "acme", name: "widgets") {...a ...b ...a}} fragment a on Repository {owner {login}} fragment b on Repository {owner {id} name}`, "", `{"repository":{"owner":{"login":"acme","id":"O_1"},"name":"widgets"}}`, nil},
	{"variables", `query($o: String!, $n: String = "widgets", $p: Int!) {repository(owner: $o, name: $n) {pullRequest(number: $p) {number}}}`, `{"o": "acme", "p": 7}`, pullData(`"number":7`), nil},
	{"null is data", `{repository(owner: "acme", name: "gears") {name}}`, "", `{"repository":null}`, nil},
	{"null scalars", pullQuery("mergedAt"), "", pullData(`"mergedAt":null`), nil},
	{"moments are UTC", pullQuery("createdAt"), "", pullData(`"createdAt":"2026-01-02T02:04:05Z"`), nil},
	{"include and skip", `query($yes: Boolean!) ` + pullQuery("number @include(if: $yes) title @skip(if: $yes) isDraft @include(if: false) ... @skip(if: false) {state}"), `{"yes": true}`, pullData(`"number":7,"state":"OPEN"`), nil},
	{"lists with null", `{nodes(ids: ["a", "b", "c"]) {id}}`, "", `{"nodes":[{"id":"U_1"},null,{"id":"BOT_1"}]}`, nil},
	{"nil slice is empty", `{repository(owner: "acme", name: "widgets") {assignableUsers(first: 1) {nodes {id}}}}`, "", `{"repository":{"assignableUsers":{"nodes":[]}}}`, nil},
	{"argument default and input object", `{repository(owner: "acme", name: "widgets") {refs(first: 1, refPrefix: "refs/heads/", orderBy: {field: ALPHABETICAL, direction: ASC}) {nodes {name prefix}}}}`, "", `{"repository":{"refs":{"nodes":[{"name":"refs/heads/","prefix":"ALPHABETICAL"}]}}}`, nil},
	{"no HTML escapes", pullQuery("commits(first: 1) {nodes {commit {message}}}"), "", pullData(`"commits":{"nodes":[{"commit":{"message":"Add <gears> & \"cogs\""}}]}`), nil},
	{"mutation", `mutation($in: AddCommentInput!) {addComment(input: $in) {clientMutationId}}`, `{"in": {"subjectId": "PR_7", "body": "hi"}}`, `{"addComment":{"clientMutationId":"hi"}}`, nil},
	{"not found", `{organization(login: "nobody") {login} viewer {login}}`, "", "", []string{"NOT_FOUND organization: Could not resolve to an Organization with the login of 'nobody'.", "viewer:"}},
	{"not found keeps the rest", `{organization(login: "nobody") {login} node(id: "U") {id}}`, "", `{"organization":null,"node":{"id":"U_1"}}`, []string{"NOT_FOUND organization: "}},
	{"unresolved", pullQuery("number locked"), "", `{"repository":{"pullRequest":null}}`, []string{"UNRESOLVED repository.pullRequest.locked: oracle: PullRequest.locked: "}},
	{"error to the nearest nullable", pullQuery("deletions"), "", `{"repository":{"pullRequest":null}}`, []string{"repository.pullRequest.deletions: disk is gone"}},
	{"null in non-null", pullQuery("number body"), "", `{"repository":{"pullRequest":null}}`, []string{"repository.pullRequest.body: Cannot return null for non-nullable field PullRequest.body"}},
	{"nil pointer is null", pullQuery("headRefOid"), "", `{"repository":{"pullRequest":null}}`, []string{"headRefOid: Cannot return null"}},
	{"path of a list", pullQuery("labels(first: 2) {nodes {name id}}"), "", pullData(`"labels":{"nodes":[null,null]}`), []string{"UNRESOLVED repository.pullRequest.labels.nodes.0.id: "}},
	{"text for Int", pullQuery("additions"), "", `{"repository":{"pullRequest":null}}`, []string{"additions: oracle: PullRequest.additions: string is no Int"}},
	{"Int of more than 32 bits", pullQuery("changedFiles"), "", `{"repository":{"pullRequest":null}}`, []string{"does not fit into Int"}},
	{"no object id", pullQuery("baseRefOid"), "", `{"repository":{"pullRequest":null}}`, []string{`"abc" is no GitObjectID`}},
	{"no enum value", pullQuery("authorAssociation"), "", `{"repository":{"pullRequest":null}}`, []string{`"FRIEND" is no CommentAuthorAssociation`}},
	{"zero time", pullQuery("updatedAt"), "", `{"repository":{"pullRequest":null}}`, []string{"zero time is no DateTime"}},
	{"object of another type", pullQuery("editor {login}"), "", pullData(`"editor":null`), []string{`gave a "Repository", which is no Actor`}},
	{"object for a connection", pullQuery("assignees(first: 1) {totalCount}"), "", `{"repository":{"pullRequest":null}}`, []string{"which is no UserConnection"}},
	{"connection without bounds", pullQuery("commits {totalCount}"), "", `{"repository":{"pullRequest":null}}`, []string{"MISSING_PAGINATION_BOUNDARIES repository.pullRequest.commits: You must provide a `first` or `last` value"}},
	{"connection of 101", pullQuery("commits(first: 101) {totalCount}"), "", `{"repository":{"pullRequest":null}}`, []string{"EXCESSIVE_PAGINATION repository.pullRequest.commits: Requesting 101 records"}},
	{"connection of 0", pullQuery("commits(first: 0) {totalCount}"), "", `{"repository":{"pullRequest":null}}`, []string{"INVALID_PAGINATION"}},
	{"bounds by variable", `query($n: Int) ` + pullQuery("commits(last: $n) {totalCount}"), `{"n": 100}`, `{"repository":{"pullRequest":null}}`, []string{"Cannot return null for non-nullable field PullRequestCommitConnection.totalCount"}},
	{"introspection", `{__schema {types {name}}}`, "", "", []string{"UNRESOLVED __schema: oracle: Query.__schema"}},
}

func TestExecute(t *testing.T) {
	for _, test := range executions {
		t.Run(test.name, func(t *testing.T) {
			q := Query{Query: test.query}
			if test.variables != "" {
				if err := json.Unmarshal([]byte(test.variables), &q.Variables); err != nil {
					t.Fatal(err)
				}
			}
			result := graphQL(t).Execute(t.Context(), q, world(), resolveNode)
			if test.data == "" {
				test.data = "null"
			}
			if string(result.Data) != test.data {
				t.Errorf("data\n got %s\nwant %s", result.Data, test.data)
			}
			checkErrors(t, result.Errors, test.errors)
		})
	}
}

func checkErrors(t *testing.T, got []GraphQLError, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("errors\n got %v\nwant %q", got, want)
	}
	for i, e := range got {
		raw, err := json.Marshal(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		path := strings.NewReplacer(`"`, "", "[", "", "]", "", ",", ".").Replace(string(raw))
		if text := strings.TrimSpace(e.Type + " " + path + ": " + e.Message); !strings.Contains(text, want[i]) {
			t.Errorf("got %q, want %q in it", text, want[i])
		}
		if len(e.Locations) != 1 || e.Locations[0].Line != 1 || e.Locations[0].Column < 1 {
			t.Errorf("%v: locations %v", e.Path, e.Locations)
		}
	}
}

// refusals are queries that are not executed: no data, and a message.
var refusals = []struct{ name, query, variables, want string }{
	{"syntax", `{viewer {`, "", "Expected Name"},
	{"empty", ``, "", `No operation named ""`},
	{"wrong field", pullQuery("titel"), "", `Cannot query field "titel" on type "PullRequest"`},
	{"wrong argument", `{repository(owner: "a", nam: "b") {id}}`, "", `Unknown argument "nam"`},
	{"missing argument", `{repository(owner: "a") {id}}`, "", `"name"`},
	{"wrong kind of argument", `{repository(owner: 1, name: "b") {id}}`, "", "String cannot represent"},
	{"no selection", `{repository(owner: "a", name: "b")}`, "", "must have a selection"},
	{"fragment on another type", pullQuery("... on Issue {title}"), "", "can never be of type"},
	{"undefined variable", `{repository(owner: $o, name: "b") {id}}`, "", `"$o" is not defined`},
	{"missing variable", `query($n: Int!) ` + pullQuery("commits(first: $n) {totalCount}"), `{}`, "Variable $n of type Int! was provided invalid value"},
	{"variable of another kind", `query($n: Int!) ` + pullQuery("commits(first: $n) {totalCount}"), `{"n": "ten"}`, "could not coerce ten to Int"},
	{"variable with a fraction", `query($n: Int!) ` + pullQuery("commits(first: $n) {totalCount}"), `{"n": 1.5}`, "could not coerce 1.5 to Int"},
	{"variable too many", `{viewer {id}}`, `{"n": 1}`, "$n is not defined by the operation"},
	{"field of an input too many", `mutation($in: AddCommentInput!) {addComment(input: $in) {clientMutationId}}`, `{"in": {"subjectId": "a", "body": "b", "text": "c"}}`, "field text is not defined on AddCommentInput"},
	{"field of an input missing", `mutation($in: AddCommentInput!) {addComment(input: $in) {clientMutationId}}`, `{"in": {"subjectId": "a"}}`, "body: expected value to not be null"},
	{"enum value", `query($d: OrderDirection!) {repository(owner: "a", name: "b") {languages(first: 1, orderBy: {field: SIZE, direction: $d}) {totalCount}}}`, `{"d": "down"}`, "down is no OrderDirection"},
	{"two operations", `query a {viewer {id}} query b {viewer {id}}`, "", "operation name is required"},
	{"subscription", `subscription {viewer {id}}`, "", "ubscription"},
	{"too many nodes", `{viewer {repositories(first: 100) {nodes {issues(first: 100) {nodes {labels(first: 100) {totalCount}}}}}}}`, "", "requests up to 1010100 possible nodes"},
	{"too deep", strings.Repeat("{viewer ", 40) + strings.Repeat("}", 40), "", "deeper than 32"},
	{"fragment in itself", `{viewer {...a}} fragment a on User {...a}`, "", "Cannot spread fragment"},
	{"too long", `{viewer {id}} #` + strings.Repeat("x", maxQueryBytes), "", "at most 65536"},
	{"one key too often", `{viewer {` + strings.Repeat("id ", maxSameKey+1) + `}}`, "", "the key id 2001 times"},
	{"too many tokens", `{viewer {` + strings.Repeat("id ", maxTokens) + `}}`, "", "exceeded token limit"},
}

func TestRefuse(t *testing.T) {
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			q := Query{Query: test.query}
			if test.variables != "" {
				if err := json.Unmarshal([]byte(test.variables), &q.Variables); err != nil {
					t.Fatal(err)
				}
			}
			result := graphQL(t).Execute(t.Context(), q, world(), resolveNode)
			if result.Data != nil || len(result.Errors) == 0 || !strings.Contains(result.Errors[0].Message, test.want) {
				t.Errorf("got %s, %v, want no data and %q", result.Data, result.Errors, test.want)
			}
		})
	}
}
