// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

// licenseHeaderDoc is the rule's page.
const licenseHeaderDoc = `Downstream users, scanners and audits read the license of each file, not only of the repository: files are copied without it.

## How to pass

Put the header at the top of the file, as a comment, before any code. Only what the language wants in the first lines may
stand above it: a byte-order mark, ` + "`#!`" + `, an encoding line, magic comments of Ruby, ` + "`<?xml ...?>`" + `, a doctype, ` + "`@charset`" + `,
` + "`# syntax=`" + ` of a Dockerfile, build tags of Go, ` + "`%YAML`" + ` and ` + "`---`" + `. Text in strings, or below code, does not count.

| files | the header that the default asks for |
|---|---|
| Go, JavaScript, TypeScript, C++, C#, Rust | ` + "`// SPDX-License-Identifier: Apache-2.0`" + ` |
| Python, Ruby, shell, YAML, Dockerfile, Terraform, Makefile | ` + "`# SPDX-License-Identifier: Apache-2.0`" + ` |
| Java, C, CSS, SCSS | ` + "`/* SPDX-License-Identifier: Apache-2.0 */`" + ` |
| SQL | ` + "`-- SPDX-License-Identifier: Apache-2.0`" + ` |
| HTML, XML | ` + "`<!-- SPDX-License-Identifier: Apache-2.0 -->`" + ` |

Any comment style of the language is accepted, and text may be wrapped anywhere. Capitals, punctuation, "(c)" and ©, http and
https do not matter. The owners that the policy lists are compared letter by letter.

## How to mend

` + "`bylaw check --fix`" + ` writes missing headers, and puts years and SPDX tags right. It never replaces a notice of somebody else.

## Templates

` + "`template`" + ` is one header, ` + "`forms`" + ` a list of accepted ones; the first is the one that is proposed. Each is a text without comment
marks, or a name: ` + "`spdx`, `repo-license`, `reuse`, `apache-2.0`, `apache-2.0-asf`, `mpl-2.0`" + `. Without both, ` + "`spdx`" + ` is required: an
` + "`SPDX-License-Identifier:`" + ` tag with any valid expression.

| placeholder | stands for |
|---|---|
| ` + "`{year}`" + ` | a year, a list or a range, also an open one: 2019, 2021-present |
| ` + "`{owner}`" + ` | one of ` + "`owners`" + `, or anybody where there are none |
| ` + "`{spdx}`" + ` | any valid SPDX expression, after ` + "`SPDX-License-Identifier:`" + ` |
| ` + "`{repo.license}`" + ` | the license that GitHub found for the repository, at the same place |
| ` + "`{any:n}`" + ` | up to n words |

Lines that name an owner and SPDX tags may stand in any order, with the notices of others between them, unless
` + "`extra_owners`" + ` is ` + "`refuse`" + `.

## What is skipped

Symbolic links, submodules, empty and binary files, LFS pointers, lock files and snapshots, minified files, languages that are
not known, and generated files (` + "`Code generated ... DO NOT EDIT.`" + ` or ` + "`@generated`" + ` in the comments at the top). Each is counted
under its reason.
`
