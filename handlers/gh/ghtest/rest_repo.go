// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"path"
	"slices"
	"strings"
)

var (
	readMetadata = need{"metadata=read"}
	readContents = need{"contents=read"}
)

// repoRoutes are the operations on repositories, their branches, commits and contents.
func repoRoutes() []*route {
	return []*route{
		on("repos/get", "GET /repos/{owner}/{repo}", readMetadata, func(c *call) (any, error) { return c.repo.full(c.actor), nil }),
		on("repos/list-for-org", "GET /orgs/{org}/repos", readMetadata, listOrgRepos),
		on("repos/get-content", "GET /repos/{owner}/{repo}/contents", readContents, getContent),
		on("repos/get-content", "GET /repos/{owner}/{repo}/contents/{path...}", readContents, getContent),
		on("repos/get-branch", "GET /repos/{owner}/{repo}/branches/{branch...}", readContents, getBranch),
		on("repos/list-commits", "GET /repos/{owner}/{repo}/commits", readContents, listCommits),
		on("repos/compare-commits-with-basehead", "GET /repos/{owner}/{repo}/compare/{basehead...}", readContents, compare),
	}
}

// lastRepoRoutes come after those that end in a word: a commit's name may hold slashes.
func lastRepoRoutes() []*route {
	return []*route{on("repos/get-commit", "GET /repos/{owner}/{repo}/commits/{ref...}", readContents, getCommit)}
}

func (s *Server) org(login string) *Org {
	a := s.accounts[strings.ToLower(login)]
	if a == nil {
		return nil
	}
	return s.orgs[a.ID]
}

