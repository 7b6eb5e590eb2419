// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/base64"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// connected is a connection, its page or one of its edges.
type connected interface {
	resolve(field string) (any, error)
}

// connection is a page of a list.
type connection struct {
	name     string // of the type without "Connection"
	nodes    []oracle.Object
	from     int // index of the first node in the whole list
	total    int
	limit    int // how much of the whole can be paged at all
	edgeMore func(node any) map[string]any
	more     map[string]any
}

// connect cuts the page that the arguments ask for; at most limit of the list can be reached (0: all), though all is counted.
func connect[T any](name string, all []T, a args, limit int, wrap func(T) oracle.Object) *connection {
	reach := len(all)
	if limit > 0 {
		reach = min(reach, limit)
	}
	from, to := 0, reach
	if after := a.text("after"); after != "" {
		from = min(position(after), reach)
	}
	if before := a.text("before"); before != "" {
		to = max(from, min(position(before)-1, reach))
	}
	if n, ok := a["first"].(int); ok {
		to = min(to, from+n)
	}
	if n, ok := a["last"].(int); ok {
		from = max(from, to-n)
	}
	c := &connection{name: name, from: from, total: len(all), limit: reach}
	for _, x := range all[from:to] {
		c.nodes = append(c.nodes, wrap(x))
	}
	return c
}

// object is the value for a connection whose type is called name+"Connection".
func (c *connection) object() oracle.Object {
	return oracle.Object{Type: c.name + "Connection", Value: c}
}

func cursor(n int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "cursor:v2:%d", n))
}

// position is how many entries come up to a cursor; a cursor that is none counts as the start.
func position(cursor string) int {
	raw, _ := base64.StdEncoding.DecodeString(cursor)
	n, _ := strconv.Atoi(strings.TrimPrefix(string(raw), "cursor:v2:"))
	return max(0, n)
}

func (c *connection) resolve(field string) (any, error) {
	switch field {
	case "totalCount":
		return c.total, nil
	case "nodes":
		return c.nodes, nil
	case "edges":
		return c.edges(), nil
	case "pageInfo":
		return oracle.Object{Type: "PageInfo", Value: pageInfo{c}}, nil
	}
	if value, ok := c.more[field]; ok {
		return value, nil
	}
	return nil, oracle.ErrUnresolved
}

func (c *connection) edges() []oracle.Object {
	var out []oracle.Object
	for i, node := range c.nodes {
		e := edge{"node": node, "cursor": cursor(c.from + i + 1)}
		if c.edgeMore != nil {
			maps.Copy(e, c.edgeMore(node.Value))
		}
		out = append(out, oracle.Object{Type: c.edgeType(), Value: e})
	}
	return out
}

func (c *connection) edgeType() string { return c.name + "Edge" }

type edge map[string]any

func (e edge) resolve(field string) (any, error) {
	value, ok := e[field]
	if !ok {
		return nil, oracle.ErrUnresolved
	}
	return value, nil
}

type pageInfo struct{ c *connection }

func (p pageInfo) resolve(field string) (any, error) {
	switch field {
	case "hasNextPage":
		return p.c.from+len(p.c.nodes) < p.c.limit, nil
	case "hasPreviousPage":
		return p.c.from > 0, nil
	case "endCursor":
		return p.at(p.c.from + len(p.c.nodes)), nil
	case "startCursor":
		return p.at(p.c.from + 1), nil
	}
	return nil, oracle.ErrUnresolved
}

func (p pageInfo) at(n int) any {
	if len(p.c.nodes) == 0 {
		return nil
	}
	return cursor(n)
}
