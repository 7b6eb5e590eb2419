// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Move is how far a repository may move a parameter of one of the organization's rules.
type Move string

// The moves.
const (
	MoveNone    Move = "none"    // locked
	MoveTighten Move = "tighten" // mode, scope: stricter only
	MoveExtend  Move = "extend"  // lists: the repository's entries are added
	MoveShrink  Move = "shrink"  // lists: the repository's list replaces, and is part of the organization's
	MoveRaise   Move = "raise"   // numbers: not below the organization's
	MoveLower   Move = "lower"   // numbers: not above the organization's
	MoveAny     Move = "any"     // anything of the right type
)

func moveNames() []string {
	return []string{"none", "tighten", "extend", "shrink", "raise", "lower", "any"}
}

// Moves are the moves that a rule allows, by parameter: mode, scope, files.include, files.exclude, with, with.OPTION.
type Moves struct {
	Of   map[string]Move
	Keys Keys
}

func (m *Moves) decode(d *decoder, n *yaml.Node, what string) {
	m.Of, m.Keys = map[string]Move{}, Keys{}
	d.pairs(n, what, func(k, v *yaml.Node) {
		if text, ok := d.text(v, quote(k.Value)); ok && d.allowed(v, text, quote(k.Value), tag{enum: moveNames()}) {
			m.Of[k.Value], m.Keys[k.Value] = Move(text), KeyPos{Key: pos(k), Value: pos(v)}
		}
	})
}

// JSONShape is the schema.
func (Moves) JSONShape() string {
	return `{"type":"object","additionalProperties":{"enum":["none","tighten","extend","shrink","raise","lower","any"]}}`
}

// of finds the move for a parameter: its own, else that of the nearest parent. ok is false where nothing is said.
func (m Moves) of(param string) (Move, bool) {
	for {
		if move, ok := m.Of[param]; ok {
			return move, true
		}
		i := strings.LastIndexByte(param, '.')
		if i < 0 {
			return "", false
		}
		param = param[:i]
	}
}

// provable lists the moves that make sense for a type.
func provable(t reflect.Type) []Move {
	moves := []Move{MoveNone, MoveAny}
	switch t.Kind() {
	case reflect.Slice:
		moves = append(moves, MoveExtend, MoveShrink)
	case reflect.Map:
		moves = append(moves, MoveExtend)
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		moves = append(moves, MoveRaise, MoveLower)
	}
	return moves
}

// proveMoves checks that each declared parameter exists and can move so.
func (d *decoder) proveMoves(r *Rule) {
	params := r.params()
	for _, key := range sortedKeys(r.Override.Of) {
		moves, ok := params[key]
		switch move := r.Override.Of[key]; {
		case !ok:
			names := sortedKeys(params)
			d.fault(r.Override.Keys[key].Key, didYouMean(key, names), "%q is no parameter of this rule; known here: %s", key, list(names))
		case !slices.Contains(moves, move):
			words := make([]string, len(moves))
			for i, m := range moves {
				words[i] = string(m)
			}
			d.fault(r.Override.Keys[key].Value, "", "%q cannot be %q; possible: %s", key, move, list(words))
		}
	}
}

// params lists what can be declared movable, and how.
func (r *Rule) params() map[string][]Move {
	tighten := []Move{MoveNone, MoveAny, MoveTighten}
	globs := provable(reflect.TypeFor[[]Glob]())
	params := map[string][]Move{"mode": tighten, "scope": tighten, "files.include": globs, "files.exclude": globs}
	if r.shelf.Options != nil {
		addParams(params, "with", reflect.TypeOf(r.shelf.Options))
	}
	return params
}

func addParams(params map[string][]Move, name string, t reflect.Type) {
	params[name] = provable(t)
	if t.Kind() != reflect.Struct {
		return
	}
	for _, f := range fieldsOf(t) {
		addParams(params, name+"."+f.name, t.FieldByIndex(f.index).Type)
	}
}
