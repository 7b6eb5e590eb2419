// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"net/http"
	"strconv"
	"time"
)

// bucket is one rate limit of one caller.
type bucket struct {
	resource    string
	limit, used int
	reset       time.Time
	now         func() time.Time
}

func (s *Server) bucket(resource string, a *actor) *bucket {
	key := resource + " " + a.bucket()
	b := s.buckets[key]
	if b == nil {
		b = &bucket{resource: resource, now: s.clock}
		s.buckets[key] = b
	}
	b.limit = s.sw.RateLimit
	if a.account() == nil {
		b.limit = 60
	}
	if now := s.clock(); !now.Before(b.reset) {
		b.used, b.reset = 0, now.Add(time.Hour)
	}
	return b
}

func (b *bucket) remaining() int { return max(0, b.limit-b.used) }

func (b *bucket) spend(n int) { b.used += n }

// spent is the answer to a caller who has nothing left, else nil.
func (b *bucket) spent(a *actor) *answer {
	if b.remaining() > 0 || b.resource == "free" {
		return nil
	}
	out := failure(forbidden("API rate limit exceeded for " + a.bucket() + "."))
	b.headers(out.header)
	return out
}

func (b *bucket) headers(h http.Header) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.remaining()))
	h.Set("X-RateLimit-Used", strconv.Itoa(b.used))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(b.reset.Unix(), 10))
	h.Set("X-RateLimit-Resource", b.resource)
}

func (b *bucket) shape() obj {
	return obj{"limit": b.limit, "remaining": b.remaining(), "used": b.used, "reset": b.reset.Unix(), "resource": b.resource}
}
