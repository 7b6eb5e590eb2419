// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/rules"
)

// topLevel is all that may stand at the top of the repository.
var topLevel = []string{
	"README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "go.mod", "go.sum", ".golangci.yml", ".ci",
	".github", "cmd", "handlers", "config", "rules", "deploy", ".git", ".gitignore", ".dockerignore",
}

const module = "github.com/bylaw-bot/bylaw/"

// ownFloors says which packages of the module each folder may import, by prefix; the longest folder that fits decides.
// Tests (of any folder) may import anything.
var ownFloors = map[string][]string{
	"rules":                  {"rules"},
	"config":                 {"rules"},
	"handlers":               {"config", "rules", "handlers"},
	"handlers/gh":            {"config", "rules", "handlers/gh"},
	"handlers/gh/ghtest":     {"handlers/gh/ghtest"},
	"handlers/store":         {"config", "rules", "handlers/store"},
	"handlers/metrics":       {"handlers/store", "handlers/metrics", "rules"},
	"handlers/web":           {"handlers/store", "handlers/metrics", "handlers/web", "rules", "config"},
	"handlers/gh/ghtest/cmd": {"handlers/gh/ghtest"},
	"cmd":                    {"handlers", "config", "rules"},
}

// guarded are imports that only some folders may have.
var guarded = map[string][]string{
	"github.com/google/go-github/":        {"handlers/gh"},
	"github.com/bradleyfalzon/":           {"handlers/gh"},
	"github.com/shurcooL/githubv4":        {"handlers/gh"},
	"github.com/riverqueue/":              {"handlers/store"},
	"github.com/jackc/pgx/":               {"handlers/store"},
	"modernc.org/sqlite":                  {"handlers/store"},
	"github.com/pressly/goose/":           {"handlers/store"},
	"database/sql":                        {"handlers/store"},
	"github.com/invopop/jsonschema":       {"cmd"},
	"github.com/owenrumney/":              {"cmd"},
	"github.com/alecthomas/kong":          {"cmd"},
	"github.com/getkin/kin-openapi":       {"handlers/gh/ghtest"},
	"github.com/vektah/gqlparser/":        {"handlers/gh/ghtest"},
	module + "handlers/gh/ghtest":         {"handlers/gh/ghtest", "cmd"},
	"github.com/palantir/go-githubapp":    {"handlers"},
	"github.com/prometheus/client_golang": {"handlers"},
}

// pureLibraries are what rules may import beside the standard library.
var pureLibraries = []string{
	"cel.dev/cel-go", "github.com/bmatcuk/doublestar/v4", "github.com/google/licensecheck", "golang.org/x/text/", "golang.org/x/mod/modfile",
	"github.com/pelletier/go-toml", "github.com/github/go-spdx/v2/spdxexp/spdxlicenses",
}

// impure are packages of the standard library that rules may not import.
var impure = []string{"os", "net", "io/fs", "log", "syscall", "os/exec", "net/http", "math/rand", "database/sql", "unsafe"}

// sourceFile is a Go file of the repository.
type sourceFile struct {
	path, text string
	imports    []string
}

func (f sourceFile) test() bool { return strings.HasSuffix(f.path, "_test.go") }

func repository(t *testing.T) (top string, files []sourceFile) {
	t.Helper()
	top, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.Contains(path, "testdata") {
			return err
		}
		f, err := parseSource(top, path)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return top, files
}

func parseSource(top, path string) (sourceFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return sourceFile{}, err
	}
	rel, err := filepath.Rel(top, path)
	if err != nil {
		return sourceFile{}, err
	}
	f := sourceFile{path: filepath.ToSlash(rel), text: string(text)}
	parsed, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
	if err != nil {
		return f, err
	}
	for _, i := range parsed.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return f, err
		}
		f.imports = append(f.imports, name)
	}
	return f, nil
}

