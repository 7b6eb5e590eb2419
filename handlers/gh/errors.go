// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"
)

// Limited says that GitHub, or our own pacing, wants us to come back later.
type Limited struct{ Until time.Time }

// Error names the time.
func (l *Limited) Error() string {
	return "limited until " + l.Until.UTC().Format(time.RFC3339)
}

// ErrMoved says that the head moved while its facts were read.
var ErrMoved = errors.New("the head moved while it was read")

// ErrGone says that the repository or the pull request is not there for us.
var ErrGone = errors.New("not found")

// ErrForbidden says that GitHub does not let the App do this here: a permission is missing, or a conversation is locked.
var ErrForbidden = errors.New("not allowed")

// TooLarge says that a pull request cannot be judged for good: a person must split or exempt it.
type TooLarge struct{ What string }

// Error names what is too large.
func (t *TooLarge) Error() string { return "too large to judge: " + t.What }

// explain turns the client libraries' errors into ours and keeps secrets and addresses out of them.
func explain(now time.Time, err error) error {
	var primary *github.RateLimitError
	var secondary *github.AbuseRateLimitError
	var answer *github.ErrorResponse
	var token *ghinstallation.HTTPError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &primary):
		return &Limited{Until: primary.Rate.Reset.Time}
	case errors.As(err, &secondary):
		return &Limited{Until: now.Add(secondary.GetRetryAfter())}
	case errors.As(err, &answer):
		return explainAnswer(now, answer)
	case errors.As(err, &token):
		return explainToken(now, token)
	}
	return err
}

// explainToken tells an installation that is suspended or gone, or an App that shall wait, from a token that just did not come.
// ghinstallation leaves the body of a refusal open.
func explainToken(now time.Time, e *ghinstallation.HTTPError) error {
	if e.Response == nil {
		return fmt.Errorf("GitHub gave no installation token: %s", oneLine(e.Message))
	}
	defer e.Response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(e.Response.Body, 1024)) // what is readable of it: for the wording alone
	switch code := e.Response.StatusCode; {
	case code == http.StatusNotFound, code == http.StatusForbidden && suspended(string(body)):
		return fmt.Errorf("installation %d: %w", e.InstallationID, ErrGone)
	case code == http.StatusForbidden || code == http.StatusTooManyRequests:
		if l := waits(now, e.Response.Header); l != nil {
			return l
		}
	}
	return fmt.Errorf("GitHub gave no installation token: %s", oneLine(e.Message))
}

// suspended knows GitHub's wording for a suspended installation. It is gone until an event says that it is back; everything in it
// is then looked at anew.
func suspended(message string) bool { return strings.Contains(message, "has been suspended") }

// waits reads how long GitHub wants to be left alone, nil if it does not say.
func waits(now time.Time, h http.Header) *Limited {
	if after, err := strconv.Atoi(h.Get("Retry-After")); err == nil {
		return &Limited{Until: now.Add(time.Duration(after) * time.Second)}
	}
	if reset, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil && h.Get("X-RateLimit-Remaining") == "0" {
		return &Limited{Until: time.Unix(reset, 0).Add(time.Second)}
	}
	return nil
}

func explainAnswer(now time.Time, e *github.ErrorResponse) error {
	if e.Response == nil {
		return e
	}
	where := "GitHub"
	if e.Response.Request != nil {
		where = operation(e.Response.Request)
	}
	if code := e.Response.StatusCode; code == http.StatusNotFound || code == http.StatusGone {
		return fmt.Errorf("%s: %w", where, ErrGone)
	}
	if e.Response.StatusCode == http.StatusForbidden {
		// go-github knows a secondary limit by its documentation's address alone; repair has told by the header.
		if l := waits(now, e.Response.Header); l != nil {
			return l
		}
		if suspended(e.Message) {
			return fmt.Errorf("%s: %w: %s", where, ErrGone, oneLine(e.Message))
		}
		need := e.Response.Header.Get("X-Accepted-GitHub-Permissions")
		return fmt.Errorf("%s: %w: %s (GitHub accepts the permissions: %s)", where, ErrForbidden, oneLine(e.Message), oneLine(need))
	}
	return fmt.Errorf("%s: %d %s", where, e.Response.StatusCode, oneLine(e.Message))
}
