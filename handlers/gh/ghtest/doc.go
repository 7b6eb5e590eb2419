// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package ghtest is GitHub in memory, over HTTP: what Bylaw's stories and its demo talk to. Nobody can test this product on
// GitHub itself, so the double is honest where it can be and says so where it cannot:
//
//   - State is real: git objects with the ids that git gives them, forks that share them, pull requests computed from commits,
//     check suites and runs, comments, Apps with installations, permissions and keys.
//   - Every request and every answer is held to GitHub's own OpenAPI description, every payload of a webhook to GitHub's schema,
//     and GraphQL is executed over GitHub's schema; what does not fit goes to [Options].OnViolation or [Server.Violations]. The
//     room next door, oracle, holds the descriptions.
//   - What nobody could verify about GitHub is a named switch in switches.go ([Server.Switch]).
//   - Permissions are enforced, faults come on demand ([Server.Fault], [Server.Down], [Server.Before]), webhooks can be lost,
//     doubled and turned round ([App.Fate]), and requests are counted ([Server.Requests], [Server.Counts]).
//
// A world is made by methods, as people make it, and each sends the webhooks that GitHub would send:
//
//	s, err := ghtest.New(ghtest.Options{Now: clock, OnViolation: func(err error) { t.Error(err) }})
//	defer s.Close()
//	app, err := s.NewApp(ghtest.AppSpec{Name: "Bylaw", Permissions: map[string]string{"checks": "write", "pull_requests": "read"},
//		Events: []string{"pull_request"}, WebhookURL: bot.URL, WebhookSecret: "secret"})
//	acme := s.NewOrg("acme")
//	ana := s.NewUser("ana", "Ana", "ana@example.com")
//	s.Install(app, acme.Account)
//	widgets := acme.NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"README.md": "# Widgets\n"}})
//	widgets.Branch("feature", "main")
//	widgets.Commit("feature", ghtest.CommitSpec{Author: ana, Message: "Add gears", Files: map[string]string{"gear.go": "package gear\n"}})
//	pull := widgets.OpenPull(ghtest.PullSpec{Author: ana, Head: "feature", Title: "Gears"})
//	s.Settle() // all webhooks are answered
//	runs := widgets.CheckRuns(pull.HeadSHA())
//
// A client needs nothing but the address: [Server.URL] for github.com's shape, [Server.URL]+"/api/v3" for GitHub Enterprise
// Server's, and a token of [Installation.Token] or [Server.NewToken], or the App's key.
//
// What is not modeled: OAuth log-in, rulesets and branch protection, review comments, search, reactions, team endpoints, private
// membership that is made public, mergeability, the 7 MB bound of trees.
package ghtest
