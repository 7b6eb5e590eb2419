// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Parse reads a policy. kind is what the place of the file calls for; empty takes what the file says. path names the file in
// messages and in Requirement.Source: "bylaw.yml", or "acme/.github bylaw.yml". The error is Errors: all faults at once.
func Parse(path string, src []byte, kind Kind) (*Policy, error) {
	root, s, faults := readTree(path, src, false)
	if root == nil {
		return nil, faults.err()
	}
	d := &decoder{source: s, faults: faults}
	kind, ok := d.kind(root, kind)
	if !ok {
		return nil, d.faults.err()
	}
	p := &Policy{Path: path, Kind: kind, source: s}
	if kind == Repository {
		p.fromRepository(d, root)
	} else {
		p.fromOrganization(d, root)
	}
	p.link(d)
	p.compile(d)
	if len(d.faults) > 0 {
		return nil, d.faults.err()
	}
	p.warn(d)
	return p, nil
}

// kind finds whose policy it is before anything else is read: the keys depend on it.
func (d *decoder) kind(root *yaml.Node, want Kind) (Kind, bool) {
	if root.Kind != yaml.MappingNode {
		d.wrong(root, "a policy", "a mapping that begins with version: 1")
		return want, false
	}
	at, says := kindNode(root)
	switch {
	case says == want && want != "", want == "" && (says == Organization || says == Repository):
		return says, true
	case want == "" && says == "":
		d.fault(pos(root), "", `"kind" is missing: organization or repository`)
		return want, false
	case want != "" && says != Organization && says != Repository:
		return want, true // the decoder tells the fault
	case want == Repository:
		d.fault(pos(at), "", "this is an organization's policy: it belongs in bylaw.yml on the default branch of the organization's "+
			"policy repository (.github, if the server names no other); a repository's own file says kind: repository")
	case want == Organization:
		d.fault(pos(at), "", "this is a repository's policy: it belongs in .github/bylaw.yml on that repository's default branch; "+
			"an organization's policy says kind: organization")
	default:
		d.allowed(at, string(says), `"kind"`, tag{enum: []string{string(Organization), string(Repository)}})
	}
	return want, false
}

func kindNode(root *yaml.Node) (*yaml.Node, Kind) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "kind" {
			return root.Content[i+1], Kind(root.Content[i+1].Value)
		}
	}
	return root, ""
}

func (p *Policy) fromOrganization(d *decoder, root *yaml.Node) {
	var f OrganizationFile
	d.decodeInto(root, &f, "the policy")
	p.Owner, p.Settings, p.Roles, p.People = f.Owner, f.Settings, f.Roles, f.People
	p.Selectors, p.Rules, p.Exemptions = f.Selectors, f.Rules, f.Exemptions
}

func (p *Policy) fromRepository(d *decoder, root *yaml.Node) {
	var f RepositoryFile
	d.decodeInto(root, &f, "the policy")
	p.Owner, p.People, p.Selectors, p.Rules, p.Overrides = f.Owner, f.People, f.Selectors, f.Rules, f.Override
}

// compile proves what a rule alone can tell, and what rules and exemptions tell together.
func (p *Policy) compile(d *decoder) {
	first := map[string]int{}
	for _, r := range p.Rules {
		r.source = fmt.Sprintf("%s:%d", p.Path, r.Pos.Line)
		if line, twice := first[r.ID]; twice && r.ID != "" {
			d.fault(r.Keys["id"].Value, "", "rule id %q is here twice; the first is in line %d", r.ID, line)
		} else {
			first[r.ID] = r.Pos.Line
		}
		r.compile(d)
		p.approvers(d, r)
	}
	for _, e := range p.Exemptions {
		if _, ok := first[e.Rule]; !ok && e.Rule != "" {
			d.fault(e.Keys["rule"].Value, didYouMean(e.Rule, sortedKeys(first)), "no rule has the id %q", e.Rule)
		}
	}
}

// approvers are roles of this policy, teams or accounts.
func (p *Policy) approvers(d *decoder, r *Rule) {
	for _, who := range r.ExemptionBy.Approvers {
		if _, ok := p.Roles[who]; !ok && !principal.MatchString(who) {
			d.fault(r.Keys["exemption_by"].Value, didYouMean(who, sortedKeys(p.Roles)),
				"approver %q is no role of this policy (%s), nor team:ORG/SLUG or user:LOGIN", clip(who), list(sortedKeys(p.Roles)))
		}
	}
}
