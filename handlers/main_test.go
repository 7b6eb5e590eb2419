// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain holds that nothing is left running. The queue of the peer in the benchmarks has no end.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/palantir/go-githubapp/githubapp.QueueAsyncScheduler.func1"))
}
