// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/mail"
	"github.com/bylaw-bot/bylaw/rules/internal/trailer"
)

// signed tells whether one of the sign-offs names one of the identities that may sign this commit off.
func (j *dcoJudge) signed(c Commit, lines []trailer.Person) answer {
	best := no
	for _, p := range j.signers(c) {
		for _, line := range lines {
			best = max(best, j.names(line, p, accountsKnown(c)))
		}
	}
	return best
}

// signers are the identities whose sign-off counts: the author and, unless the policy narrows it, the committer; never GitHub
// itself, never an AI agent. Whoever commits an agent's work answers for it, so there the committer always counts.
func (j *dcoJudge) signers(c Commit) []Person {
	all := []Person{c.Author}
	if j.options.Accept == "either" || j.agent(c.Author) {
		all = append(all, c.Committer)
	}
	var signers []Person
	for _, p := range all {
		if !mail.Same(p.Email, mail.WebFlow) && !j.agent(p) {
			signers = append(signers, p)
		}
	}
	return signers
}

// names tells whether a line names an identity: one identity as a whole, never the name of one and the address of another.
func (j *dcoJudge) names(line trailer.Person, p Person, known bool) answer {
	if j.options.Match != "email" && !mail.Same(line.Name, p.Name) {
		return no
	}
	return sameMailbox(line.Email, p, known)
}

// sameMailbox tells whether an address is the identity's own, or a no-reply address of its account: with the account's number, or in
// the old form with the account's login of today.
func sameMailbox(address string, p Person, known bool) answer {
	if mail.Same(address, p.Email) {
		return yes
	}
	n, ok := mail.ParseNoReply(address)
	if !ok {
		return no
	}
	id := accountID(p)
	switch {
	case n.ID != 0 && id != 0:
		return when(n.ID == id)
	case n.ID == 0 && p.Account != nil:
		return when(strings.EqualFold(n.Login, p.Account.Login))
	case !known:
		return perhaps
	}
	return no
}

func when(b bool) answer {
	if b {
		return yes
	}
	return no
}

// remediated tells whether another commit of the change adds the sign-off that this one lacks.
func (j *dcoJudge) remediated(target Commit) answer {
	if j.options.Remediation == "off" {
		return no
	}
	best := no
	for _, c := range j.Commits {
		for _, r := range trailer.Remediations(c.Message) {
			if r.SHA == strings.ToLower(target.SHA) {
				best = max(best, j.remedies(r, c, target))
			}
		}
	}
	return best
}

// remedies judges one sentence: the author's own, in a commit of the same author; or another person's, in a commit of that person.
func (j *dcoJudge) remedies(r trailer.Remediation, c, target Commit) answer {
	if r.Target == nil {
		if j.agent(target.Author) || mail.Same(c.Author.Email, mail.WebFlow) {
			return no
		}
		return min(j.names(r.By, target.Author, accountsKnown(target)), j.names(r.By, c.Author, accountsKnown(c)))
	}
	if j.options.Remediation != "third-party" {
		return no
	}
	best := no
	for _, p := range []Person{c.Author, c.Committer} {
		if !mail.Same(p.Email, mail.WebFlow) && !j.agent(p) {
			best = max(best, j.names(r.By, p, accountsKnown(c)))
		}
	}
	return min(best, j.names(*r.Target, target.Author, accountsKnown(target)))
}
