// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"strconv"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// budget is a text of limited length, made of whole blocks.
type budget struct {
	b    strings.Builder
	left int
}

// String is the text.
func (b *budget) String() string { return strings.TrimSuffix(b.b.String(), "\n") }

// line adds a block, if it fits as a whole.
func (b *budget) line(s string) {
	n := len([]rune(s)) + 2
	if s == "" || n > b.left {
		return
	}
	b.left -= n
	b.b.WriteString(s + "\n\n")
}

// reserve is kept for what follows the findings.
const reserve = 6000

// findings lists as many findings as fit, and says how many there are.
func (b *budget) findings(fs []rules.Finding) {
	var list strings.Builder
	room, told := b.left-reserve, 0
	for _, f := range fs {
		item := "- " + at(f) + f.Message.Markdown() + "\n"
		if room -= len([]rune(item)); room < 0 {
			break
		}
		list.WriteString(item)
		told++
	}
	b.line(strings.TrimSuffix(list.String(), "\n"))
	if told < len(fs) {
		b.left += 200 // the remark is part of the reserve
		b.line(rules.Say("show.more", "told", strconv.Itoa(told), "all", strconv.Itoa(len(fs))).Markdown())
		b.left -= 200
	}
}

func at(f rules.Finding) string {
	switch {
	case f.Path == "":
		return ""
	case f.Line == 0:
		return rules.Code(f.Path) + ": "
	}
	return rules.Code(f.Path+":"+strconv.Itoa(f.Line)) + ": "
}

// inserted is what a finding's fix adds, for people who mend by hand. Long texts are left to the machine.
func inserted(f rules.Finding) string {
	if f.Fix == nil {
		return ""
	}
	var b strings.Builder
	for _, e := range f.Fix.Edits {
		b.WriteString(e.Insert)
	}
	text := strings.TrimSpace(strings.ReplaceAll(b.String(), "\r\n", "\n"))
	if len(text) > 2000 {
		return ""
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// insertsShown is how many different texts are shown; files of one language share one.
const insertsShown = 3

// inserts shows what the fixes of a verdict add, each text once, with the files that want it.
func (b *budget) inserts(fs []rules.Finding) {
	files, order := map[string]int{}, []rules.Finding{}
	for _, f := range fs {
		text := inserted(f)
		if files[text]++; text != "" && files[text] == 1 {
			order = append(order, f)
		}
	}
	for _, f := range order[:min(len(order), insertsShown)] {
		text := inserted(f)
		say := rules.Say("show.insert", "path", f.Path, "line", strconv.Itoa(f.Fix.Edits[0].Line))
		if more := files[text] - 1; more > 0 {
			say = rules.Count("show.inserts", more, "path", f.Path)
		}
		b.line(say.Markdown() + "\n\n" + fenced(text))
	}
}

// fenced puts a text into a block that it cannot leave.
func fenced(text string) string {
	fence := "~~~"
	for strings.Contains(text, fence) {
		fence += "~"
	}
	return fence + "\n" + text + "\n" + fence
}
