// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/mail"
)

// The commands that sign off. own signs only the commits of whoever runs it: other people sign their own.
const (
	gitAmend   = "git commit --amend --no-edit --signoff"
	gitAddress = "git commit --amend --no-edit --allow-empty --reset-author --signoff"
	gitOwn     = `if git log -1 --format=%an%n%ae | grep -qxF -e "$(git config user.name)" -e "$(git config user.email)"; ` +
		`then git commit --amend --no-edit --allow-empty --signoff; fi`
	gitRemedy = `git log --no-merges --fixed-strings --author="$(git config user.email)" ` +
		`--format="I, %an <%ae>, hereby add my Signed-off-by to this commit: %H" `
)

// how gives the commands for this very branch: they never sign off the base's commits, nor other people's.
func (j *dcoJudge) how() Text {
	b, ready := j.branch()
	authors := j.authors(j.failed)
	switch {
	case j.any("dco.built"):
		return Say("dco.how-built")
	case j.all("dco.coauthor-missing"):
		return Say("dco.how-coauthor")
	case !ready:
		return Say("dco.how-words")
	case len(authors) > 1 || (len(authors) == 1 && j.foreign(authors[0])):
		return j.howSeveral(b, authors)
	case len(j.failed) == 1 && j.failed[0].SHA == j.Commits[len(j.Commits)-1].SHA:
		return j.howLast(b)
	case len(j.authors(j.Commits)) > 1:
		return Say("dco.how-own", "look", b.look, "sign", b.rebaseEach(gitOwn), "last", b.last)
	case j.any("dco.bad-address"):
		return Say("dco.how-address", "look", b.look, "sign", b.rebaseEach(gitAddress), "last", b.last)
	case slices.ContainsFunc(j.Commits, func(c Commit) bool { return len(c.Parents) > 1 }):
		return Say("dco.how-merges", "look", b.look, "sign", b.rebaseAll(), "last", b.last)
	}
	return Say("dco.how-rebase", "look", b.look, "sign", b.rebaseAll(), "last", b.last)
}

// howLast mends the newest commit alone.
func (j *dcoJudge) howLast(b dcoBranch) Text {
	if j.any("dco.bad-address") {
		return Say("dco.how-address-last", "sign", gitAddress, "last", b.last)
	}
	return Say("dco.how-amend", "sign", gitAmend, "last", b.last)
}

// howSeveral is for commits of several people, or of one who did not open the change: each signs off for himself.
func (j *dcoJudge) howSeveral(b dcoBranch, authors []Person) Text {
	var names []string
	for _, p := range authors {
		names = append(names, p.Name)
	}
	who := strings.Join(names, ", ")
	switch j.options.Remediation {
	case "own":
		return Say("dco.how-remediation", "names", who, "look", b.look, "sign", b.remedy(), "last", b.plain)
	case "third-party":
		return Say("dco.how-third-party", "names", who, "look", b.look, "sign", b.remedy(), "last", b.plain)
	}
	return Say("dco.how-several", "names", who, "look", b.look, "sign", b.rebaseEach(gitOwn), "last", b.last)
}

// authors lists the people behind commits, each once. Merges and agents' commits belong to whoever brings them.
func (j *dcoJudge) authors(commits []Commit) []Person {
	var all []Person
	for _, c := range commits {
		alone := len(c.Parents) < 2 || j.options.Merges == "required"
		if alone && !j.agent(c.Author) && !slices.ContainsFunc(all, func(p Person) bool { return sameAuthor(p, c.Author) }) {
			all = append(all, c.Author)
		}
	}
	return all
}

// sameAuthor is for advice only: one account, one address or one name is one person.
func sameAuthor(a, b Person) bool {
	id := accountID(a)
	return (id != 0 && id == accountID(b)) || mail.Same(a.Email, b.Email) || mail.Same(a.Name, b.Name)
}

// foreign tells whether an author is known to be somebody else than the one who opened the change.
func (j *dcoJudge) foreign(p Person) bool {
	id := accountID(p)
	return j.Change != nil && j.Change.Author.ID != 0 && id != 0 && id != j.Change.Author.ID && !slices.Contains(j.People.Agents, j.Change.Author.ID)
}
