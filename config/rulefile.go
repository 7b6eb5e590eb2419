// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"github.com/bylaw-bot/bylaw/rules"
)

// Rule is one requirement of a policy.
type Rule struct {
	Pos         Pos         `json:"-"`
	Keys        Keys        `json:"-"`
	ID          string      `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]*$" form:"a word of lower-case letters, digits and hyphens" jsonschema_description:"The rule's name in this policy: lower-case letters, digits, hyphens."`
	Type        string      `json:"type" jsonschema:"required" jsonschema_description:"What is required: a rule type."`
	Title       string      `json:"title" jsonschema_description:"One line for people: the rule's heading in the check run."`
	Why         string      `json:"why" jsonschema_description:"One sentence: why the organization asks for this."`
	Help        string      `json:"help" jsonschema:"pattern=^https?://[^\\s]+$" form:"an address that begins with https://" jsonschema_description:"A page to read."`
	For         *Ref        `json:"for" jsonschema_description:"Which repositories: a selector's name, or a selector. Default: all."`
	Files       Files       `json:"files" jsonschema_description:"Which files the rule sees."`
	Scope       rules.Scope `json:"scope" jsonschema:"enum=changed,enum=added,enum=all" jsonschema_description:"Which of a change's files are judged. Default: changed."`
	With        Raw         `json:"with" jsonschema_description:"The options of the rule type."`
	Fix         string      `json:"fix" jsonschema:"enum=text,enum=none,enum=suggestion" jsonschema_description:"How mends are offered. Default: text."`
	Mode        Mode        `json:"mode" jsonschema:"required" jsonschema_description:"What a failure does: observe, warn or enforce; or the dates from which it does."`
	Skip        Skip        `json:"skip" jsonschema_description:"When the rule does not apply to a change."`
	Remedy      string      `json:"remedy" jsonschema:"enum=issue,enum=pull-request,enum=setting,enum=restore-visibility" jsonschema_description:"What enforce does to a repository."`
	Tell        string      `json:"tell" jsonschema:"enum=digest,enum=issue" jsonschema_description:"How findings about a repository are told. Default: digest."`
	Override    Moves       `json:"override" jsonschema_description:"How far a repository may move each parameter (mode, scope, files.include, files.exclude, with, with.OPTION). Absent: mode and scope may become stricter, the rest is locked."`
	ExemptionBy ExemptionBy `json:"exemption_by" jsonschema_description:"Who may grant exemptions, and for how long."`

	source  string
	shelf   rules.Rule
	options any
	check   rules.Check
	filter  rules.Filter
	skip    rules.SkipIf
}

// Files chooses files by globs over the whole path: ** crosses folders, {a,b} are alternatives.
type Files struct {
	Include []Glob `json:"include" jsonschema:"minItems=1" jsonschema_description:"Globs of files to judge. Default: the rule type's own."`
	Exclude []Glob `json:"exclude" jsonschema_description:"Globs of files to leave out."`
	Keys    Keys   `json:"-"`
}

// Skip says when a rule does not apply to a change.
type Skip struct {
	Authors []string `json:"authors" jsonschema:"pattern=^(people\\.(employees|bots|agents)|team:[^/ ]+/[^/ ]+|user:[^/ ]+)$" form:"people.employees, people.bots, people.agents, team:ORG/SLUG or user:LOGIN" jsonschema_description:"People who are not judged: people.employees, people.bots, people.agents, team:ORG/SLUG, user:LOGIN."`
	Labels  []string `json:"labels" jsonschema:"minItems=1" jsonschema_description:"Labels of a pull request, any of which skips the rule."`
	Trivial *Trivial `json:"trivial" jsonschema_description:"Changes that are too small to judge."`
	Keys    Keys     `json:"-"`
}

// Trivial is a change of few lines in harmless files only.
type Trivial struct {
	Lines     int    `json:"lines" jsonschema:"required,minimum=1" jsonschema_description:"At most so many added and deleted lines."`
	OnlyFiles []Glob `json:"only_files" jsonschema:"required,minItems=1" jsonschema_description:"Every changed file matches one of these globs."`
}

// ExemptionBy says who may grant exemptions.
type ExemptionBy struct {
	Approvers []string `json:"approvers" jsonschema:"minItems=1" jsonschema_description:"Roles, team:ORG/SLUG or user:LOGIN."`
	MaxDays   int      `json:"max_days" jsonschema:"minimum=1" jsonschema_description:"The longest exemption, in days."`
	Pos       Pos      `json:"-"`
}

// Exemption is a long-lived exemption from a rule.
type Exemption struct {
	Pos        Pos               `json:"-"`
	Keys       Keys              `json:"-"`
	ID         string            `json:"id" jsonschema:"required,pattern=^[A-Za-z0-9][A-Za-z0-9-]*$" form:"a word of letters, digits and hyphens" jsonschema_description:"The exemption's name."`
	Rule       string            `json:"rule" jsonschema:"required" jsonschema_description:"The id of the rule."`
	Repos      []Glob            `json:"repos" jsonschema_description:"OWNER/NAME globs. Default: all."`
	Match      map[string]string `json:"match" jsonschema_description:"Which findings."`
	Reason     string            `json:"reason" jsonschema:"required" jsonschema_description:"Why."`
	Ticket     string            `json:"ticket" jsonschema_description:"Where it was decided."`
	ApprovedBy string            `json:"approved_by" jsonschema:"required" jsonschema_description:"Who granted it."`
	Until      Date              `json:"until" jsonschema:"required" jsonschema_description:"The last day, as YYYY-MM-DD."`
}

// Override is what a repository's file says about one of the organization's rules.
type Override struct {
	Name  NamePos     `json:"-"`
	Pos   Pos         `json:"-"`
	Keys  Keys        `json:"-"`
	Mode  *Mode       `json:"mode" jsonschema_description:"The mode here."`
	Scope rules.Scope `json:"scope" jsonschema:"enum=changed,enum=added,enum=all" jsonschema_description:"The scope here."`
	Files Files       `json:"files" jsonschema_description:"Which files the rule sees here."`
	With  Raw         `json:"with" jsonschema_description:"Options of the rule type."`
}
