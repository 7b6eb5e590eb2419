// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"time"
)

// Needs is a set of facts. A rule declares what it reads; only that is gathered, and only that is shown to it.
type Needs uint32

// The facts that a rule can need.
const (
	NeedChange     Needs = 1 << iota // the pull request itself
	NeedFiles                        // changed files (or the whole tree): path, status, mode
	NeedContent                      // the head of each file's content
	NeedPatch                        // the unified diff of each file
	NeedCommits                      // commits: message, author, committer, parents
	NeedIdentities                   // the accounts and the verified signatures of commits
	NeedMembers                      // whether an account belongs to the organization
	NeedTree                         // the entries of root, .github and docs at the head
	NeedInherited                    // the entries of the organization's public .github repository
	NeedReviews                      // reviews of the pull request
	NeedSignatures                   // signatures of agreements (CLA)

	// Checkout marks facts that come from a local checkout: what it cannot answer is skip, not unknown.
	Checkout Needs = 1 << 31
)

// Subject is what is evaluated: a repository and, for a pull request, the change to it.
// It is plain data and travels as JSON both ways (see Decode). A nil slice is "not at hand", an empty one "known to be empty".
type Subject struct {
	At         time.Time   `json:"at"`                  // the moment of the evaluation: rules ask no clock
	Repository Repository  `json:"repository"`          // always known
	Change     *Change     `json:"change,omitempty"`    // nil when the repository itself is evaluated
	Files      []File      `json:"files,omitzero"`      // changed files, or the tree
	Commits    []Commit    `json:"commits,omitzero"`    // oldest first
	Built      []Commit    `json:"built,omitzero"`      // what the merge queue made of the commits: from the base to the queue's head
	Signatures []Signature `json:"signatures,omitzero"` // signatures of agreements
	Reviews    []Review    `json:"reviews,omitzero"`    // the latest opinion of each reviewer
	Tree       []Entry     `json:"tree,omitzero"`       // root, .github and docs at the head
	Inherited  []Entry     `json:"inherited,omitzero"`  // the same places of the organization's public .github repository

	People People `json:"-"` // whom the policy knows; set by Evaluate, not a fact
}

// Repository is what is known of a repository. Ids are GitHub's numeric ids; names are for display and for globs.
type Repository struct {
	ID            int64              `json:"id,omitempty"`
	OwnerID       int64              `json:"owner_id,omitempty"`
	Owner         string             `json:"owner"`
	Name          string             `json:"name"`
	Visibility    string             `json:"visibility,omitempty"` // public | private | internal
	Fork          bool               `json:"fork,omitempty"`
	Archived      bool               `json:"archived,omitempty"`
	DefaultBranch string             `json:"default_branch,omitempty"`
	License       string             `json:"license,omitempty"`  // SPDX id as GitHub detected it
	Languages     map[string]float64 `json:"languages,omitzero"` // name to share, 0..1
	Topics        []string           `json:"topics,omitzero"`
	Properties    map[string]Values  `json:"properties,omitzero"` // custom properties; a multi_select has several values
}

// Change is a pull request.
type Change struct {
	Number       int       `json:"number"`
	ID           int64     `json:"id,omitempty"`
	Title        string    `json:"title,omitempty"`
	Body         string    `json:"body,omitempty"`
	State        string    `json:"state,omitempty"` // open | closed | merged
	Draft        bool      `json:"draft,omitempty"`
	Author       Account   `json:"author"`
	Association  string    `json:"association,omitempty"` // GitHub's author_association: a hint, never an authority
	Head         Branch    `json:"head"`
	Base         Branch    `json:"base"`
	Labels       []string  `json:"labels,omitempty"`
	Commits      int       `json:"commits,omitzero"`        // as GitHub counts them
	ChangedFiles int       `json:"changed_files,omitempty"` // as GitHub counts them
	Additions    int       `json:"additions,omitempty"`
	Deletions    int       `json:"deletions,omitempty"`
	CanModify    bool      `json:"can_modify,omitempty"` // maintainers may push to the head branch
	CreatedAt    time.Time `json:"created_at,omitzero"`
}

// Branch is one end of a pull request. Repository is "owner/name" and empty when the fork was deleted.
type Branch struct {
	Ref          string `json:"ref"`
	SHA          string `json:"sha,omitempty"`
	Repository   string `json:"repository,omitempty"`
	RepositoryID int64  `json:"repository_id,omitempty"`
}

// Account is a GitHub account. ID 0 means that GitHub names no account.
type Account struct {
	ID     int64  `json:"id,omitempty"`
	Login  string `json:"login,omitempty"`
	Type   string `json:"type,omitempty"`   // User | Bot | Organization
	Member *bool  `json:"member,omitempty"` // belongs to the organization; nil is not at hand
}

// File is one file of a change or of a tree.
type File struct {
	Path         string  `json:"path"`
	PreviousPath string  `json:"previous_path,omitempty"`
	Status       string  `json:"status,omitempty"` // added | modified | removed | renamed | copied | unchanged
	Mode         string  `json:"mode,omitempty"`   // git's: 100644, 100755, 120000 (symlink), 160000 (submodule)
	Size         int64   `json:"size,omitempty"`   // bytes of the whole blob
	Blob         string  `json:"blob,omitempty"`   // object id
	Additions    int     `json:"additions,omitempty"`
	Deletions    int     `json:"deletions,omitempty"`
	Binary       bool    `json:"binary,omitempty"`
	Content      *string `json:"content,omitempty"` // the head of the content, at most ContentLimit bytes; nil is not at hand
	Patch        *string `json:"patch,omitempty"`   // unified diff without header; nil is not at hand
}

// ContentLimit is how many bytes of a file's head are gathered. The text of 99.6 % of full license headers ends within 4 KiB;
// the rest of the allowance serves long prologs.
const ContentLimit = 16 << 10

// Commit is one commit of a pull request.
type Commit struct {
	SHA       string    `json:"sha"`
	Message   string    `json:"message"`
	Parents   []string  `json:"parents,omitempty"`
	Author    Person    `json:"author"`
	Committer Person    `json:"committer"`
	Verified  *Verified `json:"verified,omitempty"` // nil is not at hand
}

// Person is an identity in a commit. Account is what GitHub links the address to; the address itself proves nothing.
type Person struct {
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Account *Account `json:"account,omitempty"` // nil: no linked account, or not at hand
}

// Verified is GitHub's verdict on a commit's cryptographic signature.
type Verified struct {
	Valid    bool     `json:"valid"`
	ByGitHub bool     `json:"by_github,omitempty"` // signed by GitHub's own key (web-flow)
	Signer   *Account `json:"signer,omitempty"`
}

// Signature is a signed agreement (CLA).
type Signature struct {
	AccountID int64     `json:"account_id"`
	Agreement string    `json:"agreement"`
	Version   string    `json:"version,omitempty"`
	SignedAt  time.Time `json:"signed_at,omitzero"`
}

// Review is a reviewer's latest opinion.
type Review struct {
	Author    Account   `json:"author"`
	State     string    `json:"state"` // approved | changes_requested | dismissed
	SHA       string    `json:"sha,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
}

// Entry is one entry of a tree.
type Entry struct {
	Path   string `json:"path"`
	Type   string `json:"type"` // blob | tree | commit
	Mode   string `json:"mode,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Blob   string `json:"blob,omitempty"`
	Target string `json:"target,omitempty"` // of a symlink: where it points, relative to its folder
}

// People are the accounts that a policy names, by numeric id.
type People struct {
	Bots   []int64
	Agents []int64
	Groups map[string][]int64 // "employees" and others: name to account ids
}
