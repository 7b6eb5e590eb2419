// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package gh is all that is said to GitHub, and the only importer of its client libraries.
//
// A Hub holds the App's credentials and the pacing of every installation. A Client speaks for one installation. It reads
// (Gather: the facts of a pull request and both policies), and it writes (check runs, the sticky comment). Both directions
// cross one transport, which counts requests, keeps each installation within GitHub's limits, and repairs what go-github v60
// gets wrong.
//
// Errors that callers tell apart: *Limited (come back at a time), ErrMoved (the head moved while it was read; gather again),
// ErrGone (the pull request or the repository is not there), *TooLarge (it cannot be judged for good). Everything else is a
// failure of ours or of GitHub's, to be tried again.
package gh
