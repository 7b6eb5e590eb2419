// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"strconv"
	"strings"
	"time"
)

// yearList is what a notice says of years: "2019", "2019-2024", "2019, 2021-present".
type yearList struct {
	first, last int
	open        bool // "2019-" or "2019-present"
	reversed    bool // a range or a list that runs backwards
	length      int  // bytes; 0: there is no year
}

// separators join two years; a dash alone at the end leaves the range open.
var separators = []string{"-", "–", "—", "to ", ",", "/", "&", "and "}

// readYears reads the list of years that a text starts with.
func readYears(s string) yearList {
	var y yearList
	at := 0
	for {
		n, year := readYear(s[at:])
		if n == 0 {
			return y
		}
		y.add(year)
		at += n
		y.length = at
		n, dash := separator(s[at:])
		if n == 0 {
			return y
		}
		if word := openEnd(s[at+n:]); dash && (word > 0 || word == 0 && s[at] != ' ') {
			y.open, y.length = true, at+n+word
			return y
		}
		at += n
	}
}

func (y *yearList) add(year int) {
	if y.length == 0 {
		y.first = year
	}
	if y.length > 0 && year < y.last {
		y.reversed = true
	}
	y.last = year
}

// readYear reads four digits that stand alone and may be a year.
func readYear(s string) (n, year int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n != 4 || n < len(s) && wordByte(s[n]) {
		return 0, 0
	}
	year, _ = strconv.Atoi(s[:n])
	if year < 1900 || year > 2999 {
		return 0, 0
	}
	return n, year
}

// separator reads what joins two years, with blanks around it.
func separator(s string) (n int, dash bool) {
	rest := strings.TrimLeft(s, " \t")
	for i, sep := range separators {
		if tail, ok := strings.CutPrefix(rest, sep); ok {
			return len(s) - len(strings.TrimLeft(tail, " \t")), i < 4
		}
	}
	return 0, false
}

// openEnd tells whether a range stays open here: "present", "now", or no year at all. It gives the length of the word, or -1.
func openEnd(s string) int {
	for _, w := range []string{"present", "now", "today"} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return len(w)
		}
	}
	if n, _ := readYear(s); n == 0 {
		return 0
	}
	return -1
}

// YearPolicy is which years a header may name.
type YearPolicy string

// The year policies. FirstCommit needs the history of a file, which is not at hand: it is judged as YearAny.
const (
	YearAny     YearPolicy = "any"
	YearCurrent YearPolicy = "current-if-added"
	YearFirst   YearPolicy = "first-commit"
	YearNone    YearPolicy = "none"
)

// The faults of years.
const (
	yearMissing  = "missing"
	yearFuture   = "future"
	yearReversed = "reversed"
	yearOld      = "old"
	yearPresent  = "present"
)

// fault judges the years of a notice; empty is right. now is the moment of the evaluation: around New Year the year of
// every place on earth is right.
func (y yearList) fault(policy YearPolicy, added bool, now time.Time) string {
	switch earliest, latest := now.Add(-12*time.Hour).UTC().Year(), now.Add(14*time.Hour).UTC().Year(); {
	case policy == YearNone && y.length > 0:
		return yearPresent
	case policy == YearNone:
		return ""
	case y.length == 0:
		return yearMissing
	case y.last > latest || y.first > latest:
		return yearFuture
	case y.reversed:
		return yearReversed
	case policy == YearCurrent && added && !y.open && y.last < earliest:
		return yearOld
	}
	return ""
}

// mended is the text of the years that would be right.
func (y yearList) mended(fault string, year int) string {
	now := strconv.Itoa(year)
	switch {
	case fault == yearPresent:
		return ""
	case fault == yearReversed && y.last <= y.first && y.first <= year:
		return strconv.Itoa(y.last) + "-" + strconv.Itoa(y.first)
	case fault == yearOld && y.first < year:
		return strconv.Itoa(y.first) + "-" + now
	}
	return now
}
