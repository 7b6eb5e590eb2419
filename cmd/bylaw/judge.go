// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/bylaw-bot/bylaw/rules"
)

// partSize is how many files are read and judged at once by rules that judge each file by itself.
const partSize = 48

// part is a run of a subject's files, and what the rules said of it.
type part struct {
	files  []rules.File
	report rules.Report
}

// judge reads the files of a gathered subject and evaluates the requirements. Rules that judge each file by itself get the
// files in parts, several at a time, and a part's contents are dropped once it is judged: the memory that a check takes does
// not grow with the tree.
func (c *checkout) judge(ctx context.Context, reqs []rules.Requirement, s rules.Subject, have rules.Needs, p *progress) (rules.Report, error) {
	each, rest := split(reqs, len(s.Files))
	parts := cut(s.Files)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(2, runtime.GOMAXPROCS(0)))
	keep := wants(rest)
	for i := range parts {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := c.judgePart(&parts[i], each, keep, s, have)
			p.done.Add(int64(len(parts[i].files)))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return rules.Report{}, err
	}
	s.Files = s.Files[:0]
	for _, part := range parts {
		s.Files = append(s.Files, part.files...)
	}
	return join(reqs, parts, rules.Evaluate(rest, s, have)), nil
}

// judgePart reads a part's files, judges them and drops the contents that no other rule wants.
func (c *checkout) judgePart(p *part, each []rules.Requirement, keep func(string) bool, s rules.Subject, have rules.Needs) error {
	l := c.loader()
	defer l.close()
	want := wants(each)
	there := make([]rules.File, 0, len(p.files))
	for _, f := range p.files {
		ok, err := l.load(&f, want(f.Path) || keep(f.Path))
		if err != nil {
			return err
		}
		if ok {
			there = append(there, f)
		}
	}
	p.files, s.Files = there, there
	p.report = rules.Evaluate(each, s, have)
	for i := range there {
		if there[i].Mode != "120000" && !keep(there[i].Path) {
			there[i].Content = nil
		}
	}
	return nil
}

// cut divides files into parts.
func cut(files []rules.File) []part {
	parts := make([]part, 0, len(files)/partSize+1)
	for len(files) > partSize {
		parts = append(parts, part{files: files[:partSize:partSize]})
		files = files[partSize:]
	}
	return append(parts, part{files: files})
}

// wants tells of a path whether a requirement reads its content.
func wants(reqs []rules.Requirement) func(path string) bool {
	return func(path string) bool {
		for _, r := range reqs {
			if r.Rule.Needs&rules.NeedContent != 0 && (r.Files.Match == nil || r.Files.Match(path)) {
				return true
			}
		}
		return false
	}
}
