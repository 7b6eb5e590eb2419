// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Command bylaw applies an organization's contribution rules: as a GitHub App, on a laptop and in any CI.
//
// This package holds the words that a person types. Each verb is one file and calls one exported function of the floors
// below; what is said on a terminal (text, JSON, SARIF, GitHub annotations) is printed here.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/bylaw-bot/bylaw/config"
)

//go:generate go run . generate

// commandLine is what can be typed. serve and demo stand in files of their own.
type commandLine struct {
	Serve    serveCommand    `cmd:"" help:"Run the bot: webhooks in, check runs and comments out."`
	Demo     demoCommand     `cmd:"" help:"Play the main job end to end, with a GitHub in memory."`
	Check    checkCommand    `cmd:"" help:"Apply the rules to a local checkout."`
	Eval     evalCommand     `cmd:"" help:"Judge a subject given as JSON; report as JSON."`
	Policy   policyCommand   `cmd:"" help:"Validate a policy, print its schema."`
	Generate generateCommand `cmd:"" help:"Write the generated pages and schemas of this repository (for developers)."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

const description = `Bylaw applies an organization's contribution rules to pull requests and repositories.

Exit codes: 0 all is well, 1 an enforced rule fails or a file has faults, 2 the command line, a policy or a facts file
cannot be used, 3 something broke, or an enforced rule could not be judged.`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], newTerminal(os.Stdin, os.Stdout, os.Stderr))
	stop()
	os.Exit(code)
}

// run parses the arguments, runs the verb and turns its error into an exit code.
func run(ctx context.Context, args []string, t *terminal) (code int) {
	defer func() {
		if v := recover(); v != nil { // Go's own exit code would be 2: the caller's fault
			t.note("bylaw: this is a mistake in Bylaw, please report it: %v\n%s", v, debug.Stack())
			code = int(exitFailure)
		}
	}()
	parser, err := kong.New(&commandLine{},
		kong.Name("bylaw"), kong.Description(description), kong.Writers(t.out, t.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"formats": formats, "presets": strings.Join(config.Presets(), ", ")},
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t),
	)
	if err != nil {
		return t.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return t.fail(usageError{fmt.Errorf("%w (see bylaw --help)", err)})
	}
	if err := parsed.Run(); err != nil {
		return t.fail(err)
	}
	return 0
}

// The exit codes of DESIGN.md section 13.
const (
	exitFindings exitCode = 1
	exitUsage    exitCode = 2
	exitFailure  exitCode = 3
)

// exitCode ends a verb with a code; what there is to say was said.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// usageError is a fault in what the caller gave: arguments, a policy, a facts file.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// readInput reads a file that was named on the command line; "-" is standard input.
func readInput(t *terminal, name string, limit int64) ([]byte, error) {
	in := t.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usageError{err}
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, usageError{fmt.Errorf("read %s: %w", name, err)}
	}
	if int64(len(data)) > limit {
		return nil, usageError{fmt.Errorf("%s is larger than %d bytes", name, limit)}
	}
	return data, nil
}
