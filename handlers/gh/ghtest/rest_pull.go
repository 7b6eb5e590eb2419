// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"slices"
	"strings"
)

var readPulls = need{"pull_requests=read"}

// pullRoutes are the operations on pull requests.
func pullRoutes() []*route {
	return []*route{
		on("pulls/list", "GET /repos/{owner}/{repo}/pulls", readPulls, listPulls),
		on("pulls/get", "GET /repos/{owner}/{repo}/pulls/{pull_number}", readPulls, withPull(func(_ *call, p *Pull) (any, error) { return p.full(), nil })),
		on("pulls/list-files", "GET /repos/{owner}/{repo}/pulls/{pull_number}/files", readPulls, withPull(listFiles)),
		on("pulls/list-commits", "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", readPulls, withPull(listPullCommits)),
	}
}

func withPull(answer func(*call, *Pull) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		p := c.repo.pulls[int(c.number("pull_number"))]
		if p == nil {
			return nil, notFound()
		}
		return answer(c, p)
	}
}

// listPulls gives the newest first, the open ones if nothing else is asked for.
func listPulls(c *call) (any, error) {
	state, head, base := cmp.Or(c.query.Get("state"), "open"), c.query.Get("head"), c.query.Get("base")
	all := c.repo.pullsBy(func(p *Pull) bool {
		return (state == "all" || p.state == state) && (head == "" || strings.EqualFold(head, p.headLabel())) && (base == "" || base == p.baseRef)
	})
	if c.query.Get("sort") == "updated" {
		slices.SortStableFunc(all, func(a, b *Pull) int { return b.updated.Compare(a.updated) })
	}
	if c.query.Get("direction") == "asc" {
		slices.Reverse(all)
	}
	return shapes(page(c, all), (*Pull).shape), nil
}

// pullsBy are pull requests, the newest first.
func (r *Repo) pullsBy(keep func(*Pull) bool) []*Pull {
	var out []*Pull
	for _, p := range r.pulls {
		if keep(p) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Pull) int { return b.Number - a.Number })
	return out
}

func listFiles(c *call, p *Pull) (any, error) {
	all := p.files()
	all = page(c, all[:min(len(all), c.s.sw.FilesMax)])
	return shapes(all, func(f *fileDiff) obj { return c.repo.fileShape(f, p.headSHA) }), nil
}

func listPullCommits(c *call, p *Pull) (any, error) {
	all := p.commits()
	return shapes(page(c, all[:min(len(all), c.s.sw.CommitsMax)]), c.repo.commitShape), nil
}
