// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// parseTag reads what the decoder proves: of the jsonschema tag enum, required, minItems, minimum, maximum and pattern; the
// tag "form" says the pattern in words.
func parseTag(s reflect.StructTag) tag {
	t := tag{form: s.Get("form")}
	for part := range strings.SplitSeq(s.Get("jsonschema"), ",") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "enum":
			t.enum = append(t.enum, value)
		case "required":
			t.required = true
		case "minItems":
			t.minItems, _ = strconv.Atoi(value)
		case "minimum":
			t.minimum = number(value)
		case "maximum":
			t.maximum = number(value)
		case "pattern":
			t.pattern = regexp.MustCompile(value)
		}
	}
	return t
}

func number(s string) *float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil
	}
	return &f
}

// wrong tells what was found and what would be right.
func (d *decoder) wrong(n *yaml.Node, what, want string) {
	if d.hush {
		d.fault(pos(n), "", "%s must be %s", what, want)
		return
	}
	hint := ""
	switch {
	case want == "text" && n.Kind == yaml.ScalarNode && n.ShortTag() != "!!null":
		hint = fmt.Sprintf("write it in quotes: %q", n.Value)
	case want == "a list" && n.Kind == yaml.ScalarNode && n.ShortTag() != "!!null":
		hint = "write it in brackets: [" + inBrackets(n.Value) + "]"
	}
	d.fault(pos(n), hint, "%s must be %s, not %s", what, want, found(n))
}

// inBrackets is a text as it stands in a list.
func inBrackets(s string) string {
	if strings.ContainsAny(s, "[]{},:#*&!\"'") {
		return quote(s)
	}
	return s
}

// found names what a node is.
func found(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	}
	switch n.ShortTag() {
	case "!!null":
		return "empty"
	case "!!int", "!!float":
		return "the number " + clip(n.Value)
	case "!!bool":
		return n.Value
	case "!!timestamp":
		return "the date " + clip(n.Value)
	}
	return fmt.Sprintf("the text %q", clip(n.Value))
}

// clip shortens foreign text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// text reads a string. A number or a date in its place is a fault: 1.10 without quotes is 1.1.
func (d *decoder) text(n *yaml.Node, what string) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
		d.wrong(n, what, "text")
		return "", false
	}
	return n.Value, true
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, what string, t tag) {
	switch v.Kind() {
	case reflect.String:
		d.word(n, v, what, t)
	case reflect.Bool:
		if n.ShortTag() != "!!bool" {
			d.wrong(n, what, "true or false")
			return
		}
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Int, reflect.Int64, reflect.Int32:
		d.whole(n, v, what, t)
	case reflect.Float64:
		d.number(n, v, what, t)
	default:
		d.fault(pos(n), "", "%s has the Go type %s, which no file can hold", what, v.Type())
	}
}

func (d *decoder) word(n *yaml.Node, v reflect.Value, what string, t tag) {
	if n.ShortTag() != "!!str" && len(t.enum) > 0 {
		d.wrong(n, what, "one of "+list(t.enum))
	} else if s, ok := d.text(n, what); ok && d.allowed(n, s, what, t) {
		v.SetString(s)
	}
}

func (d *decoder) whole(n *yaml.Node, v reflect.Value, what string, t tag) {
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if n.ShortTag() != "!!int" || err != nil || v.OverflowInt(i) {
		d.wrong(n, what, "a whole number")
	} else if d.bounded(n, float64(i), what, t) {
		v.SetInt(i)
	}
}

func (d *decoder) number(n *yaml.Node, v reflect.Value, what string, t tag) {
	f, err := strconv.ParseFloat(n.Value, 64)
	if tag := n.ShortTag(); (tag != "!!int" && tag != "!!float") || err != nil {
		d.wrong(n, what, "a number")
	} else if d.bounded(n, f, what, t) {
		v.SetFloat(f)
	}
}

// allowed proves enum and pattern.
func (d *decoder) allowed(n *yaml.Node, s, what string, t tag) bool {
	switch {
	case len(t.enum) == 1 && s != t.enum[0]:
		d.fault(pos(n), "", "%s must be %s, not %q", what, t.enum[0], clip(s))
	case len(t.enum) > 0 && !slices.Contains(t.enum, s):
		d.fault(pos(n), didYouMean(s, t.enum), "%s must be one of %s, not %q", what, list(t.enum), clip(s))
	case t.pattern != nil && !t.pattern.MatchString(s):
		form := t.form
		if form == "" {
			form = "text that matches " + t.pattern.String()
		}
		d.fault(pos(n), "", "%s must be %s, not %q", what, form, clip(s))
	default:
		return true
	}
	return false
}

// bounded proves minimum and maximum.
func (d *decoder) bounded(n *yaml.Node, f float64, what string, t tag) bool {
	switch {
	case t.minimum != nil && t.maximum != nil && *t.minimum == *t.maximum && f != *t.minimum:
		d.fault(pos(n), "", "%s must be %v, not %v", what, *t.minimum, f)
	case t.minimum != nil && f < *t.minimum:
		d.fault(pos(n), "", "%s must be at least %v, not %v", what, *t.minimum, f)
	case t.maximum != nil && f > *t.maximum:
		d.fault(pos(n), "", "%s must be at most %v, not %v", what, *t.maximum, f)
	default:
		return true
	}
	return false
}
