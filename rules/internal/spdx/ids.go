// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package spdx

import (
	"slices"
	"strings"
	"sync"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"

	"github.com/bylaw-bot/bylaw/rules/internal/near"
)

// License finds a license id without regard to case, and gives it in the list's spelling. Deprecated ids are found too;
// LicenseRef- ids are what they are.
func License(id string) (string, bool) {
	if reference(id, "LicenseRef-") {
		return id, true
	}
	if ok, canonical := spdxlicenses.IsActiveLicense(id); ok {
		return canonical, true
	}
	ok, canonical := spdxlicenses.IsDeprecatedLicense(id)
	return canonical, ok
}

// Exception finds an id that may stand after WITH, without regard to case.
func Exception(id string) (string, bool) {
	if reference(id, "AdditionRef-") {
		return id, true
	}
	ok, canonical := spdxlicenses.IsException(id)
	return canonical, ok
}

// lookup finds a word of an expression: an id of the list, or one with the "or later" mark.
func lookup(word string) (id string, plus, ok bool) {
	if id, ok = License(word); ok {
		return id, false, true
	}
	base, plus := strings.CutSuffix(word, "+")
	if !plus || reference(base, "LicenseRef-") {
		return "", false, false
	}
	id, ok = License(base)
	return id, true, ok
}

// reference tells LicenseRef-x and DocumentRef-y:LicenseRef-x, where x is letters, digits, "-" and ".".
func reference(id, prefix string) bool {
	if document, rest, ok := strings.Cut(id, ":"); ok {
		name, ok := strings.CutPrefix(document, "DocumentRef-")
		if !ok || name == "" || strings.ContainsAny(name, "+:") {
			return false
		}
		id = rest
	}
	name, ok := strings.CutPrefix(id, prefix)
	return ok && name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r > 0x7F || r == '+' || !idByte(byte(r)) || r == ':' })
}

var exceptionIDs = sync.OnceValue(func() []string { return slices.Sorted(slices.Values(spdxlicenses.GetExceptions())) })

var licenseIDs = sync.OnceValue(func() []string { return slices.Sorted(slices.Values(spdxlicenses.GetLicenses())) })

// Nearest is the license id that a wrong one perhaps means; empty if none is near.
func Nearest(id string) string { return nearest(id, licenseIDs()) }

// nearest compares letters and digits alone, so that "Apache 2" and "apache-2.0" are near. Short names are near to
// everything and get no answer.
func nearest(id string, ids []string) string {
	name := squeeze(id)
	if len(name) < 3 || len(name) > 64 {
		return ""
	}
	best, least := "", min(len(name)/4, 3)+1
	for _, candidate := range ids {
		if d := distance(name, squeeze(candidate), least); d < least {
			best, least = candidate, d
		}
	}
	return best
}

func squeeze(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, id)
}

// distance is Levenshtein's, or anything not below limit if it is not below.
func distance(a, b string, limit int) int {
	if diff := len(a) - len(b); diff >= limit || -diff >= limit {
		return limit
	}
	return near.Distance(a, b)
}
