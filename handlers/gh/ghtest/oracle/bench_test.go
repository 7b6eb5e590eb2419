// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"os"
	"testing"
)

// The budget of each load is 200 ms: tests and the demo pay it once.
func BenchmarkLoad(b *testing.B) {
	loads := map[string]func() error{
		"rest":    func() error { _, err := readREST(); return err },
		"graphql": func() error { _, err := readGraphQL(); return err },
		"events": func() error {
			events, err := readEvents()
			if err == nil {
				_, err = events.schema("pull_request.opened")
			}
			return err
		},
		"webhooks": func() error { _, err := readWebhooks(); return err },
	}
	for name, load := range loads {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := load(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRequest(b *testing.B) {
	body := []byte(output(`"summary": "s", "annotations": [` + annotations(50) + `]`))
	r := request(b, "POST", "/repos/acme/widgets/check-runs", string(body))
	o := rest(b)
	for b.Loop() {
		if err := o.Request(r, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResponse(b *testing.B) {
	body := marshal(b, sample[map[string]any](b, "pull"))
	r := request(b, "GET", "/repos/acme/widgets/pulls/7", "")
	o := rest(b)
	for b.Loop() {
		if err := o.Response(r, 200, jsonHeader, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCost(b *testing.B) {
	text, err := os.ReadFile("testdata/facts.graphql")
	if err != nil {
		b.Fatal(err)
	}
	q := Query{Query: string(text), Variables: map[string]any{"owner": "acme", "name": "widgets", "number": 7, "policyRepo": ".github"}}
	g := graphQL(b)
	for b.Loop() {
		if _, err := g.Cost(q); err != nil {
			b.Fatal(err)
		}
	}
}
