// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"sync"
)

// phrases are words by which a license is known. The order matters: the first that is found names the license. The table
// only serves the message "the license is MIT"; it never makes a header pass.
var phrases = []struct{ license, words string }{
	{"Apache-2.0", "licensed under the apache license version 2.0"},
	{"Apache-2.0", "under the apache license version 2.0"},
	{"MPL-2.0", "terms of the mozilla public license v 2.0"},
	{"EPL-2.0", "eclipse public license 2.0"},
	{"EPL-2.0", "eclipse public license v 2.0"},
	{"AGPL-3.0", "gnu affero general public license"},
	{"LGPL", "gnu lesser general public license"},
	{"LGPL", "gnu library general public license"},
	{"GPL", "gnu general public license"},
	{"MIT", "permission is hereby granted free of charge to any person obtaining a copy"},
	{"MIT", "licensed under the mit license"},
	{"MIT", "the mit license mit"},
	{"ISC", "permission to use copy modify and or distribute this software for any purpose"},
	{"BSD", "redistribution and use in source and binary forms"},
	{"BSD", "governed by a bsd style license"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"BUSL-1.1", "business source license 1.1"},
	{"Elastic-2.0", "elastic license 2.0"},
	{"SSPL-1.0", "server side public license"},
}

type compiledPhrase struct {
	license string
	words   []uint64
}

var compiledPhrases = sync.OnceValue(func() []compiledPhrase {
	out := make([]compiledPhrase, len(phrases))
	for i, p := range phrases {
		out[i].license = p.license
		for _, t := range tokenize(nil, p.words, 0, len(p.words), 0) {
			out[i].words = append(out[i].words, t.hash)
		}
	}
	return out
})

// phrase names the license that words speak of, and the index of the word where they begin.
func phrase(words []token) (license string, at int) {
	for _, p := range compiledPhrases() {
		for i := range words {
			if words[i].hash == p.words[0] && follows(words[i:], p.words) {
				return p.license, i
			}
		}
	}
	return "", -1
}

func follows(words []token, hashes []uint64) bool {
	if len(words) < len(hashes) {
		return false
	}
	for i, h := range hashes {
		if words[i].hash != h {
			return false
		}
	}
	return true
}
