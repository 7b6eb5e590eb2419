// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/rules"
)

type policyCommand struct {
	Validate validateCommand `cmd:"" help:"Check policy files: all faults at once, each at its place."`
	Schema   schemaCommand   `cmd:"" help:"Print the JSON Schema of a policy, for editors."`
}

type validateCommand struct {
	Files    []string `arg:"" name:"file" help:"Policy files; - is standard input."`
	Override string   `help:"The repository's policy, to be checked together with the organization's." placeholder:"FILE"`
	Format   string   `help:"How to print faults: text, json or github." enum:"text,json,github" default:"text"`
}

// Help is shown by bylaw policy validate --help.
func (validateCommand) Help() string {
	return `Examples:
  bylaw policy validate bylaw.yml
  bylaw policy validate bylaw.yml --override widgets/.github/bylaw.yml
  bylaw policy validate --format github .github/bylaw.yml

Exit codes: 0 no faults (there may be warnings), 1 faults, 2 a file cannot be read.`
}

// Run validates the files and prints all their faults.
func (k *validateCommand) Run(t *terminal) error {
	if k.Override != "" && len(k.Files) != 1 {
		return usageError{errors.New("--override goes with one organization's policy")}
	}
	faults, warnings, err := k.check(t)
	if err != nil {
		return err
	}
	if err := k.print(t, faults, warnings); err != nil {
		return err
	}
	if len(faults) > 0 {
		return exitFindings
	}
	return nil
}

// check collects the faults and warnings of all files.
func (k *validateCommand) check(t *terminal) (faults, warnings []config.Error, err error) {
	var parsed []*config.Policy
	for _, name := range append(k.Files, override(k.Override)...) {
		kind := config.Kind("")
		if name == k.Override {
			kind = config.Repository
		}
		p, err := readPolicy(t, name, kind)
		var found config.Errors
		switch {
		case errors.As(err, &found):
			faults = append(faults, found...)
		case err != nil:
			return nil, nil, err
		default:
			parsed = append(parsed, p.Policy)
			warnings = append(warnings, p.Warnings()...)
		}
	}
	if k.Override != "" && len(parsed) == 2 {
		faults = append(faults, together(t, parsed[0], parsed[1])...)
	}
	return faults, warnings, nil
}

func override(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// together resolves both policies for a repository without any facts: what the repository's may not do shows then.
func together(t *terminal, organization, repository *config.Policy) []config.Error {
	_, err := config.Resolve(config.Input{
		Organization: organization, Repository: repository, At: t.now(),
		Facts: rules.Repository{Owner: "owner", Name: "name"},
	})
	var found config.Errors
	switch {
	case errors.As(err, &found):
		return found
	case err != nil:
		return []config.Error{{Message: err.Error()}}
	}
	return nil
}

func (k *validateCommand) print(t *terminal, faults, warnings []config.Error) error {
	switch k.Format {
	case "json":
		return printJSON(t.out, faultsJSON(faults, warnings))
	case "github":
		return errors.Join(printFaults(t.out, "error", faults), printFaults(t.out, "warning", warnings))
	}
	for _, e := range faults {
		fmt.Fprintln(t.out, e.Long())
	}
	for _, e := range warnings {
		fmt.Fprintln(t.out, "warning: "+e.Long())
	}
	if len(faults) > 0 {
		t.note("%d faults", len(faults))
	}
	return nil
}

type faultJSON struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func faultsJSON(faults, warnings []config.Error) map[string][]faultJSON {
	list := func(es []config.Error) []faultJSON {
		out := make([]faultJSON, 0, len(es))
		for _, e := range es {
			out = append(out, faultJSON{e.Path, e.Line, e.Column, e.Message, e.Hint})
		}
		return out
	}
	return map[string][]faultJSON{"errors": list(faults), "warnings": list(warnings)}
}

type schemaCommand struct {
	Kind string `help:"Whose policy: organization or repository." enum:"organization,repository" default:"organization"`
}

// Help is shown by bylaw policy schema --help.
func (schemaCommand) Help() string {
	return `Examples:
  bylaw policy schema > bylaw.schema.json
  bylaw policy schema --kind repository

In the policy's first line, editors read: # yaml-language-server: $schema=bylaw.schema.json`
}

// Run prints the schema.
func (k *schemaCommand) Run(t *terminal) error {
	_, err := t.out.Write(config.Schema(config.Kind(k.Kind)))
	return err
}