// reposOf are an account's repositories by id.
func (s *Server) reposOf(a *Account) []*Repo {
	var out []*Repo
	for _, r := range s.repos {
		if r.owner.ID == a.ID && !r.deleted {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *Repo) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func listOrgRepos(c *call) (any, error) {
	org := c.s.org(c.params["org"])
	if org == nil {
		return nil, notFound()
	}
	kind := c.query.Get("type")
	all := slices.DeleteFunc(c.s.reposOf(org.Account), func(r *Repo) bool {
		wrong := kind == "public" && r.private() || kind == "private" && !r.private() || kind == "forks" && r.parent == nil || kind == "sources" && r.parent != nil
		return wrong || !c.s.sees(c.actor, r)
	})
	return shapes(page(c, all), func(r *Repo) obj { return r.hooked() }), nil
}

// commit finds the commit that a parameter names.
func (c *call) commit(rev string) (*commit, error) {
	sha := c.repo.resolve(rev)
	if sha == "" {
		if c.repo.empty() {
			return nil, &apiError{status: http.StatusConflict, message: "Git Repository is empty."}
		}
		return nil, noCommit(rev)
	}
	return c.repo.net.commits[sha], nil
}

func getContent(c *call) (any, error) {
	ref := cmp.Or(c.query.Get("ref"), c.repo.spec.DefaultBranch)
	at := c.repo.net.commits[c.repo.resolve(ref)]
	if at == nil {
		return nil, notFound()
	}
	name := strings.Trim(c.params["path"], "/")
	e, ok := c.repo.net.at(at.tree, name)
	if !ok {
		return nil, notFound()
	}
	if target, ok := c.repo.net.follow(at.tree, name, e); ok {
		e = target
	}
	if e.mode == modeTree {
		return c.directory(e, name, ref), nil
	}
	out := c.repo.contentShape(e, name, ref)
	text := c.repo.net.blobs[e.oid]
	switch {
	case len(text) > 100*c.s.sw.ContentMax:
		return nil, tooLarge("This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.")
	case c.wantsRaw():
		return raw(text), nil
	case e.mode != modeFile && e.mode != modeExec:
	case len(text) > c.s.sw.ContentMax:
		out["encoding"], out["content"] = "none", ""
	default:
		out["encoding"], out["content"] = "base64", wrapped(text)
	}
	return out, nil
}

// follow finds the file that a symbolic link points to: contents gives that, and the link only if it leads to no file.
func (n *network) follow(tree, at string, link entry) (entry, bool) {
	if link.mode != modeLink {
		return entry{}, false
	}
	target, ok := n.at(tree, path.Join(path.Dir(at), string(n.blobs[link.oid])))
	return target, ok && (target.mode == modeFile || target.mode == modeExec)
}

// directory lists at most 1,000 entries (GitHub docs).
func (c *call) directory(e entry, below, ref string) []any {
	kids := c.repo.net.trees[e.oid]
	return shapes(kids[:min(1000, len(kids))], func(kid entry) obj {
		return c.repo.contentShape(kid, strings.TrimPrefix(below+"/"+kid.name, "/"), ref)
	})
}

// wrapped is base64 in lines of 60 characters, as GitHub prints it.
func wrapped(text []byte) string {
	var b strings.Builder
	for code := base64.StdEncoding.EncodeToString(text); code != ""; {
		n := min(60, len(code))
		b.WriteString(code[:n] + "\n")
		code = code[n:]
	}
	return b.String()
}

func getBranch(c *call) (any, error) {
	name := c.params["branch"]
	sha := c.repo.head(name)
	if sha == "" {
		return nil, &apiError{status: http.StatusNotFound, message: "Branch not found"}
	}
	u := c.repo.api() + "/branches/" + name
	return obj{
		"name": name, "commit": c.repo.commitShape(c.repo.net.commits[sha]), "protected": false, "protection_url": u + "/protection",
		"_links":     obj{"self": u, "html": c.repo.html() + "/tree/" + name},
		"protection": obj{"enabled": false, "required_status_checks": obj{"enforcement_level": "off", "contexts": []string{}, "checks": []any{}}},
	}, nil
}

func listCommits(c *call) (any, error) {
	from, err := c.commit(cmp.Or(c.query.Get("sha"), "HEAD"))
	if err != nil {
		return nil, err
	}
	all := c.repo.net.between("", from.oid)
	if name := c.query.Get("path"); name != "" {
		all = slices.DeleteFunc(all, func(x *commit) bool { return !c.repo.net.touches(x, name) })
	}
	return shapes(page(c, all), c.repo.commitShape), nil
}

// touches says whether a commit changed a path against its first parent.
func (n *network) touches(c *commit, name string) bool {
	now, _ := n.at(c.tree, name)
	if len(c.parents) == 0 {
		return now.oid != ""
	}
	before, _ := n.at(n.treeOf(c.parents[0]), name)
	return now != before
}

// getCommit gives a commit with its files: 300 a page, 3,000 at most.
func getCommit(c *call) (any, error) {
	at, err := c.commit(c.params["ref"])
	if err != nil {
		return nil, err
	}
	out := c.repo.commitShape(at)
	files := c.repo.net.diff(c.repo.net.treeOf(first(at.parents)), at.tree)
	additions, deletions := 0, 0
	for _, f := range files {
		a, d := f.counts()
		additions, deletions = additions+a, deletions+d
	}
	out["stats"] = obj{"additions": additions, "deletions": deletions, "total": additions + deletions}
	files = cut(c, files[:min(len(files), c.s.sw.FilesMax)], clamp(c.query.Get("per_page"), 300, 300))
	out["files"] = shapes(files, func(f *fileDiff) obj { return c.repo.fileShape(f, at.oid) })
	return out, nil
}

func first(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[0]
}

// compare gives base...head: commits by pages, files on the first page only.
func compare(c *call) (any, error) {
	baseName, headName, ok := strings.Cut(c.params["basehead"], "...")
	if !ok {
		return nil, notFound()
	}
	base, head := c.side(baseName), c.side(headName)
	n := c.repo.net
	merge := n.mergeBase(base, head)
	if base == "" || head == "" || merge == "" {
		return nil, notFound()
	}
	ahead, behind := n.oldestFirst(base, head), n.oldestFirst(head, base)
	u := c.repo.api() + "/compare/" + base + "..." + head
	html := c.repo.html() + "/compare/" + base + "..." + head
	out := obj{
		"url": u, "html_url": html, "permalink_url": html, "diff_url": html + ".diff", "patch_url": html + ".patch",
		"base_commit": c.repo.commitShape(n.commits[base]), "merge_base_commit": c.repo.commitShape(n.commits[merge]),
		"status": relation(len(ahead), len(behind)), "ahead_by": len(ahead), "behind_by": len(behind), "total_commits": len(ahead),
	}
	size := c.s.sw.CommitsMax
	if c.query.Has("per_page") || c.query.Has("page") {
		size = clamp(c.query.Get("per_page"), 30, 100)
	}
	out["commits"] = shapes(cut(c, ahead, size), c.repo.commitShape)
	if clamp(c.query.Get("page"), 1, 1<<30) == 1 {
		files := n.diff(n.treeOf(merge), n.treeOf(head))
		out["files"] = shapes(files[:min(len(files), c.s.sw.CompareFilesMax)], func(f *fileDiff) obj { return c.repo.fileShape(f, head) })
	}
	return out, nil
}

// side is a commit of a comparison, by name here or as OWNER:BRANCH in a fork.
func (c *call) side(name string) string {
	owner, branch, ok := strings.Cut(name, ":")
	if !ok {
		return c.repo.resolve(name)
	}
	for _, r := range c.s.repos {
		if r.net == c.repo.net && strings.EqualFold(r.owner.Login, owner) && c.s.sees(c.actor, r) {
			return r.resolve(branch)
		}
	}
	return ""
}

func relation(ahead, behind int) string {
	switch {
	case ahead == 0 && behind == 0:
		return "identical"
	case behind == 0:
		return "ahead"
	case ahead == 0:
		return "behind"
	}
	return "diverged"
}
