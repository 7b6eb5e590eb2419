// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/rules"
)

// part and options stand for a rule's options.
type part struct {
	MinChars int  `json:"min_chars" jsonschema:"minimum=1,maximum=10"`
	Ignore   bool `json:"ignore"`
}

type shared struct {
	Level string `json:"level" jsonschema:"enum=low,enum=high"`
}

type options struct {
	shared

	Allow  []string            `json:"allow"`
	Files  map[string][]string `json:"files"`
	Part   part                `json:"part"`
	Share  float64             `json:"share"`
	Values rules.Values        `json:"values"`
	When   time.Time           `json:"when"`
	Limit  *int                `json:"limit"`
	Any    any                 `json:"any"`
	hidden int
}

func five() *int { n := 5; return &n }

func optionsDefaults() options {
	return options{
		shared: shared{Level: "low"}, Allow: []string{"MIT"}, Files: map[string][]string{"README": {"README*"}},
		Part: part{MinChars: 3, Ignore: true}, Limit: five(), hidden: 1,
	}
}

func decodeOptions(t *testing.T, src string) (options, Errors) {
	t.Helper()
	root, s, faults := readTree("f", []byte(src), false)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	d := &decoder{source: s}
	defaults := optionsDefaults()
	v, ok := d.options(rules.Rule{Name: "test", Options: defaults}, Raw{root}).(options)
	if !ok {
		t.Fatal("not the type of the defaults")
	}
	if !reflect.DeepEqual(defaults, optionsDefaults()) {
		t.Errorf("the defaults were written to: %+v", defaults)
	}
	return v, d.faults
}

func TestOptionsOverDefaults(t *testing.T) {
	got, faults := decodeOptions(t, `
level: high
allow: [Apache-2.0, BSD-3-Clause]
files: {LICENSE: [COPYING]}
part: {min_chars: 7}
share: 0.5
values: one
when: "2026-01-02T03:04:05Z"
limit: 9
any: {a: [1, x]}
`)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	nine := 9
	want := options{
		shared: shared{Level: "high"}, Allow: []string{"Apache-2.0", "BSD-3-Clause"}, Files: map[string][]string{"LICENSE": {"COPYING"}},
		Part: part{MinChars: 7, Ignore: true}, Share: 0.5, Values: rules.Values{"one"}, Limit: &nine, hidden: 1,
		When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Any: map[string]any{"a": []any{1.0, "x"}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(options{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOptionsFaults(t *testing.T) {
	_, faults := decodeOptions(t, `
level: medium
allow: {a: b}
files: {LICENSE: COPYING, README: [1, [x]]}
part: {min_chars: 11, ignored: true, min_chars: 0}
share: half
values: {a: b}
when: yesterday
limit: 1.5
hidden: 2
? [a]
: b
`)
	golden(t, "testdata/options.txt", faults.sorted().Error()+"\n")
}
