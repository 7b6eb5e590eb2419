// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// middleware paces, counts and repairs every request that a Client sends. It runs outside authentication, so that the hourly
// installation token is neither paced nor counted.
func (h *Hub) middleware(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		c, _ := r.Context().Value(clientKey{}).(*Client)
		if c == nil {
			return h.bounded(next, r)
		}
		if err := c.turn(r); err != nil {
			return nil, err
		}
		start := h.settings.Now()
		res, err := h.bounded(next, r)
		c.requests.Add(1)
		h.observe(c, r, res, h.settings.Now().Sub(start))
		if err != nil {
			return nil, err
		}
		repair(res)
		h.learn(c.installation, res)
		return res, nil
	})
}

// bounded gives a request, and the token request that it may need first, a time to end in. http.Client's own timeout would do
// the same, but go-github v60 and ghinstallation leave the bodies of refusals open, and with them a timer each.
func (h *Hub) bounded(next http.RoundTripper, r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), h.settings.Timeout)
	res, err := next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	res.Body = &endingBody{res.Body, cancel}
	return res, nil
}

// endingBody ends its request's time when it was read to its end, or broke off.
type endingBody struct {
	io.ReadCloser
	end context.CancelFunc
}

// Read reads, and ends at the first error, the end of the body included.
func (b *endingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.end()
	}
	return n, err
}

// Close closes and ends.
func (b *endingBody) Close() error {
	b.end()
	return b.ReadCloser.Close()
}

func (h *Hub) observe(c *Client, r *http.Request, res *http.Response, took time.Duration) {
	if h.settings.Observe == nil {
		return
	}
	call := Call{Installation: c.installation, Operation: operation(r), Took: took}
	if res != nil {
		call.Status = res.StatusCode
		call.Resource = res.Header.Get("X-RateLimit-Resource")
		call.Remaining = res.Header.Get("X-RateLimit-Remaining")
	}
	h.settings.Observe(call)
}

// repair makes limits look as go-github v60 expects them. v60 knows only 403 as a limit, while GitHub answers 403 or 429, and
// it takes a secondary limit without Retry-After for a wait until the hourly reset; GitHub's documentation asks for a minute.
func repair(res *http.Response) {
	if !limits(res) {
		return
	}
	if res.StatusCode == http.StatusTooManyRequests {
		res.StatusCode = http.StatusForbidden
		res.Status = "403 Forbidden"
	}
	if res.Header.Get("Retry-After") == "" && res.Header.Get("X-RateLimit-Remaining") != "0" {
		res.Header.Set("Retry-After", "60")
	}
}

// limits tells an answer that asks us to slow down from one that lacks a permission.
func limits(res *http.Response) bool {
	return res.StatusCode == http.StatusTooManyRequests ||
		(res.StatusCode == http.StatusForbidden &&
			(res.Header.Get("Retry-After") != "" || res.Header.Get("X-RateLimit-Remaining") == "0" || secondary(res)))
}

// learn blocks the installation for as long as GitHub asks.
func (h *Hub) learn(installation int64, res *http.Response) {
	if res.StatusCode != http.StatusForbidden {
		return
	}
	now := h.settings.Now()
	if after, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && after >= 0 {
		h.settings.Lanes.Block(installation, now.Add(time.Duration(after)*time.Second))
		return
	}
	if reset, err := strconv.ParseInt(res.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil && res.Header.Get("X-RateLimit-Remaining") == "0" {
		h.settings.Lanes.Block(installation, time.Unix(reset, 0).Add(time.Second))
	}
}

// operation names a request without owners, names, numbers and object ids: for metrics and messages.
func operation(r *http.Request) string {
	parts := strings.Split(r.URL.Path, "/")
	out := make([]string, 0, len(parts))
	for i := 0; i < len(parts); i++ {
		out = append(out, parts[i])
		if skip, ok := foreign[parts[i]]; ok && i+1 < len(parts) {
			out, i = append(out, "{}"), i+skip
		}
	}
	for i, part := range out {
		if part != "" && strings.Trim(part, "0123456789") == "" {
			out[i] = "{}"
		}
	}
	return r.Method + " " + strings.Join(out, "/")
}

// foreign names the segments that are followed by names, and by how many.
var foreign = map[string]int{"repos": 2, "users": 1, "orgs": 1, "commits": 1, "compare": 1, "trees": 1, "blobs": 1}
