// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package header judges the license header of one file: a pure function over its path, its mode in git, the head of its
// content and the compiled rule.
//
// The way of a file: classify it (classify.go: symbolic links, binaries, lock files and others are skipped, each under a
// named reason); read the zone of comments at its head (zone.go, prolog.go: the zone ends at the first code, so that text in
// strings or below code never counts); fold the comments to words (token.go); compare the words with the accepted forms
// (template.go compiles them, match.go compares). Most files end here, without one allocation. Where no form matches,
// explain.go says what differs from the nearest form and on which line, and mend.go makes the edits that would put it right.
//
// A form is a list of pieces: notices ("Copyright {year} {owner}") and tags ("SPDX-License-Identifier: MIT") are lines of
// their own and may stand in any order, with the notices of others between them; text is compared word by word and may be
// wrapped anywhere. No regular expression runs over the text of a file.
package header
