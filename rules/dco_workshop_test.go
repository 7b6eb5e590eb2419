// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// workshop is a clone with an origin and, for a fork, an upstream: advice is run with the real git.
type workshop struct {
	t        *testing.T
	dir      string
	change   Change
	people   People
	options  dcoOptions
	identity string // who runs the commands
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	root := t.TempDir()
	w := &workshop{t: t, dir: root, options: dcoDefaults, identity: "Ana"}
	w.change = Change{Number: 7, Base: Branch{Ref: "main", Repository: "acme/widgets"}, Head: Branch{Ref: "add 'gears'; $(touch pwned)", Repository: "acme/widgets"}}
	if err := os.MkdirAll(filepath.Join(root, "acme"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.sh("git init -q --bare -b main acme/widgets && git clone -q acme/widgets work 2>/dev/null")
	w.dir = filepath.Join(root, "work")
	w.sh("git config url." + root + "/.insteadOf https://github.com/ && git checkout -q -b main")
	w.commit("Maintainer", "start", "main.txt")
	w.sh("git push -q origin main && git checkout -q -b " + quote(strings.ReplaceAll(w.change.Head.Ref, " ", "-")))
	w.change.Head.Ref = strings.ReplaceAll(w.change.Head.Ref, " ", "-")
	return w
}

func (w *workshop) sh(script string) string {
	w.t.Helper()
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "HOME="+w.dir, "GIT_TERMINAL_PROMPT=0",
		"GIT_EDITOR=false", "GIT_AUTHOR_DATE=", "GIT_COMMITTER_DATE=", "PAGER=cat")
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("%s\n%s%v", script, out, err)
	}
	return string(out)
}

// as makes git know somebody.
func (w *workshop) as(name string) {
	w.sh("git config user.name " + name + " && git config user.email " + strings.ToLower(name) + "@example.com")
}

func (w *workshop) commit(name, message, file string) {
	w.as(name)
	w.sh("echo " + quote(message) + " >> " + file + " && git add . && git commit -q -m " + quote(message))
	w.as(w.identity)
}

// subject reads the commits that are not on main.
func (w *workshop) subject() Subject {
	w.sh("git fetch -q origin main")
	s := Subject{Change: &w.change, Repository: Repository{Owner: "acme", Name: "widgets"}, People: w.people, Commits: []Commit{}}
	for record := range strings.SplitSeq(w.sh("git log --reverse --topo-order --format=%H%x1f%P%x1f%an%x1f%ae%x1f%cn%x1f%ce%x1f%B%x1e FETCH_HEAD..HEAD"), "\x1e") {
		f := strings.Split(strings.TrimSpace(record), "\x1f")
		if len(f) == 7 {
			s.Commits = append(s.Commits, Commit{
				SHA: f[0], Parents: strings.Fields(f[1]), Author: Person{Name: f[2], Email: f[3]}, Committer: Person{Name: f[4], Email: f[5]}, Message: f[6],
			})
		}
	}
	return s
}

func (w *workshop) judge() Outcome { return checkDCO(w.subject(), w.options) }

// follow runs the advice and tells which message it was.
func (w *workshop) follow(o Outcome) string {
	w.t.Helper()
	_, script, _ := strings.Cut(o.How.Markdown(), "~~~sh\n")
	script, _, _ = strings.Cut(script, "~~~")
	if script == "" {
		w.t.Fatalf("no commands: %s", o.How.Markdown())
	}
	w.sh(strings.ReplaceAll(script, "YOUR-ADDRESS", "ana@example.com"))
	return o.How.ID
}

// signers lists "author: sign-offs" of each commit of the branch, oldest first.
func (w *workshop) signers() string {
	var all []string
	for line := range strings.SplitSeq(strings.TrimSpace(w.sh("git log --reverse --topo-order --format='%an:%(trailers:key=Signed-off-by,valueonly,separator=%x2C)' FETCH_HEAD..HEAD")), "\n") {
		for _, name := range []string{"Ana", "Bo", "Cy"} {
			line = strings.ReplaceAll(line, name+" <"+strings.ToLower(name)+"@example.com>", name)
		}
		all = append(all, line)
	}
	return strings.Join(all, " ")
}

// pushed fails the test unless the remote branch is the local one, and nothing of the branch's name was run.
func (w *workshop) pushed() {
	w.t.Helper()
	w.sh(`test "$(git rev-parse HEAD)" = "$(git ls-remote origin ` + quote("refs/heads/"+w.change.Head.Ref) + ` | cut -f1)" && test ! -e pwned && test ! -e ../pwned`)
}
