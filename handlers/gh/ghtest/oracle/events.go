// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Events judges webhook payloads by the schemas GitHub publishes. It is safe for
// concurrent use.
type Events struct {
	names      map[string]string          // "check_run.created", "push" to the name of a component
	components map[string]json.RawMessage // all components, unread
	mu         sync.Mutex                 // guards built
	built      map[string]*openapi3.Schema
}

var loadEvents = sync.OnceValues(readEvents)

// LoadEvents returns the schemas of webhook payloads. Each is built when it is
// first used: all together would take most of a second. They are for payloads
// that the double makes; GitHub's own older examples (see Webhooks) lack fields
// that these schemas require.
func LoadEvents() (*Events, error) { return loadEvents() }

func readEvents() (*Events, error) {
	raw, err := unpack("events.json", eventsData)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Names      map[string]string `json:"x-events"`
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("oracle data events.json: %w", err)
	}
	return &Events{names: doc.Names, components: doc.Components.Schemas, built: map[string]*openapi3.Schema{}}, nil
}

// Check returns nil if payload is one that GitHub could deliver under the header
// X-GitHub-Event: event, and otherwise an error of one line that names event,
// action and faults. An event or action without a schema is an error.
func (e *Events) Check(event string, payload []byte) error {
	var value map[string]any
	if err := json.Unmarshal(payload, &value); err != nil {
		return fmt.Errorf("oracle: payload of %s: %w", oneLine(event), err)
	}
	name := event
	if action, ok := value["action"].(string); ok && e.names[event] == "" {
		name += "." + action
	}
	schema, err := e.schema(name)
	if err != nil {
		return err
	}
	return faultError("payload of "+name, describe(schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse())))
}

// schema builds the schema of one event and action.
func (e *Events) schema(name string) (*openapi3.Schema, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if schema := e.built[name]; schema != nil {
		return schema, nil
	}
	component, ok := e.names[name]
	if !ok {
		return nil, fmt.Errorf("oracle: payload of %s: no schema (see trim/operations.go)", oneLine(name))
	}
	needed := map[string]json.RawMessage{}
	e.closure(component, needed)
	raw, err := json.Marshal(map[string]any{
		"openapi": "3.0.3", "info": map[string]string{"title": name, "version": "1"},
		"paths": map[string]any{}, "components": map[string]any{"schemas": needed},
	})
	if err != nil {
		return nil, fmt.Errorf("oracle data events.json: %w", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, fmt.Errorf("oracle data events.json: %s: %w", name, err)
	}
	e.built[name] = doc.Components.Schemas[component].Value
	return e.built[name], nil
}

var reference = regexp.MustCompile(`"#/components/schemas/([^"]+)"`)

// closure adds to needed the component and all that it refers to.
func (e *Events) closure(component string, needed map[string]json.RawMessage) {
	if _, ok := needed[component]; ok {
		return
	}
	needed[component] = e.components[component]
	for _, match := range reference.FindAllSubmatch(e.components[component], -1) {
		e.closure(string(match[1]), needed)
	}
}
