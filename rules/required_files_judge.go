// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/bylaw-bot/bylaw/rules/internal/near"
)

// checkRequiredFiles looks for each wanted file, then for the organization's. A file that is missing for certain outweighs one
// that could not be looked for.
func checkRequiredFiles(s Subject, all []wanted) Outcome {
	if s.Tree == nil {
		return Unsure(Say("required-files.unread"))
	}
	counts := map[string]int{"required": len(all)}
	var findings []Finding
	var unsure []sight
	for _, w := range all {
		seen, from := w.judge(s)
		switch {
		case seen.found == yes:
			counts[from]++
		case seen.found == perhaps:
			unsure = append(unsure, seen)
		default:
			findings = append(findings, w.finding(s, seen))
		}
	}
	out := Fail(Count("required-files.why", len(findings), "all", itoa(len(all))), findings...)
	if len(findings) == 0 && len(unsure) > 0 {
		out = unsureFiles(unsure)
	}
	out.Counts = counts
	return out
}

// unsureFiles says the first doubt; one that no further attempt can settle goes first.
func unsureFiles(unsure []sight) Outcome {
	at := max(0, slices.IndexFunc(unsure, func(s sight) bool { return s.act }))
	out := Unsure(unsure[at].doubt)
	out.Act = unsure[at].act
	return out
}

// judge looks in the repository, then in the organization's .github repository unless an own file hides what is there.
func (w wanted) judge(s Subject) (seen sight, from string) {
	seen = w.look(s.Tree)
	if seen.found == yes || seen.shadow || !w.inherits {
		return seen, "own"
	}
	if s.Inherited == nil {
		return sight{found: perhaps, doubt: Say("required-files.unsure-inherited", "kind", w.label, "repository", defaults(s))}, ""
	}
	other := w.look(s.Inherited)
	if other.found == yes {
		if seen.found == perhaps {
			return seen, "" // an own file that was not read may hide it
		}
		return other, "inherited"
	}
	if seen.found == no && other.found == perhaps {
		other.doubt = Say("required-files.unsure-inherited", "kind", w.label, "repository", defaults(s))
		return other, ""
	}
	return seen, ""
}

// defaults names the repository from which GitHub takes an organization's defaults.
func defaults(s Subject) string { return s.Repository.Owner + "/.github" }

// finding says what is missing, or why what is there does not count.
func (w wanted) finding(s Subject, seen sight) Finding {
	if !seen.problem.Zero() {
		return Finding{Message: seen.problem, Reason: seen.problem.ID, Path: seen.path, Fix: &Fix{Kind: "text", Text: seen.mend}}
	}
	if near, better := w.near(s.Tree); near != "" {
		text := Say("required-files.near", "kind", w.label, "near", near)
		return Finding{Message: text, Reason: text.ID, Path: near, Fix: &Fix{Kind: "text", Text: Say("required-files.rename", "path", near, "better", better)}}
	}
	text := Say("required-files.missing", "kind", w.label, "places", w.where())
	if w.inherits {
		text = Say("required-files.missing-inherited", "kind", w.label, "places", w.where(), "repository", defaults(s))
	}
	return Finding{Message: text, Reason: text.ID, Fix: &Fix{Kind: "text", Text: w.create()}}
}

// where tells people where was looked.
func (w wanted) where() string {
	if w.kind == nil {
		return strings.Join(w.patterns, ", ")
	}
	places := slices.Clone(w.kind.places)
	if i := slices.Index(places, ""); i >= 0 {
		places[i] = "root"
	}
	return strings.Join(places, ", ")
}

func (w wanted) create() Text {
	switch {
	case w.kind == nil:
		return Say("required-files.create", "path", pathOf(w.patterns[0], w.label))
	case w.kind.name == "license":
		return Say("required-files.create-license", "path", w.kind.create)
	}
	return Say("required-files.create", "path", w.kind.create)
}

// pathOf makes a path of a glob that ends with a star, or has none; else the name must do.
func pathOf(glob, name string) string {
	if p := strings.TrimRight(glob, "*"); p != "" && !strings.HasSuffix(p, "/") && !strings.ContainsAny(p, `*?[]{}\`) {
		return p
	}
	return name
}

// near finds a file that was probably meant to be the wanted one, and what it should be called.
func (w wanted) near(l listing) (found, better string) {
	if w.kind == nil {
		return "", ""
	}
	for _, e := range l {
		folder := strings.TrimSuffix(strings.TrimSuffix(e.Path, path.Base(e.Path)), "/")
		if e.Type == "blob" && slices.Contains(anywhere, folder) && w.kind.resembles(path.Base(e.Path)) {
			return e.Path, w.kind.create
		}
	}
	return "", ""
}

// resembles takes the right name in a wrong place or with a wrong extension, a name that people write instead, and slips of the pen.
func (k *fileKind) resembles(base string) bool {
	name, _ := prose(base)
	if slices.Contains(k.names, name) || slices.Contains(k.like, name) {
		return true
	}
	if slices.ContainsFunc(fileKinds, func(o fileKind) bool { return slices.Contains(o.names, name) }) {
		return false
	}
	return len(name) <= 40 && slices.ContainsFunc(k.names, func(n string) bool { return len(n) > 5 && near.Distance(n, name) <= 2 })
}
