// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// small is a description with what trimming has to tell apart.
const small = `{
 "paths": {
  "/a/{ref}/{id}": {
   "get": {"operationId": "a/get", "tags": ["a"], "parameters": [{"$ref": "#/components/parameters/ref"}, {"name": "id", "in": "path", "description": "x"}],
    "responses": {"200": {"description": "y", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}, "examples": {}}}}}},
   "put": {"operationId": "a/put", "responses": {}, "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}}}}},
   "delete": {"operationId": "a/delete", "responses": {}}
  }
 },
 "components": {
  "parameters": {"ref": {"name": "ref", "in": "path", "x-multi-segment": true}},
  "schemas": {
   "thing": {"type": "object", "title": "Thing", "properties": {"description": {"type": "string", "description": "z"}, "part": {"$ref": "#/components/schemas/part"}}},
   "part": {"type": "object", "properties": {"title": {"type": "string", "example": "t"}}},
   "unused": {"type": "string"}
  }
 }
}`

func TestTrim(t *testing.T) {
	t.Cleanup(func(kept []string) func() { return func() { operations = kept } }(operations))
	operations = []string{"a/get", "a/put"}
	var source object
	if err := json.Unmarshal([]byte(small), &source); err != nil {
		t.Fatal(err)
	}
	doc, err := trimREST(source)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(doc["paths"])
	if err != nil {
		t.Fatal(err)
	}
	part := `{"additionalProperties":false,"properties":{"title":{"type":"string"}},"type":"object"}`
	want := `{"/a/{ref:.+}/{id}":{"get":{"operationId":"a/get","parameters":[{"$ref":"#/components/parameters/ref"},{"in":"path","name":"id"}],` +
		`"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/thing"}}},"description":""}}},` +
		`"put":{"operationId":"a/put","requestBody":{"content":{"application/json":{"schema":{"additionalProperties":false,"properties":` +
		`{"description":{"type":"string"},"part":` + part + `},"type":"object"}}}},"responses":{}}}}`
	if string(raw) != want {
		t.Errorf("paths\n got %s\nwant %s", raw, want)
	}
	raw, err = json.Marshal(at(doc, "components", "schemas"))
	if err != nil {
		t.Fatal(err)
	}
	want = `{"part":{"properties":{"title":{"type":"string"}},"type":"object"},"thing":{"properties":{"description":{"type":"string"},"part":{"$ref":"#/components/schemas/part"}},"type":"object"}}`
	if string(raw) != want {
		t.Errorf("schemas\n got %s\nwant %s", raw, want)
	}
}

func TestTrimMissesOperation(t *testing.T) {
	t.Cleanup(func(kept []string) func() { return func() { operations = kept } }(operations))
	operations = []string{"a/get", "a/patch"}
	var source object
	if err := json.Unmarshal([]byte(small), &source); err != nil {
		t.Fatal(err)
	}
	if _, err := trimREST(source); err == nil || !strings.Contains(err.Error(), "found 1 of 2") {
		t.Errorf("got %v", err)
	}
}

func TestExceptionsHaveReasons(t *testing.T) {
	for _, e := range exceptions {
		if len(e.reason) < 40 || (e.operation == "") == (e.component == "") {
			t.Errorf("exception %q%q: %q", e.operation, e.component, e.reason)
		}
		if e.operation != "" && !slices.Contains(operations, e.operation) {
			t.Errorf("exception for %s, which is not kept", e.operation)
		}
	}
}

// SOURCES.md is written with the data: it must name the versions that are pinned.
func TestSourcesNameVersions(t *testing.T) {
	raw, err := os.ReadFile("../data/SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range versions {
		if !strings.Contains(string(raw), "`"+name+"` | "+version) {
			t.Errorf("SOURCES.md does not say %s %s", name, version)
		}
		if !strings.HasSuffix(folders[name], version) {
			t.Errorf("folder %s is not of version %s", folders[name], version)
		}
	}
}
