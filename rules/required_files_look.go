// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// look searches a tree for a wanted file: by kind, place after place, or by globs.
func (w wanted) look(l listing) sight {
	if w.kind == nil {
		return w.lookForGlobs(l)
	}
	var s sight
	for _, place := range w.kind.places {
		s = s.or(w.lookIn(l, place))
	}
	if w.kind.folder == "ISSUE_TEMPLATE" && len(l.in(".github/ISSUE_TEMPLATE")) > 0 {
		s.shadow = true // all or nothing: one file there hides all of the organization's
	}
	return s
}

// lookIn searches one place. Several names there are equal: the best counts.
func (w wanted) lookIn(l listing, place string) sight {
	var s sight
	if place != "" && l.unread(place) {
		s = sight{found: perhaps, doubt: Say("required-files.unsure-folder", "kind", w.label, "path", place)}
	}
	for _, e := range l.in(place) {
		if w.kind.is(path.Base(e.Path)) && (w.kind.folder == "" || e.Type != "tree") {
			s = best(s, l.assess(e, w.min))
		}
	}
	for _, folder := range w.folders(l, place) {
		s = best(s, w.lookInFolder(l, folder))
	}
	return s
}

// folders finds the kind's folder of templates in a place: an entry of its own, or the entries in it.
func (w wanted) folders(l listing, place string) []string {
	var found []string
	want := path.Join(place, w.kind.folder)
	for _, e := range l {
		folder := path.Dir(e.Path)
		if e.Type == "tree" && strings.EqualFold(e.Path, want) {
			folder = e.Path
		}
		if w.kind.folder != "" && strings.EqualFold(folder, want) && !slices.Contains(found, folder) {
			found = append(found, folder)
		}
	}
	return found
}

// lookInFolder searches a folder of templates.
func (w wanted) lookInFolder(l listing, folder string) sight {
	if l.unread(folder) {
		if w.kind.enough {
			return sight{found: yes, path: folder}
		}
		return sight{found: perhaps, shadow: true, doubt: Say("required-files.unsure-folder", "kind", w.label, "path", folder)}
	}
	var s sight
	for _, e := range l.in(folder) {
		if isTemplate(path.Base(e.Path)) {
			s = best(s, l.assess(e, w.min))
		}
	}
	return s
}

// isTemplate takes what GitHub offers as a template: config.yml only steers the choice.
func isTemplate(base string) bool {
	ext := strings.ToLower(path.Ext(base))
	return (ext == ".md" || ext == ".yml") && !strings.EqualFold(base, "config.yml")
}

// best takes the better of two files that stand side by side.
func best(a, b sight) sight {
	switch {
	case a.found != b.found:
		if b.found > a.found {
			return b
		}
		return a
	case b.shadow && !a.shadow, a.problem.Zero() && a.doubt.Zero():
		return b
	}
	return a
}

// lookForGlobs takes the best match. If nothing that was read matches, a glob may still match in a folder that was not.
func (w wanted) lookForGlobs(l listing) sight {
	var s sight
	for _, e := range l {
		file := e.Type != "tree" && e.Type != "commit"
		if file && slices.ContainsFunc(w.globs, func(g string) bool { return doublestar.MatchUnvalidated(g, strings.ToLower(e.Path)) }) {
			s = best(s, l.assess(e, w.min))
		}
	}
	if s.found != no || s.shadow {
		return s
	}
	for _, e := range l {
		for i, g := range w.globs {
			if e.Type == "tree" && reaches(g, strings.ToLower(e.Path)) && l.unread(e.Path) {
				doubt := Say("required-files.unsure-glob", "kind", w.label, "glob", w.patterns[i], "folder", e.Path)
				return sight{found: perhaps, doubt: doubt, act: true}
			}
		}
	}
	return s
}

// reaches tells whether a glob can match something below a folder. Braces with a slash in them are taken to reach everywhere.
func reaches(glob, folder string) bool {
	if open := strings.IndexByte(glob, '{'); open >= 0 && strings.Contains(glob[open:], "/") {
		return true
	}
	segments := strings.Split(glob, "/")
	for i, part := range strings.Split(folder, "/") {
		switch {
		case i >= len(segments):
			return false
		case segments[i] == "**":
			return true
		case !doublestar.MatchUnvalidated(segments[i], part):
			return false
		}
	}
	return len(segments) > strings.Count(folder, "/")+1
}
