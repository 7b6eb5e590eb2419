// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// storyPerson is somebody in a story. An id of 0 is an address that is linked to no account.
type storyPerson struct {
	name, mail, login string
	id                int64
}

// storyIDs are the accounts of a story's people.
var storyIDs = map[string]int64{"maintainer": 100, "ana": 101, "bo": 102, "cy": 103}

const dependabotMail = "49699333+dependabot[bot]@users.noreply.github.com"

var (
	fullName = regexp.MustCompile(`^(.*?) ?<(.*)>$`)
	noReply  = regexp.MustCompile(`^([0-9]+)\+(.+)@users\.noreply\.github\.com$`)
	trailer  = regexp.MustCompile(`^[A-Za-z][A-Za-z-]*: `)
)

// parsePerson reads WHO: a first name, 'Full Name <mail>' or dependabot[bot].
func parsePerson(who string) (storyPerson, error) {
	if who == "dependabot[bot]" {
		who += " <" + dependabotMail + ">"
	}
	if m := fullName.FindStringSubmatch(who); m != nil {
		p := storyPerson{name: m[1], mail: m[2]}
		if known := noReply.FindStringSubmatch(m[2]); known != nil {
			id, err := strconv.ParseInt(known[1], 10, 64)
			if err != nil {
				return p, err
			}
			p.id, p.login = id, known[2]
		}
		return p, nil
	}
	login := strings.ToLower(who)
	id, ok := storyIDs[login]
	if !ok {
		return storyPerson{}, fmt.Errorf("nobody is called %q: Ana, Bo, Cy, Maintainer, 'Full Name <mail>' or dependabot[bot]", who)
	}
	return storyPerson{name: who, mail: login + "@example.com", login: login, id: id}, nil
}

// parseCommit reads [-committer WHO] [-verified] [-merge] WHO subject [paragraph or trailer]...
func parseCommit(args []string) (storyCommit, error) {
	var c storyCommit
	var committer string
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		flag := args[0]
		args = args[1:]
		switch {
		case flag == "-verified":
			c.verified = true
		case flag == "-merge":
			c.merge = true
		case flag == "-committer" && len(args) > 0:
			committer, args = args[0], args[1:]
		default:
			return c, fmt.Errorf("unknown flag %s", flag)
		}
	}
	if len(args) < 2 {
		return c, errors.New("usage: commit [flags] WHO subject [more]")
	}
	if committer == "" {
		committer = args[0]
	}
	var err error
	if c.author, err = parsePerson(args[0]); err != nil {
		return c, err
	}
	if c.committer, err = parsePerson(committer); err != nil {
		return c, err
	}
	c.message = storyMessage(args[1:])
	return c, nil
}

// storyMessage makes paragraphs of its parts. Trailers go together in the last one.
func storyMessage(parts []string) string {
	paragraphs, trailers := []string{parts[0]}, []string{}
	for _, part := range parts[1:] {
		if trailer.MatchString(part) {
			trailers = append(trailers, part)
		} else {
			paragraphs = append(paragraphs, part)
		}
	}
	if len(trailers) > 0 {
		paragraphs = append(paragraphs, strings.Join(trailers, "\n"))
	}
	return strings.Join(paragraphs, "\n\n")
}

// storyFile is a file of the work directory, as git would keep it. The content of a symbolic link is its target.
type storyFile struct {
	mode, content string
}

// readWork reads the work directory, without git's files, testscript's and those of the community repository.
func readWork(dir string) (map[string]storyFile, error) {
	return readFiles(dir, ".git", ".tmp", "community")
}

// readFiles reads a folder. A folder that is not there has no files.
func readFiles(dir string, without ...string) (map[string]storyFile, error) {
	files := map[string]storyFile{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return ignoreMissing(err)
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		for _, w := range without {
			if name == w && d.IsDir() {
				return fs.SkipDir
			}
		}
		if d.IsDir() {
			return nil
		}
		files[name], err = readStoryFile(path, d)
		return err
	})
	return files, err
}

func readStoryFile(path string, d fs.DirEntry) (storyFile, error) {
	if d.Type()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		return storyFile{mode: "120000", content: target}, err
	}
	info, err := d.Info()
	if err != nil {
		return storyFile{}, err
	}
	data, err := os.ReadFile(path)
	return storyFile{mode: fileMode("", info.Mode()), content: string(data)}, err
}
