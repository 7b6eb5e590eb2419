// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// coerce brings a decoded JSON value to type t.
func (p *plan) coerce(t *ast.Type, v any) (any, error) {
	if v == nil {
		if t.NonNull {
			return nil, fmt.Errorf("expected value to not be null")
		}
		return nil, nil
	}
	if t.Elem != nil {
		return p.coerceList(t.Elem, v)
	}
	def := p.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		if name, ok := v.(string); ok && def.EnumValues.ForName(name) != nil {
			return name, nil
		}
		return nil, fmt.Errorf("%.80v is no %s", v, def.Name)
	case ast.InputObject:
		return p.coerceObject(def, v)
	}
	return coerceScalar(def.Name, v)
}

func (p *plan) coerceList(elem *ast.Type, v any) (any, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	out := make([]any, len(list))
	for i, e := range list {
		value, err := p.coerce(elem, e)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		out[i] = value
	}
	return out, nil
}

func (p *plan) coerceObject(def *ast.Definition, v any) (any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a %T is no %s", v, def.Name)
	}
	for name := range object {
		if def.Fields.ForName(name) == nil {
			return nil, fmt.Errorf("field %s is not defined on %s", name, def.Name)
		}
	}
	return p.inputObject(def.Name, func(field *ast.FieldDefinition) (any, bool, error) {
		given, ok := object[field.Name]
		if !ok {
			return nil, false, nil
		}
		value, err := p.coerce(field.Type, given)
		return value, true, err
	})
}

// inputObject fills the fields of an input object, with defaults.
func (p *plan) inputObject(name string, get func(*ast.FieldDefinition) (any, bool, error)) (any, error) {
	out := map[string]any{}
	for _, field := range p.schema.Types[name].Fields {
		value, ok, err := get(field)
		if !ok && err == nil && field.DefaultValue != nil {
			ok = true
			value, err = p.literal(field.Type, field.DefaultValue)
		}
		if !ok && err == nil && field.Type.NonNull {
			err = fmt.Errorf("expected value to not be null")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.Name, err)
		}
		if ok {
			out[field.Name] = value
		}
	}
	return out, nil
}

// coerceScalar takes what JSON can say: GitHub's own scalars are text.
func coerceScalar(name string, v any) (any, error) {
	switch name {
	case "Int":
		if f, ok := number(v); ok && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
			return int(f), nil
		}
	case "Float":
		if f, ok := number(v); ok {
			return f, nil
		}
	case "Boolean":
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case "ID":
		if f, ok := number(v); ok && f == math.Trunc(f) {
			return strconv.FormatFloat(f, 'f', -1, 64), nil
		}
		fallthrough
	default:
		if s, ok := v.(string); ok {
			return s, nil
		}
	}
	return nil, fmt.Errorf("could not coerce %.80v to %s", v, name)
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}
