// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// GraphQL validates and executes queries over GitHub's schema. It is safe for
// concurrent use.
type GraphQL struct {
	schema *ast.Schema
}

// Query is the body of a request to GitHub's /graphql.
type Query struct {
	Query         string         `json:"query"`
	Variables     map[string]any `json:"variables"`
	OperationName string         `json:"operationName"`
}

// Object is a value of a concrete object type of the schema, such as
// {"PullRequest", pull}. The executor looks at Type only; Value goes back to the
// resolver as it came.
type Object struct {
	Type  string
	Value any
}

// Resolve answers one field of parent. args are coerced by the schema: Int is
// int, Float float64, Boolean bool, every other scalar and an enum string, a list
// []any, an input object map[string]any; defaults are filled in, absent arguments
// are absent.
//
// The answer is nil (null), a scalar, an Object, or a slice of these; a nil slice
// is the empty list, a nil pointer null. Of a scalar the kind is checked against
// the schema: a DateTime is a time.Time or RFC 3339 text, a GitObjectID hex, an
// enum one of its values. For a field it does not know Resolve returns ErrUnresolved.
type Resolve func(ctx context.Context, parent Object, field string, args map[string]any) (any, error)

// Result is the answer of GitHub's /graphql, always with status 200. Data is
// missing when the query was not executed at all.
type Result struct {
	Data   json.RawMessage `json:"data,omitempty"`
	Errors []GraphQLError  `json:"errors,omitempty"`
}

var loadGraphQL = sync.OnceValues(readGraphQL)

// LoadGraphQL returns the executor over GitHub's schema. It is built once; the
// first call takes some tens of milliseconds.
func LoadGraphQL() (*GraphQL, error) { return loadGraphQL() }

func readGraphQL() (*GraphQL, error) {
	raw, err := unpack("schema.graphql", schemaData)
	if err != nil {
		return nil, err
	}
	schema, err := buildSchema("schema.graphql", string(raw))
	if err != nil {
		return nil, err
	}
	return &GraphQL{schema: schema}, nil
}

func buildSchema(name, text string) (*ast.Schema, error) {
	doc, err := parser.ParseSchemas(validator.Prelude, &ast.Source{Name: name, Input: text})
	if err != nil {
		return nil, fmt.Errorf("oracle data: %w", err)
	}
	for _, def := range doc.Definitions {
		def.Fields = firstOfName(def.Fields)
	}
	schema, err := validator.ValidateSchemaDocument(doc)
	if err != nil {
		return nil, fmt.Errorf("oracle data: %w", err)
	}
	return schema, nil
}

// firstOfName drops fields that are defined again: GitHub's file defines two of
// EnterpriseOwnerInfo twice, which the validator refuses.
func firstOfName(fields ast.FieldList) ast.FieldList {
	seen := make(map[string]bool, len(fields))
	kept := fields[:0]
	for _, field := range fields {
		if !seen[field.Name] {
			seen[field.Name] = true
			kept = append(kept, field)
		}
	}
	return kept
}
