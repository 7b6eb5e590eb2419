// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import "fmt"

// warn names what is accepted and not yet acted on. Nothing that a policy says is dropped in silence.
func (p *Policy) warn(d *decoder) {
	w := &decoder{source: d.source}
	for _, key := range []string{"commands", "limits", "grace", "report"} {
		w.idle(p.Settings.Keys, key, "settings.")
	}
	w.idle(p.People.Keys, "employees", "people.")
	for _, r := range p.Rules {
		w.idle(r.Skip.Keys, "authors", fmt.Sprintf("rule %q: skip.", r.ID))
		for _, key := range []string{"remedy", "tell", "exemption_by"} {
			w.idle(r.Keys, key, fmt.Sprintf("rule %q: ", r.ID))
		}
	}
	for _, e := range p.Exemptions {
		w.fault(e.Pos, "", "exemption %q is read, and not acted on by this version: rule %q still judges what it covers", e.ID, e.Rule)
	}
	p.warnings = w.faults.sorted()
}

// idle warns of a key that is there.
func (d *decoder) idle(keys Keys, key, where string) {
	if at, ok := keys[key]; ok {
		d.fault(at.Key, "", "%s%s is read, and not acted on by this version", where, key)
	}
}
