// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const anaSigned = "Add gears\n\nSigned-off-by: Ana <ana@example.com>"

func person(name string) Person {
	return Person{Name: name, Email: strings.ToLower(name) + "@example.com"}
}

// linked is a person with a GitHub account, as GitHub tells it.
func linked(name string, id int64) Person {
	p := person(name)
	p.Account = &Account{ID: id, Login: strings.ToLower(name), Type: "User"}
	return p
}

func robot(id int64) Person {
	return Person{Name: "dependabot[bot]", Email: fmt.Sprintf("%d+dependabot[bot]@users.noreply.github.com", id)}
}

// commitOf is the n-th commit, by one person, with one parent.
func commitOf(n int, who Person, message string) Commit {
	return Commit{
		SHA: strings.Repeat(fmt.Sprintf("%x", n%16), 40), Message: message, Author: who, Committer: who,
		Parents: []string{strings.Repeat("0", 40)},
	}
}

func by(c Commit, committer Person) Commit { c.Committer = committer; return c }

func verified(c Commit, v Verified) Commit { c.Verified = &v; return c }

func judgeDCO(t *testing.T, change func(*dcoOptions), s Subject) Outcome {
	t.Helper()
	o := dcoDefaults
	if change != nil {
		change(&o)
	}
	rule, _ := Lookup("dco")
	check, faults := rule.Compile(o)
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	return check(s)
}

func reasons(o Outcome) string {
	var all []string
	for _, f := range o.Findings {
		all = append(all, f.Reason)
	}
	if o.State == Unknown || o.State == Skipped {
		all = append(all, o.Why.ID)
	}
	return strings.TrimSpace(string(o.State) + " " + strings.Join(all, " "))
}

