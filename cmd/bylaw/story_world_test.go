// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/rogpeppe/go-internal/testscript"
)

// storyTime is the moment at which stories are judged.
var storyTime = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// world is what a harness does for the words of a story. A word that is nil does nothing in that harness.
type world struct {
	// base makes the named files the default branch, and leaves the branch "feature" there.
	base func(files map[string]storyFile) error
	// commit puts the work directory into a commit of "feature" and returns its object id.
	commit func(c storyCommit, work map[string]storyFile) (string, error)
	// community fills the organization's public .github repository; paths are those in there.
	community func(files map[string]storyFile) error
	// policy is told once, before the base, what the organization's policy is: community/bylaw.yml, if the story has it.
	policy func(src string) error
	// check judges main...feature by the named rules (all if none): the text report, and whether the conclusion is success.
	check func(only []string) (report string, success bool, err error)
	// fix applies the edits that the last check offered to the work directory.
	fix func() error
	// end frees what the world holds.
	end func()
}

// storyCommit is what the word commit (or amend) says.
type storyCommit struct {
	author, committer storyPerson
	verified, merge   bool
	amend             bool // replace the last commit
	message           string
	at                time.Time
}

// story is a running story: the work directory, and the world that its words act on.
type story struct {
	dir     string
	world   world
	based   bool
	commits int
}

// organizationPolicy is the organization's policy of a story, in the folder that stands for its .github repository.
const organizationPolicy = "community/bylaw.yml"

// makeWorld builds a harness's world over a work directory.
type makeWorld func(env *testscript.Env) (world, error)

type storyKey struct{}

// storyParams are the parameters of a harness. Its name is a condition: [memory], [checkout], [bot].
func storyParams(t *testing.T, dir, harness string, build makeWorld) testscript.Params {
	t.Helper()
	return testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			w, err := build(env)
			if err != nil {
				return err
			}
			env.Values[storyKey{}] = &story{dir: env.WorkDir, world: w}
			env.Setenv("HOME", env.WorkDir+"/.tmp")
			env.Setenv("AT", storyTime.Format(time.RFC3339))
			if w.end != nil {
				env.Defer(w.end)
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if !slices.Contains([]string{"memory", "checkout", "bot"}, cond) {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return cond == harness, nil
		},
		Cmds:               storyWords,
		RequireUniqueNames: true,
	}
}

// storyWords are the words of a story, the same in all harnesses.
var storyWords = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"base":      word((*story).base),
	"commit":    word(func(s *story, ts *testscript.TestScript, args []string) error { return s.commit(ts, args, false) }),
	"amend":     word(func(s *story, ts *testscript.TestScript, args []string) error { return s.commit(ts, args, true) }),
	"community": word((*story).community),
	"check":     word((*story).check),
	"exitcode":  exitCodeOf,
	"fix":       word(func(s *story, _ *testscript.TestScript, _ []string) error { return s.world.fix() }),
}

// errNotSuccess is a check whose conclusion is not success; "! check" expects it.
var errNotSuccess = errors.New("the conclusion is not success")

func word(do func(*story, *testscript.TestScript, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s, _ := ts.Value(storyKey{}).(*story)
		err := do(s, ts, args)
		switch {
		case neg && err == nil:
			ts.Fatalf("unexpected success")
		case neg && errors.Is(err, errNotSuccess):
		case err != nil:
			ts.Fatalf("%v", err)
		}
	}
}

func (s *story) base(_ *testscript.TestScript, globs []string) error {
	if s.based {
		return errors.New("base comes once, before the first commit")
	}
	if len(globs) == 0 {
		globs = []string{".github/**"}
	}
	work, err := readWork(s.dir)
	if err != nil {
		return err
	}
	s.based = true
	policy, err := os.ReadFile(s.dir + "/" + organizationPolicy)
	if err == nil && s.world.policy == nil {
		return errors.New("this harness has no organization's policy")
	}
	if err == nil {
		err = s.world.policy(string(policy))
	}
	if ignoreMissing(err) != nil {
		return err
	}
	return s.world.base(choose(work, globs))
}

func (s *story) commit(ts *testscript.TestScript, args []string, amend bool) error {
	if !s.based {
		if err := s.base(ts, nil); err != nil {
			return err
		}
	}
	c, err := parseCommit(args)
	if err != nil {
		return err
	}
	if c.amend = amend; !amend {
		s.commits++
	}
	c.at = storyTime.Add(-time.Hour).Add(time.Duration(s.commits) * time.Minute)
	work, err := readWork(s.dir)
	if err != nil {
		return err
	}
	id, err := s.world.commit(c, work)
	ts.Setenv("HEAD", id) // the last commit's object id, for remediations
	return err
}

func (s *story) community(_ *testscript.TestScript, globs []string) error {
	if s.world.community == nil {
		return nil
	}
	files, err := readFiles(s.dir + "/community")
	if err != nil {
		return err
	}
	for i, g := range globs {
		globs[i] = strings.TrimPrefix(g, "community/")
	}
	return s.world.community(choose(files, globs))
}

func (s *story) check(ts *testscript.TestScript, only []string) error {
	if !s.based {
		if err := s.base(ts, nil); err != nil {
			return err
		}
	}
	report, success, err := s.world.check(only)
	fmt.Fprint(ts.Stdout(), report)
	if err == nil && !success {
		return errNotSuccess
	}
	return err
}

// choose keeps the files that match a glob; a folder's name chooses all below it.
func choose(files map[string]storyFile, globs []string) map[string]storyFile {
	out := maps.Clone(files)
	maps.DeleteFunc(out, func(path string, _ storyFile) bool {
		return !slices.ContainsFunc(globs, func(g string) bool {
			return doublestar.MatchUnvalidated(g, path) || doublestar.MatchUnvalidated(g+"/**", path)
		})
	})
	return out
}

// writeWork puts a file into the work directory.
func writeWork(dir, path, content string) error {
	return os.WriteFile(dir+"/"+path, []byte(content), 0o644)
}
