// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/mail"
	"github.com/bylaw-bot/bylaw/rules/internal/trailer"
)

// faults lists what a commit lacks: at most one fault of its own sign-off, and one of its co-authors. maybe tells that a fact
// that is not at hand (an account's number) may show that the sign-off is right.
func (j *dcoJudge) faults(c Commit) (found []Finding, maybe bool) {
	lines, near := trailer.SignOffs(c.Message)
	result := max(j.signed(c, lines), j.remediated(c))
	address := c.Author.Email
	if address == "" {
		address = c.Committer.Email
	}
	switch {
	case !mail.Plausible(address):
		found = append(found, dcoFinding(c, Say("dco.bad-address", "commit", short(c.SHA), "author", c.Author.Name)))
	case result == no:
		found = append(found, dcoFinding(c, j.unsigned(c, lines, near)))
	}
	if who := j.coauthors(c, lines); len(who) > 0 {
		text := Say("dco.coauthor-missing", "commit", short(c.SHA), "author", c.Author.Name, "names", strings.Join(who, ", "))
		found = append(found, dcoFinding(c, text))
	}
	return found, result == perhaps && len(found) == 0
}

func dcoFinding(c Commit, text Text) Finding {
	return Finding{Message: text, Commit: c.SHA, Reason: text.ID}
}

// unsigned says what is wrong with the sign-off of a commit.
func (j *dcoJudge) unsigned(c Commit, lines []trailer.Person, near bool) Text {
	sha, author := short(c.SHA), c.Author.Name
	switch {
	case j.agent(c.Author):
		return Say("dco.agent", "commit", sha, "author", author)
	case len(lines) == 0 && near:
		return Say("dco.unreadable", "commit", sha, "author", author)
	case len(lines) == 0 && j.options.Reverts == "exempt" && strings.Contains(c.Message, "\nThis reverts commit "):
		return Say("dco.missing-revert", "commit", sha, "author", author)
	case len(lines) == 0:
		return Say("dco.missing", "commit", sha, "author", author)
	}
	line := closest(lines, c.Author)
	if mail.Same(line.Name, author) || j.options.Match == "email" {
		return Say("dco.mismatch-address", "commit", sha, "author", author,
			"found", mail.Mask(line.Email), "expected", mail.Mask(c.Author.Email))
	}
	return Say("dco.mismatch", "commit", sha, "author", author, "found", line.Name)
}

// closest is the sign-off that was most likely meant for the author: the one with the author's name, else address, else the last.
func closest(lines []trailer.Person, author Person) trailer.Person {
	for _, line := range lines {
		if mail.Same(line.Name, author.Name) {
			return line
		}
	}
	for _, line := range lines {
		if mail.Same(line.Email, author.Email) {
			return line
		}
	}
	return lines[len(lines)-1]
}

// coauthors names those who have no sign-off of their own, if the policy asks for it. Agents and bots write no sign-off.
func (j *dcoJudge) coauthors(c Commit, lines []trailer.Person) []string {
	if j.options.Coauthors != "required" {
		return nil
	}
	var who []string
	for _, co := range trailer.CoAuthors(c.Message) {
		if !j.machine(co) && !slices.ContainsFunc(lines, func(l trailer.Person) bool { return mine(l.Email, co.Email) }) {
			who = append(who, co.Name)
		}
	}
	return who
}

// mine compares a sign-off's and a co-author's address: the same, or two no-reply addresses of one account.
func mine(signoff, coauthor string) bool {
	return sameMailbox(signoff, Person{Email: coauthor}, true) == yes
}

func (j *dcoJudge) machine(co trailer.Person) bool {
	id := accountID(Person{Email: co.Email})
	return (id != 0 && (slices.Contains(j.People.Bots, id) || slices.Contains(j.People.Agents, id))) || mail.IsAgent(co.Email)
}
