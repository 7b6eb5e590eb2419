// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// The kinds of subject.
const (
	kindPull         = "pull"         // a pull request
	kindQueue        = "queue"        // a pull request in the merge queue: judged again, shown on the queue's head
	kindRepository   = "repository"   // all open pull requests of a repository
	kindOrganization = "organization" // all open pull requests that a policy touches
	kindInstallation = "installation" // all repositories of an installation
	kindComment      = "comment"      // the sticky comment of a pull request
)

// Routes is the events that are acted upon, in the order of the table. Everything else is counted and ignored.
var routes = map[string]func(*routed){
	"pull_request":              (*routed).pullRequest,
	"check_run":                 (*routed).checkRun,
	"check_suite":               (*routed).checkSuite,
	"merge_group":               (*routed).mergeGroup,
	"push":                      (*routed).push,
	"installation":              (*routed).installation,
	"installation_repositories": (*routed).installationRepositories,
}

// place says where policies lie.
type place struct{ repository, file string }

// repositoryPolicy is where a repository's own policy lies.
const repositoryPolicy = ".github/bylaw.yml"

// routed is what an event asks for: an arrival for the store, and heads whose subjects only the store knows.
type routed struct {
	store.Arrival
	event, action string
	body          parts
	policy        place
	// Again names publications to make once more although nothing changed: somebody pressed "Re-run".
	again []again
}

// parts are the values of a JSON object by their keys. A value that is asked for by its path is looked for from the start of the
// text each time; a payload is 24 kB, and is cut once.
type parts map[string]gjson.Result

func partsOf(payload []byte) parts {
	out := make(parts, 16)
	gjson.ParseBytes(payload).ForEach(func(key, value gjson.Result) bool {
		if _, twice := out[key.Str]; !twice {
			out[key.Str] = value
		}
		return true
	})
	return out
}

// pick finds some of an object's many values in one pass. What is not there stays the zero Result.
func pick(object gjson.Result, names ...string) []gjson.Result {
	out, left := make([]gjson.Result, len(names)), len(names)
	object.ForEach(func(key, value gjson.Result) bool {
		if i := slices.Index(names, key.Str); i >= 0 && !out[i].Exists() {
			out[i] = value
			left--
		}
		return left > 0
	})
	return out
}

// again is a check run that somebody asked for again. Key is empty where only the head is known.
type again struct {
	key, head  string
	repository int64
}

// route turns a verified payload into what it asks for. It is pure: the event is only a hint that something may have changed.
// ok is false for events and actions that nobody acts upon.
func route(event string, payload []byte, policy place) (r *routed, ok bool) {
	r = &routed{event: event, body: partsOf(payload), policy: policy}
	r.action = r.body["action"].Str
	handle, known := routes[event]
	if !known {
		return r, false
	}
	r.Delivery.Event, r.Delivery.Action = event, r.action
	r.Delivery.Installation = r.body["installation"].Get("id").Int()
	handle(r)
	return r, len(r.Subjects)+len(r.Endings)+len(r.Installations)+len(r.again)+len(r.Repositories) > 0
}

// repository notes what the payload says of its repository, and returns a subject in it.
func (r *routed) repository() store.Subject {
	p := pick(r.body["repository"], "id", "name", "owner", "visibility", "default_branch", "custom_properties")
	owner, properties := p[2], p[5]
	repo := store.Repository{
		ID: p[0].Int(), OwnerID: owner.Get("id").Int(), Installation: r.Delivery.Installation,
		Owner: owner.Get("login").Str, Name: p[1].Str, Visibility: p[3].Str, DefaultBranch: p[4].Str,
	}
	if repo.Owner == "" { // a push names its owner differently
		repo.Owner = owner.Get("name").Str
	}
	if properties.IsObject() {
		repo.Properties = []byte(properties.Raw)
	}
	r.Repositories = append(r.Repositories, repo)
	return store.Subject{
		Installation: r.Delivery.Installation, OwnerID: repo.OwnerID, RepositoryID: repo.ID, Owner: repo.Owner, Name: repo.Name,
	}
}

// pullActions are the actions that may change a verdict.
var pullActions = map[string]bool{
	"opened": true, "synchronize": true, "reopened": true, "edited": true, "ready_for_review": true,
	"converted_to_draft": true, "labeled": true, "unlabeled": true,
}

