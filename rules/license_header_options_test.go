// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

func TestLicenseHeaderFaults(t *testing.T) {
	base := LicenseHeaderOptions{Year: "any", ExtraOwners: "allow"}
	with := func(change func(*LicenseHeaderOptions)) LicenseHeaderOptions {
		o := base
		change(&o)
		return o
	}
	for _, c := range []struct {
		o       LicenseHeaderOptions
		key     string
		offset  int
		message string
	}{
		{with(func(o *LicenseHeaderOptions) { o.Year = "now" }), "year", 0, `"now" is not a value of year`},
		{with(func(o *LicenseHeaderOptions) { o.ExtraOwners = "" }), "extra_owners", 0, "is not a value"},
		{with(func(o *LicenseHeaderOptions) { o.Template, o.Forms = "a", []string{"spdx"} }), "forms", 0, "exclude each other"},
		{with(func(o *LicenseHeaderOptions) { o.Forms = []string{"spdx", "apache"} }), "forms[1]", 0, `"apache" is not the name of a form`},
		{with(func(o *LicenseHeaderOptions) { o.Forms = []string{""} }), "forms[0]", 0, "the template is empty"},
		{with(func(o *LicenseHeaderOptions) { o.Template = " \n" }), "template", 0, "the template is empty"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "A {date}\n" }), "template", 2, "{date} is not a placeholder"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "Copyright A\nB {year" }), "template", 14, "the brace is never closed"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "A {any:200} B" }), "template", 2, "from 1 to 100"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "Under {spdx}" }), "template", 6, "may only stand after SPDX-License-Identifier:"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "A */ B" }), "template", 2, "would end the comment"},
		{with(func(o *LicenseHeaderOptions) { o.Template = "Copyright A\nSPDX-License-Identifier: MIT OR Apache2" }), "template", 44, "did you mean Apache-2.0?"},
		{with(func(o *LicenseHeaderOptions) { o.Owners = []string{"A", " \n"} }), "owners[1]", 0, "a name on one line"},
		{with(func(o *LicenseHeaderOptions) { o.Owners = []string{"A"} }), "owners", 0, "no form has the placeholder {owner}"},
		{with(func(o *LicenseHeaderOptions) { o.Year = "current-if-added" }), "year", 0, "no form has the placeholder {year}"},
		{with(func(o *LicenseHeaderOptions) { o.ExtraOwners = "refuse" }), "extra_owners", 0, "refuse needs owners"},
	} {
		rule, _ := Lookup("license-header")
		_, faults := rule.Compile(c.o)
		if len(faults) == 0 {
			t.Errorf("%+v: no fault", c.o)
			continue
		}
		if f := faults[0]; f.Key != c.key || f.Offset != c.offset || !strings.Contains(f.Message, c.message) {
			t.Errorf("%+v: %+v, want %s:%d %s", c.o, f, c.key, c.offset, c.message)
		}
	}
}

func TestLicenseHeaderOutcome(t *testing.T) {
	content, empty := "// SPDX-License-Identifier: MIT\n", ""
	bad := "package a\n"
	file := func(path string, content *string) File { return File{Path: path, Mode: "100644", Content: content} }
	repo := LicenseHeaderOptions{Forms: []string{"repo-license"}, Year: "any", ExtraOwners: "allow"}
	first := LicenseHeaderOptions{Forms: []string{"reuse", "spdx"}, Year: "first-commit", ExtraOwners: "allow"}
	plain := LicenseHeaderOptions{Year: "any", ExtraOwners: "allow"}
	for _, c := range []struct {
		name  string
		o     LicenseHeaderOptions
		files []File
		state State
		why   string
	}{
		{"no files", plain, nil, Skipped, "no file of this change is in its scope"},
		{"only skipped ones", plain, []File{file("a.py", &empty), file("yarn.lock", &bad), {Path: "b.go", Mode: "120000"}}, Skipped, "no file needs a header: 1 empty, 1 lock file, 1 symlink"},
		{"content not at hand", plain, []File{file("a.go", nil), file("b.go", &content)}, Unknown, "the content of a.go could not be read"},
		{"contents not at hand", plain, []File{file("a.go", nil), file("b.go", nil)}, Unknown, "the contents of 2 files could not be read, a.go among them"},
		{"a certain failure beside it", plain, []File{file("a.go", nil), file("b.go", &bad)}, Failed, "1 of 1 files has no right license header"},
		{"license not known", repo, []File{file("a.go", &content)}, Unknown, "the license of the repository is not known, so the tag of a.go could not be judged"},
		{"license not known, but no header", repo, []File{file("a.go", &content), file("b.go", &bad)}, Failed, "1 of 1 files has no right license header"},
		{"first commit", first, []File{file("a.go", &content)}, Passed, "the year of a file's first commit was not judged, because the full history is not at hand: any year was accepted"},
	} {
		rule, _ := Lookup("license-header")
		check, faults := rule.Compile(c.o)
		if faults != nil {
			t.Fatal(faults)
		}
		o := check(Subject{At: headerDay, Files: c.files})
		if o.State != c.state || o.Why.Plain() != c.why {
			t.Errorf("%s: %s %q, want %s %q", c.name, o.State, o.Why.Plain(), c.state, c.why)
		}
	}
}

// TestLicenseHeaderWords: every message that the rule can say is in the catalogue.
func TestLicenseHeaderWords(t *testing.T) {
	var all []string
	for _, content := range []string{
		"package a\n", "// SPDX-License-Identifier: Apache-2.0\n", "// SPDX-FileCopyrightText: 2026\n// SPDX-License-Identifier: MIT\n",
		"// SPDX-FileCopyrightText: 2062 Acme GmbH\n// SPDX-License-Identifier: (\n",
	} {
		for _, f := range headerOutcome(t, acmeOptions(), "a.go", content).Findings {
			all = append(all, f.Reason, f.Message.ID)
		}
	}
	for _, id := range all {
		if strings.HasPrefix(Message(id), "<") && id != "license-header.year" {
			t.Errorf("no message %s", id)
		}
	}
}
