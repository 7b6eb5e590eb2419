// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"strings"
	"testing"
)

// headerFiles are files without a header, with what may stand before it, in every language.
var headerFiles = []struct{ path, content string }{
	{"a.go", "package a\n"},
	{"a.go", "//go:build linux\n\npackage a\n"},
	{"a.go", "// Package a does things.\npackage a\n"},
	{"a.go", bomOf("package a\n")},
	{"a.py", "import os\n"},
	{"a.py", "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nimport os\n"},
	{"a.py", "\"\"\"Docs.\"\"\"\n"},
	{"a.py", "#!/usr/bin/env python3"},
	{"a.js", "'use strict';\nlet a = 1\n"},
	{"a.mjs", "#!/usr/bin/env node\nlet a\n"},
	{"a.jsx", "/** @jsx h */\nlet a\n"},
	{"a.ts", "export {}\n"},
	{"a.tsx", "/// <reference path=\"x\" />\nexport {}\n"},
	{"A.java", "package a;\n"},
	{"a.c", "#include <stdio.h>\n"},
	{"a.h", "#pragma once\nint a;\n"},
	{"a.cc", "int a;\n"},
	{"a.cs", "#nullable enable\nusing System;\n"},
	{"a.rs", "#![no_std]\nfn main() {}\n"},
	{"a.rs", "#!/usr/bin/env run\nfn main() {}\n"},
	{"a.rb", "#!/usr/bin/env ruby\n# frozen_string_literal: true\nputs 1\n"},
	{"a.rb", "=begin\nprose\n=end\nputs 1\n"},
	{"a.sh", "#!/bin/sh\necho\n"},
	{"a.sh", "echo\n"},
	{"a.yml", "a: 1\n"},
	{"a.yaml", "%YAML 1.2\n---\na: 1\n"},
	{"a.yaml", "---\na: 1\n"},
	{"a.yaml", "#cloud-config\na: 1\n"},
	{"a.html", "<!doctype html>\n<html></html>\n"},
	{"a.html", "<!DOCTYPE html><html></html>\n"},
	{"a.html", "<html></html>"},
	{"a.xml", "<?xml version=\"1.0\"?>\n<a/>\n"},
	{"a.xml", "<?xml version=\"1.0\"?><a/>"},
	{"a.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY b \">\">\n]>\n<a/>\n"},
	{"a.xml", bomOf("<?xml version=\"1.0\"?><a/>\n")},
	{"a.css", "@charset \"utf-8\";\na{}\n"},
	{"a.css", "@charset \"utf-8\";a{}\n"},
	{"a.scss", "$a: 1;\n"},
	{"a.less", "@a: 1;\n"},
	{"a.sql", "SELECT 1;\n"},
	{"Dockerfile", "# syntax=docker/dockerfile:1\n# escape=`\nFROM scratch\n"},
	{"b/Dockerfile.release", "FROM scratch\n"},
	{"a.tf", "terraform {}\n"},
	{"a.hcl", "a = 1\n"},
	{"Makefile", "all:\n\ttrue\n"},
	{"README.md", "# Title\n"},
	{"page.md", "---\ntitle: a\n---\n# Title\n"},
}

func bomOf(text string) string { return "\uFEFF" + text }

// headerForms are options under which every file can be mended.
func headerForms() map[string]LicenseHeaderOptions {
	return map[string]LicenseHeaderOptions{
		"spdx": {Year: "any", ExtraOwners: "allow"},
		"acme": acmeOptions(),
		"apache": {
			Forms: []string{"apache-2.0", "spdx"}, Year: "current-if-added", ExtraOwners: "refuse", Owners: []string{"Acme GmbH & Co. KG"},
		},
		"none": {Template: "Copyright {year} The Acme Authors.\n\nUse of this source {any:2} code is governed by a BSD-style\nlicense.", Year: "none", ExtraOwners: "refuse"},
	}
}

