// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"strconv"

	"github.com/bylaw-bot/bylaw/config"
	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

func repositoryFile(repo rules.Repository, d gh.Document) file {
	return file{
		scope: "repo/" + strconv.FormatInt(repo.ID, 10), path: repo.Owner + "/" + repo.Name + "/" + repositoryPolicy,
		kind: config.Repository, document: d,
	}
}

// repository asks for an evaluation of every open pull request of a repository: after its policy changed, or when it was added.
func (v *visit) repository(ctx context.Context) error {
	s := v.claim.Subject
	pulls, err := v.client.OpenPulls(ctx, s.Owner, s.Name)
	if err != nil || len(pulls) == 0 {
		return err
	}
	subjects := make([]store.Subject, 0, len(pulls))
	for _, p := range pulls {
		subjects = append(subjects, store.Subject{
			Key: pullKey(s.RepositoryID, p.Number), Kind: kindPull, Installation: s.Installation, OwnerID: s.OwnerID,
			RepositoryID: s.RepositoryID, Owner: s.Owner, Name: s.Name, Number: p.Number, Head: p.Head, Open: true,
		})
	}
	return v.app.store.Enqueue(ctx, v.claim.Reason, subjects...)
}

// organization reads the policy that was pushed. A good version is put in force, and every open pull request that we know of is
// judged by it; a broken one leaves the last good one in force and touches nothing.
func (v *visit) organization(ctx context.Context) error {
	s := v.claim.Subject
	document, err := v.client.Policy(ctx, v.ask())
	if err != nil {
		return err
	}
	version, err := v.app.policies.inForce(ctx, v.client, organizationFile(s.Owner, s.OwnerID, v.app.place, document))
	if err != nil || (version != nil && version.Broken != nil) {
		return err
	}
	n, err := v.app.store.Touch(ctx, "policy", s.OwnerID, 0)
	v.log.Info().Int("subjects", n).Msg("the policy changed")
	return err
}

// installation asks for every repository that the installation may see.
func (v *visit) installation(ctx context.Context) error {
	list, err := v.client.Repositories(ctx)
	if err != nil {
		return err
	}
	subjects := make([]store.Subject, 0, len(list))
	for _, r := range list {
		subjects = append(subjects, store.Subject{
			Key: "repo/" + strconv.FormatInt(r.ID, 10), Kind: kindRepository, Installation: v.claim.Subject.Installation,
			OwnerID: r.OwnerID, RepositoryID: r.ID, Owner: r.Owner, Name: r.Name,
		})
	}
	return v.app.store.Enqueue(ctx, v.claim.Reason, subjects...)
}