func (r *routed) pullRequest() {
	if !pullActions[r.action] && r.action != "closed" {
		return
	}
	s := r.repository()
	p := r.body["pull_request"]
	s.Kind, s.Number, s.Head = kindPull, int(p.Get("number").Int()), p.Get("head.sha").Str
	if s.Number == 0 || s.RepositoryID == 0 {
		r.Repositories = nil
		return
	}
	s.Key = pullKey(s.RepositoryID, s.Number)
	if r.action == "closed" || r.action == "reopened" {
		r.Endings = append(r.Endings, r.ending(s, p))
	}
	if r.action != "closed" {
		s.Open = true
		r.Subjects = append(r.Subjects, s)
	}
}

func (r *routed) ending(s store.Subject, p gjson.Result) store.Ending {
	e := store.Ending{
		Key: s.Key, Head: s.Head, Reopened: r.action == "reopened", Merged: p.Get("merged").Bool(),
		ActorID: r.body["sender"].Get("id").Int(), At: p.Get("closed_at").Time(),
	}
	if e.Merged {
		e.MergeCommit, e.At = p.Get("merge_commit_sha").Str, p.Get("merged_at").Time()
	}
	if e.Reopened || e.At.IsZero() {
		e.At = p.Get("updated_at").Time()
	}
	return e
}

// checkRun answers "Re-run" on one of our check runs. Its external id names the subject; a fork's payload names no pull request.
func (r *routed) checkRun() {
	if r.action != "rerequested" {
		return
	}
	run := r.body["check_run"]
	key, _, _ := strings.Cut(run.Get("external_id").Str, " ")
	r.rerequested(key, run.Get("head_sha").Str, run.Get("pull_requests"))
}

func (r *routed) checkSuite() {
	if r.action != "rerequested" {
		return
	}
	suite := r.body["check_suite"]
	r.rerequested("", suite.Get("head_sha").Str, suite.Get("pull_requests"))
}

func (r *routed) rerequested(key, head string, pulls gjson.Result) {
	s := r.repository()
	if s.RepositoryID == 0 {
		r.Repositories = nil
		return
	}
	s.Kind, s.Head, s.Open = kindPull, head, true
	if repo, number, ok := splitPullKey(key); ok && repo == s.RepositoryID {
		s.Key, s.Number = key, number
		if strings.Contains(key, "@") {
			s.Kind, s.Open = kindQueue, false
		}
		r.Subjects = append(r.Subjects, s)
	} else {
		for _, p := range pulls.Array() {
			if s.Number = int(p.Get("number").Int()); s.Number > 0 {
				s.Key = pullKey(s.RepositoryID, s.Number)
				r.Subjects = append(r.Subjects, s)
			}
		}
	}
	for _, s := range r.Subjects {
		r.again = append(r.again, again{key: s.Key, head: head, repository: s.RepositoryID})
	}
	if len(r.Subjects) == 0 {
		r.again = append(r.again, again{head: head, repository: s.RepositoryID})
	}
}

// mergeGroup judges the pull request again for the queue's head. The number stands in the ref
// (gh-readonly-queue/BASE/pr-NUMBER-SHA), which GitHub writes; the pull request itself is then read again.
func (r *routed) mergeGroup() {
	if r.action != "checks_requested" {
		return
	}
	group := r.body["merge_group"]
	s := r.repository()
	s.Kind, s.Head, s.Number = kindQueue, group.Get("head_sha").Str, queueNumber(group.Get("head_ref").Str)
	if s.Number == 0 || s.Head == "" || s.RepositoryID == 0 {
		r.Repositories = nil
		return
	}
	s.Key = pullKey(s.RepositoryID, s.Number) + "@" + s.Head
	r.Subjects = append(r.Subjects, s)
}

func queueNumber(ref string) int {
	_, tail, ok := strings.Cut(ref, "gh-readonly-queue/")
	if !ok {
		return 0
	}
	tail = tail[strings.LastIndexByte(tail, '/')+1:]
	number, _, _ := strings.Cut(strings.TrimPrefix(tail, "pr-"), "-")
	n, err := strconv.Atoi(number)
	if err != nil || !strings.HasPrefix(tail, "pr-") || n < 0 {
		return 0
	}
	return n
}

