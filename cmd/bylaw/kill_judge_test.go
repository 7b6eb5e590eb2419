// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
	"github.com/bylaw-bot/bylaw/handlers/store"
)

// judgeLife reads the log of a life that is over. No generation may have come twice as far as its check run, and none that an
// earlier life recorded may have come so far again.
func (w *killWorld) judgeLife(p *process) {
	w.t.Helper()
	for g, times := range p.evaluated() {
		w.judged++
		if times > 1 {
			w.t.Errorf("generation %d of %s was evaluated to its end %d times in one life", g.gen, g.subject, times)
		}
		if g.gen <= w.saved[g.subject] {
			w.t.Errorf("generation %d of %s was evaluated again: %d was recorded before", g.gen, g.subject, w.saved[g.subject])
		}
	}
	for _, l := range p.log() {
		if l.Level == "error" || l.Level == "fatal" || l.Level == "panic" {
			w.t.Errorf("logged: %+v", l)
		}
	}
	if said := p.output(); len(said) > 0 {
		w.t.Errorf("said: %q", said)
	}
}

// remember looks into a copy of what the dead left: which generations it recorded, and whether each acknowledged delivery is there.
func (w *killWorld) remember() {
	w.t.Helper()
	w.open(func(s *store.Store) {
		for _, m := range w.marks {
			e, err := s.LastEvaluation(w.t.Context(), m.key())
			if err != nil {
				w.t.Fatal(err)
			}
			if e == nil {
				continue
			}
			if e.Gen < w.saved[m.key()] {
				w.t.Errorf("%s: generation %d was recorded, and now %d is the newest", m.key(), w.saved[m.key()], e.Gen)
			}
			w.saved[m.key()] = e.Gen
		}
		for _, id := range w.post.news() {
			got, err := s.Accept(w.t.Context(), store.Arrival{Delivery: store.Delivery{ID: id, Event: "pull_request", ReceivedAt: time.Now()}})
			if err != nil || got != store.Duplicate {
				w.t.Errorf("delivery %s was acknowledged and is lost: %v %v", id, got, err)
			}
		}
	})
}

// open opens a copy of the database, so that the next life finds it as the dead left it.
func (w *killWorld) open(look func(*store.Store)) {
	w.t.Helper()
	dir := w.t.TempDir()
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(w.env["BYLAW_STORE"] + end)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "bylaw.db"+end), data, 0o600)
		}
		if err != nil && end == "" {
			w.t.Fatal(err)
		}
	}
	s, err := store.Open(w.t.Context(), store.Options{DSN: filepath.Join(dir, "bylaw.db")})
	if err != nil {
		w.t.Fatalf("the database after a kill: %v", err)
	}
	look(s)
	if err := s.Close(w.t.Context()); err != nil {
		w.t.Error(err)
	}
}

// judge looks at GitHub and at the record when all is done.
func (w *killWorld) judge() {
	w.t.Helper()
	w.open(func(s *store.Store) {
		if stats, err := s.Stats(w.t.Context()); err != nil || stats.Behind != 0 {
			w.t.Errorf("subjects behind: %+v %v", stats, err)
		}
		for _, m := range w.marks {
			e, err := s.LastEvaluation(w.t.Context(), m.key())
			if err != nil || e == nil || e.Head != m.pull.HeadSHA() || e.Conclusion != m.conclusion() {
				w.t.Errorf("%s: the last evaluation is %+v (%v), the head is %s and must be %s", m.key(), e, err, m.pull.HeadSHA(), m.conclusion())
			}
		}
	})
	runs, comments := 0, 0
	for _, m := range w.marks {
		runs += w.judgeRuns(m)
		comments += w.judgeComments(m)
	}
	w.t.Logf("%d deliveries acknowledged, %d of them twice, %d evaluations, %d heads with %d check runs, %d comments",
		w.post.count(), w.post.twice, w.judged, w.heads(), runs, comments)
}

func (w *killWorld) heads() (n int) {
	for _, m := range w.marks {
		n += len(m.heads)
	}
	return n
}

func (m *mark) conclusion() string {
	if m.signed {
		return "success"
	}
	return "failure"
}

// judgeRuns: no report stands twice on a head, and the newest run of the newest head is right.
func (w *killWorld) judgeRuns(m *mark) (n int) {
	w.t.Helper()
	for _, head := range m.heads {
		seen := map[[3]string]bool{}
		for _, run := range m.repo.CheckRuns(head) {
			id, _, _ := strings.Cut(run.ExternalID, ".") // what follows is the time it was made
			report := [3]string{id, run.Conclusion, run.Summary}
			if seen[report] || run.Status != "completed" {
				w.t.Errorf("%s: on %s %q stands twice, or is not completed: %+v", m.key(), head, id, run)
			}
			seen[report] = true
			n++
		}
	}
	runs := m.repo.CheckRuns(m.pull.HeadSHA())
	if len(runs) == 0 || runs[len(runs)-1].Conclusion != m.conclusion() {
		w.t.Errorf("%s: the check runs of the head are %+v, it must be %s", m.key(), runs, m.conclusion())
	}
	return n
}

// judgeComments: at most one, and it speaks of the newest head if that fails.
func (w *killWorld) judgeComments(m *mark) int {
	w.t.Helper()
	comments := m.pull.Comments()
	if len(comments) > 1 || (len(comments) == 0 && !m.signed) {
		w.t.Errorf("%s: %d comments", m.key(), len(comments))
	}
	names := func(c *ghtest.Comment) bool { return strings.Contains(c.Body(), m.pull.HeadSHA()[:7]) }
	if !m.signed && !slices.ContainsFunc(comments, names) {
		w.t.Errorf("%s: the comment does not speak of the head %s", m.key(), m.pull.HeadSHA())
	}
	return len(comments)
}
