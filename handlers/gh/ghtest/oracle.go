// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import "github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"

// loadOracle loads GitHub's own descriptions, which every request and answer is held to.
func (s *Server) loadOracle() (err error) {
	if s.rest, err = oracle.LoadREST(); err != nil {
		return err
	}
	if s.graphql, err = oracle.LoadGraphQL(); err != nil {
		return err
	}
	s.events, err = oracle.LoadEvents()
	return err
}
