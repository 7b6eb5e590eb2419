// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

const (
	maxFaults = 12  // faults told at once
	maxFault  = 300 // bytes of one fault
)

// faultError joins faults to an error of one line, or nil if there are none.
func faultError(where string, faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	rest := ""
	if n := len(faults) - maxFaults; n > 0 {
		faults, rest = faults[:maxFaults], fmt.Sprintf("; and %d more", n)
	}
	return errors.New("oracle: " + where + ": " + strings.Join(faults, "; ") + rest)
}

// describe flattens an error of kin-openapi to one short text a fault. Values are
// left out: a check run's summary is no part of an error.
func describe(err error) []string {
	switch e := err.(type) { //nolint:errorlint // the outermost type decides: errors.As would skip to a fault within
	case nil:
		return nil
	case openapi3.MultiError:
		var all []string
		for _, one := range e {
			all = append(all, describe(one)...)
		}
		return all
	case *openapi3filter.RequestError:
		return prefixed(requestPlace(e), e.Reason, e.Err)
	case *openapi3filter.ResponseError:
		return prefixed("", e.Reason, e.Err)
	case *openapi3.SchemaError:
		return describeSchema(e)
	}
	return []string{oneLine(err.Error())}
}

func requestPlace(e *openapi3filter.RequestError) string {
	switch {
	case e.Parameter != nil:
		return e.Parameter.In + " " + e.Parameter.Name + ": "
	case e.RequestBody != nil:
		return "body"
	}
	return ""
}

func prefixed(place, reason string, err error) []string {
	if err == nil {
		return []string{oneLine(strings.TrimSuffix(place, ": ") + ": " + reason)}
	}
	faults := describe(err)
	for i, fault := range faults {
		if strings.HasPrefix(fault, "/") {
			faults[i] = place + fault
			continue
		}
		faults[i] = oneLine(strings.TrimSuffix(place, ": ") + ": " + strings.TrimPrefix(reason+": "+fault, ": "))
	}
	return faults
}

// describeSchema says where (JSON pointer) and what. Of a failed choice it tells
// why each branch was refused, if that is known.
func describeSchema(e *openapi3.SchemaError) []string {
	reason := e.Reason
	if reason == "" {
		reason = "doesn't match schema " + e.SchemaField
	}
	pointer := "/" + strings.Join(e.JSONPointer(), "/")
	faults := []string{oneLine(pointer + ": " + reason)}
	if e.Origin != nil {
		if branches, ok := errors.AsType[openapi3.MultiError](e.Origin); ok {
			faults = append(faults, describe(branches)...)
		}
	}
	return faults
}

func oneLine(s string) string {
	s, _, _ = strings.Cut(s, "\nSchema:")
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxFault {
		s = strings.ToValidUTF8(s[:maxFault], "") + "..."
	}
	return s
}
