// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPresets(t *testing.T) {
	for _, name := range Presets() {
		src, err := Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(src), "# yaml-language-server: $schema=https://") {
			t.Errorf("%s: the first line names no schema", name)
		}
		p := parse(t, name+".yml", string(src))
		if w := p.Warnings(); len(w) > 0 {
			t.Errorf("%s: %v", name, w)
		}
		if len(p.Logins()) > 0 {
			t.Errorf("%s: needs ids that only GitHub can tell: %v", name, p.Logins())
		}
	}
	if _, err := Preset("minimum"); err == nil || !strings.Contains(err.Error(), `did you mean "minimal"?`) {
		t.Errorf("unknown preset: %v", err)
	}
	if _, err := Preset("../presets/minimal"); err == nil {
		t.Error("a path is no preset")
	}
}

func TestSchemas(t *testing.T) {
	for _, kind := range []Kind{Organization, Repository} {
		var s struct {
			Properties map[string]any `json:"properties"`
		}
		if err := json.Unmarshal(Schema(kind), &s); err != nil || s.Properties["rules"] == nil {
			t.Errorf("%s: no schema of a policy: %v", kind, err)
		}
	}
}

// TestWarnings reads a policy that uses all that this version accepts without acting on it.
func TestWarnings(t *testing.T) {
	p := parse(t, "bylaw.yml", read(t, "testdata/idle.yml"))
	golden(t, "testdata/idle.txt", Errors(p.Warnings()).Error()+"\n")
}
