// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"time"

	"github.com/bylaw-bot/bylaw/rules/internal/spdx"
)

// Limit is how many bytes of a file's head are read.
const Limit = 16 << 10

// Options is what a policy says about headers.
type Options struct {
	Forms       []string // templates, or names of well-known forms; empty is the SPDX tag
	Year        YearPolicy
	Owners      []string // who may stand for {owner}; empty is anybody
	ExtraOwners bool     // notices of others may stand beside
}

// Fault is a mistake in the options.
type Fault struct {
	Form    int // the index of the form that has it
	Offset  int // bytes into the form
	Message string
	Allowed []string
}

// Rule is the compiled options. It is safe for use by several goroutines.
type Rule struct {
	forms   []*form
	year    YearPolicy
	owners  []ownerName
	extra   bool
	license bool // a form asks for the repository's license
}

// Compile prepares options; with faults there is no rule.
func Compile(o Options) (*Rule, []Fault) {
	r := &Rule{year: o.Year, extra: o.ExtraOwners}
	var faults []Fault
	for i, source := range o.Forms {
		template, fault := wellKnown(source)
		f, more := compile(template)
		if fault != nil {
			more = []Fault{*fault}
		}
		for _, m := range more {
			m.Form = i
			faults = append(faults, m)
		}
		r.forms = append(r.forms, f)
	}
	for _, name := range o.Owners {
		r.owners = append(r.owners, newOwner(name))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	r.license = slices.ContainsFunc(r.forms, (*form).asksLicense)
	return r, nil
}

func (f *form) asksLicense() bool {
	return slices.ContainsFunc(f.pieces, func(p piece) bool { return p.repo })
}

// Asks tells whether a form holds {year} or {owner}.
func (r *Rule) Asks() (year, ownerName bool) {
	for _, f := range r.forms {
		year, ownerName = year || f.has(years), ownerName || f.has(owner)
	}
	return year, ownerName
}

// Names tells whether a form names an owner in words of its own: "Copyright The Acme Authors".
func (r *Rule) Names() bool {
	for _, f := range r.forms {
		for _, p := range f.pieces {
			if p.part == notice && p.intro < len(p.elems) && p.elems[p.intro].kind == literal {
				return true
			}
		}
	}
	return false
}

// File is what is known of a file.
type File struct {
	Path    string
	Mode    string // git's
	Added   bool   // new in this change
	Binary  bool
	Content *string // the head; nil is not at hand
}

// State is how a file came out.
type State uint8

// The states of a file.
const (
	OK      State = iota
	Skipped       // Result.Why names the reason, one of the Skip constants
	Faulty        // Result.Findings says what is wrong
	Unsure        // Result.Why is UnsureContent or UnsureLicense
)

// Why a file could not be judged.
const (
	UnsureContent = "content"
	UnsureLicense = "license"
)

// Result is the verdict on one file.
type Result struct {
	State    State
	Why      string
	Findings []Finding
}

// Judge judges files by a rule, at one moment, in one repository. It keeps its buffers between files, so it is for one
// goroutine at a time.
type Judge struct {
	rule *Rule
	now  time.Time
	repo []spdx.Expression // what the repository's license may be called; empty is not known

	zone   zone
	tokens []token
	first  []int // of each span: the index of its first token; one more at the end
	tags   []tagLine
	parsed map[string]tagLine
	filled map[*form][]string // forms as they are written; nil where a person has to choose
	added  bool
}

// Judge makes a judge. license is the SPDX id that GitHub found for the repository; empty and NOASSERTION are not known.
func (r *Rule) Judge(now time.Time, license string) *Judge {
	j := &Judge{rule: r, now: now, parsed: map[string]tagLine{}, filled: map[*form][]string{}}
	for _, id := range spdx.Variants(license) {
		if e, err := spdx.Parse(id); err == nil {
			j.repo = append(j.repo, e)
		}
	}
	return j
}

// File judges one file.
func (j *Judge) File(f File) Result {
	l := Lookup(f.Path)
	if why := byPath(f, l); why != "" {
		return Result{State: Skipped, Why: why}
	}
	if f.Content == nil {
		return Result{State: Unsure, Why: UnsureContent}
	}
	text, wide, skip := decode((*f.Content)[:min(len(*f.Content), Limit)])
	if skip != "" {
		return Result{State: Skipped, Why: skip}
	}
	j.added = f.Added
	j.zone.scan(text, l)
	j.read()
	if j.generated() {
		return Result{State: Skipped, Why: SkipGenerated}
	}
	return j.result(wide)
}

func (j *Judge) result(wide bool) Result {
	best := match{score: -1}
	for _, f := range j.rule.forms {
		m := j.match(f)
		if m.ok() && !j.others(f) {
			if m.unsure {
				return Result{State: Unsure, Why: UnsureLicense}
			}
			return Result{}
		}
		if m.score > best.score {
			best = m
		}
	}
	if minified(j.zone.text, j.zone.lang) {
		return Result{State: Skipped, Why: SkipMinified}
	}
	return Result{State: Faulty, Findings: apart(j.explain(best, wide))}
}

// read folds the spans of the zone to words, and finds its tags.
func (j *Judge) read() {
	j.tokens, j.first, j.tags = j.tokens[:0], j.first[:0], j.tags[:0]
	for i, s := range j.zone.spans {
		j.first = append(j.first, len(j.tokens))
		j.tokens = tokenize(j.tokens, j.zone.text, s.start, s.end, i)
	}
	j.first = append(j.first, len(j.tokens))
	for i := range j.tokens {
		if j.tokens[i].hash == wordSPDX && j.isTag(i) {
			j.tags = append(j.tags, j.tag(i))
		}
	}
}
