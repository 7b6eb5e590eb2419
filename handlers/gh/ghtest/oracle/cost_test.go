// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import "testing"

// The first query is the one of GitHub's page "Rate limits and node limits for
// the GraphQL API": 1 + 100 + 100*50 = 5,101 requests, 51 points.
func TestCost(t *testing.T) {
	tests := []struct {
		name, query string
		want        Estimate
	}{
		{
			"GitHub's example",
			`{viewer {repositories(first: 100) {edges {node {issues(first: 50) {edges {node {labels(first: 60) {edges {node {name}}}}}}}}}}}`,
			Estimate{Cost: 51, Nodes: 100 + 100*50 + 100*50*60},
		},
		{"no connection", `{viewer {login}}`, Estimate{Cost: 1}},
		{"one connection", `{viewer {repositories(last: 100) {totalCount}}}`, Estimate{Cost: 1, Nodes: 100}},
		{"skipped", `{viewer {repositories(last: 100) @skip(if: true) {totalCount}}}`, Estimate{Cost: 1}},
		{
			"fragments and aliases", `{viewer {...f b: repositories(first: 10) {totalCount}}} fragment f on User {repositories(first: 5) {nodes {issues(first: 2) {totalCount}}}}`,
			Estimate{Cost: 1, Nodes: 5 + 5*2 + 10},
		},
		{"mutation", `mutation {addComment(input: {subjectId: "a", body: "b"}) {clientMutationId}}`, Estimate{Cost: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := graphQL(t).Estimate(Query{Query: test.query})
			if err != nil || got != test.want {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestCostRefuses(t *testing.T) {
	for _, query := range []string{"{", `{viewer {nope}}`, `{viewer {repositories(first: 100) {nodes {issues(first: 100) {nodes {comments(first: 100) {totalCount}}}}}}}`} {
		if cost, err := graphQL(t).Cost(Query{Query: query}); err == nil {
			t.Errorf("%s: cost %d, want an error", query, cost)
		}
	}
}
