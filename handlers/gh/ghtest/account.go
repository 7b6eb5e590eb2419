// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"strings"
	"time"
)

// Account is a user, a bot or an organization. Its ID never changes; its login may ([Account.Rename]).
type Account struct {
	ID    int64
	Login string
	Name  string
	Email string
	Kind  string // "User", "Bot" or "Organization", as GitHub's type field says

	s       *Server
	created time.Time
}

// Org is an organization: an account with members and teams.
type Org struct {
	*Account
	members map[int64]string // id to role: "admin" or "member"
	teams   map[string]*Team
}

// Team is a team of an organization.
type Team struct {
	ID      int64
	Slug    string
	org     *Org
	members map[int64]bool
}

// NewOrg makes an organization.
func (s *Server) NewOrg(login string) *Org {
	defer s.lock()()
	org := &Org{Account: s.newAccount(s.id(), login, "Organization"), members: map[int64]string{}, teams: map[string]*Team{}}
	s.orgs[org.ID] = org
	return org
}

// NewUser makes a person. The address is verified: commits with it are linked to the account.
func (s *Server) NewUser(login, name, email string) *Account {
	defer s.lock()()
	a := s.newAccount(s.id(), login, "User")
	a.Name, a.Email = name, email
	a.verify(email)
	return a
}

// NewBot makes a bot with the id it has on GitHub, for example ("dependabot[bot]", 49699333).
func (s *Server) NewBot(login string, id int64) *Account {
	defer s.lock()()
	a := s.newAccount(id, login, "Bot")
	a.Name = login
	return a
}

// WebFlow is GitHub's own account: it commits, and signs, what is done in the web pages and by Apps through the API.
func (s *Server) WebFlow() *Account { return s.webFlow }

func (s *Server) newAccount(id int64, login, kind string) *Account {
	a := &Account{ID: id, Login: login, Kind: kind, s: s, created: s.clock()}
	s.accounts[strings.ToLower(login)] = a
	s.accountIDs[id] = a
	a.verify(a.NoReply(), login+"@users.noreply.github.com")
	return a
}

// AddEmail adds a verified address.
func (a *Account) AddEmail(email string) {
	defer a.s.lock()()
	a.verify(email)
}

// NoReply is the address that GitHub gives the account: ID+login@users.noreply.github.com.
func (a *Account) NoReply() string {
	return fmt.Sprintf("%d+%s@users.noreply.github.com", a.ID, a.Login)
}

// Rename changes the login; the id stays. The old name answers no more.
func (a *Account) Rename(login string) {
	defer a.s.lock()()
	delete(a.s.accounts, strings.ToLower(a.Login))
	a.Login = login
	a.s.accounts[strings.ToLower(login)] = a
}

// Delete removes the account: what it wrote is a ghost's from now on (user null).
func (a *Account) Delete() {
	defer a.s.lock()()
	delete(a.s.accounts, strings.ToLower(a.Login))
	delete(a.s.accountIDs, a.ID)
}

// AddMember makes a user a member of the organization, with role "member" or "admin".
func (o *Org) AddMember(a *Account, role string) {
	defer o.s.lock()()
	o.members[a.ID] = role
}

// RemoveMember ends a membership.
func (o *Org) RemoveMember(a *Account) {
	defer o.s.lock()()
	delete(o.members, a.ID)
}

// NewTeam makes a team with members, who become members of the organization too.
func (o *Org) NewTeam(slug string, members ...*Account) *Team {
	defer o.s.lock()()
	t := &Team{ID: o.s.id(), Slug: slug, org: o, members: map[int64]bool{}}
	for _, m := range members {
		t.members[m.ID] = true
		if o.members[m.ID] == "" {
			o.members[m.ID] = "member"
		}
	}
	o.teams[slug] = t
	return t
}

// alive is the account, or nil once it was deleted.
func (s *Server) alive(a *Account) *Account {
	if a == nil || s.accountIDs[a.ID] == nil {
		return nil
	}
	return a
}

// byEmail is whom GitHub links a commit to.
func (s *Server) byEmail(email string) *Account {
	return s.alive(s.emails[strings.ToLower(email)])
}

func (a *Account) verify(emails ...string) {
	for _, e := range emails {
		if e != "" {
			a.s.emails[strings.ToLower(e)] = a
		}
	}
}
