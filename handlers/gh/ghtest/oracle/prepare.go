// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// A query is foreign text: these bound what it may cost to judge it.
const (
	maxQueryBytes = 64 * 1024
	maxTokens     = 10_000
	maxDepth      = 32      // selection sets within one another, fragments spread
	maxSteps      = 250_000 // fields answered, or selections visited
	maxSameKey    = 2_000   // fields of one response key: the validator compares each with each
)

// plan is a query that was parsed, validated and given its variables.
type plan struct {
	schema    *ast.Schema
	operation *ast.OperationDefinition
	fragments ast.FragmentDefinitionList
	variables map[string]any
}

// prepare refuses what GitHub's schema does not allow.
func (g *GraphQL) prepare(q Query) (*plan, error) {
	if len(q.Query) > maxQueryBytes {
		return nil, fmt.Errorf("query of %d bytes, at most %d are allowed", len(q.Query), maxQueryBytes)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: q.Query}, maxTokens)
	if err != nil {
		return nil, err
	}
	if err := checkSize(doc); err != nil {
		return nil, err
	}
	if list := validator.ValidateWithRules(g.schema, doc, rules.NewDefaultRules()); len(list) > 0 {
		return nil, list
	}
	operation, err := choose(doc, q.OperationName)
	if err != nil {
		return nil, err
	}
	p := &plan{schema: g.schema, operation: operation, fragments: doc.Fragments}
	p.variables, err = p.coerceVariables(q.Variables)
	return p, err
}

func choose(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, error) {
	if name == "" && len(doc.Operations) > 1 {
		return nil, gqlerror.Errorf("An operation name is required")
	}
	operation := doc.Operations.ForName(name)
	if operation == nil {
		return nil, gqlerror.Errorf("No operation named %q", name)
	}
	if operation.Operation == ast.Subscription {
		return nil, gqlerror.Errorf("Schema is not configured for subscriptions")
	}
	return operation, nil
}

// checkSize bounds the depth of each operation with its fragments spread, and how
// often a response key is written. It runs before validation, so it must bear
// fragments that contain themselves.
func checkSize(doc *ast.QueryDocument) error {
	m := depthMeter{doc: doc, known: map[string]int{}, keys: map[string]int{}}
	for _, operation := range doc.Operations {
		if m.of(operation.SelectionSet) > maxDepth {
			return gqlerror.Errorf("query is deeper than %d", maxDepth)
		}
	}
	for _, fragment := range doc.Fragments {
		if m.fragment(fragment.Name) > maxDepth {
			return gqlerror.Errorf("fragment %s is deeper than %d", fragment.Name, maxDepth)
		}
	}
	for key, n := range m.keys {
		if n > maxSameKey {
			return gqlerror.Errorf("query has the key %.80s %d times, at most %d are allowed", key, n, maxSameKey)
		}
	}
	return nil
}

type depthMeter struct {
	doc   *ast.QueryDocument
	known map[string]int // depth of each fragment
	keys  map[string]int // how often each response key is written
}

func (m *depthMeter) of(set ast.SelectionSet) int {
	deepest := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			m.keys[s.Alias]++
			deepest = max(deepest, 1+m.of(s.SelectionSet))
		case *ast.InlineFragment:
			deepest = max(deepest, 1+m.of(s.SelectionSet))
		case *ast.FragmentSpread:
			deepest = max(deepest, m.fragment(s.Name))
		}
	}
	return deepest
}

func (m *depthMeter) fragment(name string) int {
	if depth, ok := m.known[name]; ok {
		return depth
	}
	m.known[name] = 0 // a fragment that spreads itself is refused by validation
	if fragment := m.doc.Fragments.ForName(name); fragment != nil {
		m.known[name] = 1 + m.of(fragment.SelectionSet)
	}
	return m.known[name]
}
