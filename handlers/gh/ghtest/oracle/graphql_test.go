// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func graphQL(tb testing.TB) *GraphQL {
	tb.Helper()
	g, err := LoadGraphQL()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// node is a value of the tests' world: its fields by name. A function is called
// with the field's arguments.
type node map[string]any

func object(typ string, fields node) Object { return Object{Type: typ, Value: fields} }

func resolveNode(_ context.Context, parent Object, field string, args map[string]any) (any, error) {
	fields, _ := parent.Value.(node)
	value, ok := fields[field]
	if !ok {
		return nil, ErrUnresolved
	}
	switch value := value.(type) {
	case error:
		return nil, value
	case func(map[string]any) any:
		return value(args), nil
	}
	return value, nil
}

// world is one repository with a pull request, two commits and two actors.
func world() Object {
	ana := object("User", node{"login": "ana", "databaseId": 11, "id": "U_1"})
	bot := object("Bot", node{"login": "bylaw[bot]", "databaseId": 12, "id": "BOT_1"})
	oid := strings.Repeat("a", 40)
	commit := object("Commit", node{"oid": oid, "message": "Add <gears> & \"cogs\"", "parents": object("CommitConnection", node{"totalCount": 0, "nodes": []Object{}})})
	pull := object("PullRequest", node{
		"number": 7, "title": "Add gears", "state": "OPEN", "author": ana, "id": "PR_7", "mergedAt": nil, "isDraft": false,
		"createdAt": time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)), "url": "https://github.com/acme/widgets/pull/7",
		"additions": "ten", "baseRefOid": "abc", "changedFiles": 1 << 40, "authorAssociation": "FRIEND", "updatedAt": time.Time{},
		"body": nil, "deletions": errors.New("disk is gone"),
		"labels": object("LabelConnection", node{"nodes": []any{object("Label", node{"name": "cla"}), nil}}),
		"commits": func(args map[string]any) any {
			return object("PullRequestCommitConnection", node{
				"totalCount": args["first"], "nodes": []Object{object("PullRequestCommit", node{"commit": commit})},
			})
		},
		"headRefOid": func(map[string]any) any { return (*string)(nil) },
		"assignees":  ana,
		"editor":     object("Repository", nil),
	})
	repository := object("Repository", node{
		"databaseId": 1, "name": "widgets", "id": "R_1", "pullRequest": func(args map[string]any) any {
			if args["number"] == 7 {
				return pull
			}
			return nil
		},
		"owner":              object("Organization", node{"login": "acme", "databaseId": 5, "id": "O_1"}),
		"object":             object("Blob", node{"oid": oid, "text": "x", "byteSize": 1}),
		"issueOrPullRequest": pull, "assignableUsers": object("UserConnection", node{"nodes": []Object(nil)}),
		"refs": func(args map[string]any) any {
			return object("RefConnection", node{"nodes": []Object{object("Ref", node{"name": args["refPrefix"], "prefix": args["orderBy"].(map[string]any)["field"]})}})
		},
	})
	return object("", node{
		"repository": func(args map[string]any) any {
			if args["name"] == "widgets" {
				return repository
			}
			return nil
		},
		"viewer": bot, "organization": NotFound("Could not resolve to an Organization with the login of '%s'.", "nobody"),
		"node": object("User", node{"login": "ana", "id": "U_1"}), "nodes": []any{ana, nil, bot},
		"addComment": func(args map[string]any) any {
			input := args["input"].(map[string]any)
			return object("AddCommentPayload", node{"clientMutationId": input["body"]})
		},
	})
}

func TestFactsQuery(t *testing.T) {
	text, err := os.ReadFile("testdata/facts.graphql")
	if err != nil {
		t.Fatal(err)
	}
	q := Query{Query: string(text), Variables: map[string]any{"owner": "acme", "name": "widgets", "number": 7.0, "policyRepo": ".github"}}
	cost, err := graphQL(t).Cost(q)
	if err != nil || cost < 1 || cost > 5 {
		t.Fatalf("cost %d, %v", cost, err)
	}
	t.Logf("cost %d", cost)
}
