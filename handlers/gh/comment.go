// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// issueComment is a comment as far as we read it. go-github v60 lacks performed_via_github_app, which names the App that wrote it.
type issueComment struct {
	ID      int64  `json:"id"`
	Body    string `json:"body"`
	HTMLURL string `json:"html_url"`
	Via     *struct {
		ID int64 `json:"id"`
	} `json:"performed_via_github_app"`
}

// Sticky is the one comment on a pull request. Body is without the marker.
type Sticky struct {
	Owner, Name  string
	RepositoryID int64
	Number       int
	Body         string
}

// PostComment creates the sticky comment.
func (c *Client) PostComment(ctx context.Context, s Sticky) (Posted, error) {
	var out issueComment
	path := fmt.Sprintf("repos/%s/%s/issues/%d/comments", s.Owner, s.Name, s.Number)
	if err := c.do(ctx, http.MethodPost, path, map[string]string{"body": c.hub.signed(s)}, &out); err != nil {
		return Posted{}, fmt.Errorf("comment on %s/%s#%d: %w", s.Owner, s.Name, s.Number, err)
	}
	return Posted{ID: out.ID, URL: out.HTMLURL}, nil
}

// EditComment changes the sticky comment. ok is false when somebody deleted it.
func (c *Client) EditComment(ctx context.Context, id int64, s Sticky) (ok bool, err error) {
	path := fmt.Sprintf("repos/%s/%s/issues/comments/%d", s.Owner, s.Name, id)
	err = c.do(ctx, http.MethodPatch, path, map[string]string{"body": c.hub.signed(s)}, nil)
	if errors.Is(err, ErrGone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("edit the comment on %s/%s#%d: %w", s.Owner, s.Name, s.Number, err)
	}
	return true, nil
}

// FindComment looks for our comment when its id is not known: written by our App and with our signed marker for this very pull
// request. A planted copy of the marker has another author; our own comment elsewhere has another signature.
func (c *Client) FindComment(ctx context.Context, s Sticky) (posted Posted, ok bool, err error) {
	want := c.hub.marker(s)
	for page := 1; ; page++ {
		var list []issueComment
		path := fmt.Sprintf("repos/%s/%s/issues/%d/comments?per_page=100&page=%d", s.Owner, s.Name, s.Number, page)
		if err := c.do(ctx, http.MethodGet, path, nil, &list); err != nil {
			return Posted{}, false, fmt.Errorf("look for the comment on %s/%s#%d: %w", s.Owner, s.Name, s.Number, err)
		}
		for _, m := range list {
			if m.Via != nil && m.Via.ID == c.hub.settings.AppID && strings.HasPrefix(m.Body, want) {
				return Posted{ID: m.ID, URL: m.HTMLURL}, true, nil
			}
		}
		if len(list) < 100 {
			return Posted{}, false, nil
		}
	}
}

func (h *Hub) signed(s Sticky) string { return h.marker(s) + "\n" + s.Body }

// marker is an invisible line that names the pull request, signed so that a copy elsewhere is not ours.
func (h *Hub) marker(s Sticky) string {
	text := fmt.Sprintf("repo=%d pr=%d", s.RepositoryID, s.Number)
	mac := hmac.New(sha256.New, h.markers)
	mac.Write([]byte(text))
	return fmt.Sprintf("<!-- bylaw:v1 %s sig=%s -->", text, hex.EncodeToString(mac.Sum(nil))[:32])
}

// markerKey derives the marker's key from the App's private key: it survives the loss of the database.
func markerKey(key []byte) []byte {
	sum := sha256.Sum256(append([]byte("bylaw sticky comment\x00"), key...))
	return sum[:]
}
