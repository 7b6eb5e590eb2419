// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/bylaw-bot/bylaw/rules"
)

// principal is a team or an account.
var principal = regexp.MustCompile(`^(team:[^/ ]+/[^/ ]+|user:[^/ ]+)$`)

// compile finds the rule's type, reads its options over the type's defaults, and compiles what the engine will call.
func (r *Rule) compile(d *decoder) {
	r.filter = r.Files.filter(nil)
	r.skip = r.Skip.compile()
	if r.Type == "" {
		return
	}
	var ok bool
	if r.shelf, ok = rules.Lookup(r.Type); !ok {
		names := typeNames()
		d.fault(r.Keys["type"].Value, didYouMean(r.Type, names), "unknown rule type %q; known here: %s", clip(r.Type), list(names))
		return
	}
	r.filter = r.Files.filter(r.shelf.Include)
	before := len(d.faults)
	r.options = d.options(r.shelf, r.With)
	if len(d.faults) == before {
		r.check = d.check(r.shelf, r.options, r.With.node, r.optionsPos())
	}
	d.proveMoves(r)
}

func typeNames() []string {
	all := rules.All()
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	return names
}

// optionsPos is where a fault of the options stands that no key of the file shows.
func (r *Rule) optionsPos() Pos {
	if at, ok := r.Keys["with"]; ok {
		return at.Key
	}
	return r.Keys["type"].Value
}

// options reads a `with:` over the defaults, which are not written to.
func (d *decoder) options(r rules.Rule, with Raw) any {
	if r.Options == nil {
		if with.node != nil {
			d.fault(pos(with.node), "", "the rule type %s has no options", r.Name)
		}
		return nil
	}
	v := reflect.New(reflect.TypeOf(r.Options)).Elem()
	v.Set(reflect.ValueOf(r.Options))
	if with.node != nil {
		d.into(with.node, v, `"with"`, tag{})
	}
	return v.Interface()
}

// check compiles options; faults are shown at the option, or at the fallback where the file does not state it.
func (d *decoder) check(r rules.Rule, options any, node *yaml.Node, fallback Pos) rules.Check {
	check, faults := r.Compile(options)
	for _, f := range faults {
		at, hint, message := fallback, "", f.Message
		if f.Key != "" {
			message = quote(f.Key) + ": " + message
		}
		if len(f.Allowed) > 0 {
			message += "; known here: " + list(f.Allowed)
		}
		if n, exact := locate(node, f.Key); exact {
			at = d.within(n, f.Offset)
			hint = nearestOf(n, f.Allowed)
		} else if n != nil {
			at = pos(n)
		}
		d.fault(at, hint, "%s", message)
	}
	return check
}

func nearestOf(n *yaml.Node, allowed []string) string {
	if n.Kind != yaml.ScalarNode {
		return ""
	}
	return didYouMean(n.Value, allowed)
}

// locate finds the node of a key such as "files.LICENSE" or "forms[1].text": the deepest that is there, and whether it is all.
// A name may itself hold dots: the longest key wins.
func locate(n *yaml.Node, key string) (at *yaml.Node, exact bool) {
	for n != nil && key != "" {
		next, rest := child(n, key)
		if next == nil {
			return n, false
		}
		n, key = next, strings.TrimPrefix(rest, ".")
	}
	return n, n != nil
}

func child(n *yaml.Node, key string) (*yaml.Node, string) {
	if n.Kind == yaml.SequenceNode {
		index, rest, ok := strings.Cut(strings.TrimPrefix(key, "["), "]")
		i, err := strconv.Atoi(index)
		if !ok || err != nil || i < 0 || i >= len(n.Content) {
			return nil, key
		}
		return n.Content[i], rest
	}
	var best *yaml.Node
	length := -1
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		name := n.Content[i].Value
		rest, ok := strings.CutPrefix(key, name)
		if ok && len(name) > length && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			best, length = n.Content[i+1], len(name)
		}
	}
	if best == nil {
		return nil, key
	}
	return best, key[length:]
}

// filter is the globs as the engine wants them; defaults stand in for an absent include.
func (f Files) filter(defaults []string) rules.Filter {
	include := slices.Clone(f.Include)
	if f.Include == nil {
		for _, g := range defaults {
			include = append(include, Glob(g))
		}
	}
	exclude := f.Exclude
	if len(include) == 0 && len(exclude) == 0 {
		return rules.Filter{}
	}
	return rules.Filter{Match: func(path string) bool {
		return (len(include) == 0 || matchAny(include, path)) && !matchAny(exclude, path)
	}}
}

func matchAny(globs []Glob, path string) bool {
	return slices.ContainsFunc(globs, func(g Glob) bool { return g.Match(path) })
}

func (s Skip) compile() rules.SkipIf {
	out := rules.SkipIf{Labels: s.Labels}
	if t := s.Trivial; t != nil {
		out.Lines = t.Lines
		out.Only = func(path string) bool { return matchAny(t.OnlyFiles, path) }
	}
	return out
}
