// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-bot/bylaw/handlers"
	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

// idleLimit is DESIGN.md's budget for the memory of an idle server, in MB. Measure your own with
//
//	grep VmRSS /proc/$(pidof bylaw)/status
const idleLimit = 60

// TestIdleMemory: a server that has started and waits is small. What is measured is the test binary, which is larger than bylaw.
func TestIdleMemory(t *testing.T) {
	if underRace() {
		t.Skip("the race detector keeps a shadow of the memory")
	}
	w := newServeWorld(t)
	w.org.NewRepo(".github", ghtest.RepoSpec{Files: map[string]string{"bylaw.yml": signOffPolicy}})
	p := spawn(t, w.env)
	public, internal := p.serving(t)
	idle := p.resident(t)
	if t.Logf("idle: %.1f MB resident", idle); idle > idleLimit {
		t.Errorf("at most %d MB are meant to be resident", idleLimit)
	}
	w.app.SetWebhook(public+handlers.WebhookPath, processSecret)
	w.github.Install(w.app, w.org.Account)
	for i := range 20 {
		w.pull(fmt.Sprint("widgets-", i), "Add gears\n\nSigned-off-by: Ana <ana@example.com>")
	}
	w.github.Settle()
	p.await("evaluated", 20)
	p.idle(t, internal)
	t.Logf("after twenty pull requests: %.1f MB resident, before the runtime gives back what it does not need", p.resident(t))
}

// resident is the process's resident memory in MB, where the system tells.
func (p *process) resident(t *testing.T) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Skip("no /proc here")
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			if kB, err := strconv.Atoi(fields[1]); err == nil {
				return float64(kB) / 1024
			}
		}
	}
	t.Fatalf("no VmRSS in %s", status)
	return 0
}

// underRace tells whether this binary was built with -race.
func underRace() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.ContainsFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })
}
