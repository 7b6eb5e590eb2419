// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// coerceVariables checks the variables of a request against their definitions.
// A variable that the operation does not define is refused: GitHub ignores it, so
// it is a mistake of ours.
func (p *plan) coerceVariables(given map[string]any) (map[string]any, error) {
	out := map[string]any{}
	for name := range given {
		if p.operation.VariableDefinitions.ForName(name) == nil {
			return nil, gqlerror.Errorf("Variable $%s is not defined by the operation", name)
		}
	}
	for _, def := range p.operation.VariableDefinitions {
		value, ok := given[def.Variable]
		var err error
		switch {
		case ok:
			out[def.Variable], err = p.coerce(def.Type, value)
		case def.DefaultValue != nil:
			out[def.Variable], err = p.literal(def.Type, def.DefaultValue)
		case def.Type.NonNull:
			err = fmt.Errorf("expected value to not be null")
		}
		if err != nil {
			return nil, gqlerror.Errorf("Variable $%s of type %s was provided invalid value: %v", def.Variable, def.Type, err)
		}
	}
	return out, nil
}

// arguments coerces the arguments of a field or directive.
func (p *plan) arguments(defs ast.ArgumentDefinitionList, given ast.ArgumentList) (map[string]any, error) {
	out := map[string]any{}
	for _, def := range defs {
		argument := given.ForName(def.Name)
		present := argument != nil && !p.unset(argument.Value)
		var err error
		switch {
		case present:
			out[def.Name], err = p.literal(def.Type, argument.Value)
		case def.DefaultValue != nil:
			out[def.Name], err = p.literal(def.Type, def.DefaultValue)
		case def.Type.NonNull:
			err = fmt.Errorf("expected value to not be null")
		}
		if err != nil {
			return nil, fmt.Errorf("argument %s of type %s: %w", def.Name, def.Type, err)
		}
	}
	return out, nil
}

// unset reports whether v is a variable that was given no value.
func (p *plan) unset(v *ast.Value) bool {
	if v.Kind != ast.Variable {
		return false
	}
	_, ok := p.variables[v.Raw]
	return !ok
}

// literal coerces a value that stands in the query's text.
func (p *plan) literal(t *ast.Type, v *ast.Value) (any, error) {
	switch v.Kind {
	case ast.Variable: // coerced already, by its own type, which validation compared with t
		value := p.variables[v.Raw]
		if value == nil && t.NonNull {
			return nil, fmt.Errorf("expected value to not be null")
		}
		if _, list := value.([]any); t.Elem != nil && value != nil && !list {
			value = []any{value}
		}
		return value, nil
	case ast.NullValue:
		return p.coerce(t, nil)
	case ast.IntValue:
		n := json.Number(v.Raw)
		return p.coerce(t, n)
	case ast.FloatValue:
		f, err := strconv.ParseFloat(v.Raw, 64)
		if err != nil {
			return nil, err
		}
		return p.coerce(t, f)
	case ast.BooleanValue:
		return p.coerce(t, v.Raw == "true")
	case ast.ListValue:
		return p.literalList(t, v)
	case ast.ObjectValue:
		return p.literalObject(t, v)
	}
	return p.coerce(t, v.Raw)
}

func (p *plan) literalList(t *ast.Type, v *ast.Value) (any, error) {
	if t.Elem == nil {
		return nil, fmt.Errorf("a list is no %s", t)
	}
	out := make([]any, len(v.Children))
	for i, child := range v.Children {
		value, err := p.literal(t.Elem, child.Value)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		out[i] = value
	}
	return out, nil
}

func (p *plan) literalObject(t *ast.Type, v *ast.Value) (any, error) {
	if t.Elem != nil {
		value, err := p.literalObject(t.Elem, v)
		return []any{value}, err
	}
	return p.inputObject(t.Name(), func(field *ast.FieldDefinition) (any, bool, error) {
		child := v.Children.ForName(field.Name)
		if child == nil || p.unset(child) {
			return nil, false, nil
		}
		value, err := p.literal(field.Type, child)
		return value, true, err
	})
}
