// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

// policyLimit bounds what is read of a policy; the parser has its own, smaller bound and words for it.
const policyLimit = 4 << 20

// repositoryPolicy is where a repository's own policy lies.
const repositoryPolicy = ".github/bylaw.yml"

// policySource is a policy and the bytes that it was read from.
type policySource struct {
	path string
	src  []byte
	*config.Policy
}

// requirements reads the policies and resolves them for the subject.
func (k *checkCommand) requirements(t *terminal, c *checkout, s *rules.Subject) ([]rules.Requirement, error) {
	given, err := k.given(t)
	if err != nil {
		return nil, err
	}
	own, err := c.ownPolicy()
	if err != nil {
		return nil, err
	}
	in := config.Input{Facts: s.Repository, At: s.At}
	switch {
	case given == nil && own == nil:
		return nil, usageError{fmt.Errorf("%s has no %s: name a policy with --policy FILE, or try --preset minimal", c.top, repositoryPolicy)}
	case given == nil:
		t.note("note: the organization's policy was not applied, only %s of this checkout (name it with --policy FILE)", repositoryPolicy)
		in.Repository, in.Partial = own.Policy, true
	case given.Kind == config.Repository:
		in.Repository, in.Partial = given.Policy, true
	default:
		in.Organization = given.Policy
		if own != nil {
			in.Repository = own.Policy
		}
	}
	if s.Change != nil {
		in.Base = s.Change.Base.Ref
	}
	if asksLicense(given, own) {
		s.Repository.License = c.license()
		in.Facts.License = s.Repository.License
	}
	reqs, err := config.Resolve(in)
	if err != nil {
		return nil, usageError{err}
	}
	return only(reqs, k.Rule)
}

// given is the policy that the command line names, or nil.
func (k *checkCommand) given(t *terminal) (*policySource, error) {
	switch {
	case k.Preset != "":
		src, err := config.Preset(k.Preset)
		if err != nil {
			return nil, usageError{err}
		}
		return parsePolicy("preset "+k.Preset, src, "")
	case k.Policy != "":
		return readPolicy(t, k.Policy, "")
	}
	return nil, nil
}

// ownPolicy is the checkout's own policy, or nil if it has none.
func (c *checkout) ownPolicy() (*policySource, error) {
	file, err := c.root.Open(repositoryPolicy)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, usageError{err}
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, policyLimit))
	if err != nil {
		return nil, usageError{fmt.Errorf("read %s: %w", repositoryPolicy, err)}
	}
	return parsePolicy(repositoryPolicy, src, config.Repository)
}

// readPolicy reads a policy that was named on the command line.
func readPolicy(t *terminal, name string, kind config.Kind) (*policySource, error) {
	src, err := readInput(t, name, policyLimit)
	if err != nil {
		return nil, err
	}
	if name == "-" {
		name = "standard input"
	}
	return parsePolicy(name, src, kind)
}

func parsePolicy(path string, src []byte, kind config.Kind) (*policySource, error) {
	p, err := config.Parse(path, src, kind)
	if err != nil {
		return nil, usageError{err}
	}
	return &policySource{path: path, src: src, Policy: p}, nil
}

// asksLicense tells whether a template names the repository's license: only then is it looked for.
func asksLicense(sources ...*policySource) bool {
	for _, s := range sources {
		if s != nil && bytes.Contains(s.src, []byte("{repo.license}")) {
			return true
		}
	}
	return false
}
