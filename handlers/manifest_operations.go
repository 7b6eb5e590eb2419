// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

// permission is one that an App asks for, and how far.
type permission struct{ name, level string }

// The permissions in use, as GitHub's API names them.
var (
	readMetadata = permission{"metadata", "read"}
	readContents = permission{"contents", "read"}
	readPulls    = permission{"pull_requests", "read"}
	readMembers  = permission{"members", "read"}
	readQueues   = permission{"merge_queues", "read"}
	writeChecks  = permission{"checks", "write"}
	writeIssues  = permission{"issues", "write"}
)

// hears is the permission that each subscription asks for (GitHub's webhook documentation).
var hears = map[string]permission{"pull_request": readPulls, "push": readContents, "merge_group": readQueues}

// operation is something that the bot says to GitHub, and what GitHub asks for it.
type operation struct {
	name  string // "GET repos/{}/{}/pulls": REST; "query Facts": GraphQL; "Apps.Get": a method of go-github
	tier  Tier   // the smallest that does it
	needs []permission
	why   string
}

// operations is all that is said to GitHub: a test compares it with the source of handlers/gh. The needs are those of GitHub's
// REST reference ("Permissions required for GitHub Apps"); for queries, those of the REST twins of what they read. Where GitHub
// takes one of two, the lesser stands here: comments also go with pull_requests: write, which could approve pull requests too.
var operations = []operation{
	{"Apps.Get", TierChecks, nil, "asks who the App is"}, // by the App's own token
	{"GET installation/repositories", TierChecks, []permission{readMetadata}, "lists repositories"},
	{"GET users/{}", TierChecks, nil, "resolves a login that the policy names"}, // public
	{"query Facts", TierChecks, []permission{readMetadata, readContents, readPulls}, "reads the facts of a pull request and the policies"},
	{"query Commits", TierChecks, []permission{readContents, readPulls}, "reads further commits"},
	{"query Contents", TierChecks, []permission{readContents, readPulls, readMembers}, "reads files, trees and memberships"},
	{"query Links", TierChecks, []permission{readContents}, "reads where symbolic links point"},
	{"query Policy", TierChecks, []permission{readContents}, "reads the policy"},
	{"GET repos/{}/{}/pulls", TierChecks, []permission{readPulls}, "lists open pull requests"},
	{"GET repos/{}/{}/pulls/{}/files", TierChecks, []permission{readPulls}, "lists changed files"},
	{"GET repos/{}/{}/compare/{}", TierChecks, []permission{readContents}, "reads the merge base, and commits beyond 250"},
	{"GET repos/{}/{}/git/trees/{}", TierChecks, []permission{readContents}, "compares trees beyond 3,000 files"},
	{"POST repos/{}/{}/check-runs", TierChecks, []permission{writeChecks}, "shows the check run"},
	{"PATCH repos/{}/{}/check-runs/{}", TierChecks, []permission{writeChecks}, "shows the check run"},
	{"GET repos/{}/{}/commits/{}/check-runs", TierChecks, []permission{{"checks", "read"}}, "finds a check run whose answer was lost"},
	{"GET repos/{}/{}/issues/{}/comments", TierAssist, []permission{{"issues", "read"}}, "finds the sticky comment"},
	{"POST repos/{}/{}/issues/{}/comments", TierAssist, []permission{writeIssues}, "writes the sticky comment"},
	{"PATCH repos/{}/{}/issues/comments/{}", TierAssist, []permission{writeIssues}, "writes the sticky comment"},
}
