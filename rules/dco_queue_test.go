// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "testing"

func TestDCOOfWhatTheQueueBuilt(t *testing.T) {
	own := commitOf(1, person("Ana"), anaSigned)
	squash := func(message string) Commit {
		c := commitOf(9, person("Ana"), message)
		c.Parents = []string{"base"}
		return c
	}
	merge := squash("Merge pull request #1")
	merge.Parents = []string{"base", own.SHA}
	for _, c := range []struct {
		name  string
		built []Commit
		want  string
	}{
		{"nothing but the commits themselves", []Commit{own}, "pass"},
		{"merged", []Commit{own, merge}, "pass"},
		{"squashed, the line is kept", []Commit{squash("Add gears (#1)\n\nSigned-off-by: Ana <ana@example.com>")}, "pass"},
		{"squashed, the line is lost", []Commit{squash("Add gears (#1)")}, "fail dco.built"},
		{"a name like a bot's", []Commit{verified(commitOf(9, robot(7), "Bump (#1)"), Verified{})}, "fail dco.built"},
	} {
		got := reasons(judgeDCO(t, nil, Subject{Commits: []Commit{own}, Built: c.built}))
		if got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}
