// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
	"time"
)

var headerDay = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

const acmeTemplate = "SPDX-FileCopyrightText: {year} {owner}\nSPDX-License-Identifier: {repo.license}"

func acmeOptions() LicenseHeaderOptions {
	return LicenseHeaderOptions{Template: acmeTemplate, Year: "any", ExtraOwners: "allow", Owners: []string{"Acme GmbH"}}
}

// headerOutcome judges files, given as pairs of path and content.
func headerOutcome(t *testing.T, o LicenseHeaderOptions, files ...string) Outcome {
	t.Helper()
	rule, _ := Lookup("license-header")
	check, faults := rule.Compile(o)
	if faults != nil {
		t.Fatalf("faults: %v", faults)
	}
	s := Subject{At: headerDay, Repository: Repository{Owner: "acme", Name: "widgets", License: "Apache-2.0"}, Change: &Change{Number: 1}}
	for i := 0; i < len(files); i += 2 {
		s.Files = append(s.Files, File{Path: files[i], Status: "added", Mode: "100644", Content: &files[i+1]})
	}
	return check(s)
}

func TestLicenseHeaderMessages(t *testing.T) {
	for _, c := range []struct{ path, content, want string }{
		{"a.go", "package a\n", "1: the file has no license header"},
		{"run.sh", "#!/bin/sh\necho\n", "2: the file has no license header"},
		{"a.go", "// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", ""},
		{"a.go", "// SPDX-License-Identifier: Apache-2.0\n// SPDX-FileCopyrightText: 2019-2026 Acme GmbH\n\npackage a\n", ""},
		{"a.go", "// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: MIT\n\npackage a\n", "2: the license header names MIT, but the license is Apache-2.0"},
		{"a.go", "// SPDX-FileCopyrightText: 2026 Acme Inc\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header names Acme Inc as the owner; expected Acme GmbH"},
		{"a.go", "// SPDX-FileCopyrightText: 2026\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header names no owner; expected Acme GmbH"},
		{"a.go", "// SPDX-FileCopyrightText: Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header names no year"},
		{"a.go", "// SPDX-FileCopyrightText: 2031 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header names 2031, which lies in the future"},
		{"a.go", "// SPDX-FileCopyrightText: 2024-2019 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header names 2024-2019, which runs backwards"},
		{"a.go", "// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: Apache2\n\npackage a\n", `2: the SPDX expression Apache2 is not valid: "Apache2" is not an SPDX license id; did you mean Apache-2.0?`},
		{"a.go", "// SPDX-FileCopyrightText: 2026 Acme GmbH\n\npackage a\n", "1: the license header lacks SPDX-License-Identifier: Apache-2.0"},
		{"a.go", "// SPDX-FileCopyrightText: [yyyy] [name of copyright owner]\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n", "1: the license header was not filled in: SPDX-FileCopyrightText: [yyyy] [name of copyright owner]"},
		{"a.go", "package a\n\n// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n", "3: the license header stands below code; it belongs at the top of the file"},
		{"a.go", "package a\n\nconst h = `\nSPDX-FileCopyrightText: 2026 Acme GmbH\nSPDX-License-Identifier: Apache-2.0`\n", "1: the file has no license header"},
		{"a.py", "# Copyright 2019 Upstream\n# SPDX-License-Identifier: Apache-2.0\n", "1: the license header names Upstream as the owner; expected Acme GmbH"},
		{"a.py", "# SPDX-FileCopyrightText: 2019 Upstream\n# SPDX-FileCopyrightText: 2020 Acme GmbH\n# SPDX-License-Identifier: Apache-2.0\n", ""},
	} {
		o := headerOutcome(t, acmeOptions(), c.path, c.content)
		var got []string
		for _, f := range o.Findings {
			got = append(got, itoa(f.Line)+": "+f.Message.Plain())
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.path, c.content, strings.Join(got, "\n"), c.want)
		}
	}
}
