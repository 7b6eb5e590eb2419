// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"slices"
	"strings"
)

// Language is how a kind of file writes comments, what may stand before its header, and how a new header is written.
type Language struct {
	Name   string
	line   []string // what starts a comment that ends with the line
	open   string   // what starts a block comment; empty if there is none
	close  string
	nested bool   // block comments nest
	write  string // "//", "#", "--": a header is written in such lines; empty: in a block
	prolog prolog // what may stand before the header
	dense  bool   // is often delivered minified
}

var (
	cLike = Language{line: []string{"//"}, open: "/*", close: "*/"}
	hash  = Language{line: []string{"#"}, write: "#"}
	tags  = Language{open: "<!--", close: "-->"}
)

// as makes a language of a comment style.
func (l Language) as(name, write string, p prolog) *Language {
	l.Name, l.write, l.prolog = name, write, p
	return &l
}

func (l Language) minified() *Language {
	l.dense = true
	return &l
}

// The languages. Where a community writes license headers in blocks, so do we.
var (
	golang     = cLike.as("Go", "//", nil)
	python     = hash.as("Python", "#", pythonProlog)
	javascript = cLike.as("JavaScript", "//", shebang).minified()
	typescript = cLike.as("TypeScript", "//", shebang)
	java       = cLike.as("Java", "", nil)
	c          = cLike.as("C", "", pragmaOnce)
	cpp        = cLike.as("C++", "//", pragmaOnce)
	csharp     = cLike.as("C#", "//", csharpProlog)
	rust       = (&Language{line: []string{"//"}, open: "/*", close: "*/", nested: true}).as("Rust", "//", rustProlog)
	ruby       = (&Language{line: []string{"#"}, open: "=begin", close: "=end"}).as("Ruby", "#", rubyProlog)
	shell      = hash.as("Shell", "#", shebang)
	yaml       = hash.as("YAML", "#", yamlProlog)
	html       = tags.as("HTML", "", markupProlog).minified()
	xml        = tags.as("XML", "", markupProlog).minified()
	markdown   = tags.as("Markdown", "", frontMatter)
	css        = (&Language{open: "/*", close: "*/"}).as("CSS", "", charset).minified()
	scss       = cLike.as("SCSS", "", charset)
	sql        = (&Language{line: []string{"--"}, open: "/*", close: "*/"}).as("SQL", "--", nil)
	dockerfile = hash.as("Dockerfile", "#", dockerProlog)
	terraform  = (&Language{line: []string{"#", "//"}, open: "/*", close: "*/"}).as("Terraform", "#", nil)
	makefile   = hash.as("Makefile", "#", shebang)
)

// byExtension finds a language by the lower-case end of a file's name.
var byExtension = map[string]*Language{
	"go": golang, "py": python, "pyi": python,
	"js": javascript, "jsx": javascript, "mjs": javascript, "cjs": javascript,
	"ts": typescript, "tsx": typescript, "mts": typescript, "cts": typescript,
	"java": java, "c": c, "h": c, "cc": cpp, "cpp": cpp, "cxx": cpp, "hh": cpp, "hpp": cpp, "hxx": cpp,
	"cs": csharp, "rs": rust, "rb": ruby, "rake": ruby, "gemspec": ruby,
	"sh": shell, "bash": shell, "zsh": shell, "ksh": shell, "yml": yaml, "yaml": yaml,
	"html": html, "htm": html, "xhtml": html, "xml": xml, "xsd": xml, "xsl": xml, "xslt": xml, "svg": xml,
	"md": markdown, "markdown": markdown,
	"css": css, "scss": scss, "less": scss, "sql": sql,
	"dockerfile": dockerfile, "tf": terraform, "hcl": terraform, "tfvars": terraform, "mk": makefile, "mak": makefile,
}

// byName finds a language by a file's lower-case name.
var byName = map[string]*Language{
	"dockerfile": dockerfile, "containerfile": dockerfile, "makefile": makefile, "gnumakefile": makefile,
	"rakefile": ruby, "gemfile": ruby, "vagrantfile": ruby,
}

// rare are extensions that the engine can read but that carry no header by default: prose, and pictures.
var rare = []string{"md", "markdown", "svg"}

// Lookup finds the language of a file by its path, or nil.
func Lookup(path string) *Language {
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	if l := byName[name]; l != nil {
		return l
	}
	if l := byExtension[name[strings.LastIndexByte(name, '.')+1:]]; l != nil && strings.Contains(name, ".") {
		return l
	}
	first, _, _ := strings.Cut(name, ".")
	if first == "dockerfile" || first == "containerfile" {
		return dockerfile // Dockerfile.release
	}
	return nil
}

// Globs lists which files have a header by default, one pattern a language.
func Globs() []string {
	ends := map[string][]string{}
	for end, l := range byExtension {
		if !slices.Contains(rare, end) {
			ends[l.Name] = append(ends[l.Name], end)
		}
	}
	globs := []string{"**/Dockerfile*", "**/Containerfile*", "**/{GNUmakefile,Makefile,makefile}", "**/{Gemfile,Rakefile,Vagrantfile}"}
	for _, list := range ends {
		slices.Sort(list)
		glob := "**/*." + list[0]
		if len(list) > 1 {
			glob = "**/*.{" + strings.Join(list, ",") + "}"
		}
		globs = append(globs, glob)
	}
	slices.Sort(globs)
	return globs
}
