// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer that says no, in GitHub's words.
type apiError struct {
	status  int
	message string
	errors  []obj // 422: what is wrong with which field
	header  http.Header
}

// Error is the message with its status.
func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.status, e.message) }

func (e *apiError) body() obj {
	out := obj{"message": e.message, "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(e.status)}
	if e.errors != nil {
		out["errors"] = e.errors
	}
	return out
}

func notFound() *apiError { return &apiError{status: http.StatusNotFound, message: "Not Found"} }

func noCommit(rev string) *apiError {
	return &apiError{status: http.StatusUnprocessableEntity, message: "No commit found for SHA: " + rev}
}

func badCredentials() *apiError { return unauthorized("Bad credentials") }

func unauthorized(message string) *apiError {
	return &apiError{status: http.StatusUnauthorized, message: message}
}

// suspended is what a suspended installation hears. The text is unverified.
func suspended() *apiError {
	return &apiError{status: http.StatusForbidden, message: "This installation has been suspended"}
}

func forbidden(message string) *apiError {
	return &apiError{status: http.StatusForbidden, message: message}
}

// denied is the answer to an App that lacks a permission; the header names what would do.
func denied(accepted need) *apiError {
	return &apiError{
		status: http.StatusForbidden, message: "Resource not accessible by integration",
		header: http.Header{"X-Accepted-Github-Permissions": {accepted.String()}},
	}
}

// invalid is a 422 about a field. Code is one of GitHub's: missing, missing_field, invalid, already_exists, unprocessable, custom.
func invalid(resource, field, code, message string) *apiError {
	e := obj{"resource": resource, "field": field, "code": code}
	if message != "" {
		e["message"] = message
	}
	return &apiError{status: http.StatusUnprocessableEntity, message: "Validation Failed", errors: []obj{e}}
}

// need is what permissions an operation asks for: any of the alternatives, each "name=level,name=level".
type need []string

func (n need) String() string { return strings.Join(n, "; ") }

func (n need) met(by map[string]string) bool {
	for _, alternative := range n {
		if meets(by, alternative) {
			return true
		}
	}
	return len(n) == 0
}

var levels = map[string]int{"read": 1, "write": 2, "admin": 3}

func meets(by map[string]string, wanted string) bool {
	for one := range strings.SplitSeq(wanted, ",") {
		name, level, _ := strings.Cut(one, "=")
		if levels[by[name]] < levels[level] {
			return false
		}
	}
	return true
}

// writes says whether the operation changes something: its permissions say write.
func (n need) writes() bool { return strings.Contains(n.String(), "=write") }
