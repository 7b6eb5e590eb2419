// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// collect gathers the fields of a selection that hold for an object type, grouped
// by response key, in the order in which the keys first appear.
func (x *execution) collect(typ string, set ast.SelectionSet) [][]*ast.Field {
	c := collector{plan: x.plan, typ: typ, index: map[string]int{}, spread: map[string]bool{}}
	c.add(set)
	x.steps += c.steps
	return c.groups
}

type collector struct {
	*plan
	typ    string
	groups [][]*ast.Field
	index  map[string]int
	spread map[string]bool
	steps  int
}

func (c *collector) add(set ast.SelectionSet) {
	for _, selection := range set {
		c.steps++
		switch s := selection.(type) {
		case *ast.Field:
			if c.included(s.Directives) {
				c.addField(s)
			}
		case *ast.InlineFragment:
			if c.included(s.Directives) && c.applies(s.TypeCondition) {
				c.add(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			c.addSpread(s)
		}
	}
}

func (c *collector) addField(field *ast.Field) {
	i, ok := c.index[field.Alias]
	if !ok {
		i = len(c.groups)
		c.index[field.Alias] = i
		c.groups = append(c.groups, nil)
	}
	c.groups[i] = append(c.groups[i], field)
}

func (c *collector) addSpread(s *ast.FragmentSpread) {
	if c.spread[s.Name] || !c.included(s.Directives) {
		return
	}
	c.spread[s.Name] = true
	if fragment := c.fragments.ForName(s.Name); fragment != nil && c.applies(fragment.TypeCondition) {
		c.add(fragment.SelectionSet)
	}
}

// applies reports whether a type condition holds for the collector's object type.
func (c *collector) applies(condition string) bool {
	return condition == "" || c.is(c.typ, condition)
}

// is reports whether the object type is the named type, or one of its kinds.
func (p *plan) is(object, named string) bool {
	return object == named || slices.ContainsFunc(p.schema.PossibleTypes[named], func(def *ast.Definition) bool {
		return def.Kind == ast.Object && def.Name == object
	})
}

// included evaluates @skip and @include.
func (p *plan) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		args, err := p.arguments(p.schema.Directives[d.Name].Arguments, d.Arguments)
		if holds, _ := args["if"].(bool); err != nil || holds == (d.Name == "skip") {
			return false
		}
	}
	return true
}
