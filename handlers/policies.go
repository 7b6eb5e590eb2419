// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
)

// policies keeps the parsed policies by version, and the last good one of each scope in force.
type policies struct {
	app *App

	mu     sync.Mutex
	parsed map[string]*version // by scope
}

// version is one version of a policy file.
type version struct {
	Policy *config.Policy // nil: there is none that was ever good
	Blob   string         // of what is in force
	Seen   string         // blob of what was read last
	Broken error          // what is wrong with the version read last; nil when that is in force
	Bots   map[string]int64
	Source string // "acme/.github bylaw.yml" for people
}

// parsedLimit bounds the parsed policies at hand: repositories may have one each. Parsing anew costs less than keeping them all.
const parsedLimit = 1000

func newPolicies(a *App) *policies { return &policies{app: a, parsed: map[string]*version{}} }

// file is a policy file as it was read.
type file struct {
	scope    string // "org/ID" or "repo/ID"
	path     string // "acme/.github/bylaw.yml": for messages
	kind     config.Kind
	document gh.Document
}

func organizationFile(owner string, id int64, p place, d gh.Document) file {
	return file{
		scope: "org/" + strconv.FormatInt(id, 10), path: owner + "/" + p.repository + "/" + p.file, kind: config.Organization, document: d,
	}
}

// inForce returns the version that holds: the one that was read or, if that is broken, the last good one. nil: no policy.
func (p *policies) inForce(ctx context.Context, client *gh.Client, f file) (*version, error) {
	if f.document.Blob == "" {
		return nil, p.gone(ctx, f)
	}
	p.mu.Lock()
	known := p.parsed[f.scope]
	p.mu.Unlock()
	if known != nil && known.Seen == f.document.Blob {
		return known, nil
	}
	v, err := p.read(ctx, client, f)
	if err != nil {
		return nil, fmt.Errorf("policy %s: %w", f.path, err)
	}
	p.mu.Lock()
	if len(p.parsed) >= parsedLimit {
		clear(p.parsed)
	}
	p.parsed[f.scope] = v
	p.mu.Unlock()
	return v, nil
}

// gone forgets a policy that was deleted: that is a decision, not a fault.
func (p *policies) gone(ctx context.Context, f file) error {
	p.mu.Lock()
	_, known := p.parsed[f.scope]
	delete(p.parsed, f.scope)
	p.mu.Unlock()
	if !known {
		seen, err := p.app.store.LastSeenPolicy(ctx, f.scope)
		if err != nil || seen == nil {
			return err
		}
	}
	return p.app.store.DropPolicy(ctx, f.scope)
}

// read parses what was read and remembers it; a broken version leaves the last good one in force.
func (p *policies) read(ctx context.Context, client *gh.Client, f file) (*version, error) {
	seen := store.PolicyVersion{
		Scope: f.scope, Path: f.path, Commit: f.document.Commit, Blob: f.document.Blob, Source: []byte(f.document.Text), At: p.app.now(),
	}
	v := &version{Seen: f.document.Blob, Blob: f.document.Blob, Source: f.path}
	policy, broken := config.Parse(f.path, []byte(f.document.Text), f.kind)
	if broken != nil {
		return p.fallBack(ctx, v, seen, broken, f.kind)
	}
	bots, err := p.resolve(ctx, client, policy, f.scope)
	if err != nil {
		return nil, err
	}
	v.Policy, v.Bots, seen.Good = policy, bots, true
	if seen.People, err = json.Marshal(bots); err != nil {
		return nil, err
	}
	p.app.log.Info().Str("scope", f.scope).Str("blob", f.document.Blob).Int("rules", len(policy.Rules)).Msg("policy in force")
	return v, p.app.store.SavePolicy(ctx, seen)
}

// fallBack keeps the last good version in force.
func (p *policies) fallBack(ctx context.Context, v *version, seen store.PolicyVersion, broken error, kind config.Kind) (*version, error) {
	v.Broken, seen.Error = broken, broken.Error()
	if err := p.app.store.SavePolicy(ctx, seen); err != nil {
		return nil, err
	}
	p.app.log.Warn().Str("scope", seen.Scope).Str("blob", seen.Blob).Err(broken).Msg("the policy is broken; the last good one stays in force")
	good, err := p.app.store.LastGoodPolicy(ctx, seen.Scope)
	if err != nil || good == nil {
		v.Blob = ""
		return v, err
	}
	v.Blob = good.Blob
	policy, strict := config.Parse(good.Path, good.Source, kind)
	if strict == nil { // else this program reads the language more strictly than the one that stored it
		v.Policy = policy
	}
	return v, json.Unmarshal(good.People, &v.Bots)
}

// resolve finds the numeric ids of the logins that a policy names. A login that was resolved once keeps its id: accounts can be
// renamed, and a login can be taken by somebody else.
func (p *policies) resolve(ctx context.Context, client *gh.Client, policy *config.Policy, scope string) (map[string]int64, error) {
	ids := map[string]int64{}
	if last, err := p.app.store.LastGoodPolicy(ctx, scope); err != nil {
		return nil, err
	} else if last != nil && len(last.People) > 0 {
		if err := json.Unmarshal(last.People, &ids); err != nil {
			return nil, fmt.Errorf("stored people: %w", err)
		}
	}
	out := map[string]int64{}
	for _, login := range policy.Logins() {
		id := ids[login]
		if id == 0 {
			var err error
			if id, err = client.ResolveLogin(ctx, login); err != nil {
				return nil, err
			}
		}
		if id == 0 {
			p.app.log.Warn().Str("scope", scope).Str("login", login).Msg("the policy names an account that GitHub does not know")
			continue
		}
		out[login] = id
	}
	return out, nil
}
