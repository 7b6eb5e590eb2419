// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Events judges webhook payloads by the schemas GitHub publishes. It is safe for
// concurrent use.
type Events struct {
	schemas map[string]*openapi3.Schema // by "check_run.created", "push"
}

var loadEvents = sync.OnceValues(readEvents)

// LoadEvents returns the schemas of webhook payloads, built at the first call.
// They are for payloads that the double makes: GitHub's own older examples (see
// Webhooks) lack fields that these schemas require.
func LoadEvents() (*Events, error) { return loadEvents() }

func readEvents() (*Events, error) {
	doc, err := readDescription("events.json", eventsData)
	if err != nil {
		return nil, err
	}
	index, _ := doc.Extensions["x-events"].(map[string]any)
	events := &Events{schemas: make(map[string]*openapi3.Schema, len(index))}
	for event, name := range index {
		schema := doc.Components.Schemas[fmt.Sprint(name)]
		if schema == nil {
			return nil, fmt.Errorf("oracle data events.json: no schema for %s", event)
		}
		events.schemas[event] = schema.Value
	}
	return events, nil
}

// Check returns nil if payload is one that GitHub could deliver under the header
// X-GitHub-Event: event, and otherwise an error of one line that names event,
// action and faults. An event or action without a schema is an error.
func (e *Events) Check(event string, payload []byte) error {
	var value map[string]any
	if err := json.Unmarshal(payload, &value); err != nil {
		return fmt.Errorf("oracle: payload of %s: %w", event, err)
	}
	name := event
	if action, ok := value["action"].(string); ok && e.schemas[event] == nil {
		name += "." + action
	}
	schema := e.schemas[name]
	if schema == nil {
		return fmt.Errorf("oracle: payload of %s: no schema (see trim/operations.go)", name)
	}
	return faultError("payload of "+name, describe(schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse())))
}
