// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Response returns nil if GitHub could answer r like this by its description, and
// otherwise an error of one line that names operation, status and faults.
//
// The description lists few failures. A status of 400 or more that it leaves out
// must carry GitHub's usual error, an object with a message; a status below that
// which it leaves out is a fault, redirects and 304 excepted.
func (o *REST) Response(r *http.Request, status int, header http.Header, body []byte) error {
	input, err := o.input(r, nil)
	if err != nil {
		return err
	}
	where := fmt.Sprintf("%s response %d", input.Route.Operation.OperationID, status)
	if status == http.StatusNotModified || status >= 300 && status < 400 && header.Get("Location") != "" {
		return nil
	}
	if verbatim(r, header) && status < 300 {
		return nil
	}
	if input.Route.Operation.Responses.Status(status) == nil {
		return faultError(where, o.undocumented(status, body))
	}
	err = openapi3filter.ValidateResponse(context.WithoutCancel(r.Context()), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: status, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: options(),
	})
	return faultError(where, describe(err))
}

// verbatim reports whether the answer is text of a media type that was asked for
// (a file as raw, a change as diff or patch): the description has no schema for it.
func verbatim(r *http.Request, header http.Header) bool {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "application/vnd.github.") {
		return false
	}
	for _, word := range []string{"raw", "diff", "patch", "sha"} {
		if strings.Contains(kind, "."+word) && strings.Contains(r.Header.Get("Accept"), "."+word) {
			return true
		}
	}
	return false
}

func (o *REST) undocumented(status int, body []byte) []string {
	if status < 400 {
		return []string{"the description has no such status"}
	}
	var value map[string]any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{"an error must be a JSON object: " + err.Error()}
	}
	if _, ok := value["message"].(string); !ok {
		return []string{"/message: an error must have a message"}
	}
	return describe(o.basic.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse()))
}
