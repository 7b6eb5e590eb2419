// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"
)

// trimREST keeps the listed operations and the components they need.
func trimREST(source object) (object, error) {
	components := at(source, "components")
	paths, err := trimPaths(components, at(source, "paths"))
	if err != nil {
		return nil, err
	}
	return assemble(components, paths, nil)
}

// trimEvents keeps the payload schemas of the listed events. The extension
// x-events maps "check_run.created" (or "push") to the name of its schema.
func trimEvents(source object) (object, error) {
	index, needed := object{}, object{}
	for _, hook := range at(source, "x-webhooks") {
		post := at(hook.(object), "post")
		event, action, _ := strings.Cut(post["operationId"].(string), "/")
		if !slices.Contains(events, event) {
			continue
		}
		name := strings.ReplaceAll(event, "-", "_")
		if action != "" {
			name += "." + strings.ReplaceAll(action, "-", "_")
		}
		ref := at(post, "requestBody", "content", "application/json", "schema")["$ref"].(string)
		_, schema, _ := splitRef(ref)
		index[name], needed[name] = schema, object{"$ref": ref}
	}
	if len(index) < len(events) {
		return nil, fmt.Errorf("only %d payload schemas for %d events", len(index), len(events))
	}
	doc, err := assemble(at(source, "components"), object{}, needed)
	if err == nil {
		doc["x-events"] = index
	}
	return doc, err
}

// assemble makes a description of the paths and of what they, or needed, refer to.
func assemble(components, paths, needed object) (object, error) {
	kept, err := closure(components, []any{paths, needed})
	if err != nil {
		return nil, err
	}
	for _, e := range exceptions {
		if schema, ok := at(kept, "schemas")[e.component].(object); ok && (!e.events || needed != nil) {
			e.patch(schema)
		}
	}
	describeResponses(paths)
	if responses, ok := kept["responses"].(object); ok {
		describe(responses)
	}
	return object{
		"openapi":    "3.0.3",
		"info":       object{"title": "GitHub REST API, trimmed", "version": versions["@octokit/openapi"], "license": object{"name": "MIT"}},
		"paths":      paths,
		"components": kept,
	}, nil
}

func trimPaths(components, source object) (object, error) {
	paths, found := object{}, 0
	for path, item := range source {
		name := routable(components, path, item.(object))
		for method, operation := range item.(object) {
			operation, ok := operation.(object)
			if !ok || !slices.Contains(operations, operation["operationId"].(string)) {
				continue
			}
			found++
			kept, _ := paths[name].(object)
			if kept == nil {
				kept = object{}
				paths[name] = kept
			}
			if kept[method] != nil {
				return nil, fmt.Errorf("%s %s is there twice", method, name)
			}
			kept[method] = trimOperation(components, operation)
		}
	}
	if found != len(operations) {
		return nil, fmt.Errorf("found %d of %d operations: one was renamed", found, len(operations))
	}
	return paths, nil
}

// routable lets a parameter that holds slashes (x-multi-segment) match them, in
// the spelling that route.go reads: /contents/{path:.+}. One operation that marks it
// is enough for all of the path.
func routable(components object, path string, item object) string {
	for _, operation := range item {
		operation, _ := operation.(object)
		parameters, _ := operation["parameters"].([]any)
		for _, p := range parameters {
			parameter := p.(object)
			if ref, ok := parameter["$ref"].(string); ok {
				kind, name, _ := splitRef(ref)
				parameter = at(components, kind, name)
			}
			name, _ := parameter["name"].(string)
			if parameter["x-multi-segment"] == true || slices.Contains(multiSegment, name) {
				path = strings.ReplaceAll(path, "{"+name+"}", "{"+name+":.+}")
			}
		}
	}
	return path
}

// multiSegment are parameters that hold slashes though the description does not
// mark them: branches, and the two ends of a comparison.
var multiSegment = []string{"basehead", "branch", "commit_ref", "ref", "tree_sha"}

func trimOperation(components, operation object) object {
	out := strip(operation, false).(object)
	body, ok := out["requestBody"].(object)
	if !ok {
		return out
	}
	body = inline(components, body).(object)
	schema := at(body, "content", "application/json", "schema")
	closeObjects(schema)
	for _, e := range exceptions {
		if e.operation == out["operationId"] {
			e.patch(schema)
		}
	}
	out["requestBody"] = body
	return out
}

// describeResponses gives back the empty descriptions that OpenAPI demands.
func describeResponses(paths object) {
	for _, item := range paths {
		for _, operation := range item.(object) {
			describe(at(operation.(object), "responses"))
		}
	}
}

func describe(responses object) {
	for _, response := range responses {
		if response := response.(object); response["$ref"] == nil {
			response["description"] = ""
		}
	}
}
