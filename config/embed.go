// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed presets/*.yml
var presetFiles embed.FS

//go:embed schema_organization.json
var schemaOrganization []byte

//go:embed schema_repository.json
var schemaRepository []byte

// Preset is a policy that ships with Bylaw, commented, as it would stand in bylaw.yml.
func Preset(name string) ([]byte, error) {
	if !slices.Contains(Presets(), name) {
		hint := didYouMean(name, Presets())
		if hint != "" {
			hint = "; " + hint
		}
		return nil, fmt.Errorf("no preset has the name %q; known: %s%s", clip(name), list(Presets()), hint)
	}
	return presetFiles.ReadFile("presets/" + name + ".yml")
}

// Presets lists the names of the presets.
func Presets() []string {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic("config: the presets are not embedded: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yml")
	}
	return names
}

// Schema is the JSON Schema of a kind of policy, for editors. It is generated from File(kind) and the rules' options.
func Schema(kind Kind) []byte {
	if kind == Repository {
		return slices.Clone(schemaRepository)
	}
	return slices.Clone(schemaOrganization)
}
