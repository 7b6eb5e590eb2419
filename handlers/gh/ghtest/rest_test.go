// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"testing"

	"github.com/google/go-github/v60/github"
)

func TestRESTReads(t *testing.T) {
	w := newWorld(t)
	w.repo.SetProperty("areas", nil)
	p := w.pull(map[string]string{"gear.go": "package main\n\nfunc gear() {}\n", "README.md": "# Widgets\n\nAnd gears.\n"})
	c := w.client(w.inst)
	pull := must[*github.PullRequest](t)(c.PullRequests.Get(ctx(t), "acme", "widgets", p.Number))
	if pull.GetHead().GetSHA() != p.HeadSHA() || pull.GetCommits() != 1 || pull.GetChangedFiles() != 2 || pull.GetAdditions() != 5 {
		t.Errorf("pull: %v", pull)
	}
	files := must[[]*github.CommitFile](t)(c.PullRequests.ListFiles(ctx(t), "acme", "widgets", p.Number, nil))
	if len(files) != 2 || files[0].GetPatch() != "@@ -1 +1,3 @@\n # Widgets\n+\n+And gears." {
		t.Errorf("files: %v", files)
	}
}
