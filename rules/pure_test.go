// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources parses the Go files below a folder, tests and test data aside.
func sources(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// impure are the packages of the standard library that reach the world outside: a rule judges plain data and nothing else.
var impure = []string{"os", "net", "syscall", "log", "plugin", "unsafe", "io/fs", "io/ioutil", "crypto/rand", "math/rand", "database", "testing", "runtime", "expvar"}

// pure are the libraries that rules may use beside the standard library.
var pure = []string{
	"github.com/bylaw-bot/bylaw/rules/internal/", "github.com/bmatcuk/doublestar/v4", "golang.org/x/text/", "github.com/google/licensecheck",
	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses",
}

func TestRulesAreDirectlyPure(t *testing.T) {
	for path, file := range sources(t, ".") {
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !pureImport(name) {
				t.Errorf("%s imports %s: rules judge plain data (see CONTRIBUTING)", path, name)
			}
		}
		for _, clock := range clocks(file) {
			t.Errorf("%s reads the clock with %s: the moment is Subject.At", path, clock)
		}
	}
}

func pureImport(name string) bool {
	under := func(root string) bool {
		root = strings.TrimSuffix(root, "/")
		return name == root || strings.HasPrefix(name, root+"/")
	}
	first, _, _ := strings.Cut(name, "/")
	if !strings.Contains(first, ".") {
		return !slices.ContainsFunc(impure, under)
	}
	return slices.ContainsFunc(pure, under)
}

// clocks lists the calls of package time that read the clock or wait.
func clocks(file *ast.File) []string {
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			x, ok := s.X.(*ast.Ident)
			if ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"}, s.Sel.Name) {
				found = append(found, "time."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

func TestPureImport(t *testing.T) {
	for name, want := range map[string]bool{
		"strings": true, "embed": true, "crypto/sha256": true, "os": false, "os/exec": false, "net/http": false, "io/fs": false, "log/slog": false,
		"golang.org/x/text/cases": true, "golang.org/x/textual": false, "github.com/google/go-github/v60/github": false,
		"github.com/bylaw-bot/bylaw/rules/internal/mail": true, "github.com/bylaw-bot/bylaw/config": false, "github.com/github/go-spdx/v2/spdxexp": false,
	} {
		if pureImport(name) != want {
			t.Errorf("pureImport(%q) = %v", name, !want)
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nvar a = time.Now()\nvar b time.Time", 0)
	if err != nil || !slices.Equal(clocks(file), []string{"time.Now"}) {
		t.Errorf("clocks = %v, %v", clocks(file), err)
	}
}
