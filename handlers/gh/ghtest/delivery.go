// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import "slices"

// Fate asks a function what shall become of each delivery to the App; nil: all are sent.
func (a *App) Fate(choose func(Delivery) Fate) {
	defer a.s.lock()()
	a.sender.fate = choose
}

// Release sends what was held back, in the order it came, or the other way round.
func (a *App) Release(reversed bool) {
	defer a.s.lock()()
	held := a.sender.held
	a.sender.held = nil
	if reversed {
		slices.Reverse(held)
	}
	for _, d := range held {
		a.sender.put(d)
	}
}

// Deliveries are the attempts so far, oldest first.
func (a *App) Deliveries() []Delivery {
	defer a.s.lock()()
	return a.sender.log()
}

// Redeliver sends a delivery again under its GUID, as the button and the API do.
func (a *App) Redeliver(d Delivery) {
	defer a.s.lock()()
	a.s.again(a, d)
}

func (x *sender) log() []Delivery { return slices.Clone(x.done) }

func (s *Server) again(app *App, d Delivery) {
	app.sender.put(Delivery{
		GUID: d.GUID, Event: d.Event, Action: d.Action, InstallationID: d.InstallationID, RepositoryID: d.RepositoryID,
		Payload: d.Payload, Redelivery: true, fated: true,
	})
}

// Settle waits until every webhook that is neither held back nor kept by a GitHub that is down was sent and answered.
func (s *Server) Settle() {
	for _, app := range s.allApps() {
		app.sender.settle()
	}
}

func (x *sender) settle() {
	defer x.app.s.lock()()
	for x.busy || len(x.queue) > 0 && !x.paused && x.ctx.Err() == nil {
		x.changed.Wait()
	}
}

// item is a delivery's JSON in lists.
func (d Delivery) item() obj {
	return obj{
		"id": d.ID, "guid": d.GUID, "delivered_at": stamp(d.DeliveredAt), "redelivery": d.Redelivery, "duration": d.Duration.Seconds(),
		"status": d.Status, "status_code": d.StatusCode, "event": d.Event, "action": nullText(d.Action),
		"installation_id": nullID(d.InstallationID), "repository_id": nullID(d.RepositoryID), "throttled_at": nil,
	}
}

func nullID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// checkEvent asks the oracle whether GitHub could have sent this.
func (s *Server) checkEvent(d Delivery) error {
	if s.opts.Unchecked {
		return nil
	}
	return wrap("webhook "+d.Event+" "+d.Action, s.events.Check(d.Event, d.Payload))
}
