// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"
)

// with walks the options that the override states, down to those that are declared or have no parts.
func (c *change) with(n *yaml.Node, at Pos) {
	if c.limit.shelf.Options == nil {
		c.fault(pos(n), "", "the rule type %s has no options", c.limit.shelf.Name)
		return
	}
	options := reflect.New(reflect.TypeOf(c.limit.options)).Elem()
	options.Set(reflect.ValueOf(c.limit.options))
	c.option(n, options, "with", at, tag{})
	if check := c.check(c.limit.shelf, options.Interface(), n, at); check != nil {
		c.rule.options, c.rule.check = options.Interface(), check
	}
}

// option moves one option, or the parts of it that the override states.
func (c *change) option(n *yaml.Node, v reflect.Value, param string, at Pos, t tag) {
	_, own := c.limit.Override.Of[param]
	if v.Kind() == reflect.Struct && (param == "with" || !own) {
		c.parts(n, v, param)
		return
	}
	mine := reflect.New(v.Type()).Elem()
	mine.Set(v)
	before := len(c.faults)
	c.into(n, mine, quote(param), t)
	if len(c.faults) == before {
		v.Set(c.moved(param, at, v, mine))
	}
}

func (c *change) parts(n *yaml.Node, v reflect.Value, param string) {
	fields := fieldsOf(v.Type())
	c.pairs(n, quote(param), func(k, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == k.Value })
		if i < 0 {
			names := fieldNames(fields)
			c.fault(pos(k), didYouMean(k.Value, names), "unknown key %q; known here: %s", k.Value, list(names))
			return
		}
		c.option(value, v.FieldByIndex(fields[i].index), param+"."+k.Value, pos(k), fields[i].tag)
	})
}

// moved is the value after the move, or the limit with a fault.
func (c *change) moved(param string, at Pos, limit, mine reflect.Value) reflect.Value {
	kind, _ := c.limit.Override.of(param)
	out, problem := limit, ""
	switch kind {
	case MoveAny:
		return mine
	case MoveExtend:
		out, problem = extend(limit, mine)
	case MoveShrink:
		out, problem = shrink(limit, mine)
	case MoveRaise, MoveLower:
		out, problem = bound(kind, limit, mine)
	default:
		c.locked(at, param)
	}
	if problem != "" {
		c.fault(at, "", "%q of rule %q may only %s (%s): %s", param, c.limit.ID, kind, c.said(), problem)
		return limit
	}
	return out
}
