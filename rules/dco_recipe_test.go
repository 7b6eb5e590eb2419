// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

func TestDCORecipes(t *testing.T) {
	const signed = "\n\nSigned-off-by: Bo <bo@example.com>"
	for _, c := range []struct {
		name  string
		build func(w *workshop)
		how   string
		after string // author: sign-offs
	}{
		{"one commit", func(w *workshop) { w.commit("Ana", "one", "a") }, "dco.how-amend", "Ana:Ana"},
		{"the last of two people's", func(w *workshop) {
			w.commit("Bo", "one"+signed, "a")
			w.commit("Ana", "two", "a")
		}, "dco.how-amend", "Bo:Bo Ana:Ana"},
		{"several", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.commit("Ana", "two", "a")
		}, "dco.how-rebase", "Ana:Ana Ana:Ana"},
		{"the local branch has another name", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.commit("Ana", "two", "a")
			w.sh("git push -q origin " + quote("HEAD:"+w.change.Head.Ref) + " && git checkout -q -b mine")
		}, "dco.how-rebase", "Ana:Ana Ana:Ana"},
		{"main was merged", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.sh("git checkout -q main")
			w.commit("Maintainer", "on main", "b")
			w.sh("git push -q origin main && git checkout -q - && git merge -q --no-edit main")
			w.commit("Ana", "two", "a")
			w.sh("git checkout -q main")
			w.commit("Maintainer", "later on main", "c")
			w.sh("git push -q origin main && git checkout -q -")
		}, "dco.how-merges", "Ana:Ana Ana:Ana"},
		{"another's signed commit within", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.commit("Bo", "two"+signed, "a")
			w.commit("Ana", "three", "a")
		}, "dco.how-own", "Ana:Ana Bo:Bo Ana:Ana"},
		{"an empty commit within", func(w *workshop) {
			w.commit("Bo", "one"+signed, "a")
			w.as("Ana")
			w.sh("git commit -q --allow-empty -m empty")
			w.commit("Bo", "three"+signed, "a")
		}, "dco.how-own", "Bo:Bo Ana:Ana Bo:Bo"},
		{"no mailbox", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.sh("git config user.email ana@laptop && git commit -q --amend --reset-author --no-edit")
		}, "dco.how-address-last", "Ana:Ana"},
		{"no mailbox in several", func(w *workshop) {
			w.commit("Ana", "one", "a")
			w.sh("git config user.email ana@laptop && git commit -q --amend --reset-author --no-edit")
			w.commit("Ana", "two", "a")
		}, "dco.how-address", "Ana:Ana Ana:Ana"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			c.build(w)
			base := w.sh("git rev-parse main")
			if how := w.follow(w.judge()); how != c.how {
				t.Errorf("advice %s; want %s", how, c.how)
			}
			o := w.judge()
			if got := w.signers(); got != c.after || o.State != Passed {
				t.Errorf("after the advice: %s, %s; want %s", got, reasons(o), c.after)
			}
			w.pushed()
			if w.sh("git rev-parse main") != base {
				t.Error("main moved")
			}
		})
	}
}

func TestDCORecipeOfSeveralPeople(t *testing.T) {
	for _, c := range []struct{ option, how, after string }{
		{"off", "dco.how-several", "Ana:Ana Bo:Bo Ana:Ana"},
		{"own", "dco.how-remediation", "Ana: Bo: Ana: Ana:Ana Bo:Bo"},
		{"third-party", "dco.how-third-party", "Ana: Bo: Ana: Ana:Ana Bo:Bo"},
	} {
		t.Run(c.option, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			w.options.Remediation = c.option
			w.commit("Ana", "one", "a")
			w.commit("Bo", "two", "a")
			w.commit("Ana", "three", "a")
			o := w.judge()
			if !strings.Contains(o.How.Plain(), "Ana, Bo") {
				t.Errorf("nobody is named: %s", o.How.Plain())
			}
			if how := w.follow(o); how != c.how {
				t.Errorf("advice %s; want %s", how, c.how)
			}
			w.as("Bo")
			w.follow(o)
			if got, after := w.signers(), w.judge(); got != c.after || after.State != Passed {
				t.Errorf("after the advice: %s, %s; want %s", got, reasons(after), c.after)
			}
			w.pushed()
		})
	}
}

func TestDCORecipeOfAFork(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.sh("git clone -q --bare ../acme/widgets ../fork && git remote set-url origin ../fork")
	w.change.Head.Repository = "ana/widgets"
	w.commit("Ana", "one", "a")
	w.commit("Ana", "two", "a")
	o := w.judge()
	if !strings.Contains(o.How.Plain(), "\ngit fetch https://github.com/acme/widgets main\n") {
		t.Error(o.How.Plain())
	}
	w.follow(o)
	if got := w.signers(); got != "Ana:Ana Ana:Ana" {
		t.Error(got)
	}
	w.pushed()
}

func TestDCOAdviceForOthers(t *testing.T) {
	change := &Change{Number: 7, Author: Account{ID: 101}, Base: Branch{Ref: "main"}, Head: Branch{Ref: "x"}}
	foreign := Subject{Change: change, Commits: []Commit{commitOf(1, linked("Bo", 102), "x")}}
	if o := judgeDCO(t, nil, foreign); o.How.ID != "dco.how-several" {
		t.Errorf("somebody else's commit: %s", o.How.ID)
	}
	agent := Subject{Change: change, Commits: []Commit{commitOf(1, robot(9), "x"), commitOf(2, robot(9), "y")}, People: People{Agents: []int64{9}}}
	if o := judgeDCO(t, nil, agent); o.How.ID != "dco.how-rebase" {
		t.Errorf("an agent's commits: %s", o.How.ID)
	}
	local := Subject{Change: &Change{Base: Branch{Ref: "origin/main"}}, Commits: []Commit{commitOf(1, person("Ana"), "x"), commitOf(2, person("Ana"), "y")}}
	if got := judgeDCO(t, nil, local).How.Plain(); !strings.Contains(got, `"$(git merge-base HEAD origin/main)"`) || !strings.Contains(got, "\nbylaw check --base origin/main\n") {
		t.Errorf("a local branch: %s", got)
	}
	for _, ref := range []string{strings.Repeat("é", 290), "a\u202eb", "a\nb", "--upload-pack=touch x"} {
		odd := Subject{Change: &Change{Base: Branch{Ref: ref}}, Commits: foreign.Commits}
		if o := judgeDCO(t, nil, odd); o.How.ID != "dco.how-words" {
			t.Errorf("base %q: %s", ref, o.How.Plain())
		}
	}
}
