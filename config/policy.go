// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

// Kind is whose policy a file is.
type Kind string

// The two kinds of policy.
const (
	Organization Kind = "organization" // bylaw.yml on the default branch of the organization's policy repository
	Repository   Kind = "repository"   // .github/bylaw.yml on the repository's own default branch
)

// Policy is a file that was read, proved and compiled. It is not changed after Parse and may be shared.
type Policy struct {
	Path       string
	Kind       Kind
	Owner      string
	Settings   Settings
	Roles      map[string][]string
	People     People
	Selectors  map[string]*Selector
	Rules      []*Rule
	Exemptions []Exemption
	Overrides  map[string]*Override // of a repository's file, by the organization's rule id

	source   *source
	warnings []Warning
	named    int // how many selectors have a name
}

// Warnings are what the file says and this version accepts without acting on it, sorted by place.
func (p *Policy) Warnings() []Warning { return p.warnings }

// Rule finds a rule by its id.
func (p *Policy) Rule(id string) (*Rule, bool) {
	for _, r := range p.Rules {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// OrganizationFile is the shape of an organization's policy: what the decoder reads and the JSON Schema describes.
type OrganizationFile struct {
	Version    int                  `json:"version" jsonschema:"required,minimum=1,maximum=1" jsonschema_description:"The version of this shape: 1."`
	Kind       string               `json:"kind" jsonschema:"required,enum=organization" jsonschema_description:"Whose policy this is."`
	Owner      string               `json:"owner" jsonschema:"pattern=^(team:[^/ ]+/[^/ ]+|user:[^/ ]+)$" form:"team:ORG/SLUG or user:LOGIN" jsonschema_description:"Who is told when the policy breaks: team:ORG/SLUG or user:LOGIN."`
	Settings   Settings             `json:"settings" jsonschema_description:"What holds for all rules."`
	Roles      map[string][]string  `json:"roles" jsonschema:"pattern=^(team:[^/ ]+/[^/ ]+|user:[^/ ]+)$" form:"team:ORG/SLUG or user:LOGIN" jsonschema_description:"Names for groups of approvers: teams (team:ORG/SLUG) and accounts (user:LOGIN)."`
	People     People               `json:"people" jsonschema_description:"Who is who."`
	Selectors  map[string]*Selector `json:"selectors" jsonschema_description:"Names for sets of repositories, for use in a rule's for."`
	Rules      []*Rule              `json:"rules" jsonschema_description:"What is required. All rules that apply must pass."`
	Exemptions []Exemption          `json:"exemptions" jsonschema_description:"Long-lived exemptions, reviewed by pull request."`
}

// RepositoryFile is the shape of a repository's own policy: it adds rules and tightens the organization's.
type RepositoryFile struct {
	Version   int                  `json:"version" jsonschema:"required,minimum=1,maximum=1" jsonschema_description:"The version of this shape: 1."`
	Kind      string               `json:"kind" jsonschema:"required,enum=repository" jsonschema_description:"Whose policy this is."`
	Owner     string               `json:"owner" jsonschema:"pattern=^(team:[^/ ]+/[^/ ]+|user:[^/ ]+)$" form:"team:ORG/SLUG or user:LOGIN" jsonschema_description:"Who is told when the file breaks: team:ORG/SLUG or user:LOGIN."`
	Selectors map[string]*Selector `json:"selectors" jsonschema_description:"Names for conditions, for use in the for of this file's rules."`
	People    People               `json:"people" jsonschema_description:"Who is who, for this file's own rules. Default: as the organization says."`
	Override  map[string]*Override `json:"override" jsonschema_description:"Changes to the organization's rules, by rule id, within the limits that each rule's override sets."`
	Rules     []*Rule              `json:"rules" jsonschema_description:"Rules of this repository, beside the organization's."`
}

// Settings hold for all rules of an organization.
type Settings struct {
	Check    string   `json:"check" jsonschema:"pattern=^[^\\s/][^/]*$" form:"a name without a slash" jsonschema_description:"The name of the one required check. Default: bylaw."`
	Comment  string   `json:"comment" jsonschema:"enum=on-failure,enum=never,enum=always" jsonschema_description:"When a pull request gets the sticky comment. Default: on-failure."`
	OnError  string   `json:"on_error" jsonschema:"enum=block" jsonschema_description:"A rule that could not be evaluated is never a pass."`
	Commands Commands `json:"commands" jsonschema_description:"The slash commands."`
	Limits   Limits   `json:"limits" jsonschema_description:"The circuit breaker for writes to repositories."`
	Grace    Grace    `json:"grace" jsonschema_description:"How long a repository has before a rule for repositories bites."`
	Report   Report   `json:"report" jsonschema_description:"Where repository findings are reported."`
	Keys     Keys     `json:"-"`
}

// Commands set the slash commands up.
type Commands struct {
	Prefix      string              `json:"prefix" jsonschema:"pattern=^[a-z][a-z0-9-]*$" form:"a word of lower-case letters, digits and hyphens" jsonschema_description:"The word after the slash. Default: bylaw."`
	Aliases     map[string]string   `json:"aliases" jsonschema_description:"Other tools' commands, and the command that each stands for."`
	TrustedApps map[string][]string `json:"trusted_apps" jsonschema_description:"Apps that may use commands, and which."`
}

// Limits bound the writes to repositories.
type Limits struct {
	WritesPerRun        int `json:"writes_per_run" jsonschema:"minimum=0" jsonschema_description:"Most repositories written to in one run."`
	WritesPercent       int `json:"writes_percent" jsonschema:"minimum=0,maximum=100" jsonschema_description:"Most repositories written to in one run, in percent of all."`
	PerRepositoryPerDay int `json:"per_repository_per_day" jsonschema:"minimum=0" jsonschema_description:"Most writes to one repository in a day."`
}

// Grace is how long a repository has before a rule for repositories bites.
type Grace struct {
	Created      Period `json:"created" jsonschema_description:"After it was created."`
	Unarchived   Period `json:"unarchived" jsonschema_description:"After it was taken out of the archive."`
	Transferred  Period `json:"transferred" jsonschema_description:"After it came from another owner."`
	PolicyChange Period `json:"policy_change" jsonschema_description:"After the policy changed."`
}

// Report is where repository findings are reported.
type Report struct {
	Repository string `json:"repository" jsonschema:"pattern=^[^/ ]+/[^/ ]+$" form:"OWNER/NAME" jsonschema_description:"OWNER/NAME of a private repository."`
	Digest     string `json:"digest" jsonschema:"enum=weekly,enum=daily,enum=never" jsonschema_description:"How often."`
}

// People says who is who. Accounts are compared by id, never by login.
type People struct {
	Employees Employees `json:"employees" jsonschema_description:"Who works for the organization."`
	Bots      []Login   `json:"bots" jsonschema_description:"Logins of bots whose commits are a bot's. The word default is the list of well-known bots. Default: none."`
	Agents    []Login   `json:"agents" jsonschema_description:"Logins of AI agents: not bots; their pull requests need a human sponsor. The word default is the shipped list. Default: [default]."`
	Keys      Keys      `json:"-"`
}

// Employees are proved by membership or by an address verified at log-in; the address in a commit proves nothing.
type Employees struct {
	MembersOf            []string `json:"members_of" jsonschema_description:"Organizations."`
	VerifiedEmailDomains []string `json:"verified_email_domains" jsonschema_description:"Domains of addresses that were verified by log-in."`
}

// Login is an account's name, where it was written.
type Login struct {
	Name string
	Pos  Pos
}

// File gives the zero value of a kind's file, for the schema generator.
func File(kind Kind) any {
	if kind == Repository {
		return RepositoryFile{}
	}
	return OrganizationFile{}
}
