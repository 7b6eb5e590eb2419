// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"fmt"

	"github.com/bylaw-bot/bylaw/rules"
)

// Ask names a pull request and the places of the policies.
type Ask struct {
	Owner, Name      string
	Number           int
	PolicyRepository string // ".github"
	PolicyFile       string // "bylaw.yml"
	Queue            string // the merge queue's head, when it is judged
}

// Document is a policy as it lies on a default branch. A zero Blob means that there is none.
type Document struct {
	Text    string
	Blob    string // object id: the version of the text
	Commit  string // head of the default branch, when known
	Private bool   // lies in a repository that is not public: nothing written in public quotes it
}

// First is what the first query tells: enough to choose the requirements, and with them the facts still missing.
type First struct {
	Subject      rules.Subject
	Organization Document
	Repository   Document
	State        string // OPEN | CLOSED | MERGED
	Comments     int    // on the pull request, anybody's: without any, ours need not be looked for
}

// Plan is what the requirements need beyond the first query.
type Plan struct {
	Needs rules.Needs
	Wants func(path string) bool // whose content is needed
}

// Facts is a subject with the facts that were gathered for it.
type Facts struct {
	First
	Have rules.Needs
}

// Gather reads the facts of a pull request: one query, then what plan asks for, then the head again. plan sees the first
// query's facts. When the head moved meanwhile the error is ErrMoved.
func (c *Client) Gather(ctx context.Context, ask Ask, plan func(First) (Plan, error)) (Facts, error) {
	raw, err := c.first(ctx, ask)
	if err != nil {
		return Facts{}, fmt.Errorf("gather %s/%s#%d: %w", ask.Owner, ask.Name, ask.Number, err)
	}
	f := Facts{First: raw.first(), Have: rules.NeedChange | rules.NeedIdentities}
	p, err := plan(f.First)
	if err == nil {
		err = c.complete(ctx, ask, raw, p, &f)
	}
	if err != nil {
		return f, fmt.Errorf("gather %s/%s#%d: %w", ask.Owner, ask.Name, ask.Number, err)
	}
	return f, nil
}

// complete adds what the plan needs, in the order of cost.
func (c *Client) complete(ctx context.Context, ask Ask, raw *factsAnswer, p Plan, f *Facts) error {
	s := &f.Subject
	if p.Needs&(rules.NeedCommits|rules.NeedIdentities) != 0 {
		commits, err := c.commits(ctx, ask, raw)
		if err != nil {
			return err
		}
		s.Commits, f.Have = commits, f.Have|rules.NeedCommits
		s.Change.Commits = len(commits) // GitHub's own count stops at 250
		if ask.Queue != "" {
			if s.Built, err = c.compareCommits(ctx, ask, s.Change.Base.SHA, ask.Queue); err != nil {
				return err
			}
		}
	}
	if p.Needs&(rules.NeedFiles|rules.NeedContent|rules.NeedPatch) != 0 {
		files, err := c.files(ctx, ask, s.Change)
		if err != nil {
			return err
		}
		s.Files, f.Have = files, f.Have|rules.NeedFiles|rules.NeedPatch
	}
	if p.Needs&rules.NeedInherited != 0 {
		s.Inherited, f.Have = raw.inherited(), f.Have|rules.NeedInherited
	}
	return c.second(ctx, ask, p, f)
}

// first runs the facts query.
func (c *Client) first(ctx context.Context, ask Ask) (*factsAnswer, error) {
	var a factsAnswer
	err := c.graphql(ctx, factsQuery+commitFragment, map[string]any{
		"owner": ask.Owner, "name": ask.Name, "number": ask.Number,
		"policyRepo": ask.PolicyRepository, "policyFile": "HEAD:" + ask.PolicyFile,
	}, &a, "policy", "community")
	if err != nil {
		return nil, err
	}
	c.points.Add(a.RateLimit.Cost)
	if a.Repository == nil || a.Repository.PullRequest == nil {
		return nil, ErrGone
	}
	return &a, nil
}
