// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package spdx

import (
	"fmt"
	"strings"
)

// Error says what is wrong with an expression, and where.
type Error struct {
	Offset  int    // bytes into the text
	Token   string // the word that is wrong; empty at the end of the text
	Message string // lower-case, no full stop
	Nearest string // the id or the expression that was perhaps meant; empty if nothing is near
}

// Error is the message, with the nearest id if there is one.
func (e *Error) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("%s; did you mean %s?", e.Message, e.Nearest)
	}
	return e.Message
}

// Parse reads an expression. The error is an *Error.
func Parse(text string) (Expression, error) {
	if len(text) > MaxLength {
		return Expression{}, &Error{Offset: MaxLength, Message: fmt.Sprintf("the expression is longer than %d bytes", MaxLength)}
	}
	p := parser{text: text}
	p.next()
	e, err := p.or(0)
	if err == nil && p.word != "" {
		err = p.unexpected("AND, OR or the end")
	}
	if err != nil {
		return Expression{}, err.suggest(text)
	}
	return e, nil
}

// suggest looks for an id that the whole text may mean: "Apache 2.0" is Apache-2.0, "MIT/ISC" is MIT OR ISC.
func (e *Error) suggest(text string) *Error {
	if e.Nearest != "" {
		return e
	}
	if alternatives := strings.Split(text, "/"); len(alternatives) > 1 && known(alternatives) {
		e.Nearest = strings.Join(alternatives, " OR ")
	} else {
		e.Nearest = Nearest(text)
	}
	return e
}

func known(ids []string) bool {
	for i, id := range ids {
		canonical, ok := License(strings.TrimSpace(id))
		if !ok {
			return false
		}
		ids[i] = canonical
	}
	return true
}

// parser is a recursive descent over words and parentheses; word is the token ahead, empty at the end.
type parser struct {
	text string
	at   int // where word starts
	end  int // where word ends
	word string
}

func (p *parser) next() {
	p.at = p.end
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
	p.end = p.at
	for p.end < len(p.text) && idByte(p.text[p.end]) {
		p.end++
	}
	if p.end == p.at && p.end < len(p.text) {
		p.end++ // a parenthesis, or a byte that no token may hold
	}
	p.word = p.text[p.at:p.end]
}

func idByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '.' || b == '+' || b == ':'
}

func (p *parser) unexpected(want string) *Error {
	if p.word == "" {
		return &Error{Offset: p.at, Message: "the expression ends where " + want + " is expected"}
	}
	return &Error{Offset: p.at, Token: p.word, Message: fmt.Sprintf("%q stands where %s is expected", p.word, want)}
}

// take reads an operator: in capitals as SPDX 2.3 has it, or in small letters as SPDX 3.0 allows.
func (p *parser) take(operator string) bool {
	if p.word != operator && p.word != strings.ToLower(operator) {
		return false
	}
	p.next()
	return true
}

func (p *parser) or(depth int) (Expression, *Error) { return p.list(Or, depth, p.and) }

func (p *parser) and(depth int) (Expression, *Error) { return p.list(And, depth, p.with) }

func (p *parser) list(op Op, depth int, operand func(int) (Expression, *Error)) (Expression, *Error) {
	first, err := operand(depth)
	if err != nil {
		return first, err
	}
	operands := []Expression{first}
	for p.take(string(op)) {
		e, err := operand(depth)
		if err != nil {
			return e, err
		}
		operands = append(operands, e)
	}
	if len(operands) == 1 {
		return first, nil
	}
	return Expression{Op: op, Operands: operands}, nil
}

func (p *parser) with(depth int) (Expression, *Error) {
	if p.word == "(" {
		return p.parenthesis(depth)
	}
	e, err := p.license()
	if err != nil || !p.take("WITH") {
		return e, err
	}
	e.Exception, err = p.exception()
	return e, err
}

func (p *parser) parenthesis(depth int) (Expression, *Error) {
	if depth >= MaxDepth {
		return Expression{}, &Error{Offset: p.at, Token: "(", Message: fmt.Sprintf("parentheses nest deeper than %d", MaxDepth)}
	}
	p.next()
	e, err := p.or(depth + 1)
	if err != nil {
		return e, err
	}
	if p.word != ")" {
		return e, p.unexpected(`")"`)
	}
	p.next()
	return e, nil
}

func (p *parser) license() (Expression, *Error) {
	if p.word == "" || !idByte(p.word[0]) || operator(p.word) {
		return Expression{}, p.unexpected("a license id")
	}
	id, plus, ok := lookup(p.word)
	if !ok {
		return Expression{}, p.unknown("license", Nearest(p.word))
	}
	p.next()
	return Expression{License: id, Plus: plus}, nil
}

func (p *parser) exception() (string, *Error) {
	if p.word == "" || !idByte(p.word[0]) || operator(p.word) {
		return "", p.unexpected("an exception id")
	}
	id, ok := Exception(p.word)
	if !ok {
		return "", p.unknown("exception", nearest(p.word, exceptionIDs()))
	}
	p.next()
	return id, nil
}

func (p *parser) unknown(kind, near string) *Error {
	return &Error{Offset: p.at, Token: p.word, Message: fmt.Sprintf("%q is not an SPDX %s id", p.word, kind), Nearest: near}
}

func operator(word string) bool {
	switch word {
	case "AND", "OR", "WITH", "and", "or", "with":
		return true
	}
	return false
}
