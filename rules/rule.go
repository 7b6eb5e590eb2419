// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Rule is what can be required. It is a value: no client, no clock, no state.
type Rule struct {
	Name    string // "dco": the type in a policy, the title of its page, the name of its file
	Summary string // one sentence, as a requirement: "Every commit is signed off by its author."
	Doc     string // Markdown: why, how to pass, how to mend
	Needs   Needs  // the facts that it cannot do without

	// Also names further facts that the rule reads where they are at hand, by its options. nil is none.
	Also    func(options any) Needs
	Options any // the defaults, a struct value with json, jsonschema (enum=…) and jsonschema_description tags

	// Include is which files the rule looks at when the policy names none; empty is all.
	Include []string
	compile func(options any) (Check, []Fault)
}

// Check judges a subject. It is pure.
type Check func(Subject) Outcome

// Fault is a mistake in a rule's options. The loader finds the column for it.
type Fault struct {
	Key     string   // the option: "template", "forms[1]", "files.LICENSE"
	Offset  int      // bytes into the option's value
	Message string   // lower-case, no full stop: what is wrong, and what would be right
	Allowed []string // the values that would be right, if they can be listed
}

// shelf holds the rules that define put there.
var shelf []Rule

// define puts a rule on the shelf: no init(), no list to keep, no blank import. prepare compiles the options once and names
// their faults; check is pure.
func define[O, P any](r Rule, defaults O, prepare func(O) (P, []Fault), check func(Subject, P) Outcome) Rule {
	r.Options = defaults
	r.compile = func(options any) (Check, []Fault) {
		o, ok := options.(O)
		if !ok {
			return nil, []Fault{{Message: fmt.Sprintf("options of %s have the type %T", r.Name, options)}}
		}
		p, faults := prepare(o)
		if len(faults) > 0 {
			return nil, faults
		}
		return func(s Subject) Outcome { return check(s, p) }, nil
	}
	shelf = append(shelf, r)
	return r
}

// Compile prepares the rule with options of the type of Rule.Options. Faults mean that there is no check.
func (r Rule) Compile(options any) (Check, []Fault) { return r.compile(options) }

// Reads is all facts that the rule reads with these options.
func (r Rule) Reads(options any) Needs {
	if r.Also == nil {
		return r.Needs
	}
	return r.Needs | r.Also(options)
}

// All lists the rules by name.
func All() []Rule {
	all := slices.Clone(shelf)
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Lookup finds a rule by its name.
func Lookup(name string) (Rule, bool) {
	for _, r := range shelf {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

func itoa(n int) string { return strconv.Itoa(n) }

// Pass is the outcome of a subject without faults.
func Pass() Outcome { return Outcome{State: Passed} }

// Skip is the outcome of a rule that does not apply, with its reason.
func Skip(why Text) Outcome { return Outcome{State: Skipped, Why: why} }

// Unsure is the outcome of a rule that could not judge, with its reason.
func Unsure(why Text) Outcome { return Outcome{State: Unknown, Why: why} }

// Fail is the outcome of a subject with faults; without any it is a pass.
func Fail(why Text, findings ...Finding) Outcome {
	if len(findings) == 0 {
		return Pass()
	}
	return Outcome{State: Failed, Why: why, Findings: findings}
}