// mend applies all edits that are offered for a file.
func mend(t *testing.T, o Outcome, content string) string {
	t.Helper()
	var edits []Edit
	for _, f := range o.Findings {
		if f.Fix == nil {
			t.Fatalf("no fix for %s:%d: %s", f.Path, f.Line, f.Message.Plain())
		}
		edits = append(edits, f.Fix.Edits...)
	}
	out, err := Apply(content, edits)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLicenseHeaderFixEveryLanguage(t *testing.T) {
	for name, options := range headerForms() {
		for _, f := range headerFiles {
			for eol, content := range map[string]string{"lf": f.content, "crlf": strings.ReplaceAll(f.content, "\n", "\r\n")} {
				t.Run(name+"/"+f.path+"/"+eol, func(t *testing.T) { fixOnce(t, options, f.path, content) })
			}
		}
	}
}

// fixOnce holds that a file fails, that the fix makes it pass, and that it loses none of its lines.
func fixOnce(t *testing.T, options LicenseHeaderOptions, path, content string) {
	before := headerOutcome(t, options, path, content)
	if before.State != Failed || len(before.Findings) != 1 || before.Findings[0].Reason != "license-header.missing" {
		t.Fatalf("before: %s %v", before.State, before.Findings)
	}
	mended := mend(t, before, content)
	after := headerOutcome(t, options, path, mended)
	if after.State != Passed {
		t.Fatalf("after: %s %v\n%s", after.State, after.Findings, mended)
	}
	if strings.Contains(content, "\r\n") && strings.Count(mended, "\n") != strings.Count(mended, "\r\n") {
		t.Errorf("line breaks are mixed: %q", mended)
	}
	if strings.HasPrefix(content, "\uFEFF") != strings.HasPrefix(mended, "\uFEFF") {
		t.Errorf("the byte-order mark moved: %q", mended)
	}
	if strings.HasPrefix(content, "#!/") && !strings.HasPrefix(mended, "#!/") {
		t.Errorf("the first line moved: %q", mended)
	}
}

func TestLicenseHeaderFixParts(t *testing.T) {
	acme, added := acmeOptions(), acmeOptions()
	added.Year = "current-if-added"
	for _, c := range []struct {
		name          string
		options       LicenseHeaderOptions
		path          string
		content, want string
	}{
		{
			"tag after the notice", acme, "a.go", "// SPDX-FileCopyrightText: 2020 Acme GmbH\n\npackage a\n",
			"// SPDX-FileCopyrightText: 2020 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
		},
		{
			"notice before the tag", acme, "a.py", "#  SPDX-License-Identifier: Apache-2.0\nimport os\n",
			"#  SPDX-FileCopyrightText: 2026 Acme GmbH\n#  SPDX-License-Identifier: Apache-2.0\nimport os\n",
		},
		{
			"within a block", acme, "A.java", "/*\n * SPDX-FileCopyrightText: 2020 Acme GmbH\n */\nclass A {}\n",
			"/*\n * SPDX-FileCopyrightText: 2020 Acme GmbH\n * SPDX-License-Identifier: Apache-2.0\n */\nclass A {}\n",
		},
		{
			"above a block of one line", acme, "a.css", "/* SPDX-FileCopyrightText: 2020 Acme GmbH */\na{}\n",
			"/* SPDX-License-Identifier: Apache-2.0 */\n/* SPDX-FileCopyrightText: 2020 Acme GmbH */\na{}\n",
		},
		{
			"a wrong license", acme, "a.go", "// SPDX-FileCopyrightText: 2020 Acme GmbH\r\n// SPDX-License-Identifier: MIT\r\n\r\npackage a\r\n",
			"// SPDX-FileCopyrightText: 2020 Acme GmbH\r\n// SPDX-License-Identifier: Apache-2.0\r\n\r\npackage a\r\n",
		},
		{
			"a bad tag in a block", acme, "a.css", "/* SPDX-FileCopyrightText: 2020 Acme GmbH */\n/* SPDX-License-Identifier: Apache2 */\na{}\n",
			"/* SPDX-FileCopyrightText: 2020 Acme GmbH */\n/* SPDX-License-Identifier: Apache-2.0 */\na{}\n",
		},
		{
			"an old year", added, "a.go", "// SPDX-FileCopyrightText: 2020 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
			"// SPDX-FileCopyrightText: 2020-2026 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
		},
		{
			"no year", acme, "a.go", "// SPDX-FileCopyrightText: Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
			"// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
		},
		{
			"year and license", added, "a.go", "// SPDX-FileCopyrightText: 2030 Acme GmbH\n// SPDX-License-Identifier: ISC\n\npackage a\n",
			"// SPDX-FileCopyrightText: 2026 Acme GmbH\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
		},
		{
			"a placeholder", acme, "a.sh", "#!/bin/sh\n# SPDX-FileCopyrightText: <year> <name of author>\n# SPDX-License-Identifier: Apache-2.0\n",
			"#!/bin/sh\n# SPDX-FileCopyrightText: 2026 Acme GmbH\n# SPDX-License-Identifier: Apache-2.0\n",
		},
		{
			"no year wanted", headerForms()["none"], "a.go", "// Copyright 2020, The Acme Authors.\n// Use of this source code is governed by a BSD-style license.\n\npackage a\n",
			"// Copyright The Acme Authors.\n// Use of this source code is governed by a BSD-style license.\n\npackage a\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := mend(t, headerOutcome(t, c.options, c.path, c.content), c.content)
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if o := headerOutcome(t, c.options, c.path, got); o.State != Passed {
				t.Errorf("after: %s %v", o.State, o.Findings)
			}
		})
	}
}

// TestLicenseHeaderNoFix: what a machine must not decide is left to people.
func TestLicenseHeaderNoFix(t *testing.T) {
	for name, content := range map[string]string{
		"another owner":                 "// SPDX-FileCopyrightText: 2020 Other\n// SPDX-License-Identifier: Apache-2.0\n\npackage a\n",
		"another owner and license":     "// SPDX-FileCopyrightText: 2020 Other\n// SPDX-License-Identifier: MIT\n\npackage a\n",
		"another owner, nothing else":   "// Copyright 2020 Other\n\npackage a\n",
		"another license in full words": "// Copyright 2020 Other\n//\n// Permission is hereby granted, free of charge, to any person obtaining a copy of it\n\npackage a\n",
		"UTF-16":                        "\xFF\xFEp\x00a\x00c\x00\n\x00",
	} {
		o := headerOutcome(t, acmeOptions(), "a.go", content)
		if o.State != Failed {
			t.Errorf("%s: %s", name, o.State)
		}
		for _, f := range o.Findings {
			if f.Fix != nil {
				t.Errorf("%s: %s offers %v", name, f.Message.Plain(), f.Fix.Edits)
			}
		}
	}
}
