// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/google/go-github/v60/github"
)

// GitHub's bounds of a check run (OpenAPI description, checks/create).
const (
	AnnotationsAtOnce = 50
	SummaryLimit      = 65535 // characters, of the summary and of the text
)

// CheckRun is what is shown on a commit. ExternalID names subject, head and report, so that a lost answer can be found again.
type CheckRun struct {
	Owner, Name string // of the repository
	Title       string // of the check: "bylaw"
	SHA         string
	ExternalID  string
	Conclusion  string // empty while in progress
	DetailsURL  string
	Started     time.Time
	Completed   time.Time
	Headline    string // the output's title
	Summary     string
	Text        string
	Annotations []Annotation
}

// Annotation is a remark on a line.
type Annotation struct {
	Path, Level, Message, Title string // Level: notice | warning | failure
	Line                        int
}

// Posted is where something was published.
type Posted struct {
	ID  int64
	URL string
}

// PostCheck creates a check run; further annotations than fifty follow in updates, and only the last one concludes it.
func (c *Client) PostCheck(ctx context.Context, run CheckRun) (Posted, error) {
	head, rest := split(run.Annotations)
	options := github.CreateCheckRunOptions{
		Name: run.Title, HeadSHA: run.SHA, ExternalID: &run.ExternalID, DetailsURL: optional(run.DetailsURL),
		StartedAt: &github.Timestamp{Time: run.Started}, Output: run.output(head),
	}
	options.Status, options.Conclusion, options.CompletedAt = run.state(len(rest) == 0)
	var out github.CheckRun
	path := fmt.Sprintf("repos/%s/%s/check-runs", run.Owner, run.Name)
	if err := c.do(ctx, http.MethodPost, path, options, &out); err != nil {
		return Posted{}, fmt.Errorf("create the check run on %s: %w", short(run.SHA), err)
	}
	posted := Posted{ID: out.GetID(), URL: out.GetHTMLURL()}
	return posted, c.finish(ctx, run, posted.ID, rest)
}

// UpdateCheck turns a check run of ours that is in progress into what run says.
func (c *Client) UpdateCheck(ctx context.Context, id int64, run CheckRun) error {
	head, rest := split(run.Annotations)
	if err := c.patch(ctx, run, id, head, len(rest) == 0); err != nil {
		return err
	}
	return c.finish(ctx, run, id, rest)
}

// Resume completes a check run that an interrupted write left in progress: it appends the annotations that are not there yet.
func (c *Client) Resume(ctx context.Context, f Found, run CheckRun) error {
	run.Annotations = run.Annotations[min(f.Annotations, len(run.Annotations)):]
	return c.UpdateCheck(ctx, f.ID, run)
}

// finish appends the remaining annotations, fifty at a time.
func (c *Client) finish(ctx context.Context, run CheckRun, id int64, rest []Annotation) error {
	for len(rest) > 0 {
		var head []Annotation
		head, rest = split(rest)
		if err := c.patch(ctx, run, id, head, len(rest) == 0); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) patch(ctx context.Context, run CheckRun, id int64, head []Annotation, last bool) error {
	options := github.UpdateCheckRunOptions{
		Name: run.Title, ExternalID: &run.ExternalID, DetailsURL: optional(run.DetailsURL), Output: run.output(head),
	}
	options.Status, options.Conclusion, options.CompletedAt = run.state(last)
	path := fmt.Sprintf("repos/%s/%s/check-runs/%d", run.Owner, run.Name, id)
	if err := c.do(ctx, http.MethodPatch, path, options, nil); err != nil {
		return fmt.Errorf("update the check run on %s: %w", short(run.SHA), err)
	}
	return nil
}

// Found is a check run of ours that a write left behind. Annotations is how many of them it has.
type Found struct {
	Posted
	Completed   bool
	Annotations int
}

// FindCheck looks for a check run of ours by its external id, after a write whose answer was lost. nil when there is none.
func (c *Client) FindCheck(ctx context.Context, run CheckRun) (*Found, error) {
	path := fmt.Sprintf("repos/%s/%s/commits/%s/check-runs?check_name=%s&filter=all&app_id=%d&per_page=100",
		run.Owner, run.Name, run.SHA, url.QueryEscape(run.Title), c.hub.settings.AppID)
	var list github.ListCheckRunsResults
	if err := c.do(ctx, http.MethodGet, path, nil, &list); err != nil {
		return nil, fmt.Errorf("find the check run on %s: %w", short(run.SHA), err)
	}
	for _, r := range list.CheckRuns {
		if r.GetExternalID() == run.ExternalID && r.GetApp().GetID() == c.hub.settings.AppID {
			return &Found{
				Posted: Posted{ID: r.GetID(), URL: r.GetHTMLURL()}, Completed: r.GetStatus() == "completed",
				Annotations: r.GetOutput().GetAnnotationsCount(),
			}, nil
		}
	}
	return nil, nil
}

// state is status, conclusion and completion of a run; before the last batch of annotations it is still in progress.
func (r CheckRun) state(last bool) (status, conclusion *string, completed *github.Timestamp) {
	if !last || r.Conclusion == "" {
		return new("in_progress"), nil, nil
	}
	return new("completed"), &r.Conclusion, &github.Timestamp{Time: r.Completed}
}

func (r CheckRun) output(head []Annotation) *github.CheckRunOutput {
	out := &github.CheckRunOutput{Title: &r.Headline, Summary: &r.Summary, Text: optional(r.Text)}
	for _, a := range head {
		line := max(a.Line, 1)
		out.Annotations = append(out.Annotations, &github.CheckRunAnnotation{
			Path: &a.Path, StartLine: &line, EndLine: &line, AnnotationLevel: &a.Level,
			Message: &a.Message, Title: optional(a.Title),
		})
	}
	return out
}

func split(all []Annotation) (head, rest []Annotation) {
	n := min(len(all), AnnotationsAtOnce)
	return all[:n], all[n:]
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func short(sha string) string { return sha[:min(len(sha), 7)] }
