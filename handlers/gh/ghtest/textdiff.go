// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// maxEdits bounds the search for a shortest difference; beyond it the middle is replaced as a whole, which is still right.
const maxEdits = 600

// line is one line of a difference: ' ' kept, '-' taken away, '+' added. Its text keeps its line feed.
type line struct {
	sign byte
	text string
}

func splitLines(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isBinary asks as git does: is there a NUL in the first 8,000 bytes?
func isBinary(text []byte) bool {
	return bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0
}

// diffLines is a shortest way from a to b (Myers), common ends first.
func diffLines(a, b []string) []line {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	out := signed(nil, ' ', a[:head])
	out = append(out, myers(a[head:len(a)-tail], b[head:len(b)-tail])...)
	return signed(out, ' ', a[len(a)-tail:])
}

func signed(to []line, sign byte, texts []string) []line {
	for _, t := range texts {
		to = append(to, line{sign, t})
	}
	return to
}

func myers(a, b []string) []line {
	if len(a) == 0 || len(b) == 0 {
		return signed(signed(nil, '-', a), '+', b)
	}
	limit := min(len(a)+len(b), maxEdits)
	far := make([]int, 2*limit+3)
	var trace [][]int
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), far...))
		if reach(a, b, far, d, limit+1) {
			return retrace(a, b, trace, limit+1)
		}
	}
	return signed(signed(nil, '-', a), '+', b)
}

// reach extends every diagonal by one edit and says whether the end was met.
func reach(a, b []string, far []int, d, mid int) bool {
	for k := -d; k <= d; k += 2 {
		x := far[mid+k-1] + 1
		if k == -d || (k != d && far[mid+k-1] < far[mid+k+1]) {
			x = far[mid+k+1]
		}
		for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
			x++
		}
		far[mid+k] = x
		if x >= len(a) && x-k >= len(b) {
			return true
		}
	}
	return false
}

func retrace(a, b []string, trace [][]int, mid int) []line {
	var back []line
	x, y := len(a), len(b)
	for d := len(trace) - 1; d > 0; d-- {
		far, k := trace[d], x-y
		before := k - 1
		if k == -d || (k != d && far[mid+k-1] < far[mid+k+1]) {
			before = k + 1
		}
		px := far[mid+before]
		py := px - before
		for x > px && y > py {
			x, y = x-1, y-1
			back = append(back, line{' ', a[x]})
		}
		if x > px {
			x--
			back = append(back, line{'-', a[x]})
		} else {
			y--
			back = append(back, line{'+', b[y]})
		}
	}
	for x > 0 {
		x--
		back = append(back, line{' ', a[x]})
	}
	out := make([]line, 0, len(back))
	for _, b := range slices.Backward(back) {
		out = append(out, b)
	}
	return out
}

// unified prints a difference as hunks with three lines of context, as the patch field of a pull request's file.
func unified(lines []line) string {
	const around = 3
	var b strings.Builder
	for i := 0; i < len(lines); {
		if lines[i].sign == ' ' {
			i++
			continue
		}
		start, end := max(0, i-around), i
		for j := i; j < len(lines) && j <= end+2*around; j++ {
			if lines[j].sign != ' ' {
				end = j
			}
		}
		stop := min(len(lines), end+around+1)
		writeHunk(&b, lines, start, stop)
		i = stop
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func writeHunk(b *strings.Builder, lines []line, start, stop int) {
	oldAt, newAt := 1+count(lines[:start], '+'), 1+count(lines[:start], '-')
	oldLen, newLen := count(lines[start:stop], '+'), count(lines[start:stop], '-')
	fmt.Fprintf(b, "@@ -%s +%s @@%s\n", span(oldAt, oldLen), span(newAt, newLen), heading(lines[:start]))
	for _, l := range lines[start:stop] {
		b.WriteByte(l.sign)
		b.WriteString(strings.TrimSuffix(l.text, "\n") + "\n")
		if !strings.HasSuffix(l.text, "\n") {
			b.WriteString("\\ No newline at end of file\n")
		}
	}
}

// count counts the lines that do not carry a sign: without '+' is the old side, without '-' the new one.
func count(lines []line, without byte) int {
	n := 0
	for _, l := range lines {
		if l.sign != without {
			n++
		}
	}
	return n
}

func span(at, n int) string {
	if n == 0 {
		at--
	}
	if n == 1 {
		return fmt.Sprint(at)
	}
	return fmt.Sprintf("%d,%d", at, n)
}

// heading is what git shows after a hunk's position: the nearest line above that starts like a definition.
func heading(above []line) string {
	for _, a := range slices.Backward(above) {
		text := a.text
		if a.sign != '+' && text != "" && isWordStart(text[0]) {
			return " " + strings.TrimRight(text[:min(len(text), 80)], " \n\r")
		}
	}
	return ""
}

func isWordStart(c byte) bool {
	return c == '_' || c == '$' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
