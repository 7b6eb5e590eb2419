// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// object is a JSON object of the description.
type object = map[string]any

// prose are the keywords that say nothing to a validator.
var prose = []string{
	"description", "example", "examples", "externalDocs", "summary", "tags", "title", "deprecated",
}

// strip returns v without prose and x- extensions. names is true where the keys
// of v are names of ours (properties, components) and not keywords: a property
// may well be called "description".
func strip(v any, names bool) any {
	switch v := v.(type) {
	case object:
		return stripObject(v, names)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = strip(e, false)
		}
		return out
	}
	return v
}

func stripObject(v object, names bool) object {
	out := object{}
	for key, value := range v {
		if !names && (slices.Contains(prose, key) || strings.HasPrefix(key, "x-")) {
			continue
		}
		if key == "enum" || key == "default" || key == "mapping" {
			out[key] = value
			continue
		}
		out[key] = strip(value, !names && holdsNames(key, value))
	}
	return out
}

// holdsNames reports whether the object under a keyword is keyed by names.
func holdsNames(key string, value any) bool {
	_, is := value.(object)
	return is && slices.Contains([]string{"properties", "content", "responses", "headers", "patternProperties"}, key)
}

// refs calls f for every reference below v.
func refs(v any, f func(ref string)) {
	switch v := v.(type) {
	case object:
		for key, value := range v {
			if ref, ok := value.(string); ok && key == "$ref" {
				f(ref)
			}
			if mapping, ok := value.(object); ok && key == "mapping" {
				for _, ref := range mapping {
					f(ref.(string))
				}
			}
			refs(value, f)
		}
	case []any:
		for _, e := range v {
			refs(e, f)
		}
	}
}

// closure returns the components that v needs, their own needs included.
func closure(components object, v any) (object, error) {
	out := object{}
	var missing error
	var visit func(ref string)
	visit = func(ref string) {
		kind, name, ok := splitRef(ref)
		if !ok || missing != nil {
			missing = fmt.Errorf("reference %q is not to a component", ref)
			return
		}
		group, _ := out[kind].(object)
		if group == nil {
			group = object{}
			out[kind] = group
		}
		if _, done := group[name]; done {
			return
		}
		source, _ := components[kind].(object)
		found, ok := source[name]
		if !ok {
			missing = fmt.Errorf("component %q does not exist", ref)
			return
		}
		group[name] = strip(found, false)
		refs(group[name], visit)
	}
	refs(v, visit)
	return out, missing
}

func splitRef(ref string) (kind, name string, ok bool) {
	rest, ok := strings.CutPrefix(ref, "#/components/")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "/")
}

// inline returns v with every reference replaced by a copy of what it names.
// Request bodies are inlined, so that closing their objects leaves the
// responses' components alone.
func inline(components object, v any) any {
	switch v := v.(type) {
	case object:
		if ref, ok := v["$ref"].(string); ok {
			kind, name, _ := splitRef(ref)
			return inline(components, strip(components[kind].(object)[name], false))
		}
		out := object{}
		for key, value := range v {
			out[key] = inline(components, value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = inline(components, e)
		}
		return out
	}
	return v
}

// closeObjects forbids unknown fields in every object schema below v. Schemas
// without a type are the branches of a condition ("completed needs a
// conclusion"): they stay open.
func closeObjects(v any) {
	switch v := v.(type) {
	case object:
		_, has := v["properties"].(object)
		if _, said := v["additionalProperties"]; v["type"] == "object" && has && !said {
			v["additionalProperties"] = false
		}
		for value := range maps.Values(v) {
			closeObjects(value)
		}
	case []any:
		for _, e := range v {
			closeObjects(e)
		}
	}
}

// at walks to the object under the keys; it panics on a path that the
// description no longer has, which is how a new package version is noticed.
func at(v object, keys ...string) object {
	for i, key := range keys {
		next, ok := v[key].(object)
		if !ok {
			panic(fmt.Sprintf("the description has no %s", strings.Join(keys[:i+1], "/")))
		}
		v = next
	}
	return v
}
