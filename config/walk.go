// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// treeWalk replaces aliases and refuses what a policy does not need.
type treeWalk struct {
	source  *source
	values  int
	open    map[*yaml.Node]bool
	stopped bool // a bound was broken: there is no tree
	faults  Errors
}

func (t *treeWalk) refuse(n *yaml.Node, format string, args ...any) {
	t.faults = append(t.faults, t.source.fault(pos(n), fmt.Sprintf(format, args...), ""))
}

func (t *treeWalk) stop(n *yaml.Node, format string, args ...any) *yaml.Node {
	t.refuse(n, format, args...)
	t.stopped = true
	return n
}

// expand gives the tree without aliases. After the first breach of a bound it stops.
func (t *treeWalk) expand(n *yaml.Node, depth int) *yaml.Node {
	t.values++
	switch {
	case t.values > maxValues:
		return t.stop(n, "more than %d values, aliases counted as often as they are used", maxValues)
	case depth > maxDepth:
		return t.stop(n, "nested deeper than %d levels", maxDepth)
	case n.Kind == yaml.AliasNode && t.open[n.Alias]:
		return t.stop(n, "alias %q contains itself", n.Value)
	case n.Kind == yaml.AliasNode:
		return t.expand(n.Alias, depth+1)
	}
	t.judge(n)
	if len(n.Content) == 0 {
		return n
	}
	t.open[n] = true
	defer delete(t.open, n)
	return t.children(n, depth)
}

// children copies a node, since one anchored node may stand in many places.
func (t *treeWalk) children(n *yaml.Node, depth int) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, 0, len(n.Content))
	for _, child := range n.Content {
		if t.stopped {
			break
		}
		c.Content = append(c.Content, t.expand(child, depth+1))
	}
	return &c
}

// judge refuses merge keys and tags. A tag is then taken off, so that it is told once.
func (t *treeWalk) judge(n *yaml.Node) {
	tag := n.ShortTag()
	if tag == "!!merge" {
		t.refuse(n, `merge keys ("<<") are not read: write the keys out, or use an alias for the whole value`)
	}
	if n.Style&yaml.TaggedStyle == 0 {
		return
	}
	if t.source.hush {
		tag = "(!)"
	}
	t.refuse(n, "the tag %s is not read: remove it, or write the value in quotes", tag)
	n.Style &^= yaml.TaggedStyle
	n.Tag = ""
}
