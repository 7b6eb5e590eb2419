// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import "slices"

// apart takes the edits off a finding where they reach into the lines of an earlier finding's: in a file that is mangled enough,
// two mends may want the same line. The first one stays; the next check of the mended file offers the other.
func apart(findings []Finding) []Finding {
	var taken []Edit
	for i := range findings {
		f := &findings[i]
		if slices.ContainsFunc(f.Edits, func(e Edit) bool { return slices.ContainsFunc(taken, e.meets) }) {
			f.Edits = nil
		}
		taken = append(taken, f.Edits...)
	}
	return findings
}

// meets tells whether two edits want the same line, or one inserts within the lines that the other deletes. Two insertions before
// one line do not meet.
func (e Edit) meets(o Edit) bool {
	if e.Delete == 0 && o.Delete == 0 {
		return false
	}
	return e.Line < o.Line+max(o.Delete, 1) && o.Line < e.Line+max(e.Delete, 1)
}
