// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// said is a message as the code says it.
type said struct {
	where, id string
	args      []string
	whole     bool // every argument's name is written in the call
}

var (
	placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_-]*)\}`)
	messageID   = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	family      = regexp.MustCompile(`^[a-z][a-z0-9-]*\.([a-z0-9-]*[.-])?$`) // "state." + x says any of its messages
)

// read collects the messages that a file says, and all of its strings that have the form of a message id, or of the beginning of one.
func read(path string, file *ast.File) (all []said, strings []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if s, ok := call(path, n); ok {
				all = append(all, s)
			}
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			if id, literal := text(n.Value); ok && literal && key.Name == "Reason" && messageID.MatchString(id) {
				all = append(all, said{where: path, id: id})
			}
		case *ast.BasicLit:
			if s, ok := text(n); ok && (messageID.MatchString(s) || family.MatchString(s)) {
				strings = append(strings, s)
			}
		}
		return true
	})
	return all, strings
}

// call reads Say("id", "name", value, ...) and Count("id", n, "name", value, ...).
func call(path string, n *ast.CallExpr) (said, bool) {
	name := ""
	switch f := n.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "rules" {
			name = f.Sel.Name
		}
	}
	first := map[string]int{"Say": 1, "Count": 2}[name]
	if first == 0 || len(n.Args) < first {
		return said{}, false
	}
	id, ok := text(n.Args[0])
	s := said{where: path, id: id, whole: !n.Ellipsis.IsValid()}
	if name == "Count" {
		s.id, s.args = id+".one", []string{"n"}
	}
	for i := first; i < len(n.Args); i += 2 {
		arg, literal := text(n.Args[i])
		s.args, s.whole = append(s.args, arg), s.whole && literal
	}
	return s, ok
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func placeholders(message string) []string {
	set := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(message, -1) {
		set[m[1]] = true
	}
	return slices.Sorted(maps.Keys(set))
}

func TestCatalogue(t *testing.T) {
	have, spoken := catalogue(), map[string]bool{}
	for _, folder := range []string{".", "../handlers", "../cmd", "../config"} {
		for path, file := range sources(t, folder) {
			all, literals := read(path, file)
			for _, s := range literals {
				spoken[s], spoken[s+".one"], spoken[s+".many"] = true, true, true
			}
			for _, s := range all {
				checkSaid(t, s)
			}
		}
	}
	for id := range have {
		if !spoken[id] && !slices.ContainsFunc(slices.Collect(maps.Keys(spoken)), func(f string) bool { return family.MatchString(f) && strings.HasPrefix(id, f) }) {
			t.Errorf("nobody says the message %s", id)
		}
	}
}

// checkSaid holds that a message exists, in both numbers if it counts, and that its placeholders and its arguments are the same.
func checkSaid(t *testing.T, s said) {
	t.Helper()
	ids := []string{s.id}
	if one, counts := strings.CutSuffix(s.id, ".one"); counts {
		ids = append(ids, one+".many")
	}
	for _, id := range ids {
		message, ok := catalogue()[id]
		if !ok {
			t.Errorf("%s: the catalogue has no message %s", s.where, id)
			continue
		}
		for _, p := range placeholders(message) {
			if s.whole && !slices.Contains(s.args, p) {
				t.Errorf("%s: %s: nothing fills {%s}", s.where, id, p)
			}
		}
		for _, arg := range s.args {
			if s.whole && arg != "n" && !slices.Contains(placeholders(message), arg) {
				t.Errorf("%s: %s: the message has no {%s}", s.where, id, arg)
			}
		}
	}
}

func TestMessagesAreWellFormed(t *testing.T) {
	for id, message := range catalogue() {
		if !messageID.MatchString(id) || message == "" {
			t.Errorf("message %q: %q", id, message)
		}
		if strings.Count("\n"+message, "\n~~~")%2 != 0 {
			t.Errorf("%s: a fence is not closed", id)
		}
		if left := placeholder.ReplaceAllString(message, ""); strings.ContainsAny(left, "{}") {
			t.Errorf("%s: a brace that is no placeholder", id)
		}
	}
}
