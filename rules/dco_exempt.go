// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"

	"github.com/bylaw-bot/bylaw/rules/internal/mail"
)

// answer is yes, no, or perhaps: a fact that decides is not at hand.
type answer int

const (
	no answer = iota
	perhaps
	yes
)

// accountID is the number of the account behind an identity: the linked account's, else the one in a no-reply address; 0 is none.
func accountID(p Person) int64 {
	if p.Account != nil && p.Account.ID != 0 {
		return p.Account.ID
	}
	n, _ := mail.ParseNoReply(p.Email)
	return n.ID
}

// agent tells whether an identity is an AI agent's. Agents are not bots: a person answers for what they write.
func (j *dcoJudge) agent(p Person) bool {
	id := accountID(p)
	return id != 0 && slices.Contains(j.People.Agents, id)
}

// bot tells whether a commit is exempt as a bot's: its no-reply address carries a number of people.bots, and the opener has that
// number or the commit is proven. Anybody can write such an address, so the address alone is not enough (see the option).
func (j *dcoJudge) bot(c Commit) answer {
	n, _ := mail.ParseNoReply(c.Author.Email)
	if n.ID == 0 || j.options.Bots == "required" || !slices.Contains(j.People.Bots, n.ID) || j.agent(c.Author) {
		return no
	}
	if j.options.Bots == "any" || (j.Change != nil && j.Change.Author.ID == n.ID) {
		return yes
	}
	if j.Change == nil || j.Change.Author.ID == 0 {
		return max(proven(c), perhaps)
	}
	return proven(c)
}

// member tells whether a commit is exempt as a member's, which needs the membership and the proof.
func (j *dcoJudge) member(c Commit) answer {
	if j.options.Members != "exempt" {
		return no
	}
	switch {
	case c.Author.Account == nil && accountsKnown(c):
		return no
	case c.Author.Account == nil || c.Author.Account.Member == nil:
		return min(proven(c), perhaps)
	case !*c.Author.Account.Member:
		return no
	}
	return proven(c)
}

// proven tells whether a commit's signature proves its author: it is valid, and either GitHub made the commit (web-flow) or the
// committer, to whom GitHub attributes the signature, is the author. A valid signature of somebody else proves nothing.
func proven(c Commit) answer {
	author := accountID(c.Author)
	switch {
	case c.Verified == nil:
		return perhaps
	case !c.Verified.Valid || author == 0:
		return no
	case c.Verified.ByGitHub && mail.Same(c.Committer.Email, mail.WebFlow):
		return yes
	case accountID(c.Committer) != author:
		return no
	case c.Verified.Signer != nil && c.Verified.Signer.ID != 0 && c.Verified.Signer.ID != author && !c.Verified.ByGitHub:
		return no
	}
	return yes
}

// accountsKnown tells whether the accounts of a commit were read, so that nil means that GitHub links none.
func accountsKnown(c Commit) bool {
	return c.Verified != nil || c.Author.Account != nil || c.Committer.Account != nil
}
