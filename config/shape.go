// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"regexp"
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"
)

// The types below have a form of their own in the file. JSONShape is that form as JSON Schema, for the generator.

// Raw is a value that is read later, when its type is known.
type Raw struct{ node *yaml.Node }

func (r *Raw) decode(_ *decoder, n *yaml.Node, _ string) { r.node = n }

// JSONShape is the schema: the generator puts each rule type's options in its place.
func (Raw) JSONShape() string { return `{}` }

// Date is a day, at 00:00 UTC.
type Date struct{ time.Time }

func (v *Date) decode(d *decoder, n *yaml.Node, what string) {
	day, err := time.Parse(time.DateOnly, n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		d.wrong(n, what, "a date that exists, as YYYY-MM-DD")
		return
	}
	v.Time = day
}

// JSONShape is the schema.
func (Date) JSONShape() string { return `{"type":"string","format":"date"}` }

// Period is a time span in the file's words: 12h, 7d.
type Period time.Duration

var periodForm = regexp.MustCompile(`^([0-9]{1,5})([hd])$`)

func (v *Period) decode(d *decoder, n *yaml.Node, what string) {
	m := periodForm.FindStringSubmatch(n.Value)
	if n.Kind != yaml.ScalarNode || m == nil {
		d.wrong(n, what, "a period such as 12h or 7d")
		return
	}
	unit := time.Hour
	if m[2] == "d" {
		unit = 24 * time.Hour
	}
	count, _ := strconv.Atoi(m[1]) // five digits
	*v = Period(time.Duration(count) * unit)
}

// JSONShape is the schema.
func (Period) JSONShape() string { return `{"type":"string","pattern":"^[0-9]{1,5}[hd]$"}` }

func (v *Login) decode(d *decoder, n *yaml.Node, what string) {
	name, ok := d.text(n, what)
	if ok && !loginForm.MatchString(name) {
		d.fault(pos(n), "", "%s must be a login such as octocat or dependabot[bot], not %q", what, clip(name))
	}
	*v = Login{Name: name, Pos: pos(n)}
}

// loginForm is what GitHub gives out, and "_" of managed accounts; an app's account ends with [bot].
var loginForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)

// JSONShape is the schema.
func (Login) JSONShape() string { return `{"type":"string"}` }
