// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// complete writes value as type t, or notes why it cannot.
func (x *execution) complete(ctx context.Context, t *ast.Type, value any, set ast.SelectionSet, at place) bool {
	value = dereference(value)
	if value == nil {
		if t.NonNull {
			return x.fail(at, &Error{Message: "Cannot return null for non-nullable field " + at.coordinate})
		}
		return false
	}
	if t.Elem != nil {
		return x.list(ctx, t, value, set, at)
	}
	def := x.schema.Types[t.NamedType]
	if !def.IsCompositeType() {
		return x.leaf(def, value, at)
	}
	o, ok := value.(Object)
	if !ok {
		return x.fail(at, fmt.Errorf("oracle: %s: the resolver gave a %T for the object type %s", at.coordinate, value, def.Name))
	}
	if concrete := x.schema.Types[o.Type]; concrete == nil || concrete.Kind != ast.Object || !x.is(o.Type, def.Name) {
		return x.fail(at, fmt.Errorf("oracle: %s: the resolver gave a %q, which is no %s", at.coordinate, o.Type, def.Name))
	}
	return x.object(ctx, o, set, at.path)
}

func (x *execution) list(ctx context.Context, t *ast.Type, value any, set ast.SelectionSet, at place) bool {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return x.fail(at, fmt.Errorf("oracle: %s: the resolver gave a %T for the list %s", at.coordinate, value, t))
	}
	mark, path := x.out.Len(), at.path
	x.out.WriteByte('[')
	for i := range list.Len() {
		if i > 0 {
			x.out.WriteByte(',')
		}
		at.path = slices.Concat(path, []any{i})
		if x.complete(ctx, t.Elem, list.Index(i).Interface(), set, at) {
			continue
		}
		if t.Elem.NonNull {
			x.out.Truncate(mark)
			return false
		}
		x.out.WriteString("null")
	}
	x.out.WriteByte(']')
	return true
}

func (x *execution) leaf(def *ast.Definition, value any, at place) bool {
	text, err := serialize(def, value)
	if err != nil {
		return x.fail(at, fmt.Errorf("oracle: %s: %w", at.coordinate, err))
	}
	switch text := text.(type) {
	case string:
		x.string(text)
	default:
		fmt.Fprint(&x.out, text)
	}
	return true
}

// dereference follows pointers; a nil pointer is nil.
func dereference(value any) any {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}
