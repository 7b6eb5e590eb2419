// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package trailer

import "strings"

// Remediation is a sentence that adds a sign-off to another commit of the same change:
//
//	I, N <E>, hereby add my Signed-off-by to this commit: SHA
//	On behalf of N <E>, I, N2 <E2>, hereby add my Signed-off-by to this commit: SHA
//
// The wording is that of the DCO app (source: dcoapp/app), so that what people know keeps working.
type Remediation struct {
	SHA    string  // the full object id, lower case
	By     Person  // who signs off
	Target *Person // on whose behalf; nil when By is the author
}

const (
	remedyEnd = ", hereby add my signed-off-by to this commit: "
	remedyOwn = "i, "
	remedyFor = "on behalf of "
)

// Remediations lists the sentences of a message that add a sign-off. Each has a line of its own.
func Remediations(message string) []Remediation {
	var found []Remediation
	for line := range lines(message) {
		if r, ok := remediation(line); ok {
			found = append(found, r)
		}
	}
	return found
}

func remediation(line string) (Remediation, bool) {
	low := lower(line)
	end := strings.LastIndex(low, remedyEnd)
	if end < 0 {
		return Remediation{}, false
	}
	r := Remediation{SHA: low[end+len(remedyEnd):]}
	head, low := line[:end], low[:end]
	if strings.HasPrefix(low, remedyFor) {
		cut := strings.Index(low, ">, i, ")
		if cut < 0 {
			return r, false
		}
		target, ok := person(head[len(remedyFor) : cut+1])
		if !ok {
			return r, false
		}
		r.Target = &target
		head, low = head[cut+len(">, "):], low[cut+len(">, "):]
	}
	if !strings.HasPrefix(low, remedyOwn) || !objectID(r.SHA) {
		return r, false
	}
	by, ok := person(head[len(remedyOwn):])
	r.By = by
	return r, ok
}

// objectID takes the full id only: 40 digits (SHA-1) or 64 (SHA-256). A shorter one could be made to fit another commit.
func objectID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}
