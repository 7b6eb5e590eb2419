// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// appRoutes are the operations of an App: who it is, where it is installed, what was delivered to it.
func appRoutes() []*route {
	return []*route{
		on("apps/get-authenticated", "GET /app", nil, getApp).by(anApp),
		on("apps/list-webhook-deliveries", "GET /app/hook/deliveries", nil, listDeliveries).by(anApp),
		on("apps/get-webhook-delivery", "GET /app/hook/deliveries/{delivery_id}", nil, getDelivery).by(anApp),
		on("apps/redeliver-webhook-delivery", "POST /app/hook/deliveries/{delivery_id}/attempts", nil, redeliver).by(anApp).gives(202),
		on("apps/list-installations", "GET /app/installations", nil, listInstallations).by(anApp),
		on("apps/get-installation", "GET /app/installations/{installation_id}", nil, getInstallation).by(anApp),
		on("apps/create-installation-access-token", "POST /app/installations/{installation_id}/access_tokens", nil, createToken).by(anApp),
		on("apps/get-org-installation", "GET /orgs/{org}/installation", nil, getOrgInstallation).by(anApp),
		on("apps/get-repo-installation", "GET /repos/{owner}/{name}/installation", nil, getRepoInstallation).by(anApp),
		on("apps/list-repos-accessible-to-installation", "GET /installation/repositories", nil, listInstallationRepos).by(anInstall),
	}
}

func getApp(c *call) (any, error) {
	out := c.actor.app.shape()
	out["installations_count"] = len(c.ownInstallations())
	return out, nil
}

func (c *call) ownInstallations() []*Installation {
	return c.s.installations(func(i *Installation) bool { return i.app == c.actor.app })
}

// listInstallations: here GitHub's description demands of an account what people and enterprises have together (allOf in the
// place of anyOf), so it gets both.
func listInstallations(c *call) (any, error) {
	return shapes(page(c, c.ownInstallations()), func(i *Installation) obj {
		out := i.shape()
		maps.Copy(out["account"].(obj), obj{
			"name": i.account.displayName(), "slug": i.account.Login, "created_at": stamp(i.account.created), "updated_at": stamp(i.account.created),
		})
		return out
	}), nil
}

func (c *call) installation(keep func(*Installation) bool) (*Installation, error) {
	for _, i := range c.ownInstallations() {
		if keep(i) {
			return i, nil
		}
	}
	return nil, notFound()
}

func shapeOf(i *Installation, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return i.shape(), nil
}

func getInstallation(c *call) (any, error) {
	return shapeOf(c.installation(func(i *Installation) bool { return i.ID == c.number("installation_id") }))
}

func getOrgInstallation(c *call) (any, error) {
	org := c.s.org(c.params["org"])
	return shapeOf(c.installation(func(i *Installation) bool { return org != nil && i.account.ID == org.ID }))
}

func getRepoInstallation(c *call) (any, error) {
	r, _ := c.s.find(c.params["owner"], c.params["name"])
	return shapeOf(c.installation(func(i *Installation) bool { return r != nil && i.covers(r) }))
}

