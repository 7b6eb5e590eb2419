// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	maxPage  = 100     // first and last of a connection
	maxNodes = 500_000 // nodes one call may ask for
)

// Cost is what GitHub charges for q, in points: the requests needed to fill each
// connection, if every one is as long as its first or last allows, divided by 100
// and rounded, at least 1 (GitHub docs, "Rate limits and node limits for the
// GraphQL API"). A query that is not valid, or asks for more than 500,000 nodes,
// is an error.
func (g *GraphQL) Cost(q Query) (int, error) {
	estimate, err := g.Estimate(q)
	return estimate.Cost, err
}

// Estimate is what a query asks for at most.
type Estimate struct {
	Cost  int // points; rateLimit.cost
	Nodes int // nodes of all connections; rateLimit.nodeCount
}

// Estimate is Cost with the number of nodes beside.
func (g *GraphQL) Estimate(q Query) (Estimate, error) {
	p, err := g.prepare(q)
	if err != nil {
		return Estimate{}, err
	}
	return p.estimate()
}

func (p *plan) estimate() (Estimate, error) {
	m := meter{plan: p}
	m.add(p.operation.SelectionSet, 1)
	if m.steps > maxSteps {
		return Estimate{}, fmt.Errorf("oracle: query has more than %d selections", maxSteps)
	}
	if m.nodes > maxNodes {
		return Estimate{}, &Error{Type: "MAX_NODE_LIMIT_EXCEEDED", Message: fmt.Sprintf(
			"This query requests up to %d possible nodes which exceeds the maximum limit of %d.", m.nodes, maxNodes)}
	}
	return Estimate{Cost: max(1, (m.requests+50)/100), Nodes: m.nodes}, nil
}

// meter walks a selection with the number of objects it is asked of.
type meter struct {
	*plan
	requests, nodes, steps int
}

func (m *meter) add(set ast.SelectionSet, times int) {
	for _, selection := range set {
		if m.steps++; m.steps > maxSteps || m.nodes > maxNodes {
			return
		}
		switch s := selection.(type) {
		case *ast.Field:
			m.addField(s, times)
		case *ast.InlineFragment:
			if m.included(s.Directives) {
				m.add(s.SelectionSet, times)
			}
		case *ast.FragmentSpread:
			if m.included(s.Directives) {
				m.add(m.fragments.ForName(s.Name).SelectionSet, times)
			}
		}
	}
}

func (m *meter) addField(field *ast.Field, times int) {
	def := field.Definition
	if def == nil || !m.included(field.Directives) {
		return
	}
	if isConnection(def) {
		args, err := m.arguments(def.Arguments, field.Arguments)
		if err == nil && checkBounds(def, args) == nil { // else the field is not answered
			m.requests += times
			times *= pageSize(args)
			m.nodes += times
		}
	}
	m.add(field.SelectionSet, times)
}

// isConnection reports whether a field gives pages of something.
func isConnection(def *ast.FieldDefinition) bool {
	return strings.HasSuffix(def.Type.Name(), "Connection") && def.Arguments.ForName("first") != nil
}

func pageSize(args map[string]any) int {
	if n, ok := args["first"].(int); ok {
		return n
	}
	n, _ := args["last"].(int)
	return n
}

// checkBounds demands of a connection first or last, from 1 to 100. Texts and
// types of the errors are GitHub's.
func checkBounds(def *ast.FieldDefinition, args map[string]any) error {
	if !isConnection(def) {
		return nil
	}
	bounded := false
	for _, name := range []string{"first", "last"} {
		n, ok := args[name].(int)
		if ok && n > maxPage {
			return &Error{Type: "EXCESSIVE_PAGINATION", Message: fmt.Sprintf(
				"Requesting %d records on the `%s` connection exceeds the `%s` limit of %d records.", n, def.Name, name, maxPage)}
		}
		if ok && n < 1 {
			return &Error{Type: "INVALID_PAGINATION", Message: fmt.Sprintf(
				"`%s` on the `%s` connection must be from 1 to %d.", name, def.Name, maxPage)}
		}
		bounded = bounded || ok
	}
	if !bounded {
		return &Error{Type: "MISSING_PAGINATION_BOUNDARIES", Message: fmt.Sprintf(
			"You must provide a `first` or `last` value to properly paginate the `%s` connection.", def.Name)}
	}
	return nil
}
