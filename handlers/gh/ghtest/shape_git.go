// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"net/http"
	"net/url"
)

// node of a git object: GitHub's hold the repository and the id.
func gitNode(prefix string, r *Repo, oid string) string {
	return nodeID(prefix, r.ID) + oid[:min(12, len(oid))]
}

func (s signature) shape() obj {
	return obj{"name": s.name, "email": s.email, "date": stamp(s.at)}
}

// text is the message as the API gives it: without the line feed at its end.
func (c *commit) text() string { return trimEnd(c.message) }

func trimEnd(text string) string {
	for len(text) > 0 && text[len(text)-1] == '\n' {
		text = text[:len(text)-1]
	}
	return text
}

func (c *commit) verification() obj {
	if c.gpgsig == "" {
		return obj{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
	}
	out := obj{
		"verified": true, "reason": "valid", "signature": c.gpgsig, "payload": string(c.encode(false)), "verified_at": stamp(c.committer.at),
	}
	if !c.verified() {
		out["verified"], out["reason"], out["verified_at"] = false, "unknown_key", nil
	}
	return out
}

// commitShape is a commit's JSON in lists: with whom GitHub takes author and committer for.
func (r *Repo) commitShape(c *commit) obj {
	u := r.api() + "/commits/" + c.oid
	return obj{
		"sha": c.oid, "node_id": gitNode("C", r, c.oid), "url": u, "html_url": r.html() + "/commit/" + c.oid, "comments_url": u + "/comments",
		"commit": obj{
			"author": c.author.shape(), "committer": c.committer.shape(), "message": c.text(), "comment_count": 0,
			"tree": obj{"sha": c.tree, "url": r.api() + "/git/trees/" + c.tree}, "url": r.api() + "/git/commits/" + c.oid,
			"verification": c.verification(),
		},
		"author": r.s.simple(r.s.byEmail(c.author.email)), "committer": r.s.simple(r.s.byEmail(c.committer.email)),
		"parents": r.parentShapes(c, "/commits/"),
	}
}

func (r *Repo) parentShapes(c *commit, below string) []any {
	return shapes(c.parents, func(sha string) obj {
		return obj{"sha": sha, "url": r.api() + below + sha, "html_url": r.html() + "/commit/" + sha}
	})
}

// gitCommitShape is a commit's JSON in the git database: nothing but what the object says.
func (r *Repo) gitCommitShape(c *commit) obj {
	return obj{
		"sha": c.oid, "node_id": gitNode("C", r, c.oid), "url": r.api() + "/git/commits/" + c.oid, "html_url": r.html() + "/commit/" + c.oid,
		"author": c.author.shape(), "committer": c.committer.shape(), "message": c.text(),
		"tree":    obj{"sha": c.tree, "url": r.api() + "/git/trees/" + c.tree},
		"parents": r.parentShapes(c, "/git/commits/"), "verification": c.verification(),
	}
}

// fileShape is one changed file, as seen at a commit.
func (r *Repo) fileShape(f *fileDiff, at string) obj {
	additions, deletions := f.counts()
	name := escapePath(f.path)
	out := obj{
		"sha": f.blob(), "filename": f.path, "status": f.status, "additions": additions, "deletions": deletions, "changes": additions + deletions,
		"blob_url": r.html() + "/blob/" + at + "/" + name, "raw_url": r.html() + "/raw/" + at + "/" + name,
		"contents_url": r.api() + "/contents/" + name + "?ref=" + at,
	}
	if f.previous != "" {
		out["previous_filename"] = f.previous
	}
	if text := f.patch(&r.s.sw); text != "" {
		out["patch"] = text
	}
	return out
}

func escapePath(path string) string {
	return (&url.URL{Path: path}).EscapedPath()
}

// contentShape is a file, symbolic link or submodule as contents gives it.
func (r *Repo) contentShape(e entry, path, ref string) obj {
	text := r.net.blobs[e.oid]
	at := r.api() + "/contents/" + escapePath(path) + "?ref=" + url.QueryEscape(ref)
	git := r.api() + "/git/" + e.kind() + "s/" + e.oid
	html := r.html() + "/" + e.kind() + "/" + ref + "/" + escapePath(path)
	out := obj{
		"name": baseName(path), "path": path, "sha": e.oid, "size": len(text), "url": at, "git_url": git, "html_url": html,
		"type": "file", "download_url": r.html() + "/raw/" + ref + "/" + escapePath(path),
		"_links": obj{"self": at, "git": git, "html": html},
	}
	switch e.mode {
	case modeTree:
		out["type"], out["download_url"] = "dir", nil
	case modeLink:
		out["type"], out["target"] = "symlink", string(text)
	case modeModule:
		out["type"], out["download_url"], out["submodule_git_url"] = "submodule", nil, r.html()+".git"
	}
	return out
}

func baseName(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return path
}

func tooLarge(message string) *apiError {
	return &apiError{
		status: http.StatusForbidden, message: message, errors: []obj{{"resource": "Blob", "field": "data", "code": "too_large"}},
	}
}
