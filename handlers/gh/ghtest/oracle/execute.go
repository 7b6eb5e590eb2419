// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Execute answers q over root. The type of root is set by the operation (Query or
// Mutation), its Value goes to the resolver unchanged. A query that the schema
// refuses, or that asks for more nodes than GitHub gives, is not executed: Data
// is then missing. Fields are resolved one after the other, in the order of the
// selection.
func (g *GraphQL) Execute(ctx context.Context, q Query, root Object, resolve Resolve) *Result {
	p, err := g.prepare(q)
	if err != nil {
		return refused(err)
	}
	if _, err := p.estimate(); err != nil {
		return refused(err)
	}
	root.Type = g.schema.Query.Name
	if p.operation.Operation == ast.Mutation {
		root.Type = g.schema.Mutation.Name
	}
	x := &execution{plan: p, resolve: resolve}
	if !x.object(ctx, root, p.operation.SelectionSet, nil) {
		x.out.WriteString("null")
	}
	return &Result{Data: json.RawMessage(x.out.Bytes()), Errors: x.errors}
}

// execution writes the answer while it walks the query. A method that answers
// returns false if its value must be null; it has then written nothing, and the
// caller writes null or, where null is not allowed, returns false itself.
type execution struct {
	*plan
	resolve Resolve
	out     bytes.Buffer
	errors  []GraphQLError
	steps   int
}

// place is a field being answered.
type place struct {
	field      *ast.Field
	coordinate string // "PullRequest.title"
	path       []any
}

func (x *execution) fail(at place, err error) bool {
	x.errors = append(x.errors, fieldError(err, at.coordinate, at.field, slices.Clone(at.path)))
	return false
}

// object answers a selection on o.
func (x *execution) object(ctx context.Context, o Object, set ast.SelectionSet, path []any) bool {
	mark := x.out.Len()
	x.out.WriteByte('{')
	for i, group := range x.collect(o.Type, set) {
		if i > 0 {
			x.out.WriteByte(',')
		}
		x.string(group[0].Alias)
		x.out.WriteByte(':')
		def := x.definition(o.Type, group[0].Name)
		if x.field(ctx, o, def, group, append(path, group[0].Alias)) {
			continue
		}
		if def.Type.NonNull {
			x.out.Truncate(mark)
			return false
		}
		x.out.WriteString("null")
	}
	x.out.WriteByte('}')
	return true
}

// typename is the definition of __typename, which every object type has.
var typename = &ast.FieldDefinition{Name: "__typename", Type: ast.NonNullNamedType("String", nil)}

// definition is that of the object type's own field: an interface's may allow
// null where the object's does not.
func (x *execution) definition(typ, field string) *ast.FieldDefinition {
	if field == typename.Name {
		return typename
	}
	return x.schema.Types[typ].Fields.ForName(field)
}

func (x *execution) field(ctx context.Context, o Object, def *ast.FieldDefinition, group []*ast.Field, path []any) bool {
	at := place{field: group[0], coordinate: o.Type + "." + def.Name, path: path}
	if x.steps > maxSteps {
		return x.fail(at, fmt.Errorf("oracle: more than %d fields", maxSteps))
	}
	if def == typename {
		x.string(o.Type)
		return true
	}
	args, err := x.arguments(def.Arguments, group[0].Arguments)
	if err == nil {
		err = checkBounds(def, args)
	}
	if err != nil {
		return x.fail(at, err)
	}
	if err := ctx.Err(); err != nil {
		return x.fail(at, err)
	}
	value, err := x.resolve(ctx, o, def.Name, args)
	if err != nil {
		return x.fail(at, err)
	}
	return x.complete(ctx, def.Type, value, merged(group), at)
}

// merged is the selection below a field that was selected more than once.
func merged(group []*ast.Field) ast.SelectionSet {
	if len(group) == 1 {
		return group[0].SelectionSet
	}
	var set ast.SelectionSet
	for _, field := range group {
		set = append(set, field.SelectionSet...)
	}
	return set
}

// string writes s as JSON text, with <, > and & as they are: GitHub does so too.
func (x *execution) string(s string) {
	e := json.NewEncoder(&x.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) //nolint:errchkjson // a string to a buffer cannot fail
	x.out.Truncate(x.out.Len() - 1)
}