func TestTopLevel(t *testing.T) {
	top, _ := repository(t)
	entries, err := os.ReadDir(top)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s: the top level is closed (see DESIGN.md section 2)", e.Name())
		}
	}
}

func TestFloors(t *testing.T) {
	_, files := repository(t)
	for _, f := range files {
		for _, name := range f.imports {
			if why := forbidden(f, name); why != "" {
				t.Errorf("%s imports %s: %s", f.path, name, why)
			}
		}
	}
}

// forbidden says why a file may not import a package, or nothing.
func forbidden(f sourceFile, name string) string {
	if f.test() {
		return ""
	}
	if own, ok := strings.CutPrefix(name, module); ok {
		if floor := floorOf(f.path); !slices.ContainsFunc(ownFloors[floor], func(p string) bool { return within(own, p) }) {
			return "not from the floor " + floor
		}
	}
	for prefix, folders := range guarded {
		if strings.HasPrefix(name, prefix) && !slices.ContainsFunc(folders, func(p string) bool { return within(f.path, p) }) {
			return "only in " + strings.Join(folders, ", ")
		}
	}
	if !within(f.path, "rules") || strings.HasPrefix(name, module) {
		return ""
	}
	first, _, _ := strings.Cut(name, "/")
	standard := !strings.Contains(first, ".")
	switch {
	case standard && slices.Contains(impure, name):
		return "rules are pure"
	case !standard && !slices.ContainsFunc(pureLibraries, func(p string) bool { return strings.HasPrefix(name, p) }):
		return "not one of the pure libraries"
	}
	return ""
}

// floorOf is the longest folder of ownFloors that holds a file.
func floorOf(path string) string {
	best := ""
	for floor := range ownFloors {
		if within(path, floor) && len(floor) > len(best) {
			best = floor
		}
	}
	return best
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// TestRulesAskNoClock looks for calls that a pure package must not make.
func TestRulesAskNoClock(t *testing.T) {
	_, files := repository(t)
	for _, f := range files {
		if !within(f.path, "rules") || f.test() {
			continue
		}
		for _, call := range []string{"time.Now(", "time.Since(", "time.Until(", "rand."} {
			if strings.Contains(f.text, call) {
				t.Errorf("%s calls %s: the moment is a fact", f.path, call)
			}
		}
	}
}

func TestFilesAreSmallAndLicensed(t *testing.T) {
	const header = "// SPDX-FileCopyrightText: 2026 The Bylaw Authors\n// SPDX-License-Identifier: Apache-2.0\n"
	_, files := repository(t)
	for _, f := range files {
		if lines := strings.Count(f.text, "\n"); lines > 400 {
			t.Errorf("%s has %d lines, at most 400", f.path, lines)
		}
		if !strings.HasPrefix(f.text, header) {
			t.Errorf("%s does not begin with the license header", f.path)
		}
	}
}

func TestNoInit(t *testing.T) {
	_, files := repository(t)
	for _, f := range files {
		if strings.Contains(f.text, "\nfunc init()") {
			t.Errorf("%s has an init function", f.path)
		}
	}
}

// TestRuleHasItsFiles holds that rule license-header is rules/license_header.go, testdata/license-header.txt, doc/license-header.md.
func TestRuleHasItsFiles(t *testing.T) {
	top, _ := repository(t)
	names := map[string]bool{}
	for _, r := range rules.All() {
		names[r.Name] = true
		for _, file := range []string{strings.ReplaceAll(r.Name, "-", "_") + ".go", "testdata/" + r.Name + ".txt", "doc/" + r.Name + ".md"} {
			if _, err := os.Stat(filepath.Join(top, "rules", file)); err != nil {
				t.Errorf("rule %s: %v", r.Name, err)
			}
		}
	}
	for _, pattern := range []string{"testdata/*.txt", "doc/*.md"} {
		found, err := filepath.Glob(filepath.Join(top, "rules", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)); !names[name] {
				t.Errorf("%s belongs to no rule", file)
			}
		}
	}
}