// push looks at default branches only: that is where policies lie.
func (r *routed) push() {
	s := r.repository()
	if r.body["ref"].Str != "refs/heads/"+r.Repositories[0].DefaultBranch {
		r.Repositories = nil
		return
	}
	switch {
	case s.Name == r.policy.repository && r.touches(r.policy.file):
		s.Kind, s.Key = kindOrganization, "org/"+strconv.FormatInt(s.OwnerID, 10)
		s.Name, s.RepositoryID = "", 0
		r.Subjects = append(r.Subjects, s)
	case r.touches(repositoryPolicy):
		s.Kind, s.Key = kindRepository, "repo/"+strconv.FormatInt(s.RepositoryID, 10)
		r.Subjects = append(r.Subjects, s)
	}
}

// commitsInPush is how many commits a push payload lists at most.
const commitsInPush = 2048

// touches tells whether a push may have changed a file: it says so, or it was forced, or it lists too many commits to say.
func (r *routed) touches(file string) bool {
	commits := r.body["commits"].Array()
	if r.body["forced"].Bool() || r.body["created"].Bool() || len(commits) == 0 || len(commits) >= commitsInPush {
		return true
	}
	for _, c := range commits {
		for _, list := range []string{"added", "modified", "removed"} {
			for _, path := range c.Get(list).Array() {
				if path.Str == file {
					return true
				}
			}
		}
	}
	return false
}

func (r *routed) installation() {
	i := r.body["installation"]
	in := store.Installation{
		ID: i.Get("id").Int(), AccountID: i.Get("account.id").Int(), Account: i.Get("account.login").Str,
		Suspended: r.action == "suspend", Gone: r.action == "deleted",
	}
	if p := i.Get("permissions"); p.IsObject() {
		in.Permissions = []byte(p.Raw)
	}
	if in.ID == 0 {
		return
	}
	r.Installations = append(r.Installations, in)
	if r.action == "created" || r.action == "unsuspend" || r.action == "new_permissions_accepted" {
		r.Subjects = append(r.Subjects, store.Subject{
			Key: "installation/" + strconv.FormatInt(in.ID, 10), Kind: kindInstallation,
			Installation: in.ID, OwnerID: in.AccountID, Owner: in.Account,
		})
	}
}

func (r *routed) installationRepositories() {
	account := r.body["installation"].Get("account")
	named := func(p gjson.Result) store.Repository {
		return store.Repository{
			ID: p.Get("id").Int(), OwnerID: account.Get("id").Int(), Installation: r.Delivery.Installation,
			Owner: account.Get("login").Str, Name: p.Get("name").Str,
		}
	}
	for _, p := range r.body["repositories_removed"].Array() {
		gone := named(p)
		gone.Gone = true
		r.Repositories = append(r.Repositories, gone)
	}
	for _, p := range r.body["repositories_added"].Array() {
		repo := named(p)
		r.Repositories = append(r.Repositories, repo)
		r.Subjects = append(r.Subjects, store.Subject{
			Key: "repo/" + strconv.FormatInt(repo.ID, 10), Kind: kindRepository, Installation: repo.Installation,
			OwnerID: repo.OwnerID, RepositoryID: repo.ID, Owner: repo.Owner, Name: repo.Name,
		})
	}
}

func pullKey(repository int64, number int) string {
	return strconv.FormatInt(repository, 10) + "/" + strconv.Itoa(number)
}

// splitPullKey reads a pull request's key, or that of its place in a merge queue.
func splitPullKey(key string) (repository int64, number int, ok bool) {
	key, _, _ = strings.Cut(key, "@")
	a, b, _ := strings.Cut(key, "/")
	repository, err := strconv.ParseInt(a, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	number, err = strconv.Atoi(b)
	return repository, number, err == nil && number > 0 && repository > 0
}

// received stamps an arrival.
func (r *routed) received(id string, at time.Time) store.Arrival {
	r.Delivery.ID, r.Delivery.ReceivedAt = id, at
	for i := range r.Endings {
		if r.Endings[i].At.IsZero() {
			r.Endings[i].At = at
		}
	}
	return r.Arrival
}
