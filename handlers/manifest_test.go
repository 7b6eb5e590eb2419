// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

func TestManifestAsksForWhatIsUsed(t *testing.T) {
	events := []string{"merge_group", "pull_request", "push"}
	checks := map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "read", "members": "read", "merge_queues": "read", "checks": "write",
	}
	assist := maps.Clone(checks)
	assist["issues"] = "write"
	for tier, want := range map[Tier]map[string]string{TierChecks: checks, TierAssist: assist} {
		m := Manifest(tier, "https://bylaw.acme.com/")
		if diff := cmp.Diff(want, m.Permissions); diff != "" {
			t.Errorf("permissions of %s (-want +got):\n%s", tier, diff)
		}
		if diff := cmp.Diff(events, m.Events); diff != "" {
			t.Errorf("events of %s (-want +got):\n%s", tier, diff)
		}
		if m.Hook.URL != "https://bylaw.acme.com"+WebhookPath || m.Public {
			t.Errorf("%s: hook %s, public %t", tier, m.Hook.URL, m.Public)
		}
	}
}

// TestEveryRouteIsHeard: an event that is routed arrives, because it is subscribed to or comes by itself.
func TestEveryRouteIsHeard(t *testing.T) {
	for event := range routes {
		if _, ok := hears[event]; ok == unsubscribed[event] {
			t.Errorf("%s: either a subscription with a permission (hears) or one that comes by itself (unsubscribed)", event)
		}
	}
	for event := range hears {
		if routes[event] == nil {
			t.Errorf("%s is subscribed to, and nobody routes it", event)
		}
	}
}

// TestEveryOperationIsNamed reads the source of handlers/gh: what it says to GitHub is what operations says, no more and no less.
func TestEveryOperationIsNamed(t *testing.T) {
	var named []string
	for _, o := range operations {
		named = append(named, o.name)
	}
	slices.Sort(named)
	if diff := cmp.Diff(named, said(t)); diff != "" {
		t.Errorf("what handlers/gh says (+) and what the manifest asks for (-) differ:\n%s", diff)
	}
}

func TestManifestFilesAreManifests(t *testing.T) {
	for _, tier := range Tiers() {
		var fromYAML map[string]any
		if err := yaml.Unmarshal(Manifests()["deploy/app-"+string(tier)+".yml"], &fromYAML); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(Manifest(tier, exampleURL))
		if err != nil {
			t.Fatal(err)
		}
		var fromJSON map[string]any
		if err := json.Unmarshal(text, &fromJSON); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fromJSON, fromYAML); diff != "" {
			t.Errorf("%s: JSON (-) and YAML (+) differ:\n%s", tier, diff)
		}
	}
}

// said collects the operations in the source of handlers/gh, sorted.
func said(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	names, err := filepath.Glob("gh/*.*")
	if err != nil || len(names) == 0 {
		t.Fatal("no source of handlers/gh:", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`(query|mutation) [A-Z]\w+`).FindAll(text, -1) {
			found[string(m)] = true
		}
		if strings.HasSuffix(name, ".go") {
			saidIn(t, name, text, found)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// saidIn looks at each function that calls do: one method and one path stand in it.
func saidIn(t *testing.T, name string, text []byte, found map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		methods, paths, services := spoken(f)
		for _, s := range services {
			found[s] = true
		}
		switch {
		case len(methods) == 0 || f.Name.Name == "graphql":
		case len(methods) == 1 && len(paths) == 1:
			found[methods[0]+" "+paths[0]] = true
		default:
			t.Errorf("%s: %s: methods %v, paths %v: one operation a function, with its path in it", name, f.Name.Name, methods, paths)
		}
	}
}

var (
	restPath = regexp.MustCompile(`^(repos|installation|users|orgs|app|user|teams|search|enterprises)/`)
	verb     = regexp.MustCompile(`%[a-z]`)
	services = regexp.MustCompile(`^(Actions|Activity|Apps|Checks|Git|Issues|Organizations|PullRequests|Repositories|Search|Teams|Users)$`)
)

// spoken are the HTTP methods that a function hands to do, the REST paths in it, and its calls of go-github's services.
func spoken(f *ast.FuncDecl) (methods, paths, calls []string) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			fun, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if fun.Sel.Name == "do" && len(n.Args) > 1 {
				if m, ok := n.Args[1].(*ast.SelectorExpr); ok {
					methods = append(methods, strings.ToUpper(strings.TrimPrefix(m.Sel.Name, "Method")))
				} else {
					methods = append(methods, "?")
				}
			}
			if on, ok := fun.X.(*ast.SelectorExpr); ok && services.MatchString(on.Sel.Name) && fun.Sel.IsExported() {
				calls = append(calls, on.Sel.Name+"."+fun.Sel.Name)
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && restPath.MatchString(text) {
				paths = append(paths, pathPattern(text))
			}
		}
		return true
	})
	return methods, paths, calls
}

// pathPattern is "repos/{}/{}/pulls" of "repos/%s/%s/pulls?page=%d".
func pathPattern(text string) string {
	text, _, _ = strings.Cut(text, "?")
	if strings.HasSuffix(text, "/") {
		text += "%s"
	}
	return strings.ReplaceAll(verb.ReplaceAllString(text, "{}"), "{}...{}", "{}")
}
