// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"maps"
	"strings"
)

// push is one move of a ref.
type push struct {
	ref, before, after string
	by                 *Account
	forced             bool
}

func lower(text string) string { return strings.ToLower(text) }

// onPush sends push. In this event, and only here, times of the repository are numbers, and the owner has a name.
func (s *Server) onPush(r *Repo, p push) {
	s.emit(r, event{name: "push", by: p.by}, func() obj {
		repo := r.hooked()
		owner := maps.Clone(repo["owner"].(obj))
		owner["name"], owner["email"] = r.owner.Login, nil
		maps.Copy(repo, obj{
			"owner": owner, "created_at": r.created.Unix(), "pushed_at": r.pushed.Unix(), "stargazers": 0, "master_branch": r.spec.DefaultBranch,
		})
		if r.orgOf() != nil {
			repo["organization"] = r.owner.Login
		}
		before, after := cmp.Or(p.before, zeroSHA), cmp.Or(p.after, zeroSHA)
		by := firstAccount(p.by, r.owner)
		out := obj{
			"ref": p.ref, "before": before, "after": after, "created": p.before == "", "deleted": p.after == "", "forced": p.forced,
			"base_ref": nil, "compare": r.html() + "/compare/" + before[:12] + "..." + after[:12], "commits": r.pushed20(p), "head_commit": nil,
			"pusher": obj{"name": by.Login, "email": by.address()}, "repository": repo,
		}
		if c := r.net.commits[p.after]; c != nil {
			out["head_commit"] = r.pushedCommit(c)
		}
		return out
	})
}

// pushed20 are the commits that a push brought, the newest 20 at most, oldest first. GitHub gives up to 2,048.
func (r *Repo) pushed20(p push) []any {
	if p.after == "" {
		return []any{}
	}
	all := r.net.oldestFirst(p.before, p.after)
	return shapes(all[max(0, len(all)-20):], r.pushedCommit)
}

func (r *Repo) pushedCommit(c *commit) obj {
	who := func(s signature) obj {
		out := obj{"name": s.name, "email": s.email, "date": stamp(s.at)}
		if a := r.s.byEmail(s.email); a != nil {
			out["username"] = a.Login
		}
		return out
	}
	out := obj{
		"id": c.oid, "tree_id": c.tree, "distinct": true, "message": c.text(), "timestamp": stamp(c.committer.at),
		"url": r.html() + "/commit/" + c.oid, "author": who(c.author), "committer": who(c.committer),
	}
	lists := map[string][]string{"added": {}, "removed": {}, "modified": {}}
	for _, f := range r.net.diff(r.net.treeOf(first(c.parents)), c.tree) {
		switch f.status {
		case "added", "removed":
			lists[f.status] = append(lists[f.status], f.path)
		case "renamed":
			lists["removed"], lists["added"] = append(lists["removed"], f.previous), append(lists["added"], f.path)
		default:
			lists["modified"] = append(lists["modified"], f.path)
		}
	}
	for key, list := range lists {
		out[key] = list
	}
	return out
}
