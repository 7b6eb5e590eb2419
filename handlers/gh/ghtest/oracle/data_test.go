// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// The description is valid OpenAPI, and every object in the body of a request is closed.
func TestDescription(t *testing.T) {
	doc, err := readDescription("api.json", apiData)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		t.Error(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.RequestBody != nil {
				checkClosed(t, method+" "+path, operation.RequestBody.Value.Content["application/json"].Schema.Value)
			}
		}
	}
}

func checkClosed(t *testing.T, where string, s *openapi3.Schema) {
	t.Helper()
	if s.Type.Is("object") && (s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has) {
		t.Errorf("%s is open", where)
	}
	for name, p := range s.Properties {
		checkClosed(t, where+"/"+name, p.Value)
	}
	for _, p := range slices.Concat(s.OneOf, s.AllOf) {
		checkClosed(t, where, p.Value)
	}
	if s.Items != nil {
		checkClosed(t, where+"/*", s.Items.Value)
	}
}

// The data stays small: it is in the repository for good.
func TestDataSize(t *testing.T) {
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		sum += info.Size()
	}
	if sum > 500_000 {
		t.Errorf("data has %d bytes, want at most 500,000", sum)
	}
}

func TestUnpackRefuses(t *testing.T) {
	for _, packed := range []string{"", "no gzip", string(webhooksData[:100])} {
		if _, err := unpack("x", []byte(packed)); err == nil {
			t.Errorf("%.10q: want an error", packed)
		}
	}
}
