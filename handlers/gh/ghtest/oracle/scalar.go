// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// serialize turns a resolver's value into what JSON shows of the scalar or enum:
// a string, a bool, an int64 or a json.Number. A value of another kind is an error.
func serialize(def *ast.Definition, value any) (any, error) {
	if def.Kind == ast.Enum {
		name, err := text(def.Name, value)
		if err == nil && def.EnumValues.ForName(name) == nil {
			err = fmt.Errorf("%q is no %s", name, def.Name)
		}
		return name, err
	}
	switch def.Name {
	case "Int":
		return integer(value)
	case "Float":
		return float(value)
	case "Boolean":
		if v := reflect.ValueOf(value); v.Kind() == reflect.Bool {
			return v.Bool(), nil
		}
		return nil, fmt.Errorf("%T is no Boolean", value)
	case "BigInt":
		return bigInt(value)
	case "DateTime", "PreciseDateTime", "GitTimestamp", "Date":
		return moment(def.Name, value)
	}
	s, err := text(def.Name, value)
	if err == nil {
		err = checkText(def.Name, s)
	}
	return s, err
}

func text(name string, value any) (string, error) {
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.String {
		return "", fmt.Errorf("%T is no %s", value, name)
	}
	if !utf8.ValidString(v.String()) {
		return "", fmt.Errorf("text is not UTF-8")
	}
	return v.String(), nil
}

func integer(value any) (any, error) {
	v := reflect.ValueOf(value)
	if !v.CanInt() || v.Type() == reflect.TypeFor[time.Duration]() {
		return nil, fmt.Errorf("%T is no Int", value)
	}
	if n := v.Int(); n < math.MinInt32 || n > math.MaxInt32 {
		return nil, fmt.Errorf("%d does not fit into Int (32 bits; GitHub has BigInt fields beside)", n)
	}
	return v.Int(), nil
}

func float(value any) (any, error) {
	v := reflect.ValueOf(value)
	switch {
	case v.CanInt():
		return v.Int(), nil
	case v.CanFloat() && !math.IsInf(v.Float(), 0) && !math.IsNaN(v.Float()):
		return json.Number(strconv.FormatFloat(v.Float(), 'g', -1, 64)), nil
	}
	return nil, fmt.Errorf("%T %v is no Float", value, value)
}

// bigInt is shown as text, as GitHub does for fullDatabaseId.
func bigInt(value any) (any, error) {
	v := reflect.ValueOf(value)
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), nil
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), nil
	}
	s, err := text("BigInt", value)
	if err == nil && !digits.MatchString(s) {
		err = fmt.Errorf("%q is no BigInt", s)
	}
	return s, err
}

// layouts are those in which GitHub shows moments. A GitTimestamp keeps its zone.
var layouts = map[string]string{
	"DateTime":        "2006-01-02T15:04:05Z",
	"PreciseDateTime": "2006-01-02T15:04:05.000Z",
	"GitTimestamp":    "2006-01-02T15:04:05Z07:00",
	"Date":            time.DateOnly,
}

func moment(name string, value any) (any, error) {
	if t, ok := value.(time.Time); ok {
		if t.IsZero() {
			return nil, fmt.Errorf("the zero time is no %s (return nil for null)", name)
		}
		if name != "GitTimestamp" {
			t = t.UTC()
		}
		return t.Format(layouts[name]), nil
	}
	s, err := text(name, value)
	if err != nil {
		return nil, err
	}
	layout := time.RFC3339
	if name == "Date" {
		layout = time.DateOnly
	}
	if _, err := time.Parse(layout, s); err != nil {
		return nil, fmt.Errorf("%q is no %s", s, name)
	}
	return s, nil
}

var (
	digits   = regexp.MustCompile(`^-?[0-9]+$`)
	objectID = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

// checkText looks at the scalars that are text of a shape.
func checkText(name, s string) error {
	ok := true
	switch name {
	case "ID":
		ok = s != ""
	case "GitObjectID":
		ok = objectID.MatchString(s)
	case "URI":
		u, err := url.Parse(s)
		ok = err == nil && s != "" && (u.IsAbs() || s[0] == '/')
	case "Base64String":
		_, err := base64.StdEncoding.DecodeString(s)
		ok = err == nil
	}
	if !ok {
		return fmt.Errorf("%.100q is no %s", s, name)
	}
	return nil
}
