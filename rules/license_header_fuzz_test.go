// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/rules/internal/header"
)

// FuzzLicenseHeader: foreign text neither takes the rule down nor leads it to an edit that does not fit. A missing header that
// is written makes the file pass.
func FuzzLicenseHeader(f *testing.F) {
	for _, file := range headerFiles {
		f.Add(file.path, file.content, uint8(len(file.content)))
	}
	f.Add("a.go", "// Copyright 2020 Acme GmbH & Co. KG\n\n// Licensed under the Apache License, Version 2.0 (the \"License\");\n", uint8(1))
	f.Add("a.go", "/* SPDX-License-Identifier: (MIT", uint8(2))
	f.Add("a.html", "<!-- Copyright (c) [yyyy] [name] -->\n<!DOCTYPE a [", uint8(3))
	names := []string{"spdx", "acme", "apache", "none"}
	f.Fuzz(func(t *testing.T, path, content string, form uint8) {
		options := headerForms()[names[int(form)%len(names)]]
		before := headerOutcome(t, options, path, content)
		if before.State != Failed {
			return
		}
		lines := max(1, len(splitLines(content)))
		for _, finding := range before.Findings {
			if finding.Line < 1 || finding.Line > lines && !strings.HasPrefix(content, "\xFF\xFE") && !strings.HasPrefix(content, "\xFE\xFF") {
				t.Fatalf("line %d of %d: %s", finding.Line, lines, finding.Message.Plain())
			}
		}
		holdFix(t, options, path, content, before)
	})
}

// holdFix holds that the edits of a file can be applied, and that together they mend it where every finding has one.
func holdFix(t *testing.T, options LicenseHeaderOptions, path, content string, before Outcome) {
	var edits []Edit
	complete := true
	for _, finding := range before.Findings {
		if finding.Fix == nil {
			complete = false
			continue
		}
		edits = append(edits, finding.Fix.Edits...)
	}
	mended, err := Apply(content, edits)
	if err != nil {
		t.Fatal(err)
	}
	if !complete || len(content) > header.Limit/2 {
		return
	}
	if after := headerOutcome(t, options, path, mended); after.State == Failed {
		t.Fatalf("mended, but %s:%d: %s\n%q", path, after.Findings[0].Line, after.Findings[0].Message.Plain(), mended)
	}
}

// FuzzLicenseHeaderTemplate: a template compiles or has faults within it, and never panics.
func FuzzLicenseHeaderTemplate(f *testing.F) {
	for _, s := range []string{acmeTemplate, "{any:3}", "{", "{year", "Copyright {year} {owner}.\nx {any:0}", "SPDX-License-Identifier: (", "\n\n"} {
		f.Add(s, "// SPDX-License-Identifier: MIT\n// Copyright 2020 x\n")
	}
	rule, _ := Lookup("license-header")
	f.Fuzz(func(t *testing.T, template, content string) {
		_, faults := rule.Compile(LicenseHeaderOptions{Template: template, Year: "any", ExtraOwners: "allow"})
		for _, fault := range faults {
			if fault.Offset < 0 || fault.Offset > len(template) {
				t.Fatalf("offset %d of %d: %s", fault.Offset, len(template), fault.Message)
			}
		}
		if faults == nil {
			headerOutcome(t, LicenseHeaderOptions{Template: template, Year: "any", ExtraOwners: "allow"}, "a.go", content)
		}
	})
}
