// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bylaw-bot/bylaw/rules"
)

var march = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// widgets is a public repository of which all is known.
func widgets() rules.Repository {
	return rules.Repository{
		ID: 7, Owner: "acme", Name: "widgets", Visibility: "public", DefaultBranch: "main", Languages: map[string]float64{"Go": 1},
		Topics: []string{"tools"}, Properties: map[string]rules.Values{"tier": {"prod"}},
	}
}

// TestResolve reads the policies of an archive and compares the requirements and the faults with its last file. GOLDEN=write
// writes it anew.
func TestResolve(t *testing.T) {
	files, err := filepath.Glob("testdata/override/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := Input{Facts: widgets(), Base: "main", At: march}
			for _, f := range a.Files[:len(a.Files)-1] {
				if p := parse(t, f.Name, string(f.Data)); p.Kind == Organization {
					in.Organization = p
				} else {
					in.Repository = p
				}
			}
			want := &a.Files[len(a.Files)-1]
			want.Data = []byte(resolved(in))
			golden(t, file, string(txtar.Format(a)))
		})
	}
}

func resolved(in Input) string {
	reqs, err := Resolve(in)
	var b strings.Builder
	for _, r := range reqs {
		b.WriteString(describe(r))
	}
	if err != nil {
		fmt.Fprintf(&b, "\n%s\n", err)
	}
	return b.String()
}

// describe shows what was resolved: the filter by what it says of some paths.
func describe(r rules.Requirement) string {
	line := fmt.Sprintf("%s: %s %s, judges", r.ID, r.Mode, r.Scope)
	for _, path := range []string{"a.go", "a.py", "vendor/a.go", "third_party/a.go"} {
		if r.Files.Match == nil || r.Files.Match(path) {
			line += " " + path
		}
	}
	if r.Next != nil {
		line += fmt.Sprintf(", %s from %s", r.Next.Mode, r.Next.At.Format(time.DateOnly))
	}
	if !r.Blocked.Zero() {
		line += ", blocked: " + r.Blocked.Plain()
	}
	return line + ", " + r.Source + "\n"
}

func TestOverridesWaitForTheOrganization(t *testing.T) {
	repo := parse(t, ".github/bylaw.yml", "version: 1\nkind: repository\noverride: {dco: {mode: enforce}}\n")
	if _, err := Resolve(Input{Repository: repo, Facts: widgets(), At: march, Partial: true}); err != nil {
		t.Errorf("the organization's policy is not at hand, and yet: %v", err)
	}
}

func TestPeople(t *testing.T) {
	p := parse(t, "bylaw.yml", `version: 1
kind: organization
people:
  bots: ["Dependabot[bot]", acme-release, unheard-of]
  agents: [default, acme-agent]
rules: [{id: dco, type: dco, mode: warn}]
`)
	if got := strings.Join(p.Logins(), " "); got != "acme-agent acme-release unheard-of" {
		t.Errorf("to be resolved: %s", got)
	}
	reqs, err := Resolve(Input{Organization: p, Facts: widgets(), At: march, Bots: map[string]int64{"acme-release": 11, "acme-agent": 12}})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(reqs[0].People.Bots); got != "[49699333 11]" {
		t.Errorf("bots: %s", got)
	}
	if got := fmt.Sprint(reqs[0].People.Agents); got != "[198982749 209825114 206951365 158243242 161369871 12]" {
		t.Errorf("agents: %s", got)
	}
}
