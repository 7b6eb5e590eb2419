// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package config reads the policy and the server's settings.
//
// A policy goes through four steps, each in a file of its own:
//
//  1. tree.go turns bytes into a YAML tree, within bounds: size, depth, number of values, aliases.
//  2. decode.go lays the tree over Go structs by reflection. It is strict, and it tells all faults at once, each at its line
//     and column. The same decoder reads a rule's `with:` over the rule's own options and the server's settings.
//  3. parse.go proves what a tree cannot: selectors that exist and do not go round in circles, ids that are there once, globs
//     and options that compile. What comes out is a Policy: immutable, compiled, safe for many goroutines.
//  4. resolve.go asks which rules hold for one repository at one moment, and proves each override of the repository's file
//     against what the organization allows.
//
// # Unknown facts
//
// Selectors are judged in three values. A selector over a fact that is not at hand (languages, topics, properties, visibility,
// the base branch) is unknown, unless its other conditions decide without it. A rule whose selector is unknown is neither
// dropped nor applied: its requirement is there, Blocked, with the name of the fact, and its verdict is unknown.
//
// # Overrides
//
// A repository moves a parameter as far as the organization's `override:` for that parameter says (see Move). Where that is
// absent, mode and scope may become stricter and everything else is locked. An illegal override is an error that names both
// lines, and it is left out: the organization's rule stays in force.
package config
