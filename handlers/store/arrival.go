// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Delivery is a webhook delivery; ID is GitHub's X-GitHub-Delivery, the same for every redelivery.
type Delivery struct {
	ID, Event, Action string
	Installation      int64
	ReceivedAt        time.Time
}

// Subject is what an evaluation is about. Key is made by the caller from numeric ids; the store reads nothing
// into it. Fields that are not known are left zero: they do not erase what is known.
type Subject struct {
	Key, Kind                           string // Kind: pull, queue, repository or organization
	Installation, OwnerID, RepositoryID int64
	Owner, Name                         string
	Number                              int
	Head                                string // the newest head SHA that was heard of
	Open                                bool   // true opens what never ended; only an Ending closes
}

// Repository is what is known of a repository. Empty fields and nil Properties do not erase what is known.
type Repository struct {
	ID, OwnerID, Installation              int64
	Owner, Name, Visibility, DefaultBranch string
	Properties                             json.RawMessage // nil: not said
	Gone                                   bool            // deleted, or no longer ours to see
}

// Installation is the App's installation on an account.
type Installation struct {
	ID, AccountID   int64
	Account         string
	Suspended, Gone bool
	Permissions     json.RawMessage // nil: not said
}

// Ending is a pull request closed or merged, or reopened. They are kept for the metrics.
type Ending struct {
	Key, Head        string
	Merged, Reopened bool
	MergeCommit      string
	ActorID          int64
	At               time.Time
}

// Arrival is all that one delivery has to say.
type Arrival struct {
	Delivery      Delivery
	Subjects      []Subject
	Repositories  []Repository
	Installations []Installation
	Endings       []Ending
}

// Accepted tells what became of an arrival.
type Accepted int

// New was never seen. Duplicate is pending or done: nothing was added. Requeued was seen, but its subject's
// last work had failed or got lost: it is enqueued again.
const (
	New Accepted = iota
	Duplicate
	Requeued
)

// String is the word for logs and metrics.
func (a Accepted) String() string { return [...]string{"new", "duplicate", "requeued"}[a] }

// ErrText says that a text cannot be stored on every engine.
var ErrText = errors.New("text is not UTF-8 or holds a NUL")

// check refuses what one of the engines would refuse, so that both behave alike.
func (a Arrival) check() error {
	texts := []string{a.Delivery.ID, a.Delivery.Event, a.Delivery.Action}
	for _, s := range a.Subjects {
		texts = append(texts, s.texts()...)
	}
	for _, r := range a.Repositories {
		texts = append(texts, r.Owner, r.Name, r.Visibility, r.DefaultBranch, string(r.Properties))
	}
	for _, i := range a.Installations {
		texts = append(texts, i.Account, string(i.Permissions))
	}
	for _, e := range a.Endings {
		texts = append(texts, e.Key, e.Head, e.MergeCommit)
	}
	return checkText(texts...)
}

func (s Subject) texts() []string { return []string{s.Key, s.Kind, s.Owner, s.Name, s.Head} }

func checkText(texts ...string) error {
	for _, t := range texts {
		if !utf8.ValidString(t) || strings.IndexByte(t, 0) >= 0 {
			return fmt.Errorf("%w: %.40q", ErrText, t)
		}
	}
	return nil
}

// text is a JSON value as the database keeps it; nil is NULL.
func text(j json.RawMessage) any {
	if j == nil {
		return nil
	}
	return string(j)
}

// raw is the JSON value of a column.
func raw(s *string) json.RawMessage {
	if s == nil {
		return nil
	}
	return json.RawMessage(*s)
}
