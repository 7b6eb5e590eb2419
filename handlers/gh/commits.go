// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"fmt"
	"net/http"

	"github.com/bylaw-bot/bylaw/rules"
)

// commitsListed is how many commits GitHub lists of a pull request; longer ones are read by comparing base and head
// (REST "List commits on a pull request": at most 250).
const commitsListed = 250

// commits reads all commits of a pull request, oldest first.
func (c *Client) commits(ctx context.Context, ask Ask, raw *factsAnswer) ([]rules.Commit, error) {
	pull := raw.Repository.PullRequest
	if pull.Commits.TotalCount >= commitsListed {
		return c.compareCommits(ctx, ask, pull.BaseRefOid, pull.HeadRefOid)
	}
	page := pull.Commits
	out := []rules.Commit{}
	for {
		for _, n := range page.Nodes {
			out = append(out, n.Commit.commit())
		}
		if !page.PageInfo.HasNextPage {
			break
		}
		var err error
		if page, err = c.commitPage(ctx, ask, page.PageInfo.EndCursor, pull.HeadRefOid); err != nil {
			return nil, err
		}
	}
	if len(out) != pull.Commits.TotalCount {
		return nil, fmt.Errorf("read %d of %d commits", len(out), pull.Commits.TotalCount)
	}
	return out, nil
}

func (c *Client) commitPage(ctx context.Context, ask Ask, after, head string) (commitPage, error) {
	var a struct {
		RateLimit  struct{ Cost int64 }
		Repository struct{ PullRequest *pullAnswer }
	}
	err := c.graphql(ctx, commitsQuery+commitFragment, map[string]any{
		"owner": ask.Owner, "name": ask.Name, "number": ask.Number, "after": after,
	}, &a)
	if err != nil {
		return commitPage{}, err
	}
	c.points.Add(a.RateLimit.Cost)
	if a.Repository.PullRequest == nil {
		return commitPage{}, ErrGone
	}
	if a.Repository.PullRequest.HeadRefOid != head {
		return commitPage{}, ErrMoved
	}
	return a.Repository.PullRequest.Commits, nil
}

// comparison is the answer of "Compare two commits"; narrow, so that drift elsewhere in it cannot hurt.
type comparison struct {
	TotalCommits    int              `json:"total_commits"`
	Commits         []comparedCommit `json:"commits"`
	MergeBaseCommit struct {
		SHA string `json:"sha"`
	} `json:"merge_base_commit"`
}

type comparedCommit struct {
	SHA     string `json:"sha"`
	Parents []struct {
		SHA string `json:"sha"`
	} `json:"parents"`
	Commit struct {
		Message      string         `json:"message"`
		Author       comparedPerson `json:"author"`
		Committer    comparedPerson `json:"committer"`
		Verification struct {
			Verified bool `json:"verified"`
		} `json:"verification"`
	} `json:"commit"`
	Author    *comparedAccount `json:"author"`
	Committer *comparedAccount `json:"committer"`
}

type comparedPerson struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

type comparedAccount struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"`
}

// compareCommits pages through the comparison of base and head, which has no limit of 250.
func (c *Client) compareCommits(ctx context.Context, ask Ask, base, head string) ([]rules.Commit, error) {
	out := []rules.Commit{}
	for page := 1; ; page++ {
		cmp, err := c.compare(ctx, ask, base, head, page)
		if err != nil {
			return nil, err
		}
		for _, cc := range cmp.Commits {
			out = append(out, cc.commit())
		}
		if len(out) >= cmp.TotalCommits {
			return out, nil
		}
		if len(cmp.Commits) == 0 {
			return nil, &TooLarge{What: fmt.Sprintf("GitHub lists %d of its %d commits", len(out), cmp.TotalCommits)}
		}
	}
}

func (c *Client) compare(ctx context.Context, ask Ask, base, head string, page int) (*comparison, error) {
	var cmp comparison
	path := fmt.Sprintf("repos/%s/%s/compare/%s...%s?per_page=100&page=%d", ask.Owner, ask.Name, base, head, page)
	err := c.do(ctx, http.MethodGet, path, nil, &cmp)
	return &cmp, err
}

// webFlow is the account that commits for people who edit on the web; its signature is GitHub's own.
const webFlow = "web-flow"

func (cc comparedCommit) commit() rules.Commit {
	v := &rules.Verified{Valid: cc.Commit.Verification.Verified}
	if v.Valid && cc.Committer != nil {
		v.ByGitHub = cc.Committer.Login == webFlow
		v.Signer = cc.Committer.account()
	}
	out := rules.Commit{
		SHA: cc.SHA, Message: cc.Commit.Message, Verified: v,
		Author:    cc.Commit.Author.person(cc.Author),
		Committer: cc.Commit.Committer.person(cc.Committer),
	}
	for _, p := range cc.Parents {
		out.Parents = append(out.Parents, p.SHA)
	}
	return out
}

func (p comparedPerson) person(a *comparedAccount) rules.Person {
	return rules.Person{Name: p.Name, Email: p.Email, Account: a.account()}
}

// account is nil for an address that GitHub links to nobody: null, or {} (GitHub's OpenAPI description).
func (a *comparedAccount) account() *rules.Account {
	if a == nil || a.ID == 0 {
		return nil
	}
	return &rules.Account{ID: a.ID, Login: a.Login, Type: a.Type}
}
