// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"fmt"
	"slices"
	"time"
)

// GitHub's limits on check runs (GitHub OpenAPI, checks/create).
const (
	annotationsMax = 50
	outputMax      = 65_535
	actionsMax     = 3
)

// runRequest is what a client may say of a check run; nil is not said.
type runRequest struct {
	Name        *string    `json:"name"`
	HeadSHA     *string    `json:"head_sha"`
	DetailsURL  *string    `json:"details_url"`
	ExternalID  *string    `json:"external_id"`
	Status      *string    `json:"status"`
	Conclusion  *string    `json:"conclusion"`
	StartedAt   *time.Time `json:"started_at"`
	CompletedAt *time.Time `json:"completed_at"`
	Output      *struct {
		Title       *string      `json:"title"`
		Summary     *string      `json:"summary"`
		Text        *string      `json:"text"`
		Annotations []Annotation `json:"annotations"`
	} `json:"output"`
	Actions []Action `json:"actions"`

	now time.Time
}

var (
	statuses    = []string{"queued", "in_progress", "completed", "waiting", "requested", "pending"}
	conclusions = []string{"action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"} //nolint:misspell // GitHub's word
)

// runRequest reads and judges a request to create or change a check run.
func (c *call) runRequest() (*runRequest, error) {
	in := &runRequest{now: c.s.clock()}
	if err := c.decode(in); err != nil {
		return nil, err
	}
	for _, wrong := range []string{in.wrongState(), in.wrongOutput(), in.wrongActions()} {
		if wrong != "" {
			return nil, &apiError{status: 422, message: "Invalid request.\n\n" + wrong}
		}
	}
	return in, nil
}

func (in *runRequest) wrongState() string {
	switch {
	case in.Status != nil && !slices.Contains(statuses, *in.Status):
		return fmt.Sprintf("%s is not a member of %q.", *in.Status, statuses)
	case in.Conclusion != nil && !slices.Contains(conclusions, *in.Conclusion):
		return fmt.Sprintf("%s is not a member of %q.", *in.Conclusion, conclusions)
	case in.Status != nil && *in.Status == "completed" && in.Conclusion == nil:
		return "\"conclusion\" wasn't supplied."
	}
	return ""
}

func (in *runRequest) wrongOutput() string {
	if in.Output == nil {
		return ""
	}
	if len(in.Output.Annotations) > annotationsMax {
		return fmt.Sprintf("No more than %d items are allowed; %d were supplied.", annotationsMax, len(in.Output.Annotations))
	}
	for name, text := range map[string]*string{"summary": in.Output.Summary, "text": in.Output.Text} {
		if text != nil && characters(*text) > outputMax {
			return fmt.Sprintf("Only %d characters are allowed in %s; %d were supplied.", outputMax, name, characters(*text))
		}
	}
	for _, a := range in.Output.Annotations {
		if wrong := a.wrong(); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (a Annotation) wrong() string {
	switch {
	case a.Path == "" || a.StartLine < 1 || a.EndLine < a.StartLine || a.Message == "":
		return "an annotation needs path, start_line, end_line and message."
	case !slices.Contains([]string{"notice", "warning", "failure"}, a.Level):
		return a.Level + " is not a member of [\"notice\", \"warning\", \"failure\"]."
	case len(a.Message) > 64<<10 || len(a.RawDetails) > 64<<10:
		return "message and raw_details of an annotation are limited to 64 KB."
	case characters(a.Title) > 255:
		return "an annotation's title is limited to 255 characters."
	case a.StartLine != a.EndLine && (a.StartColumn != nil || a.EndColumn != nil):
		return "start_column and end_column go with annotations on one line only."
	}
	return ""
}

func (in *runRequest) wrongActions() string {
	if len(in.Actions) > actionsMax {
		return fmt.Sprintf("No more than %d items are allowed; %d were supplied.", actionsMax, len(in.Actions))
	}
	for _, a := range in.Actions {
		if characters(a.Label) > 20 || characters(a.Description) > 40 || characters(a.Identifier) > 20 {
			return "an action's label, description and identifier are limited to 20, 40 and 20 characters."
		}
	}
	return ""
}

// apply changes a run. Annotations are added to those there are; a conclusion completes the run.
func (in *runRequest) apply(run *CheckRun) {
	set(&run.Name, in.Name)
	set(&run.DetailsURL, in.DetailsURL)
	set(&run.ExternalID, in.ExternalID)
	set(&run.Status, in.Status)
	set(&run.StartedAt, in.StartedAt)
	if in.Status != nil && *in.Status != "completed" {
		run.Conclusion, run.CompletedAt = "", time.Time{}
	}
	if in.Conclusion != nil {
		run.Conclusion, run.Status, run.CompletedAt = *in.Conclusion, "completed", in.now
	}
	set(&run.CompletedAt, in.CompletedAt)
	if in.Actions != nil {
		run.Actions = in.Actions
	}
	if in.Output != nil {
		set(&run.Title, in.Output.Title)
		set(&run.Summary, in.Output.Summary)
		set(&run.Text, in.Output.Text)
		run.Annotations = append(run.Annotations, in.Output.Annotations...)
	}
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
