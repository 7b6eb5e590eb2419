// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Class is which lane a request takes.
type Class int

// The lanes of an installation. What notifies people is slower than what does not.
const (
	Read   Class = iota // a read costs one point
	Write               // a write that notifies nobody (check runs) costs five
	Notify              // comments, issues, reviews, pull requests, commits: five points, and the slow lane
)

// GitHub's documented secondary limits, less a margin: 900 points a minute; content that notifies people at one a second,
// 80 a minute and 500 an hour, of which we take 450.
const (
	pointsPerMinute = 900
	notifyPerMinute = 80
	notifyPerHour   = 450
	notifyGap       = time.Second
	longestWait     = 5 * time.Second        // longer waits give the worker back
	longestNotice   = 250 * time.Millisecond // the same for what notifies people: a place is kept, no worker sleeps on it
)

// Lanes paces each installation. It is safe for concurrent use; its state lives in the process, blocks are kept by the callback.
type Lanes struct {
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	blocked func(installation int64, until time.Time) // told of each block, to remember it over a restart; may be nil

	mu    sync.Mutex
	lanes map[int64]*lane
}

// NewLanes makes the lanes. blocked is told of every block that GitHub asks for.
func NewLanes(now func() time.Time, blocked func(int64, time.Time)) *Lanes {
	return &Lanes{now: now, sleep: sleep, blocked: blocked, lanes: map[int64]*lane{}}
}

// lane is the pacing of one installation. notes holds the times of the last hour's notifying writes and of those to come, oldest
// first; places whose turn is kept for whom; spent the points of the last minute.
type lane struct {
	until  time.Time
	notes  []time.Time
	places map[string]time.Time
	spent  []spend
}

type spend struct {
	at     time.Time
	points int
}

// Block keeps an installation silent until a moment. An earlier moment than one already set changes nothing.
func (l *Lanes) Block(installation int64, until time.Time) {
	l.mu.Lock()
	a := l.of(installation)
	later := until.After(a.until)
	if later {
		a.until = until
	}
	l.mu.Unlock()
	if later && l.blocked != nil {
		l.blocked(installation, until)
	}
}

// Wait takes a place in a lane and sleeps until its turn. A turn that is too far away is a *Limited at once, so that no worker
// sleeps on it. What notifies people then has its place kept, by the name of who asks: they come back when it is their turn, in
// the order in which they came, however many wait.
func (l *Lanes) Wait(ctx context.Context, installation int64, class Class, who string) error {
	now := l.now()
	turn := l.book(installation, class, who, now)
	switch wait := turn.Sub(now); {
	case wait <= 0:
		return ctx.Err()
	case wait > class.patience():
		return &Limited{Until: turn}
	default:
		return l.sleep(ctx, wait)
	}
}

func (c Class) patience() time.Duration {
	if c == Notify {
		return longestNotice
	}
	return longestWait
}

// book finds the next free moment and, if it is near enough to wait for, takes it.
func (l *Lanes) book(installation int64, class Class, who string, now time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.of(installation)
	a.forget(now)
	turn := later(now, a.until, a.points(class.points()))
	if class == Notify {
		turn = later(turn, a.place(who, now))
	}
	if turn.Sub(now) > class.patience() {
		return turn
	}
	a.spent = append(a.spent, spend{turn, class.points()})
	if class == Notify {
		delete(a.places, who)
	}
	return turn
}

// place is the moment of somebody's notifying write: the one that is kept, or the next free one, which is then theirs.
func (a *lane) place(who string, now time.Time) time.Time {
	if kept, ok := a.places[who]; ok {
		return kept
	}
	turn := later(now, a.notify())
	a.notes = append(a.notes, turn)
	if a.places == nil {
		a.places = map[string]time.Time{}
	}
	a.places[who] = turn
	return turn
}

func (l *Lanes) of(installation int64) *lane {
	if l.lanes[installation] == nil {
		l.lanes[installation] = &lane{}
	}
	return l.lanes[installation]
}

func (c Class) points() int {
	if c == Read {
		return 1
	}
	return 5
}

// unclaimed is how long a kept place waits for who has it.
const unclaimed = 10 * time.Minute

// forget drops what is older than its window.
func (a *lane) forget(now time.Time) {
	for who, turn := range a.places {
		if now.Sub(turn) > unclaimed {
			delete(a.places, who)
		}
	}
	for len(a.notes) > 0 && now.Sub(a.notes[0]) > time.Hour {
		a.notes = a.notes[1:]
	}
	for len(a.spent) > 0 && now.Sub(a.spent[0].at) > time.Minute {
		a.spent = a.spent[1:]
	}
}

// points is when so many more points fit into the minute.
func (a *lane) points(more int) time.Time {
	sum := more
	for _, s := range slices.Backward(a.spent) {
		if sum += s.points; sum > pointsPerMinute {
			return s.at.Add(time.Minute)
		}
	}
	return time.Time{}
}

// notify is when one more notifying write is allowed.
func (a *lane) notify() time.Time {
	n := len(a.notes)
	var turn time.Time
	if n > 0 {
		turn = a.notes[n-1].Add(notifyGap)
	}
	if n >= notifyPerMinute {
		turn = later(turn, a.notes[n-notifyPerMinute].Add(time.Minute))
	}
	if n >= notifyPerHour {
		turn = later(turn, a.notes[n-notifyPerHour].Add(time.Hour))
	}
	return turn
}

func later(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// classify tells the lane of a request. A GraphQL query is a read.
func classify(r *http.Request) Class {
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead, strings.HasSuffix(r.URL.Path, "/graphql"):
		return Read
	case strings.Contains(r.URL.Path, "/check-runs"), strings.Contains(r.URL.Path, "/check-suites"):
		return Write
	}
	return Notify
}

// secondary reads GitHub's wording of a secondary limit from the head of a body, and puts the body back.
func secondary(res *http.Response) bool {
	head, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), failing{err}, res.Body), res.Body}
	return bytes.Contains(head, []byte("secondary rate limit")) || bytes.Contains(head, []byte("secondary-rate-limits")) ||
		bytes.Contains(head, []byte("abuse"))
}

// failing gives a read error back at its place in the body; without one it is empty.
type failing struct{ err error }

// Read returns the error, or the end.
func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
