// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"path"
	"strings"
)

// listing is a tree of which some folders were read.
type listing []Entry

// in lists the entries of a folder; "" is the root.
func (l listing) in(folder string) []Entry {
	var found []Entry
	for _, e := range l {
		if dir, _ := path.Split(e.Path); strings.TrimSuffix(dir, "/") == folder {
			found = append(found, e)
		}
	}
	return found
}

// at finds an entry by its path.
func (l listing) at(p string) (Entry, bool) {
	for _, e := range l {
		if e.Path == p {
			return e, true
		}
	}
	return Entry{}, false
}

// unread tells whether a folder exists and nothing in it was read. git keeps no empty folders, so a folder that was read has entries.
func (l listing) unread(folder string) bool {
	e, ok := l.at(folder)
	if !ok || e.Type != "tree" {
		return false
	}
	for _, e := range l {
		if strings.HasPrefix(e.Path, folder+"/") {
			return false
		}
	}
	return true
}

// sight is what was seen of one wanted file.
type sight struct {
	found   answer
	shadow  bool // an own file is there, though it may not count: it hides the organization's
	problem Text // why what is there does not count
	path    string
	mend    Text // how to make it count
	doubt   Text // what is not at hand
	act     bool // ... and never will be: a person must act
}

// or takes what is better of two places: a file that counts, else what may be one, else a file that hides the rest, else a problem.
func (s sight) or(next sight) sight {
	switch {
	case s.found == yes || (s.shadow && s.found == no):
		return s
	case next.found == yes:
		return next
	case s.found == perhaps:
		return s
	case next.found == perhaps || next.shadow || s.problem.Zero():
		return next
	}
	return s
}

// links is how many symbolic links are followed.
const links = 8

// assess judges an entry of the right name.
func (l listing) assess(e Entry, minimum int64) sight {
	target, seen := e, sight{path: e.Path}
	for range links {
		if target.Mode != "120000" {
			break
		}
		next, stop, ok := l.follow(target)
		if !ok {
			stop.path = e.Path
			return stop
		}
		target = next
	}
	seen.mend = Say("required-files.replace", "path", e.Path)
	switch {
	case target.Mode == "120000":
		seen.problem = Say("required-files.link-circle", "path", e.Path)
	case target.Type == "tree":
		seen.problem = Say("required-files.folder", "path", e.Path)
	case target.Type == "commit":
		seen.problem = Say("required-files.submodule", "path", e.Path)
	case target.Size < minimum:
		seen.shadow = true
		seen.problem = Say("required-files.small", "path", e.Path, "bytes", itoa(int(target.Size)), "min", itoa(int(minimum)))
		seen.mend = Say("required-files.write", "path", e.Path, "min", itoa(int(minimum)))
	default:
		seen.found = yes
	}
	return seen
}

// follow takes one step along a symbolic link. A target inside the repository whose folder was not read counts.
func (l listing) follow(e Entry) (next Entry, stop sight, ok bool) {
	stop.mend = Say("required-files.replace", "path", e.Path)
	if e.Target == "" {
		stop.found, stop.doubt = perhaps, Say("required-files.unsure-link", "path", e.Path)
		return next, stop, false
	}
	target := path.Join(path.Dir(e.Path), e.Target)
	if strings.HasPrefix(e.Target, "/") || target == ".." || strings.HasPrefix(target, "../") {
		stop.problem = Say("required-files.link-outside", "path", e.Path, "target", e.Target)
		return next, stop, false
	}
	if target == "." {
		return Entry{Type: "tree"}, stop, true
	}
	if next, ok = l.at(target); ok {
		return next, stop, true
	}
	for folder := path.Dir(target); folder != "."; folder = path.Dir(folder) {
		if l.unread(folder) {
			stop.found = yes
			return next, stop, false
		}
	}
	stop.problem = Say("required-files.link-broken", "path", e.Path, "target", e.Target)
	return next, stop, false
}
