// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

func TestDCOCompleteness(t *testing.T) {
	signed := commitOf(1, person("Ana"), anaSigned)
	many := make([]Commit, 250)
	for i := range many {
		many[i] = signed
	}
	for _, c := range []struct {
		name    string
		change  *Change
		commits []Commit
		want    string
		act     bool
	}{
		{"no commits", &Change{}, []Commit{}, "skip dco.no-commits", false},
		{"nothing read", &Change{}, nil, "unknown dco.unread", false},
		{"none of two read", &Change{Commits: 2}, []Commit{}, "unknown dco.incomplete", false},
		{"one of two read", &Change{Commits: 2}, []Commit{signed}, "unknown dco.incomplete", false},
		{"two of one read", &Change{Commits: 1}, []Commit{signed, signed}, "unknown dco.incomplete", false},
		{"GitHub lists no more", &Change{Commits: 300}, many, "unknown dco.too-large", true},
		{"all of 250", &Change{Commits: 250}, many, "pass", false},
		{"head moved", &Change{Commits: 1, Head: Branch{SHA: "feed"}}, []Commit{signed}, "unknown dco.head-moved", false},
		{"head read", &Change{Commits: 1, Head: Branch{SHA: signed.SHA}}, []Commit{signed}, "pass", false},
		{"a branch without pull request", nil, []Commit{signed}, "pass", false},
	} {
		o := judgeDCO(t, nil, Subject{Change: c.change, Commits: c.commits})
		if got := reasons(o); got != c.want || o.Act != c.act {
			t.Errorf("%s: %s, act %v; want %s, act %v", c.name, got, o.Act, c.want, c.act)
		}
	}
}

func TestDCORemediation(t *testing.T) {
	target := commitOf(1, person("Ana"), "Add gears")
	line := "hereby add my Signed-off-by to this commit: " + target.SHA
	own := "Sign\n\nI, Ana <ana@example.com>, " + line + "\n\n"
	third := "Sign\n\nOn behalf of Ana <ana@example.com>, I, Bo <bo@example.com>, " + line + "\n\n"
	ana, bo := "Signed-off-by: Ana <ana@example.com>", "Signed-off-by: Bo <bo@example.com>"
	for _, c := range []struct {
		name, option string
		commit       Commit
		want         string
	}{
		{"off", "off", commitOf(2, person("Ana"), own+ana), "fail dco.missing"},
		{"own", "own", commitOf(2, person("Ana"), own+ana), "pass"},
		{"own, where third parties may too", "third-party", commitOf(2, person("Ana"), own+ana), "pass"},
		{"own, itself not signed off", "own", commitOf(2, person("Ana"), own), "fail dco.missing"},
		{"own, in somebody else's commit", "own", commitOf(2, person("Bo"), own+bo), "fail dco.missing"},
		{"of another than the author", "own", commitOf(2, person("Bo"), strings.ReplaceAll(own, "Ana <ana", "Bo <bo")+bo), "fail dco.missing"},
		{"third party refused", "own", commitOf(2, person("Bo"), third+bo), "fail dco.missing"},
		{"third party", "third-party", commitOf(2, person("Bo"), third+bo), "pass"},
		{"third party commits", "third-party", by(commitOf(2, person("Ana"), third+bo), person("Bo")), "pass"},
		{"third party, in another's commit", "third-party", commitOf(2, person("Cy"), third+"Signed-off-by: Cy <cy@example.com>"), "fail dco.missing"},
		{"on behalf of another", "third-party", commitOf(2, person("Bo"), strings.Replace(third, "Ana <ana", "Cy <cy", 1)+bo), "fail dco.missing"},
		{"another commit", "own", commitOf(2, person("Ana"), strings.Replace(own, target.SHA, strings.Repeat("9", 40), 1)+ana), "fail dco.missing"},
	} {
		option := func(o *dcoOptions) { o.Remediation = c.option }
		if got := reasons(judgeDCO(t, option, Subject{Commits: []Commit{target, c.commit}})); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}

func TestDCOCoAuthors(t *testing.T) {
	required := func(o *dcoOptions) { o.Coauthors = "required" }
	for _, c := range []struct{ name, message, want string }{
		{"none", anaSigned, "pass"},
		{"without sign-off", anaSigned + "\nCo-authored-by: Bo <bo@example.com>", "fail dco.coauthor-missing"},
		{"with sign-off", anaSigned + "\nCo-authored-by: Bo <bo@example.com>\nSigned-off-by: Bo Li <BO@example.com>", "pass"},
		{"the author", anaSigned + "\nCo-authored-by: Ana <ana@example.com>", "pass"},
		{"without address", anaSigned + "\nCo-authored-by: Bo", "fail dco.coauthor-missing"},
		{"no-reply after a rename", anaSigned + "\nCo-authored-by: Bo <102+bo@users.noreply.github.com>\nSigned-off-by: Bo <102+li@users.noreply.github.com>", "pass"},
		{"an agent by number", anaSigned + "\nCo-authored-by: Copilot <9+Copilot@users.noreply.github.com>", "pass"},
		{"an agent by address", anaSigned + "\nCo-authored-by: Cursor <cursoragent@cursor.com>", "pass"},
		{"both", "x\n\nCo-authored-by: Bo <bo@example.com>", "fail dco.missing dco.coauthor-missing"},
	} {
		s := Subject{Commits: []Commit{commitOf(1, person("Ana"), c.message)}, People: People{Agents: []int64{9}}}
		o := judgeDCO(t, required, s)
		if got := reasons(o); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
		if got := reasons(judgeDCO(t, nil, s)); strings.Contains(got, "coauthor") {
			t.Errorf("%s: co-authors are judged without being asked for: %s", c.name, got)
		}
	}
}
