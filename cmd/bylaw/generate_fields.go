// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// field is one key of a struct that is read from YAML or JSON, as its tags describe it.
type field struct {
	name, kind, fallback, description string
	values                            []string
	required                          bool
	of                                reflect.Type // the type, without pointers
}

// fields lists the keys of a struct. Defaults are taken from value where it is a struct with defaults.
func fields(t reflect.Type, value reflect.Value) []field {
	var out []field
	for f := range fieldsOf(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		k := field{name: name, kind: kindOf(f.Type), description: f.Tag.Get("jsonschema_description"), of: f.Type}
		for part := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
			if v, ok := strings.CutPrefix(part, "enum="); ok {
				k.values = append(k.values, v)
			}
			k.required = k.required || part == "required"
		}
		if value.IsValid() {
			k.fallback = fallback(value.FieldByIndex(f.Index))
		}
		out = append(out, k)
	}
	return out
}

// fieldsOf walks the fields that have a name in JSON.
func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for f := range t.Fields() {
			if name := f.Tag.Get("json"); f.IsExported() && name != "" && name != "-" && !yield(f) {
				return
			}
		}
	}
}

// kindOf calls a type as a writer of YAML would.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		if t.Name() != "int" && t.PkgPath() != "" {
			return words(t.Name())
		}
		return "number"
	case reflect.Slice:
		return "list of " + kindOf(t.Elem())
	case reflect.Map:
		return "map of name to " + kindOf(t.Elem())
	case reflect.String:
		if t.PkgPath() == "" {
			return "text"
		}
	}
	if called, ok := typeWords[t.Name()]; ok {
		return called
	}
	return words(t.Name())
}

// typeWords are the types whose Go name says too little to a writer of a policy.
var typeWords = map[string]string{"Raw": "options", "Ref": "selector or its name", "NameGlob": "glob"}

var humps = regexp.MustCompile(`([a-z])([A-Z])`)

// words turns a Go name into words: NameGlob is "name glob".
func words(name string) string {
	return strings.ToLower(humps.ReplaceAllString(name, "$1 $2"))
}

// fallback writes a default as YAML's flow style (which JSON is); an empty one is not worth a word.
func fallback(v reflect.Value) string {
	if v.IsZero() && v.Kind() != reflect.Bool {
		return ""
	}
	if (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0 {
		return ""
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return ""
	}
	return strings.Trim(string(data), `"`)
}

// table writes keys as a Markdown table.
func table(b *strings.Builder, keys []field) {
	defaults := slices.ContainsFunc(keys, func(k field) bool { return k.fallback != "" })
	if defaults {
		b.WriteString("| key | type | default | description |\n|---|---|---|---|\n")
	} else {
		b.WriteString("| key | type | description |\n|---|---|---|\n")
	}
	for _, k := range keys {
		description := k.description
		if len(k.values) > 0 {
			description += " One of: `" + strings.Join(k.values, "`, `") + "`."
		}
		if k.required {
			description += " Required."
		}
		column := ""
		if defaults {
			column = " " + span(k.fallback) + " |"
		}
		fmt.Fprintf(b, "| `%s` | %s |%s %s |\n", k.name, k.kind, column, strings.ReplaceAll(description, "|", `\|`))
	}
}

func span(s string) string {
	if s == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(s, "|", `\|`) + "`"
}
