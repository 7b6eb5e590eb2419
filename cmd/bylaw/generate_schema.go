// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// schemas writes the JSON Schemas: of both kinds of policy, and of the facts.
func schemas(top string, files map[string][]byte) error {
	comments, err := goComments(filepath.Join(top, "rules"))
	if err != nil {
		return err
	}
	for _, kind := range []config.Kind{config.Organization, config.Repository} {
		data, err := policySchema(kind)
		if err != nil {
			return err
		}
		files[fmt.Sprintf("config/schema_%s.json", kind)] = data
	}
	files["cmd/bylaw/facts.schema.json"], err = subjectSchema(comments)
	return err
}

// policySchema describes a kind of policy, with the options of each rule type.
func policySchema(kind config.Kind) ([]byte, error) {
	r := &jsonschema.Reflector{
		RequiredFromJSONSchemaTags: true, ExpandedStruct: true, Anonymous: true, Mapper: shaped,
	}
	s := r.Reflect(config.File(kind))
	s.ID = jsonschema.ID(homepage + "/schema/" + string(kind) + ".json")
	s.Title = "Bylaw: the policy of a " + string(kind)
	if kind == config.Organization {
		s.Title = "Bylaw: the policy of an organization"
	}
	if rule := s.Definitions["Rule"]; rule != nil {
		ruleOptions(rule, s.Definitions)
	}
	return schemaJSON(s)
}

// shaped takes the shape of types that read themselves: dates, modes, globs.
func shaped(t reflect.Type) *jsonschema.Schema {
	v, ok := reflect.TypeAssert[interface{ JSONShape() string }](reflect.Zero(t))
	if !ok {
		return nil
	}
	s := &jsonschema.Schema{}
	if err := json.Unmarshal([]byte(v.JSONShape()), s); err != nil {
		panic(fmt.Sprintf("generate: the shape of %s is no schema: %v", t, err)) // a mistake in our own source
	}
	return s
}

// ruleOptions says for each rule type what "with" holds.
func ruleOptions(rule *jsonschema.Schema, definitions jsonschema.Definitions) {
	kinds, _ := rule.Properties.Get("type")
	for _, r := range rules.All() {
		kinds.Enum = append(kinds.Enum, r.Name)
		name := r.Name + "-options"
		definitions[name] = optionsSchema(r)
		rule.AllOf = append(rule.AllOf, &jsonschema.Schema{
			If:   property("type", &jsonschema.Schema{Const: r.Name}),
			Then: property("with", &jsonschema.Schema{Ref: "#/$defs/" + name}),
		})
	}
}

func property(name string, s *jsonschema.Schema) *jsonschema.Schema {
	p := jsonschema.NewProperties()
	p.Set(name, s)
	return &jsonschema.Schema{Properties: p}
}

// optionsSchema describes a rule's options with their defaults.
func optionsSchema(r rules.Rule) *jsonschema.Schema {
	reflector := &jsonschema.Reflector{
		RequiredFromJSONSchemaTags: true, ExpandedStruct: true, DoNotReference: true, Anonymous: true, Mapper: shaped,
	}
	s := reflector.Reflect(r.Options)
	s.Version, s.Description = "", r.Summary
	value := reflect.ValueOf(r.Options)
	for f := range fieldsOf(value.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if v := value.FieldByIndex(f.Index); !v.IsZero() || v.Kind() == reflect.Bool {
			p, _ := s.Properties.Get(name)
			p.Default = v.Interface()
		}
	}
	return s
}

// subjectSchema describes the facts of bylaw eval. A key that is left out is a fact that is not at hand.
func subjectSchema(comments map[string]string) ([]byte, error) {
	r := &jsonschema.Reflector{
		ExpandedStruct: true, Anonymous: true,
		LookupComment: func(t reflect.Type, name string) string {
			if name != "" {
				return comments[t.Name()+"."+name]
			}
			return comments[t.Name()]
		},
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			if t != reflect.TypeFor[rules.Values]() {
				return nil
			}
			text := &jsonschema.Schema{Type: "string"}
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{text, {Type: "array", Items: text}, {Type: "null"}}}
		},
	}
	s := r.Reflect(rules.Subject{})
	s.ID, s.Title = homepage+"/schema/facts.json", "Bylaw: the facts of a subject"
	return schemaJSON(s)
}

func schemaJSON(s *jsonschema.Schema) ([]byte, error) {
	var b bytes.Buffer
	err := printJSON(&b, s)
	return b.Bytes(), err
}
