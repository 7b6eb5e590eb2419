// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"go.yaml.in/yaml/v4"

	"github.com/bylaw-bot/bylaw/rules"
)

// Selector is a set of repositories: all conditions must hold; a list holds when any of its values does.
type Selector struct {
	Pos        Pos                 `json:"-"`
	Keys       Keys                `json:"-"`
	AllOf      []Ref               `json:"all_of" jsonschema:"minItems=1" jsonschema_description:"Selectors that must all hold."`
	AnyOf      []Ref               `json:"any_of" jsonschema:"minItems=1" jsonschema_description:"Selectors of which one must hold."`
	Not        *Ref                `json:"not" jsonschema_description:"A selector that must not hold."`
	Name       []NameGlob          `json:"name" jsonschema:"minItems=1" jsonschema_description:"Globs of the repository's name (or OWNER/NAME); ! excludes."`
	Visibility []string            `json:"visibility" jsonschema:"minItems=1,enum=public,enum=private,enum=internal" jsonschema_description:"Who can see it."`
	Fork       *bool               `json:"fork" jsonschema_description:"Whether it is a fork."`
	Archived   *bool               `json:"archived" jsonschema_description:"Whether it is archived."`
	Topics     []string            `json:"topics" jsonschema:"minItems=1" jsonschema_description:"Topics."`
	Properties map[string][]string `json:"properties" jsonschema:"minItems=1" jsonschema_description:"GitHub's custom properties: each must have one of its values."`
	Languages  []string            `json:"languages" jsonschema:"minItems=1" jsonschema_description:"Languages that GitHub found in it."`
	Base       []Glob              `json:"base" jsonschema:"minItems=1" jsonschema_description:"Globs of a pull request's base branch."`

	asked []condition
	memo  int // where a named selector's answer is kept while rules are resolved; 0 is nowhere
}

// Ref is a selector by name, or one that is written in place.
type Ref struct {
	Name   string
	Inline *Selector
	Pos    Pos
	to     *Selector
}

func (r *Ref) decode(d *decoder, n *yaml.Node, what string) {
	r.Pos = pos(n)
	if n.Kind == yaml.MappingNode {
		r.Inline = &Selector{}
		d.decodeInto(n, r.Inline, what)
		r.to = r.Inline
		return
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "" {
		d.wrong(n, what, "a selector's name or a selector")
		return
	}
	r.Name = n.Value
}

// JSONShape is the schema.
func (Ref) JSONShape() string {
	return `{"oneOf":[{"type":"string"},{"$ref":"#/$defs/Selector"}]}`
}

// answer is true, false, or the name of the fact that is not at hand.
type answer struct {
	holds   bool
	unknown string
}

// facts are what selectors are judged by, and what was found so far.
type facts struct {
	repository rules.Repository
	base       string
	memo       []memo
}

// memo is a named selector's answer, once it was asked.
type memo struct {
	asked  bool
	answer answer
}

func (f *facts) ref(r Ref) answer {
	if r.to == nil {
		return answer{unknown: "selector " + r.Name}
	}
	return f.selector(r.to)
}

// selector judges in three values: one condition that fails decides, whatever is unknown beside it.
func (f *facts) selector(s *Selector) answer {
	if s.memo > 0 && f.memo[s.memo-1].asked {
		return f.memo[s.memo-1].answer
	}
	a := all(s.asked, func(c condition) answer { return c(f, s) })
	if s.memo > 0 {
		f.memo[s.memo-1] = memo{asked: true, answer: a}
	}
	return a
}

// all is true if every answer is, false if one is, else unknown.
func all[T any](of []T, judge func(T) answer) answer {
	out := answer{holds: true}
	for _, x := range of {
		switch a := judge(x); {
		case a.unknown != "" && out.unknown == "":
			out = a
		case a.unknown == "" && !a.holds:
			return a
		}
	}
	return out
}

func (a answer) not() answer { return answer{holds: !a.holds, unknown: a.unknown} }
