// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Values holds a custom property: GitHub sends a string, or a list for a multi_select.
type Values []string

// UnmarshalJSON takes a string or a list of strings. null is no value.
func (v *Values) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*v = nil
		if one != "" {
			*v = Values{one}
		}
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		return fmt.Errorf("a property is a string or a list of strings")
	}
	*v = many
	return nil
}

// Decode reads a subject from JSON and tells which facts it brings: a missing key is not at hand, [] is known to be empty.
// Unknown keys are errors, so that a slip of the pen is not taken for ignorance.
func Decode(data []byte) (Subject, Needs, error) {
	var s Subject
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, 0, fmt.Errorf("facts: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return s, 0, fmt.Errorf("facts: %w", err)
	}
	if s.At.IsZero() {
		return s, 0, fmt.Errorf("facts: at: the moment of the evaluation is missing")
	}
	return s, present(keys), nil
}

// factKeys maps the keys of the JSON form to the facts that they bring.
var factKeys = map[string]Needs{
	"change":     NeedChange,
	"files":      NeedFiles | NeedContent | NeedPatch,
	"commits":    NeedCommits | NeedIdentities | NeedMembers,
	"signatures": NeedSignatures,
	"reviews":    NeedReviews,
	"tree":       NeedTree,
	"inherited":  NeedInherited,
}

func present(keys map[string]json.RawMessage) Needs {
	var have Needs
	for key, raw := range keys {
		if string(raw) != "null" {
			have |= factKeys[key]
		}
	}
	return have
}

// String names the facts of a set, for messages.
func (n Needs) String() string {
	var names []string
	for i, name := range needNames {
		if n&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

var needNames = []string{
	"the pull request", "files", "contents", "patches", "commits", "accounts", "members", "the tree",
	"the organization's defaults", "reviews", "signatures",
}
