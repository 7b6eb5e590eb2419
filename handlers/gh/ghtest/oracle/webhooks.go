// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"fmt"
	"sync"
)

// Example is one payload that GitHub delivered, with private values replaced,
// collected by the project octokit/webhooks.
type Example struct {
	Event   string          // X-GitHub-Event, such as "pull_request"
	Action  string          // the payload's action, "" for events that have none
	Payload json.RawMessage // the body, as JSON; shared: do not write into it
}

var loadWebhooks = sync.OnceValues(readWebhooks)

// Webhooks returns all examples in the package's order. They serve to show that
// every payload routes without an error; several are years old and lack fields
// that are required today.
func Webhooks() ([]Example, error) { return loadWebhooks() }

func readWebhooks() ([]Example, error) {
	raw, err := unpack("webhooks.json", webhooksData)
	if err != nil {
		return nil, err
	}
	var groups []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	if err := json.Unmarshal(raw, &groups); err != nil {
		return nil, fmt.Errorf("oracle data webhooks.json: %w", err)
	}
	var all []Example
	for _, group := range groups {
		for _, payload := range group.Examples {
			var head struct {
				Action string `json:"action"`
			}
			if err := json.Unmarshal(payload, &head); err != nil {
				return nil, fmt.Errorf("oracle data webhooks.json: example of %s: %w", group.Name, err)
			}
			all = append(all, Example{Event: group.Name, Action: head.Action, Payload: payload})
		}
	}
	return all, nil
}
