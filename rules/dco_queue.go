// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "github.com/bylaw-bot/bylaw/rules/internal/trailer"

// built judges what the merge queue made of the commits: a squash or a rebase writes new ones, and a squash may drop the
// sign-offs. Who signed was judged on the pull request's own commits; here a line must still be there.
func (j *dcoJudge) built() {
	for _, c := range j.Built {
		if len(c.Parents) > 1 || hasCommit(j.Commits, c.SHA) || j.bot(c) == yes {
			continue
		}
		if lines, _ := trailer.SignOffs(c.Message); len(lines) == 0 {
			j.findings = append(j.findings, dcoFinding(c, Say("dco.built", "commit", short(c.SHA))))
			j.failed = append(j.failed, c)
		}
	}
}
