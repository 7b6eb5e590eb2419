// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decoder lays a tree over Go values and keeps every fault that it meets.
type decoder struct {
	*source
	faults Errors
}

// shaped is a value with a form of its own: it reads its node itself. what names it in messages, quoted.
type shaped interface {
	decode(d *decoder, n *yaml.Node, what string)
}

// Keys tells where each key of a mapping and its value stand. The decoder fills fields of this type, and of type Pos.
type Keys map[string]KeyPos

// KeyPos is where a key and its value stand.
type KeyPos struct{ Key, Value Pos }

func (d *decoder) fault(at Pos, hint, format string, args ...any) {
	d.faults = append(d.faults, d.source.fault(at, fmt.Sprintf(format, args...), hint))
}

// into decodes a node into a settable value.
func (d *decoder) into(n *yaml.Node, v reflect.Value, what string, t tag) {
	if d.own(n, v, what) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			p.Elem().Set(v.Elem())
		}
		v.Set(p)
		d.into(n, p.Elem(), what, t)
	case reflect.Struct:
		d.structure(n, v, what)
	case reflect.Map:
		d.table(n, v, what, t)
	case reflect.Slice:
		d.list(n, v, what, t)
	case reflect.Interface:
		d.foreign(n, v, what)
	default:
		d.scalar(n, v, what, t)
	}
}

// own lets a value read itself: a form of ours, else one of the standard library's.
func (d *decoder) own(n *yaml.Node, v reflect.Value, what string) bool {
	if v.Kind() == reflect.Pointer || !v.CanAddr() {
		return false
	}
	switch x := v.Addr().Interface().(type) {
	case shaped:
		x.decode(d, n, what)
	case json.Unmarshaler:
		d.foreign(n, v, what)
	case encoding.TextUnmarshaler:
		if text, ok := d.text(n, what); ok {
			if err := x.UnmarshalText([]byte(text)); err != nil {
				d.fault(pos(n), "", "%s: %s", what, err)
			}
		}
	default:
		return false
	}
	return true
}

// foreign decodes by way of JSON: options with an UnmarshalJSON, or of any type.
func (d *decoder) foreign(n *yaml.Node, v reflect.Value, what string) {
	var x any
	err := n.Decode(&x)
	var data []byte
	if err == nil {
		data, err = json.Marshal(x)
	}
	if err == nil {
		err = json.Unmarshal(data, v.Addr().Interface())
	}
	if err != nil {
		d.fault(pos(n), "", "%s: %s", what, strings.TrimPrefix(err.Error(), "json: "))
	}
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, what string) {
	fields := fieldsOf(v.Type())
	keys := Keys{}
	d.pairs(n, what, func(k, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == k.Value })
		if i < 0 {
			names := fieldNames(fields)
			d.fault(pos(k), didYouMean(k.Value, names), "unknown key %q; known here: %s", k.Value, list(names))
			return
		}
		keys[k.Value] = KeyPos{Key: pos(k), Value: pos(value)}
		d.into(value, v.FieldByIndex(fields[i].index), quote(k.Value), fields[i].tag)
	})
	for _, f := range fields {
		if _, ok := keys[f.name]; f.tag.required && !ok && n.Kind == yaml.MappingNode {
			d.fault(pos(n), "", "%s is missing", quote(f.name))
		}
	}
	setPlaces(v, pos(n), keys)
}

// setPlaces fills the fields that tell where a struct was read from.
func setPlaces(v reflect.Value, at Pos, keys Keys) {
	for i := range v.NumField() {
		switch v.Type().Field(i).Type {
		case reflect.TypeFor[Pos]():
			v.Field(i).Set(reflect.ValueOf(at))
		case reflect.TypeFor[Keys]():
			v.Field(i).Set(reflect.ValueOf(keys))
		}
	}
}

// NamePos is where the name of a mapping's entry stands. The decoder fills fields of this type.
type NamePos Pos

// setKey fills the field of an entry that tells where its name stands.
func setKey(entry reflect.Value, at Pos) {
	if entry.Kind() != reflect.Pointer || entry.Type().Elem().Kind() != reflect.Struct {
		return
	}
	if f := entry.Elem().FieldByName("Name"); f.IsValid() && f.Type() == reflect.TypeFor[NamePos]() {
		f.Set(reflect.ValueOf(NamePos(at)))
	}
}

// pairs walks a mapping; duplicate keys and keys that are no words are faults.
func (d *decoder) pairs(n *yaml.Node, what string, each func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, what, "a mapping of keys to values")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		first, twice := seen[k.Value]
		switch {
		case k.ShortTag() == "!!merge": // told by the tree
		case k.Kind != yaml.ScalarNode:
			d.wrong(k, "a key", "a word")
		case twice:
			d.fault(pos(k), "", "key %q is here twice; the first is in line %d", k.Value, first)
		default:
			seen[k.Value] = k.Line
			each(k, v)
		}
	}
}

// table decodes a mapping with free keys. It replaces what was there: defaults are never written to.
func (d *decoder) table(n *yaml.Node, v reflect.Value, what string, t tag) {
	m := reflect.MakeMap(v.Type())
	if n.Kind == yaml.MappingNode && len(n.Content) < 2*t.minItems {
		d.fault(pos(n), "", "%s is empty: name at least %d, or leave the key out", what, t.minItems)
	}
	d.pairs(n, what, func(k, value *yaml.Node) {
		key := reflect.New(v.Type().Key()).Elem()
		key.SetString(k.Value)
		elem := reflect.New(v.Type().Elem()).Elem()
		d.into(value, elem, quote(k.Value), t.items())
		setKey(elem, pos(k))
		m.SetMapIndex(key, elem)
	})
	v.Set(m)
}

// list decodes a sequence. It replaces what was there.
func (d *decoder) list(n *yaml.Node, v reflect.Value, what string, t tag) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, what, "a list")
		return
	}
	if len(n.Content) < t.minItems {
		d.fault(pos(n), "", "%s is empty: name at least %d, or leave the key out", what, t.minItems)
	}
	s := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, c := range n.Content {
		d.into(c, s.Index(i), fmt.Sprintf("item %d of %s", i+1, what), t.items())
	}
	v.Set(s)
}

// decodeInto decodes a node into what a pointer points to.
func (d *decoder) decodeInto(n *yaml.Node, p any, what string) {
	d.into(n, reflect.ValueOf(p).Elem(), what, tag{})
}
