// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"maps"
	"slices"
	"strings"
)

type condition func(*facts, *Selector) answer

// conditions lists those that the selector states, the cheap ones first.
func (s *Selector) conditions() []condition {
	var out []condition
	add := func(stated bool, c condition) {
		if stated {
			out = append(out, c)
		}
	}
	add(s.Name != nil, byName)
	add(s.Fork != nil, byFork)
	add(s.Archived != nil, byArchived)
	add(s.Visibility != nil, byVisibility)
	add(s.Topics != nil, byTopics)
	add(s.Languages != nil, byLanguages)
	add(s.Properties != nil, byProperties)
	add(s.Base != nil, byBase)
	add(s.AllOf != nil, func(f *facts, s *Selector) answer { return all(s.AllOf, f.ref) })
	add(s.AnyOf != nil, func(f *facts, s *Selector) answer {
		return all(s.AnyOf, func(r Ref) answer { return f.ref(r).not() }).not()
	})
	add(s.Not != nil, func(f *facts, s *Selector) answer { return f.ref(*s.Not).not() })
	return out
}

func known(holds bool) answer { return answer{holds: holds} }

func byName(f *facts, s *Selector) answer {
	return known(nameMatch(s.Name, f.repository.Owner, f.repository.Name))
}

// byVisibility, byFork and byArchived read one answer of GitHub's: where visibility is not at hand, the other two are not either.
func byVisibility(f *facts, s *Selector) answer {
	if f.repository.Visibility == "" {
		return answer{unknown: "the repository's visibility"}
	}
	return known(slices.Contains(s.Visibility, f.repository.Visibility))
}

func byFork(f *facts, s *Selector) answer {
	if f.repository.Visibility == "" && !f.repository.Fork {
		return answer{unknown: "whether the repository is a fork"}
	}
	return known(f.repository.Fork == *s.Fork)
}

func byArchived(f *facts, s *Selector) answer {
	if f.repository.Visibility == "" && !f.repository.Archived {
		return answer{unknown: "whether the repository is archived"}
	}
	return known(f.repository.Archived == *s.Archived)
}

func byTopics(f *facts, s *Selector) answer {
	if f.repository.Topics == nil {
		return answer{unknown: "the repository's topics"}
	}
	return known(overlap(s.Topics, f.repository.Topics))
}

func byLanguages(f *facts, s *Selector) answer {
	if f.repository.Languages == nil {
		return answer{unknown: "the repository's languages"}
	}
	return known(overlap(s.Languages, slices.Collect(maps.Keys(f.repository.Languages))))
}

func byProperties(f *facts, s *Selector) answer {
	if f.repository.Properties == nil {
		return answer{unknown: "the repository's custom properties"}
	}
	for name, values := range s.Properties {
		has := f.repository.Properties[name]
		if !slices.ContainsFunc(values, func(value string) bool { return slices.Contains(has, value) }) {
			return known(false)
		}
	}
	return known(true)
}

func byBase(f *facts, s *Selector) answer {
	if f.base == "" {
		return answer{unknown: "the base branch"}
	}
	return known(slices.ContainsFunc(s.Base, func(g Glob) bool { return g.Match(f.base) }))
}

// overlap tells whether two lists share a word, whatever its case.
func overlap(want, have []string) bool {
	return slices.ContainsFunc(want, func(w string) bool {
		return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(w, h) })
	})
}
