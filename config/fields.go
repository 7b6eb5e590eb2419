// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// field is one key of a struct.
type field struct {
	name  string
	index []int
	tag   tag
}

// fieldCache keeps the fields of each type: reading the tags takes longer than reading a rule.
var fieldCache sync.Map

func fieldsOf(t reflect.Type) []field {
	if kept, ok := fieldCache.Load(t); ok {
		if fields, ok := kept.([]field); ok {
			return fields
		}
	}
	fields := readFields(t)
	fieldCache.Store(t, fields)
	return fields
}

func readFields(t reflect.Type) []field {
	var fields []field
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			for _, in := range fieldsOf(f.Type) {
				in.index = slices.Concat(f.Index, in.index)
				fields = append(fields, in)
			}
		case name != "" && name != "-" && f.IsExported():
			fields = append(fields, field{name: name, index: f.Index, tag: parseTag(f.Tag)})
		}
	}
	return fields
}

func fieldNames(fields []field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// tag is what a jsonschema struct tag says about a value; the schema generator reads the same tags.
type tag struct {
	enum     []string
	required bool
	minItems int
	minimum  *float64
	maximum  *float64
	pattern  *regexp.Regexp
	form     string // the pattern in words
}

// items is what holds for the items of a list or mapping: all but its own length.
func (t tag) items() tag {
	return tag{enum: t.enum, pattern: t.pattern, form: t.form, minimum: t.minimum, maximum: t.maximum}
}
