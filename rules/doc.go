// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package rules is what can be required of a pull request or a repository.
//
// A rule is a value, not an interface with a client: a name, a summary, a page of documentation, the facts that it needs, its
// default options, and a pure check over a Subject. It reads no clock, no network and no file; whoever evaluates it has gathered
// the facts, from GitHub (gh.Gather), from a checkout (bylaw check) or from a JSON file (bylaw eval).
//
// # How to add a rule
//
// Two files by hand: rules/NAME.go, which puts the rule on the shelf with define, and rules/testdata/NAME.txt, its story, which
// is played in memory, over a real checkout and through the whole bot. The messages go to catalogue/en/NAME.md. go generate ./...
// writes its page, its row in the index and its schema. A rule that needs a new fact touches facts.go and both gatherers too.
//
// # What an outcome means
//
// pass and fail are certain. skip does not apply, and says why. unknown could not be judged, because a fact is not at hand or
// contradicts another: it never passes, never fails red, and never causes a write. The engine, not the rule, decides what a
// failure does (Mode), which files are seen (Filter, Scope) and what cannot be judged for want of facts.
//
// # Texts
//
// Whatever a person reads is a Text: a message id of the catalogue and arguments, which are foreign text. Plain and Markdown
// render it so that no argument is read as markup, as a mention or as a command.
package rules
