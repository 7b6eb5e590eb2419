// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// page cuts the page that the client asked for and sets the Link header. GitHub gives 30 a page, at most 100.
func page[T any](c *call, all []T) []T {
	size := clamp(c.query.Get("per_page"), 30, 100)
	return cut(c, all, size)
}

func cut[T any](c *call, all []T, size int) []T {
	at := clamp(c.query.Get("page"), 1, 1<<30)
	last := max(1, (len(all)+size-1)/size)
	var links []string
	link := func(n int, rel string) {
		q := url.Values{}
		maps.Copy(q, c.query)
		q.Set("page", strconv.Itoa(n))
		links = append(links, "<"+c.s.api(c.r)+c.r.URL.EscapedPath()+"?"+q.Encode()+`>; rel="`+rel+`"`)
	}
	if at > 1 {
		link(min(at-1, last), "prev")
	}
	if at < last {
		link(at+1, "next")
		link(last, "last")
	}
	if at > 1 {
		link(1, "first")
	}
	if len(links) > 0 {
		c.header.Set("Link", strings.Join(links, ", "))
	}
	from := min((at-1)*size, len(all))
	return all[from:min(from+size, len(all))]
}

// clamp reads a positive number; what is not one counts as the default.
func clamp(text string, byDefault, most int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return byDefault
	}
	return min(n, most)
}

// shapes turns values into their JSON, never null.
func shapes[T any](of []T, shape func(T) obj) []any {
	out := make([]any, 0, len(of))
	for _, x := range of {
		out = append(out, shape(x))
	}
	return out
}

// textList is a list of strings that is never null.
func textList(of []string) []string {
	if of == nil {
		return []string{}
	}
	return of
}

// tag gives a read its ETag, and turns it into a 304 if the client has it already. ETags are per token, as GitHub's are.
func (a *answer) tag(r *http.Request) {
	if r.Method != http.MethodGet || a.status != http.StatusOK {
		return
	}
	h := sha256.New()
	h.Write([]byte(r.Header.Get("Authorization") + "\n" + r.Header.Get("Accept") + "\n"))
	h.Write(a.body)
	etag := `W/"` + hex.EncodeToString(h.Sum(nil)) + `"`
	a.header.Set("ETag", etag)
	a.header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	a.header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP")
	if weak(r.Header.Get("If-None-Match")) == weak(etag) {
		a.status, a.body = http.StatusNotModified, nil
		a.header.Del("Content-Type")
	}
}

func weak(etag string) string { return strings.TrimPrefix(etag, "W/") }
