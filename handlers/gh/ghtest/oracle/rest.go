// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// REST judges requests and responses by GitHub's OpenAPI description. It is safe
// for concurrent use.
type REST struct {
	router *router
	basic  *openapi3.Schema // what an error looks like where the description lists none
}

var loadREST = sync.OnceValues(readREST)

// LoadREST returns the oracle of the REST API. It is built once; the first call
// takes some tens of milliseconds.
func LoadREST() (*REST, error) { return loadREST() }

func readREST() (*REST, error) {
	doc, err := readDescription("api.json", apiData)
	if err != nil {
		return nil, err
	}
	basic := doc.Components.Schemas["basic-error"]
	if basic == nil {
		return nil, fmt.Errorf("oracle data api.json: no schema basic-error")
	}
	return &REST{router: newRouter(doc), basic: basic.Value}, nil
}

func readDescription(name string, packed []byte) (*openapi3.T, error) {
	raw, err := unpack(name, packed)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, fmt.Errorf("oracle data %s: %w", name, err)
	}
	return doc, nil
}

// options are the same for both directions. Authentication is the double's own
// business, so security requirements always hold here.
func options() *openapi3filter.Options {
	return &openapi3filter.Options{
		MultiError:                        true,
		SkipSettingDefaults:               true,
		RejectWhenRequestBodyNotSpecified: true,
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
	}
}

// Operation names the operation a request is for, such as "checks/create". ok is
// false when the description, as trimmed, has none for this method and path.
func (o *REST) Operation(r *http.Request) (id string, ok bool) {
	route, _, err := o.router.find(r)
	if err != nil {
		return "", false
	}
	return route.Operation.OperationID, true
}

// Request returns nil if r with this body is one that GitHub's description
// allows, and otherwise an error of one line that names the operation and, by
// JSON pointer, each fault. The path of r is without the prefix /api/v3 that
// GitHub Enterprise Server has. r is not changed.
//
// Beyond the description, unknown fields of a body and unknown query parameters
// are faults: GitHub ignores them in silence, so each is a mistake of ours.
func (o *REST) Request(r *http.Request, body []byte) error {
	input, err := o.input(r, body)
	if err != nil {
		return err
	}
	faults := describe(openapi3filter.ValidateRequest(context.WithoutCancel(r.Context()), input))
	faults = append(faults, unknownParameters(input)...)
	return faultError(input.Route.Operation.OperationID+" request", faults)
}

func (o *REST) input(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	route, params, err := o.router.find(r)
	if err != nil {
		return nil, fmt.Errorf("oracle: %s %s: %w (see trim/operations.go)", oneLine(r.Method), oneLine(r.URL.Path), err)
	}
	copied := r.Clone(context.WithoutCancel(r.Context()))
	copied.ContentLength = int64(len(body))
	copied.Body, copied.GetBody = http.NoBody, nil
	if len(body) > 0 {
		copied.Body = io.NopCloser(bytes.NewReader(body))
	}
	// GitHub reads a body as JSON whatever its type says; ghinstallation and curl rely on it.
	if copied.Header.Get("Content-Type") == "" {
		copied.Header.Set("Content-Type", "application/json")
	}
	return &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: params, Route: route, Options: options(),
	}, nil
}

func unknownParameters(input *openapi3filter.RequestValidationInput) []string {
	var faults []string
	for name := range input.GetQueryParams() {
		if input.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			faults = append(faults, oneLine("query "+name+": unknown parameter"))
		}
	}
	slices.Sort(faults)
	return faults
}
