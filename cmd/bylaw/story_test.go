// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be bylaw itself, for the stories that start a process.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bylaw": main})
}

// TestCommandLine plays the stories of the command line: a real checkout, a real process.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, storyParams(t, "testdata", "checkout", newCheckoutWorld))
}

// The same rule stories run in each harness: that is the proof that they agree.

func TestRulesInMemory(t *testing.T) {
	testscript.Run(t, storyParams(t, filepath.Join("..", "..", "rules", "testdata"), "memory", newMemoryWorld))
}

func TestRulesInTheBot(t *testing.T) {
	testscript.Run(t, storyParams(t, filepath.Join("..", "..", "rules", "testdata"), "bot", newBotWorld))
}

func TestRulesInCheckout(t *testing.T) {
	testscript.Run(t, storyParams(t, filepath.Join("..", "..", "rules", "testdata"), "checkout", newCheckoutWorld))
}
