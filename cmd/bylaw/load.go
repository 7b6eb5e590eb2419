// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/bylaw-bot/bylaw/rules"
)

// loader reads files of a checkout, one after the other. It keeps the folder of the last file open: the files of a listing
// are sorted, and opening a path below a root costs a system call for each of its folders.
type loader struct {
	root *os.Root
	dir  string
	sub  *os.Root
	buf  []byte
}

func (c *checkout) loader() *loader {
	return &loader{root: c.root, buf: make([]byte, rules.ContentLimit)}
}

func (l *loader) close() {
	if l.sub != nil {
		l.sub.Close()
	}
	l.sub = nil
}

// folder opens the folder of a file and returns it with the file's name in it.
func (l *loader) folder(file string) (*os.Root, string, error) {
	dir, name := path.Split(file)
	if dir == "" {
		return l.root, name, nil
	}
	if dir == l.dir && l.sub != nil {
		return l.sub, name, nil
	}
	l.close()
	sub, err := l.root.OpenRoot(dir)
	if err != nil {
		return nil, "", err
	}
	l.dir, l.sub = dir, sub
	return sub, name, nil
}

// load fills in mode, size and, if wanted, the head of the content. It returns false for what is no file of the work tree:
// a deleted file, a folder, a socket, a pipe.
func (l *loader) load(f *rules.File, content bool) (bool, error) {
	if f.Status == "removed" || f.Mode == "160000" {
		return true, nil
	}
	dir, name, err := l.folder(f.Path)
	if err != nil {
		return false, ignoreMissing(err)
	}
	info, err := dir.Lstat(name)
	if err != nil {
		return false, ignoreMissing(err)
	}
	f.Size = info.Size()
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		f.Mode = "120000"
		return true, l.target(dir, name, f)
	case !info.Mode().IsRegular():
		return false, nil
	}
	f.Mode = fileMode(f.Mode, info.Mode())
	if !content {
		return true, nil
	}
	return true, l.head(dir, name, f)
}

// head reads the first bytes of a file.
func (l *loader) head(dir *os.Root, name string, f *rules.File) error {
	file, err := dir.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return nil // the content is not at hand, and the rule says so
		}
		return err
	}
	defer file.Close()
	n, err := io.ReadFull(file, l.buf[:min(f.Size, rules.ContentLimit)])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	text := string(l.buf[:n])
	f.Content, f.Binary = &text, f.Binary || binary(l.buf[:n])
	return nil
}

// target is the content of a symbolic link, as git keeps it: where it points.
func (l *loader) target(dir *os.Root, name string, f *rules.File) error {
	to, err := dir.Readlink(name)
	if err != nil {
		return err
	}
	f.Content = &to
	return nil
}

// binary tells a binary file as git does: by a zero byte in the first 8,000.
func binary(head []byte) bool {
	return bytes.IndexByte(head[:min(len(head), 8000)], 0) >= 0
}

// fileMode is git's mode of a regular file. What the index says stays, unless it spoke of another type.
func fileMode(index string, mode fs.FileMode) string {
	switch {
	case strings.HasPrefix(index, "100"):
		return index
	case mode&0o111 != 0:
		return "100755"
	}
	return "100644"
}

// ignoreMissing drops the errors of a path that is not (or no longer) in the work tree, or that leads out of it.
func ignoreMissing(err error) error {
	var pathErr *fs.PathError
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &pathErr) {
		return nil
	}
	return err
}

// countLimit is how much of an untracked file is read to count its lines.
const countLimit = 8 << 20

// countLines counts the lines of an untracked file: git's diff does not know it.
func (c *checkout) countLines(name string) int {
	info, err := c.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	file, err := c.root.Open(name)
	if err != nil {
		return 0 // it is judged as unreadable when it is loaded
	}
	defer file.Close()
	lines, last := 0, byte('\n')
	buf := make([]byte, 32<<10)
	in := io.LimitReader(file, countLimit)
	for {
		n, err := in.Read(buf)
		if n > 0 {
			lines, last = lines+bytes.Count(buf[:n], []byte{'\n'}), buf[n-1]
		}
		if err != nil {
			break
		}
	}
	if last != '\n' {
		lines++
	}
	return lines
}
