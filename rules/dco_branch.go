// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import "strings"

// dcoBranch holds the lines of a recipe that depend on the branch. Each is one line for a shell.
type dcoBranch struct {
	look  string // before: fetches the base, or shows the commits of a local branch
	base  string // where the branch left its base
	last  string // after a rewrite: pushes, or checks again
	plain string // after an added commit: pushes, or checks again
}

// branch makes the lines for this change. Branch names are foreign text: where one cannot be written safely on one line, there is no recipe.
func (j *dcoJudge) branch() (dcoBranch, bool) {
	if j.Change == nil || j.Change.Base.Ref == "" {
		return dcoBranch{}, false
	}
	b := j.pulled()
	if j.Change.Number == 0 {
		b = j.local()
	}
	for _, line := range []string{b.look, b.last, b.plain, b.rebaseAll(), b.rebaseEach(gitOwn), b.remedy()} {
		if OneLine(line) != line {
			return dcoBranch{}, false // a text shows arguments on one line of 300 characters; what would be changed there is not shown
		}
	}
	return b, !strings.HasPrefix(j.Change.Base.Ref, "-")
}

// pulled is for a pull request. The base is fetched, so that commits that the branch merged from it are not signed off again.
func (j *dcoJudge) pulled() dcoBranch {
	c := j.Change
	from := "origin"
	if c.Head.Repository != c.base(j.Repository) {
		from = quote("https://github.com/" + c.base(j.Repository))
	}
	b := dcoBranch{look: "git fetch " + from + " " + quote(refspec(c.Base.Ref)), base: "FETCH_HEAD"}
	b.plain = "git push origin " + quote("HEAD:"+c.Head.Ref)
	b.last = "git push --force-with-lease origin " + quote("HEAD:"+c.Head.Ref)
	if c.Head.Ref == "" {
		b.plain, b.last = "git push", "git push --force-with-lease"
	}
	return b
}

// local is for a branch that is not a pull request yet.
func (j *dcoJudge) local() dcoBranch {
	ref := j.Change.Base.Ref
	check := "bylaw check --base " + quote(ref)
	return dcoBranch{look: "git log --oneline " + quote(ref+".."), base: quote(ref), last: check, plain: check}
}

func (c *Change) base(r Repository) string {
	if c.Base.Repository != "" {
		return c.Base.Repository
	}
	return r.Owner + "/" + r.Name
}

// refspec writes a branch's name so that git reads neither an option nor a forced update into it.
func refspec(ref string) string {
	if strings.HasPrefix(ref, "-") || strings.HasPrefix(ref, "+") {
		return "refs/heads/" + ref
	}
	return ref
}

func (b dcoBranch) start() string { return `"$(git merge-base HEAD ` + b.base + `)"` }

func (b dcoBranch) rebaseAll() string { return "git rebase --signoff " + b.start() }

// rebaseEach runs a command after each commit. The command holds no single quote.
func (b dcoBranch) rebaseEach(command string) string {
	return "git rebase --exec '" + command + "' " + b.start()
}

func (b dcoBranch) remedy() string {
	return "(echo 'Add sign-offs'; echo; " + gitRemedy + b.base + "..HEAD) | git commit --allow-empty --signoff -F -"
}

// bare are the characters that no POSIX shell reads anything into.
const bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:-"

// quote makes a word of a POSIX shell of foreign text.
func quote(s string) string {
	if s != "" && strings.Trim(s, bare) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
