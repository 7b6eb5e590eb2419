// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package store

import (
	"errors"
	"runtime"
)

// lockFile refuses: without a lock, two servers on one file would run the same work.
func lockFile(string) (func() error, error) {
	return nil, errors.New("SQLite files are not locked on " + runtime.GOOS + ": give a postgres:// address")
}
