// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The bounds of a file. A policy of 500 rules is about 200 KiB, 20,000 values and 8 levels.
const (
	maxBytes  = 512 << 10
	maxValues = 50_000
	maxDepth  = 40
)

// readTree reads one YAML document within bounds. It gives nil and an error, or a tree in which aliases are replaced by their values.
func readTree(path string, src []byte, hush bool) (*yaml.Node, *source, Errors) {
	src = bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF"))
	if len(src) > maxBytes {
		return nil, &source{path: path, hush: hush}, Errors{{Path: path, Message: fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), maxBytes)}}
	}
	s := newSource(path, src)
	s.hush = hush
	if i := badByte(src); i >= 0 {
		at := placeOf(src, i)
		return nil, s, Errors{s.fault(at, fmt.Sprintf("byte 0x%02x is not text: the file must be UTF-8 without control characters", src[i]), "")}
	}
	root, err := load(src)
	if err != nil {
		return nil, s, Errors{s.syntax(err)}
	}
	if root == nil {
		return nil, s, Errors{s.fault(Pos{Line: 1, Column: 1}, "the file is empty", "")}
	}
	t := treeWalk{source: s, open: map[*yaml.Node]bool{}}
	root = t.expand(root.Content[0], 0)
	if t.stopped {
		root = nil
	}
	return root, s, t.faults
}

// badByte finds the first byte that is no UTF-8 or a control character that YAML does not allow.
func badByte(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		control := (r < 0x20 && r != '\n' && r != '\r' && r != '\t') || (r >= 0x7F && r < 0xA0 && r != 0x85)
		if control || r == 0xFEFF || (r == utf8.RuneError && n == 1) {
			return i
		}
		i += n
	}
	return -1
}

func placeOf(src []byte, i int) Pos {
	before := newSource("", src[:i]).lines
	return Pos{Line: len(before), Column: utf8.RuneCountInString(before[len(before)-1]) + 1}
}

var errDocuments = errors.New("a second document begins here: the file must be one document")

// load reads the only document; nil is an empty file.
func load(src []byte) (*yaml.Node, error) {
	loader, err := yaml.NewLoader(bytes.NewReader(src))
	if err != nil {
		return nil, fmt.Errorf("read yaml: %w", err)
	}
	var root, more yaml.Node
	if err := loader.Load(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, err
	}
	if err := loader.Load(&more); errors.Is(err, io.EOF) {
		return &root, nil
	} else if err != nil {
		return nil, err
	}
	mark := yaml.Mark{Line: more.Line, Column: more.Column}
	return nil, yaml.NewLoadError(yaml.ComposerStage, errDocuments.Error(), mark, errDocuments)
}

var errPlace = regexp.MustCompile(`\(value: \d+\)`)

// syntax turns the parser's error into ours.
func (s *source) syntax(err error) Error {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		return s.fault(Pos{}, "not YAML: "+err.Error(), "")
	}
	if s.hush {
		return s.fault(Pos{Line: le.Mark.Line, Column: le.Mark.Column}, "not YAML from here on", "")
	}
	message := strings.TrimSpace(errPlace.ReplaceAllString(le.Message, ""))
	if le.ContextMsg != "" {
		message = fmt.Sprintf("%s, %s that begins at line %d, column %d", message, le.ContextMsg, le.ContextMark.Line, le.ContextMark.Column)
	}
	if !errors.Is(err, errDocuments) {
		message = "not YAML: " + message
	}
	at := Pos{Line: le.Mark.Line, Column: max(le.Mark.Column, 1)}
	if at.Line > len(s.lines) {
		at = Pos{Line: len(s.lines), Column: utf8.RuneCountInString(s.line(len(s.lines))) + 1}
	}
	return s.fault(at, message, s.syntaxHint(at, message))
}

// syntaxHint knows the commonest slips.
func (s *source) syntaxHint(at Pos, message string) string {
	switch {
	case strings.HasPrefix(strings.TrimLeft(s.line(at.Line), " "), "\t"):
		return "YAML is indented by blanks, never by tabs"
	case strings.Contains(message, "did not find expected ','"):
		return "within { } and [ ], text that holds one of { } [ ] , is written in quotes"
	case strings.Contains(message, "mapping values are not allowed"):
		return "text that holds a colon and a blank is written in quotes"
	}
	return ""
}
