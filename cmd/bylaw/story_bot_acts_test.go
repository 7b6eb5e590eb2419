// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// botActs are what people do on GitHub. As words they wait for the bot afterwards.
var botActs = map[string]func(*botWorld, []string) error{
	"fork":           onRepo(func(b *botWorld, _ []string) { b.fork = b.repo.Fork(b.people["ana"]) }),
	"delete-fork":    onRepo(func(b *botWorld, _ []string) { b.fork.Delete() }),
	"open":           onRepo(func(b *botWorld, _ []string) { b.openNow() }),
	"push":           onPull(func(b *botWorld, args []string) { b.pull.Push(b.anything(args)) }),
	"move":           onPull(func(b *botWorld, args []string) { b.pull.ForcePush(b.anything(args)) }),
	"close":          onPull(func(b *botWorld, _ []string) { b.pull.Close(b.people["ana"]) }),
	"reopen":         onPull(func(b *botWorld, _ []string) { b.pull.Reopen(b.people["ana"]) }),
	"merge":          onPull(func(b *botWorld, _ []string) { b.pull.Merge(b.people["maintainer"]) }),
	"draft":          onPull(func(b *botWorld, args []string) { b.pull.Draft(b.people["ana"], word1(args) == "on") }),
	"label":          onPull(func(b *botWorld, args []string) { b.pull.Label(b.people["maintainer"], word1(args)) }),
	"unlabel":        onPull(func(b *botWorld, args []string) { b.pull.Unlabel(b.people["maintainer"], word1(args)) }),
	"edit":           onPull(func(b *botWorld, args []string) { b.pull.Edit(b.people["ana"], &args[0], nil) }),
	"queue":          onPull(func(b *botWorld, _ []string) { b.queue = b.pull.Queue(b.people["maintainer"]) }),
	"rerun-suite":    onPull(func(b *botWorld, _ []string) { b.repo.RerequestSuite(b.app, b.pull.HeadSHA(), b.people["ana"]) }),
	"rerun":          onPull(func(b *botWorld, args []string) { b.rerun(args) }),
	"delete-comment": onPull(func(b *botWorld, _ []string) { b.pull.Comments()[0].Delete(b.people["maintainer"]) }),
	"plant-comment":  onPull(func(b *botWorld, args []string) { b.plant(args) }),
	"property":       onRepo(func(b *botWorld, args []string) { b.repo.SetProperty(args[0], args[1]) }),
	"visibility":     onRepo(func(b *botWorld, args []string) { b.repo.SetVisibility(word1(args)) }),
	"suspend":        func(b *botWorld, _ []string) error { b.inst.Suspend(b.people["maintainer"]); return nil },
	"unsuspend":      func(b *botWorld, _ []string) error { b.inst.Unsuspend(); return nil },
	"uninstall":      func(b *botWorld, _ []string) error { b.inst.Delete(); return nil },
	"install":        (*botWorld).install,
	"permit":         (*botWorld).permit,
	"policy":         (*botWorld).policy,
	"default":        (*botWorld).defaultFile,
}

func onRepo(do func(*botWorld, []string)) func(*botWorld, []string) error {
	return func(b *botWorld, args []string) error {
		if b.repo == nil {
			return errors.New("there is no repository yet: say base first")
		}
		do(b, args)
		return nil
	}
}

func onPull(do func(*botWorld, []string)) func(*botWorld, []string) error {
	return func(b *botWorld, args []string) error {
		if b.pull == nil {
			return errors.New("there is no pull request yet")
		}
		do(b, args)
		return nil
	}
}

func word1(args []string) string { return strings.Join(args, " ") }

// anything is a commit nobody prepared: signed off by Ana, or "bad", without a sign-off.
func (b *botWorld) anything(args []string) ghtest.CommitSpec {
	message, name := "Add "+word1(args), strings.ReplaceAll(word1(args), " ", "-")
	if len(args) == 0 || args[0] != "bad" {
		message += "\n\nSigned-off-by: Ana <ana@example.com>"
	}
	return ghtest.CommitSpec{Author: b.people["ana"], Message: message, Files: map[string]string{"moved" + name: "moved\n"}, At: storyTime}
}

// rerun presses "Re-run" on the newest check run of the head.
func (b *botWorld) rerun(_ []string) {
	runs := b.repo.CheckRuns(b.pull.HeadSHA())
	runs[len(runs)-1].Rerequest(b.people["ana"])
}

// plant copies our comment, marker and all, in somebody else's name.
func (b *botWorld) plant(_ []string) {
	b.pull.Comment(b.people["bo"], b.pull.Comments()[0].Body())
}

// install removes the App and installs it anew: on nothing, on all, or with the repository added later.
func (b *botWorld) install(args []string) error {
	switch word1(args) {
	case "all":
		b.inst = b.github.Install(b.app, b.org.Account)
	case "other":
		b.inst = b.github.Install(b.app, b.org.Account, b.org.NewRepo("other", ghtest.RepoSpec{}))
	case "add":
		b.inst.Add(b.repo)
	case "remove":
		b.inst.Remove(b.repo)
	default:
		return errors.New("usage: install all|other|add|remove")
	}
	return nil
}

// permit changes what the installation grants: permit NAME read|write|none...
func (b *botWorld) permit(args []string) error {
	granted := maps.Clone(b.permissions)
	for i := 0; i+1 < len(args); i += 2 {
		if granted[args[i]] = args[i+1]; args[i+1] == "none" {
			delete(granted, args[i])
		}
	}
	b.permissions = granted
	b.app.SetPermissions(granted, b.events)
	b.inst.Accept()
	return nil
}

// policy commits a file as the organization's policy: policy [-private] FILE, or policy -rm.
func (b *botWorld) policy(args []string) error {
	visibility := ""
	if args[0] == "-private" {
		visibility, args = "private", args[1:]
	}
	spec := ghtest.CommitSpec{Author: b.people["maintainer"], Message: "The policy", At: storyTime}
	if args[0] == "-rm" {
		spec.Remove = []string{"bylaw.yml"}
	} else {
		data, err := os.ReadFile(filepath.Join(b.dir, args[0]))
		if err != nil {
			return err
		}
		spec.Files = map[string]string{"bylaw.yml": string(data)}
	}
	if b.dotGitHub == nil {
		b.dotGitHub = b.org.NewRepo(".github", ghtest.RepoSpec{Visibility: visibility})
	}
	b.dotGitHub.Commit("main", spec)
	return nil
}

// defaultFile commits a file to the default branch of the repository: default PATH FILE.
func (b *botWorld) defaultFile(args []string) error {
	data, err := os.ReadFile(filepath.Join(b.dir, args[1]))
	if err != nil {
		return err
	}
	b.repo.Commit("main", ghtest.CommitSpec{
		Author: b.people["maintainer"], Message: "Change " + args[0], Files: map[string]string{args[0]: string(data)}, At: storyTime,
	})
	return nil
}

// writeMany makes n files of a hundred a folder.
func writeMany(dir string, n int, content string) error {
	for i := range n {
		folder := fmt.Sprintf("%s/%02d", dir, i/100)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(fmt.Sprintf("%s/%04d.go", folder, i), fmt.Appendf(nil, "%s// %d\n", content, i), 0o644); err != nil {
			return err
		}
	}
	return nil
}
