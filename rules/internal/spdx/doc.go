// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package spdx reads SPDX license expressions: "Apache-2.0 OR (MIT AND GPL-2.0-only WITH Classpath-exception-2.0)".
//
// Expressions are foreign text: they come from files of a pull request. Parse is linear in the length of the text, and
// bounded by MaxLength and MaxDepth. The lists of ids are the data package of github/go-spdx; its own parser is not used,
// because it panics on "(" and takes exponential time (github/go-spdx#158, #138).
//
// The grammar is Annex D of the SPDX specification 2.3, with the operators also in lower case as SPDX 3.0 allows. Ids are
// compared without regard to case, as the specification says, and come back in the list's own spelling.
package spdx

const (
	// MaxLength is the longest text that Parse reads, in bytes.
	MaxLength = 1024
	// MaxDepth is the deepest nesting of parentheses that Parse reads.
	MaxDepth = 64
)
