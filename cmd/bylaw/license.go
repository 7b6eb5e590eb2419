// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"slices"

	"github.com/google/licensecheck"
)

// commonLicenses are the licenses that are looked for in a checkout. The scanner of all known ones takes half a second and
// 110 MB to build; GitHub's own answer serves the App.
var commonLicenses = []string{
	"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "AGPL-3.0",
	"EPL-2.0", "Unlicense", "CC0-1.0",
}

// license is the SPDX id of the checkout's LICENSE file, or empty if it is not clear.
func (c *checkout) license() string {
	for _, name := range []string{"LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING", "LICENCE"} {
		file, err := c.root.Open(name)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(file, 256<<10))
		file.Close()
		if err == nil {
			return detect(text)
		}
	}
	return ""
}

func detect(text []byte) string {
	var known []licensecheck.License
	for _, l := range licensecheck.BuiltinLicenses() {
		if slices.Contains(commonLicenses, l.ID) {
			known = append(known, l)
		}
	}
	scanner, err := licensecheck.NewScanner(known)
	if err != nil {
		return ""
	}
	if found := scanner.Scan(text); found.Percent >= 80 && len(found.Match) == 1 {
		return found.Match[0].ID
	}
	return ""
}
