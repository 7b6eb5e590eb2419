// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// router finds the operation of a request. It is our own because of parameters
// that hold slashes: of /commits/{ref:.+} and /commits/{commit_sha}/pulls the
// more literal one must be tried first, which gorillamux decides by the alphabet.
type router struct {
	doc     *openapi3.T
	entries []entry
}

type entry struct {
	template string // "/repos/{owner}/{repo}/contents/{path:.+}"
	pattern  *regexp.Regexp
	names    []string // parameters, in the order of the pattern's groups
	item     *openapi3.PathItem
}

func newRouter(doc *openapi3.T) *router {
	r := &router{doc: doc}
	for template, item := range doc.Paths.Map() {
		r.entries = append(r.entries, newEntry(template, item))
	}
	slices.SortFunc(r.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.literals(), a.literals()), cmp.Compare(a.template, b.template))
	})
	return r
}

var parameter = regexp.MustCompile(`\{([^{}:]+)(:\.\+)?\}`)

func newEntry(template string, item *openapi3.PathItem) entry {
	e := entry{template: template, item: item}
	var pattern strings.Builder
	rest := 0
	for _, at := range parameter.FindAllStringSubmatchIndex(template, -1) {
		pattern.WriteString(regexp.QuoteMeta(template[rest:at[0]]))
		e.names = append(e.names, template[at[2]:at[3]])
		if at[4] >= 0 {
			pattern.WriteString("(.+)")
		} else {
			pattern.WriteString("([^/]+)")
		}
		rest = at[1]
	}
	e.pattern = regexp.MustCompile("^" + pattern.String() + regexp.QuoteMeta(template[rest:]) + "$")
	return e
}

// literals counts the segments of the path that are no parameter.
func (e entry) literals() int {
	return strings.Count(e.template, "/") - len(e.names)
}

// byID is how GitHub's redirects name a repository that was renamed or
// transferred. The description knows only /repos/{owner}/{repo}.
var byID = regexp.MustCompile(`^/repositories/([0-9]+)($|/)`)

// find matches the path as it was sent, so that an escaped slash is no separator.
func (r *router) find(req *http.Request) (*routers.Route, map[string]string, error) {
	path := byID.ReplaceAllString(req.URL.EscapedPath(), "/repos/id/$1$2")
	if path == "" {
		path = "/"
	}
	err := routers.ErrPathNotFound
	for _, e := range r.entries {
		match := e.pattern.FindStringSubmatch(path)
		if match == nil {
			continue
		}
		operation := e.item.GetOperation(req.Method)
		if operation == nil {
			err = routers.ErrMethodNotAllowed
			continue
		}
		return &routers.Route{
			Spec: r.doc, Path: e.template, PathItem: e.item, Method: req.Method, Operation: operation,
		}, e.params(match[1:]), nil
	}
	return nil, nil, err
}

func (e entry) params(values []string) map[string]string {
	params := make(map[string]string, len(values))
	for i, value := range values {
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		params[e.names[i]] = value
	}
	return params
}
