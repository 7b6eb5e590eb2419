// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package store is all that Bylaw remembers, and the line of work that follows from it.
//
// It is the only importer of SQL and of the job queue (River). One schema and one set of queries serve two
// engines: SQLite, one file, by default; Postgres when there is more than one replica.
//
// # How a delivery is kept
//
// Accept writes an arrival (the delivery's id, the subjects that it may have changed, what it says of
// repositories and installations, a close or a merge) in one transaction, together with one job per subject.
// Calls that come while a transaction is being committed are committed together by the next one; no timer
// delays them. On SQLite, which has one writer, what the workers write travels in the same transactions. Accept returns when the transaction is on disk, and only then may the 200 go out.
//
// # How work is counted
//
// A subject has two counters. Each event that touches it adds one to gen ("asked for"); an evaluation that was
// brought to its end sets done_gen to the gen that it was claimed with ("done"). Work to do is done_gen < gen,
// and that is the truth: the jobs are derived from it. A subject has at most one job that waits or runs. The
// transaction that records an evaluation locks the subject's row first, and so does Accept: an event either
// sees the job still running, and then the worker sees the new gen and leaves a new job behind, or it sees the
// job completed, and adds one itself. No event is swallowed, and two waiting ones are one.
//
// # What happens when something breaks
//
// A process that is killed leaves jobs marked as running; they are taken back when Work starts again. A
// generation that was interrupted is run again, one that was recorded is not: completion, done_gen and the
// evaluation's row are one transaction. Work that fails is tried eight times in about an hour. Whatever happens to the
// queue's own tables, Behind finds subjects whose work is not done and enqueues them again.
package store
