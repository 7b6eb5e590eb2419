// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"net/http"
	"strings"
)

// gitRoutes are the operations on git's own objects.
func gitRoutes() []*route {
	return []*route{
		on("git/get-tree", "GET /repos/{owner}/{repo}/git/trees/{tree_sha...}", readContents, getTree),
		on("git/get-blob", "GET /repos/{owner}/{repo}/git/blobs/{file_sha}", readContents, getBlob),
		on("git/get-ref", "GET /repos/{owner}/{repo}/git/ref/{ref...}", readContents, getRef),
		on("git/get-commit", "GET /repos/{owner}/{repo}/git/commits/{commit_sha}", readContents, getGitCommit),
	}
}

// getTree gives a tree by its own id, or that of a commit or branch; recursive to the bound of TreeEntriesMax.
func getTree(c *call) (any, error) {
	rev := c.params["tree_sha"]
	oid := rev
	if c.repo.net.trees[rev] == nil || !c.repo.has(rev) {
		oid = c.repo.net.treeOf(c.repo.resolve(rev))
	}
	if oid == "" {
		return nil, notFound()
	}
	entries, truncated := c.repo.entries(oid, c.query.Has("recursive"))
	return obj{"sha": oid, "url": c.repo.api() + "/git/trees/" + oid, "tree": entries, "truncated": truncated}, nil
}

func (r *Repo) entries(oid string, recursive bool) (out []any, truncated bool) {
	out = []any{}
	add := func(path string, e entry) bool {
		if len(out) == r.s.sw.TreeEntriesMax {
			truncated = true
			return false
		}
		out = append(out, r.entryShape(path, e))
		return true
	}
	if recursive {
		r.net.walk(oid, "", add)
		return out, truncated
	}
	for _, e := range r.net.trees[oid] {
		if !add(e.name, e) {
			break
		}
	}
	return out, truncated
}

func (r *Repo) entryShape(path string, e entry) obj {
	out := obj{"path": path, "mode": e.apiMode(), "type": e.kind(), "sha": e.oid}
	if e.mode != modeModule {
		out["url"] = r.api() + "/git/" + e.kind() + "s/" + e.oid
	}
	if e.kind() == "blob" {
		out["size"] = len(r.net.blobs[e.oid])
	}
	return out
}

func getBlob(c *call) (any, error) {
	oid := c.params["file_sha"]
	text, ok := c.repo.net.blobs[oid]
	if !ok || !c.repo.has(oid) {
		return nil, notFound()
	}
	if len(text) > c.s.sw.BlobMax {
		return nil, tooLarge("The requested blob is too large to fetch via the API, but you can always clone the repository via Git in order to obtain it.")
	}
	if c.wantsRaw() {
		return raw(text), nil
	}
	return obj{
		"sha": oid, "node_id": gitNode("B", c.repo, oid), "size": len(text), "url": c.repo.api() + "/git/blobs/" + oid,
		"content": wrapped(text), "encoding": "base64",
	}, nil
}

func getRef(c *call) (any, error) {
	name := "refs/" + strings.TrimPrefix(c.params["ref"], "refs/")
	sha := c.repo.refs[name]
	if sha == "" {
		return nil, notFound()
	}
	return obj{
		"ref": name, "node_id": nodeID("REF", c.repo.ID) + name, "url": c.repo.api() + "/git/" + name,
		"object": obj{"type": "commit", "sha": sha, "url": c.repo.api() + "/git/commits/" + sha},
	}, nil
}

func getGitCommit(c *call) (any, error) {
	at := c.repo.net.commits[c.params["commit_sha"]]
	if at == nil || !c.repo.has(at.oid) {
		return nil, &apiError{status: http.StatusNotFound, message: "Not Found"}
	}
	return c.repo.gitCommitShape(at), nil
}
