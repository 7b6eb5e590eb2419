// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package handlers is what happens when GitHub calls. A newcomer starts here.
//
// # The life of an event
//
//	webhook -> verify -> route -> Accept (one transaction, then 200) -> claim -> gather -> evaluate -> publish -> record
//
// GitHub posts a delivery to WebhookPath. The guard (intake.go) refuses what cannot be one: another method, a body above 26 MiB,
// no SHA-256 signature, no delivery id. go-githubapp's dispatcher verifies the signature and hands the payload to intake, the
// one event handler. route (route.go) is a pure table: event and action to subjects, over the few fields that are used. An event
// is only a hint that a subject may have changed; nothing in it is taken for the truth.
//
// store.Accept writes the delivery's id and its subjects in one transaction, shared with the deliveries that come at the same
// time. When it is on disk, GitHub gets its 200. If the process dies after that, nothing is lost; if it dies before, GitHub lists
// the delivery as failed.
//
// A worker claims a subject (work.go). There is one job a subject: two waiting evaluations are one, and an event that comes
// while its subject is being worked on leaves a mark that makes it run once more. The worker re-reads the truth: gh.Gather asks
// one query for the facts and both policies, the policies choose the requirements (policies.go), and only the facts that these
// read are fetched besides. rules.Evaluate is pure. publish.go shows the report: one check run, named by subject, head and
// report, so that the same report is never posted twice on a head, and what an interrupted write left behind is looked up. The
// sticky comment is a task of its own, because what notifies people goes through a slow lane. The record and the end of the
// work are one transaction.
//
// # Who else sends work down this line
//
// Everything does, there is no second way to evaluate: a push to a policy (scope.go) touches the open pull requests that it
// governs; an installation asks for its repositories, a repository for its pull requests; the store's safety net asks again for
// whatever is behind, whatever happened to the queue.
//
// # Three kinds of wrong
//
// The contributor's is a finding: shown, with its mend. The policy author's is a config error: the last good policy stays in
// force. Ours or GitHub's is an error: nothing red is posted, the work is tried again, eight times in about an hour; then the
// check run says timed_out and that nothing is wrong with the change, and the safety net goes on trying.
package handlers