// createToken makes an installation token, narrowed to the permissions and repositories that the body names.
func createToken(c *call) (any, error) {
	inst, err := c.installation(func(i *Installation) bool { return i.ID == c.number("installation_id") })
	if err != nil {
		return nil, err
	}
	if !inst.suspended.IsZero() {
		return nil, suspended()
	}
	var in struct {
		Repositories  []string          `json:"repositories"`
		RepositoryIDs []int64           `json:"repository_ids"`
		Permissions   map[string]string `json:"permissions"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	for name, level := range in.Permissions {
		if levels[inst.permissions[name]] < levels[level] {
			return nil, &apiError{status: 422, message: "The permissions requested are not granted to this installation."}
		}
	}
	only, err := inst.narrow(in.Repositories, in.RepositoryIDs)
	if err != nil {
		return nil, err
	}
	return c.s.issue(inst, in.Permissions, only).shape(), nil
}

// narrow is the set of the repositories named; nil if none is.
func (i *Installation) narrow(names []string, ids []int64) (map[int64]bool, error) {
	if len(names)+len(ids) == 0 {
		return nil, nil
	}
	only := map[int64]bool{}
	for _, r := range i.covered() {
		if slices.Contains(ids, r.ID) || slices.Contains(names, r.name) {
			only[r.ID] = true
		}
	}
	if len(only) < max(len(names), len(ids)) {
		return nil, &apiError{
			status:  422,
			message: "There is at least one repository that does not exist or is not accessible to the parent installation.",
		}
	}
	return only, nil
}

func (t *token) shape() obj {
	out := obj{
		"token": t.value, "expires_at": stamp(t.expires), "permissions": t.permissions, "repository_selection": t.inst.selection(),
	}
	if t.repos != nil {
		out["repository_selection"] = "selected"
		out["repositories"] = shapes(t.covered(), (*Repo).shape)
	}
	return out
}

func (t *token) covered() []*Repo {
	return slices.DeleteFunc(t.inst.covered(), func(r *Repo) bool { return !t.covers(r) })
}

func listInstallationRepos(c *call) (any, error) {
	all := c.actor.token.covered()
	return obj{"total_count": len(all), "repositories": shapes(page(c, all), (*Repo).hooked), "repository_selection": c.actor.inst().selection()}, nil
}

// listDeliveries gives the newest first; the cursor is the id to go on from.
func listDeliveries(c *call) (any, error) {
	all := c.s.matching(c.actor.app.sender.log(), c.query.Get("status"))
	slices.Reverse(all)
	if cursor, _ := strconv.ParseInt(c.query.Get("cursor"), 10, 64); cursor > 0 {
		all = slices.DeleteFunc(all, func(d Delivery) bool { return d.ID > cursor })
	}
	size := clamp(c.query.Get("per_page"), 30, 100)
	if len(all) > size {
		c.header.Set("Link", fmt.Sprintf(`<%s/app/hook/deliveries?per_page=%d&cursor=%d>; rel="next"`, c.s.api(c.r), size, all[size].ID))
		all = all[:size]
	}
	return shapes(all, Delivery.item), nil
}

// matching filters deliveries by status: "failure" is an answer of 400 to 599 (GitHub OpenAPI); no answer at all is a switch.
func (s *Server) matching(all []Delivery, status string) []Delivery {
	return slices.DeleteFunc(all, func(d Delivery) bool {
		failed := d.StatusCode >= 400 || s.sw.DeliveryFailureIncludesTimeouts && d.StatusCode == 0
		return status == "failure" && !failed || status == "success" && (d.StatusCode < 200 || d.StatusCode >= 400)
	})
}

func (c *call) delivery() (Delivery, error) {
	for _, d := range c.actor.app.sender.log() {
		if d.ID == c.number("delivery_id") {
			return d, nil
		}
	}
	return Delivery{}, notFound()
}

func getDelivery(c *call) (any, error) {
	d, err := c.delivery()
	if err != nil {
		return nil, err
	}
	out := d.item()
	var payload any
	if err := json.Unmarshal(d.Payload, &payload); err != nil {
		return nil, fmt.Errorf("payload of %s: %w", d.GUID, err)
	}
	out["url"] = d.URL
	out["request"] = obj{"headers": flat(d.Header), "payload": payload}
	out["response"] = obj{"headers": flat(d.Answer), "payload": d.AnswerBody}
	return out, nil
}

func flat(h http.Header) obj {
	out := obj{}
	for name := range h {
		out[name] = h.Get(name)
	}
	return out
}

func redeliver(c *call) (any, error) {
	d, err := c.delivery()
	if err != nil {
		return nil, err
	}
	c.s.again(c.actor.app, d)
	return obj{}, nil
}
