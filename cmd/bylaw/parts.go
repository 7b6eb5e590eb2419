// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/bylaw-bot/bylaw/rules"

// split divides requirements into those that can be judged in parts of the files and the rest.
func split(reqs []rules.Requirement, files int) (each, rest []rules.Requirement) {
	return nil, reqs
}

// join puts the verdicts together, in the policy's order.
func join(_ []rules.Requirement, _ []part, rest rules.Report) rules.Report {
	return rest
}
