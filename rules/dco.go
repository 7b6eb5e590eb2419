// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "slices"

// dcoOptions are the options of the rule dco, as in a policy's "with".
type dcoOptions struct {
	Merges      string `json:"merges" jsonschema:"enum=exempt,enum=required" jsonschema_description:"Whether a merge commit (two parents or more) needs a sign-off."`
	Bots        string `json:"bots" jsonschema:"enum=proven,enum=any,enum=required" jsonschema_description:"Commits of people.bots: exempt if the bot opened the pull request or the commit's signature proves it (proven), exempt by the number in the address alone (any), or judged like all others (required)."`
	Members     string `json:"members" jsonschema:"enum=required,enum=exempt" jsonschema_description:"Whether members of the organization sign off. exempt covers only commits whose signature proves the author."`
	Accept      string `json:"accept" jsonschema:"enum=either,enum=author" jsonschema_description:"Whose sign-off counts: the author's or the committer's, or the author's alone."`
	Match       string `json:"match" jsonschema:"enum=name-and-email,enum=email" jsonschema_description:"What of the sign-off must be the same as in the commit."`
	Remediation string `json:"remediation" jsonschema:"enum=off,enum=own,enum=third-party" jsonschema_description:"Whether a later commit may add the sign-off: not at all, by the author, or also by another person on the author's behalf."`
	Coauthors   string `json:"coauthors" jsonschema:"enum=ignored,enum=required" jsonschema_description:"Whether each Co-authored-by line needs a sign-off with the same address."`
	Reverts     string `json:"reverts" jsonschema:"enum=judged,enum=exempt" jsonschema_description:"exempt covers only a revert that the facts prove to be the exact inverse of commits on the base; the words of a message prove nothing."`
}

// The first value of each option is its default.
var dcoDefaults = dcoOptions{
	Merges: "exempt", Bots: "proven", Members: "required", Accept: "either",
	Match: "name-and-email", Remediation: "off", Coauthors: "ignored", Reverts: "judged",
}

var _ = define(Rule{
	Name:    "dco",
	Summary: "Every commit is signed off by its author.",
	Doc:     dcoDoc,
	Needs:   NeedCommits,
	Also:    dcoAlso,
}, dcoDefaults, prepareDCO, checkDCO)

const dcoDoc = `## Why

The line ` + "`Signed-off-by: NAME <ADDRESS>`" + ` says that its writer may contribute the change, in the words of the
[Developer Certificate of Origin](https://developercertificate.org). It stays in the history, where everybody can read it.

## How to pass

` + "`git commit --signoff`" + ` writes the line. It may stand anywhere in the message, at the start of its own line, with nothing
after the address. Name and address are those of the commit's author or committer (see ` + "`accept`" + ` and ` + "`match`" + `); case, repeated blanks
and the form of accents do not matter. An author with a linked GitHub account may also use the account's no-reply address.
A sign-off by ` + "`GitHub <noreply@github.com>`" + ` or by an AI agent never counts: a person answers for the change. For a commit
that an agent wrote, that is the person who commits it.

The author's address must be one that can receive mail: one @ and a host with a dot.

Who is exempt is decided by GitHub's numbers and by proof, never by a name: a bot of ` + "`people.bots`" + ` if it opened the pull
request or the commit's signature is valid and is its own or GitHub's; a member, with ` + "`members: exempt`" + `, on the same proof. Where the
proof is not at hand, as in a checkout, a commit that may be exempt is neither passed nor failed.

` + "`reverts: exempt`" + ` needs proof that a commit is the exact inverse of commits on the base. No source of facts brings that proof yet, so
a revert is judged as any other commit, and the finding says so.

## How to mend

One commit: ` + "`git commit --amend --no-edit --signoff`" + `. Several: ` + "`git rebase --signoff`" + ` from the point where the branch left its base.
The check prints the commands for the branch at hand. They never sign off other people's commits.

With ` + "`remediation: own`" + ` the author may instead add a commit with this line for each commit, and its own sign-off:

    I, NAME <ADDRESS>, hereby add my Signed-off-by to this commit: FULL-COMMIT-ID

With ` + "`remediation: third-party`" + ` another person may write, in a commit that is hers:

    On behalf of NAME <ADDRESS>, I, NAME2 <ADDRESS2>, hereby add my Signed-off-by to this commit: FULL-COMMIT-ID
`

// dcoAlso asks who opened the pull request and whose account signed; memberships, which cost, only where they exempt.
func dcoAlso(options any) Needs {
	if o, ok := options.(dcoOptions); ok && o.Members == "exempt" {
		return NeedChange | NeedIdentities | NeedMembers
	}
	return NeedChange | NeedIdentities
}

func prepareDCO(o dcoOptions) (dcoOptions, []Fault) {
	var faults []Fault
	for _, c := range []struct {
		key, value string
		allowed    []string
	}{
		{"merges", o.Merges, []string{"exempt", "required"}},
		{"bots", o.Bots, []string{"proven", "any", "required"}},
		{"members", o.Members, []string{"required", "exempt"}},
		{"accept", o.Accept, []string{"either", "author"}},
		{"match", o.Match, []string{"name-and-email", "email"}},
		{"remediation", o.Remediation, []string{"off", "own", "third-party"}},
		{"coauthors", o.Coauthors, []string{"ignored", "required"}},
		{"reverts", o.Reverts, []string{"judged", "exempt"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			faults = append(faults, Fault{Key: c.key, Message: "unknown value " + c.value, Allowed: c.allowed})
		}
	}
	return o, faults
}
