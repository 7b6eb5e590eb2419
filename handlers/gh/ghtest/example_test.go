// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// A world in a few lines, and a client that needs nothing but an address.
func Example() {
	s, err := ghtest.New(ghtest.Options{Now: func() time.Time { return fixed }})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	ana := s.NewUser("ana", "Ana", "ana@example.com")
	widgets := s.NewOrg("acme").NewRepo("widgets", ghtest.RepoSpec{Files: map[string]string{"README.md": "# Widgets\n"}})
	widgets.Branch("feature", "main")
	widgets.Commit("feature", ghtest.CommitSpec{Author: ana, Message: "Add gears", Files: map[string]string{"gear.go": "package gear\n"}})
	pull := widgets.OpenPull(ghtest.PullSpec{Author: ana, Head: "feature", Title: "Gears"})
	s.Before("git/get-ref", func() {
		pull.Push(ghtest.CommitSpec{Author: ana, Message: "Add a wheel", Files: map[string]string{"wheel.go": "package gear\n"}})
	})
	s.Fault(ghtest.Fault{Op: "git/get-ref", Times: 1, Status: http.StatusBadGateway})
	for range 2 {
		res, err := http.Get(s.URL() + "/api/v3/repos/acme/widgets/git/ref/pull/1/head")
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		fmt.Println(res.StatusCode, len(body) > 100)
	}
	fmt.Println(s.Counts().Reads, s.Violations())
	// Output:
	// 502 false
	// 200 true
	// 2 []
}
