// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// ResolveLogin asks for the numeric id of a login, bots ("renovate[bot]") included. 0 means that there is no such account.
func (c *Client) ResolveLogin(ctx context.Context, login string) (int64, error) {
	var out struct {
		ID int64 `json:"id"`
	}
	err := c.do(ctx, http.MethodGet, "users/"+url.PathEscape(login), nil, &out)
	if errors.Is(err, ErrGone) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("resolve the login %q: %w", login, err)
	}
	return out.ID, nil
}

// RepositoryName names a repository by ids and names.
type RepositoryName struct {
	ID          int64
	OwnerID     int64
	Owner, Name string
}

type listedRepository struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Owner struct {
		ID    int64  `json:"id"`
		Login string `json:"login"`
	} `json:"owner"`
}

// Repositories lists what the installation may see.
func (c *Client) Repositories(ctx context.Context) ([]RepositoryName, error) {
	var out []RepositoryName
	for page := 1; ; page++ {
		var list struct {
			Repositories []listedRepository `json:"repositories"`
		}
		if err := c.do(ctx, http.MethodGet, fmt.Sprintf("installation/repositories?per_page=100&page=%d", page), nil, &list); err != nil {
			return nil, fmt.Errorf("list the repositories of installation %d: %w", c.installation, err)
		}
		for _, r := range list.Repositories {
			out = append(out, RepositoryName{ID: r.ID, OwnerID: r.Owner.ID, Owner: r.Owner.Login, Name: r.Name})
		}
		if len(list.Repositories) < 100 {
			return out, nil
		}
	}
}

// OpenPull is an open pull request, as listed.
type OpenPull struct {
	Number int
	Head   string
}

// OpenPulls lists the open pull requests of a repository.
func (c *Client) OpenPulls(ctx context.Context, owner, name string) ([]OpenPull, error) {
	var out []OpenPull
	for page := 1; ; page++ {
		var list []struct {
			Number int `json:"number"`
			Head   struct {
				SHA string `json:"sha"`
			} `json:"head"`
		}
		path := fmt.Sprintf("repos/%s/%s/pulls?state=open&per_page=100&page=%d", owner, name, page)
		if err := c.do(ctx, http.MethodGet, path, nil, &list); err != nil {
			return nil, fmt.Errorf("list the open pull requests of %s/%s: %w", owner, name, err)
		}
		for _, p := range list {
			out = append(out, OpenPull{Number: p.Number, Head: p.Head.SHA})
		}
		if len(list) < 100 {
			return out, nil
		}
	}
}

// Policy reads the organization's policy alone: when its repository was pushed to.
func (c *Client) Policy(ctx context.Context, ask Ask) (Document, error) {
	const query = `query Policy($owner: String!, $policyRepo: String!, $policyFile: String!) {
  rateLimit { cost }
  policy: repository(owner: $owner, name: $policyRepo) {
    visibility
    file: object(expression: $policyFile) { ... on Blob { oid text isTruncated } }
    defaultBranchRef { target { oid } }
  }
}`
	var a factsAnswer
	err := c.graphql(ctx, query, map[string]any{
		"owner": ask.Owner, "policyRepo": ask.PolicyRepository, "policyFile": "HEAD:" + ask.PolicyFile,
	}, &a, "policy")
	if err != nil {
		return Document{}, fmt.Errorf("read the policy of %s: %w", ask.Owner, err)
	}
	c.points.Add(a.RateLimit.Cost)
	return a.organization(), nil
}
