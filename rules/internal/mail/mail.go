// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package mail reads the addresses that commits carry: whether one can be a mailbox, which GitHub account a no-reply address
// names, and when two names or addresses are the same. An address in a commit proves nothing; it is only compared.
package mail

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// WebFlow is the committer's address of every commit that GitHub itself makes (web edits, merge buttons). Nobody signs off with it.
const WebFlow = "noreply@github.com"

// noReplyHost is the host of the private addresses that GitHub gives to every account
// (documentation: "Setting your commit email address", docs.github.com).
const noReplyHost = "@users.noreply.github.com"

// limit is the longest address that SMTP can carry, in bytes (RFC 5321, 4.5.3.1.3, without the brackets).
const limit = 254

// NoReply is what a no-reply address says: the account's number and the login at the time, or, in the form that accounts made
// before 18 July 2017 may have, the login alone (ID 0).
type NoReply struct {
	ID    int64
	Login string
}

// ParseNoReply reads ID+LOGIN@users.noreply.github.com and LOGIN@users.noreply.github.com. Letters compare without case; only
// ASCII is taken, so that no look-alike passes for a number or a host.
func ParseNoReply(address string) (NoReply, bool) {
	local, ok := strings.CutSuffix(lower(strings.TrimSpace(address)), noReplyHost)
	if !ok {
		return NoReply{}, false
	}
	number, login, numbered := strings.Cut(local, "+")
	if !numbered {
		return NoReply{Login: local}, isLogin(local)
	}
	if strings.Trim(number, "0123456789") != "" || strings.HasPrefix(number, "0") {
		return NoReply{}, false
	}
	id, err := strconv.ParseInt(number, 10, 64)
	return NoReply{ID: id, Login: login}, err == nil && isLogin(login)
}

// lower folds ASCII only.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// isLogin takes the characters of logins: letters, digits, hyphens, the underscore of managed accounts, and an app's [bot].
func isLogin(s string) bool {
	s = strings.TrimSuffix(s, "[bot]")
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// Plausible tells whether an address can be a mailbox: one @, something before it, a dotted host behind it.
func Plausible(address string) bool {
	local, host, ok := strings.Cut(address, "@")
	if !ok || local == "" || len(address) > limit || !utf8.ValidString(address) {
		return false
	}
	if strings.ContainsFunc(local, unfit) {
		return false
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || strings.ContainsFunc(label, notOfHost) || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return len(labels) > 1
}

func unfit(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsGraphic(r) || strings.ContainsRune("<>()@,;:\\\"", r)
}

func notOfHost(r rune) bool {
	return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// Fold makes two spellings of one name or address equal: Unicode NFC, no blanks at the ends, single blanks within, no case.
// Nothing more: no plus-tags, no dots, no look-alikes.
func Fold(s string) string {
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	// x/text folds Cherokee letters to each other's case; in lower case the two are one.
	return norm.NFC.String(strings.ToLower(cases.Fold().String(s)))
}

// Same tells whether two names or addresses are the same after Fold. Nothing is the same as nothing.
func Same(a, b string) bool {
	a = Fold(a)
	return a != "" && a == Fold(b)
}

// Mask shortens an address for a public text: l***@b***.example. What is no address is hidden whole.
func Mask(address string) string {
	local, host, ok := strings.Cut(strings.TrimSpace(address), "@")
	if !ok || local == "" || host == "" {
		return "***"
	}
	masked := first(local) + "***@" + first(host) + "***"
	if dot := strings.LastIndexByte(host, '.'); dot > 0 && dot < len(host)-1 {
		masked += host[dot:]
	}
	return masked
}

func first(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// agents are the addresses that AI tools write into Co-authored-by lines by default. Nobody reads mail there and nobody can sign
// off with them. They matter only to co-author lines; an author is known to be an agent by the account's number.
var agents = []string{
	"noreply@anthropic.com", "cursoragent@cursor.com", "noreply@aider.chat", "aider@aider.chat", "noreply@openai.com",
	"codex@openai.com", "copilot@github.com",
}

// IsAgent tells whether an address is one that an AI tool writes into Co-authored-by lines.
func IsAgent(address string) bool { return slices.Contains(agents, Fold(address)) }