func TestDCOSignOff(t *testing.T) {
	webFlow := Person{Name: "GitHub", Email: "noreply@github.com"}
	noReply := Person{Name: "Ana", Email: "101+ana@users.noreply.github.com"}
	author := func(o *dcoOptions) { o.Accept = "author" }
	email := func(o *dcoOptions) { o.Match = "email" }
	for _, c := range []struct {
		name   string
		option func(*dcoOptions)
		commit Commit
		want   string
	}{
		{"signed", nil, commitOf(1, person("Ana"), anaSigned), "pass"},
		{"missing", nil, commitOf(1, person("Ana"), "Add gears"), "fail dco.missing"},
		{"another person", nil, commitOf(1, person("Bo"), anaSigned), "fail dco.mismatch"},
		{"by the committer", nil, by(commitOf(1, person("Bo"), anaSigned), person("Ana")), "pass"},
		{"by the committer, author asked for", author, by(commitOf(1, person("Bo"), anaSigned), person("Ana")), "fail dco.mismatch"},
		{"mixed identity", nil, by(commitOf(1, Person{Name: "Ana", Email: "x@example.com"}, anaSigned), Person{Name: "Bo", Email: "ana@example.com"}), "fail dco.mismatch-address"},
		{"other name", nil, commitOf(1, Person{Name: "Ana Luz", Email: "ana@example.com"}, anaSigned), "fail dco.mismatch"},
		{"other name, address only", email, commitOf(1, Person{Name: "Ana Luz", Email: "ana@example.com"}, anaSigned), "pass"},
		{"case, blanks, accents", nil, commitOf(1, Person{Name: "José  Luz", Email: "J@Example.com"}, "x\n\nSigned-off-by: JOSE\u0301 LUZ <j@example.COM>"), "pass"},
		{"github signs nothing off", nil, by(commitOf(1, person("Ana"), "x\n\nSigned-off-by: GitHub <noreply@github.com>"), webFlow), "fail dco.mismatch"},
		{"web edit", nil, by(commitOf(1, person("Ana"), anaSigned), webFlow), "pass"},
		{"near miss", nil, commitOf(1, person("Ana"), "x\n\n  Signed-off-by: Ana <ana@example.com>"), "fail dco.unreadable"},
		{"bad address", nil, commitOf(1, Person{Name: "Ana", Email: "ana@laptop"}, "x\n\nSigned-off-by: Ana <ana@laptop>"), "fail dco.bad-address"},
		{"no address, committer's counts", nil, by(commitOf(1, Person{Name: "Ana"}, anaSigned), person("Ana")), "pass"},
		{"no-reply of the account", nil, commitOf(1, linked("Ana", 101), "x\n\nSigned-off-by: Ana <101+old-login@users.noreply.github.com>"), "pass"},
		{"no-reply of another account", nil, commitOf(1, linked("Ana", 101), "x\n\nSigned-off-by: Ana <102+ana@users.noreply.github.com>"), "fail dco.mismatch-address"},
		{"old no-reply", nil, commitOf(1, linked("Ana", 101), "x\n\nSigned-off-by: Ana <ana@users.noreply.github.com>"), "pass"},
		{"old no-reply of another", nil, commitOf(1, linked("Ana", 101), "x\n\nSigned-off-by: Ana <bo@users.noreply.github.com>"), "fail dco.mismatch-address"},
		{"no-reply after a rename", nil, commitOf(1, noReply, "x\n\nSigned-off-by: Ana <101+luz@users.noreply.github.com>"), "pass"},
		{"no-reply, account not at hand", nil, commitOf(1, person("Ana"), "x\n\nSigned-off-by: Ana <101+ana@users.noreply.github.com>"), "unknown dco.unsure-account"},
		{"no-reply, no account", nil, verified(commitOf(1, person("Ana"), "x\n\nSigned-off-by: Ana <101+ana@users.noreply.github.com>"), Verified{}), "fail dco.mismatch-address"},
		{"revert, exemption not provable", func(o *dcoOptions) { o.Reverts = "exempt" }, commitOf(1, person("Ana"), "Revert\n\nThis reverts commit "+strings.Repeat("a", 40)+"."), "fail dco.missing-revert"},
	} {
		if got := reasons(judgeDCO(t, c.option, Subject{Commits: []Commit{c.commit}})); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}

func TestDCOExempt(t *testing.T) {
	member := func(yes bool) Person { p := linked("Ana", 101); p.Account.Member = &yes; return p }
	web := Person{Name: "GitHub", Email: "noreply@github.com"}
	bots := func(v string) func(*dcoOptions) { return func(o *dcoOptions) { o.Bots = v } }
	members := func(o *dcoOptions) { o.Members = "exempt" }
	merge := commitOf(1, person("Ana"), "Merge")
	merge.Parents = []string{"a", "b"}
	for _, c := range []struct {
		name   string
		option func(*dcoOptions)
		opener int64
		commit Commit
		want   string
	}{
		{"merge", nil, 101, merge, "pass"},
		{"merge required", func(o *dcoOptions) { o.Merges = "required" }, 101, merge, "fail dco.missing"},
		{"bot opened it", nil, 7, commitOf(1, robot(7), "Bump"), "pass"},
		{"forged bot", nil, 101, verified(commitOf(1, robot(7), "Bump"), Verified{}), "fail dco.missing"},
		{"bot proven by GitHub", nil, 101, verified(by(commitOf(1, robot(7), "Bump"), web), Verified{Valid: true, ByGitHub: true}), "pass"},
		{"bot proven by itself", nil, 101, verified(commitOf(1, robot(7), "Bump"), Verified{Valid: true}), "pass"},
		{"signed by somebody else", nil, 101, verified(by(commitOf(1, robot(7), "Bump"), linked("Ana", 101)), Verified{Valid: true, Signer: &Account{ID: 101}}), "fail dco.missing"},
		{"not at hand", nil, 0, commitOf(1, robot(7), "Bump"), "unknown dco.unsure-bot"},
		{"signature not at hand", nil, 101, commitOf(1, robot(7), "Bump"), "unknown dco.unsure-bot"},
		{"any", bots("any"), 101, commitOf(1, robot(7), "Bump"), "pass"},
		{"required", bots("required"), 7, commitOf(1, robot(7), "Bump"), "fail dco.missing"},
		{"unknown bot", bots("any"), 8, commitOf(1, robot(8), "Bump"), "fail dco.missing"},
		{"bot by name", bots("any"), 7, commitOf(1, Person{Name: "dependabot[bot]", Email: "d@evil.example"}, "Bump"), "fail dco.missing"},
		{"agents are no bots", bots("any"), 9, commitOf(1, robot(9), "Bump"), "fail dco.agent"},
		{"agents sign nothing off", nil, 9, commitOf(1, robot(9), "x\n\nSigned-off-by: dependabot[bot] <9+dependabot[bot]@users.noreply.github.com>"), "fail dco.agent"},
		{"a person answers for an agent", func(o *dcoOptions) { o.Accept = "author" }, 9, by(commitOf(1, robot(9), anaSigned), person("Ana")), "pass"},
		{"member", members, 101, verified(commitOf(1, member(true), "x"), Verified{Valid: true, Signer: &Account{ID: 101}}), "pass"},
		{"member without proof", members, 101, verified(commitOf(1, member(true), "x"), Verified{}), "fail dco.missing"},
		{"member, foreign key", members, 101, verified(by(commitOf(1, member(true), "x"), linked("Bo", 102)), Verified{Valid: true}), "fail dco.missing"},
		{"no member", members, 101, verified(commitOf(1, member(false), "x"), Verified{Valid: true}), "fail dco.missing"},
		{"membership not at hand", members, 101, commitOf(1, person("Ana"), "x"), "unknown dco.unsure-member"},
		{"no account", members, 101, verified(commitOf(1, person("Ana"), "x"), Verified{}), "fail dco.missing"},
		{"members required", nil, 101, verified(commitOf(1, member(true), "x"), Verified{Valid: true}), "fail dco.missing"},
	} {
		s := Subject{Commits: []Commit{c.commit}, Change: &Change{Commits: 1, Author: Account{ID: c.opener}}}
		s.People = People{Bots: []int64{7, 9}, Agents: []int64{9}}
		if got := reasons(judgeDCO(t, c.option, s)); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}

func TestDCOCertainFaultOutweighsUnknown(t *testing.T) {
	s := Subject{Commits: []Commit{commitOf(1, robot(7), "Bump"), commitOf(2, person("Ana"), "x")}, People: People{Bots: []int64{7}}}
	o := judgeDCO(t, nil, s)
	if got := reasons(o); got != "fail dco.missing" || o.Why.Plain() != "1 of 2 commits has no sign-off" {
		t.Errorf("%s: %s", got, o.Why.Plain())
	}
	if got := o.Findings[0].Message.Plain(); got != "commit 2222222 by Ana has no Signed-off-by line" {
		t.Error(got)
	}
}

func TestDCOOptions(t *testing.T) {
	rule, _ := Lookup("dco")
	_, faults := rule.Compile(dcoOptions{Merges: "sometimes"})
	if len(faults) != 8 || faults[0].Key != "merges" || !slices.Contains(faults[0].Allowed, "exempt") {
		t.Errorf("faults = %+v", faults)
	}
}
