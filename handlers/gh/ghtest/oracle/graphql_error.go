// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"errors"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// GraphQLError is one entry of errors, in GitHub's shape: beside the standard
// fields it has a type, such as NOT_FOUND.
type GraphQLError struct {
	Type       string         `json:"type,omitempty"`
	Message    string         `json:"message"`
	Path       []any          `json:"path,omitempty"` // names (string) and indices (int)
	Locations  []Location     `json:"locations,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// Location is a place in the text of the query, counted from 1.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Error is what a resolver returns to choose the type of the GraphQL error.
type Error struct {
	Type       string // such as NOT_FOUND, FORBIDDEN, RATE_LIMITED
	Message    string
	Extensions map[string]any
}

func (e *Error) Error() string { return e.Message }

// NotFound is GitHub's answer for what does not exist or may not be seen: the
// field is null and errors[].type is NOT_FOUND.
func NotFound(format string, args ...any) error {
	return &Error{Type: "NOT_FOUND", Message: fmt.Sprintf(format, args...)}
}

// Forbidden is GitHub's answer for what the token's permissions do not allow.
func Forbidden(format string, args ...any) error {
	return &Error{Type: "FORBIDDEN", Message: fmt.Sprintf(format, args...)}
}

// ErrUnresolved is returned by a resolver for a field it does not know. It becomes
// an error of type UNRESOLVED that names the field, never a silent null.
var ErrUnresolved = errors.New("the resolver does not know this field")

// fieldError completes err, of the field coordinate ("PullRequest.title"), with its place.
func fieldError(err error, coordinate string, field *ast.Field, path []any) GraphQLError {
	out := GraphQLError{Message: err.Error(), Path: path, Locations: located(field.Position)}
	var typed *Error
	switch {
	case errors.Is(err, ErrUnresolved):
		out.Type, out.Message = "UNRESOLVED", fmt.Sprintf("oracle: %s: %v", coordinate, err)
	case errors.As(err, &typed):
		out.Type, out.Extensions = typed.Type, typed.Extensions
	}
	return out
}

func located(position *ast.Position) []Location {
	if position == nil {
		return nil
	}
	return []Location{{Line: position.Line, Column: position.Column}}
}

// codes are GitHub's extensions.code for the rules of validation that it shows
// most; the others carry none.
var codes = map[string]string{
	"FieldsOnCorrectType":        "undefinedField",
	"KnownArgumentNames":         "argumentNotAccepted",
	"NoUndefinedVariables":       "variableNotDefined",
	"NoUnusedVariables":          "variableNotUsed",
	"ProvidedRequiredArguments":  "missingRequiredArguments",
	"ScalarLeafs":                "selectionMismatch",
	"ValuesOfCorrectType":        "argumentLiteralsIncompatible",
	"VariablesInAllowedPosition": "variableMismatch",
}

// maxRefusals is how many faults of a query are told.
const maxRefusals = 50

// refused is the result of a query that is not executed.
func refused(err error) *Result {
	var list gqlerror.List
	var one *gqlerror.Error
	var typed *Error
	switch {
	case errors.As(err, &list):
	case errors.As(err, &one):
		list = gqlerror.List{one}
	case errors.As(err, &typed):
		return &Result{Errors: []GraphQLError{{Type: typed.Type, Message: typed.Message, Extensions: typed.Extensions}}}
	default:
		return &Result{Errors: []GraphQLError{{Message: err.Error()}}}
	}
	result := &Result{}
	for _, e := range list[:min(len(list), maxRefusals)] {
		result.Errors = append(result.Errors, validationError(e))
	}
	return result
}

func validationError(e *gqlerror.Error) GraphQLError {
	out := GraphQLError{Message: e.Message}
	for _, l := range e.Locations {
		out.Locations = append(out.Locations, Location(l))
	}
	if code := codes[e.Rule]; code != "" {
		out.Extensions = map[string]any{"code": code}
	}
	return out
}
