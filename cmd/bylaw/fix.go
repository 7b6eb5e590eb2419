// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"github.com/bylaw-bot/bylaw/rules"
)

// fixLimit is the largest file that is edited.
const fixLimit = 16 << 20

// fix applies the edits that a report offers and returns how many files it changed. A file that cannot be edited is told and
// left as it is; its finding stays in the report.
func (c *checkout) fix(t *terminal, r rules.Report, format string) (int, error) {
	say := t.out
	if format != "text" {
		say = t.err // standard output is for the report alone
	}
	edits := offered(r)
	fixed := 0
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		err := c.edit(name, edits[name])
		var broken *writeError
		switch {
		case errors.As(err, &broken):
			return fixed, err
		case err != nil:
			t.note("not fixed: %s: %v", rules.OneLine(name), err)
		default:
			fixed++
			fmt.Fprintf(say, "fixed %s\n", rules.OneLine(name))
		}
	}
	return fixed, nil
}

// offered collects the edits of a report by file. Two rules may offer the same edit; it is made once.
func offered(r rules.Report) map[string][]rules.Edit {
	edits := map[string][]rules.Edit{}
	for _, v := range r.Verdicts {
		for _, f := range v.Findings {
			if f.Fix == nil || f.Fix.Kind != "edit" {
				continue
			}
			for _, e := range f.Fix.Edits {
				if !slices.Contains(edits[e.Path], e) {
					edits[e.Path] = append(edits[e.Path], e)
				}
			}
		}
	}
	return edits
}

// writeError is a failure to write: the disk is full, the tree is read-only. There is no sense in going on.
type writeError struct{ error }

func (w *writeError) Unwrap() error { return w.error }

// edit changes one regular file: a new file beside it takes its mode and then its name, so that nobody ever sees half of it.
// Symbolic links are neither followed nor replaced.
func (c *checkout) edit(name string, edits []rules.Edit) error {
	info, err := c.root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	if info.Size() > fixLimit {
		return fmt.Errorf("larger than %d bytes", fixLimit)
	}
	before, err := c.root.ReadFile(name)
	if err != nil {
		return err
	}
	after, err := rules.Apply(string(before), edits)
	if err != nil {
		return err
	}
	if err := c.replace(name, after, info.Mode().Perm()); err != nil {
		return &writeError{fmt.Errorf("write %s: %w", name, err)}
	}
	return nil
}

// replace writes a file atomically.
func (c *checkout) replace(name, content string, mode fs.FileMode) error {
	dir, err := c.root.OpenRoot(path.Dir(name))
	if err != nil {
		return err
	}
	defer dir.Close()
	fresh := ".bylaw-" + path.Base(name)
	file, err := dir.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, content)
	err = errors.Join(err, file.Chmod(mode), file.Close())
	if err == nil {
		err = dir.Rename(fresh, path.Base(name))
	}
	if err != nil {
		return errors.Join(err, dir.Remove(fresh))
	}
	return nil
}
