// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"slices"

	"github.com/bylaw-bot/bylaw/rules/internal/header"
)

var (
	headerYears  = []string{string(header.YearAny), string(header.YearCurrent), string(header.YearFirst), string(header.YearNone)}
	headerExtras = []string{"allow", "refuse"}
)

// prepareLicenseHeader compiles the forms and names the faults of the options.
func prepareLicenseHeader(o LicenseHeaderOptions) (headerRule, []Fault) {
	faults := slices.Concat(
		oneOf("year", o.Year, headerYears), oneOf("extra_owners", o.ExtraOwners, headerExtras), ownerFaults(o.Owners))
	if o.Template != "" && len(o.Forms) > 0 {
		faults = append(faults, Fault{Key: "forms", Message: "template and forms exclude each other; put the template into the list of forms"})
	}
	rule, more := header.Compile(header.Options{
		Forms: o.accepted(), Year: header.YearPolicy(o.Year), Owners: o.Owners, ExtraOwners: o.ExtraOwners != "refuse",
	})
	for _, f := range more {
		faults = append(faults, Fault{Key: o.formKey(f.Form), Offset: f.Offset, Message: f.Message, Allowed: f.Allowed})
	}
	if len(faults) == 0 {
		faults = idleOptions(o, rule)
	}
	return headerRule{Rule: rule, firstCommit: o.Year == string(header.YearFirst)}, faults
}

// accepted lists the forms: the template is the short way to write one, and the SPDX tag is the form where there is none.
func (o LicenseHeaderOptions) accepted() []string {
	switch {
	case o.Template != "":
		return []string{o.Template}
	case len(o.Forms) > 0:
		return o.Forms
	}
	return []string{header.SPDXTag}
}

func (o LicenseHeaderOptions) formKey(i int) string {
	if o.Template != "" {
		return "template"
	}
	return "forms[" + itoa(i) + "]"
}

func oneOf(key, value string, allowed []string) []Fault {
	if slices.Contains(allowed, value) {
		return nil
	}
	return []Fault{{Key: key, Message: fmt.Sprintf("%q is not a value of %s", value, key), Allowed: allowed}}
}

func ownerFaults(owners []string) (faults []Fault) {
	for i, name := range owners {
		if !header.ValidOwner(name) {
			faults = append(faults, Fault{Key: "owners[" + itoa(i) + "]", Message: "an owner is a name on one line, with letters or digits in it"})
		}
	}
	return faults
}

// idleOptions names options that would have no effect: they are a slip of the pen, and are not passed over in silence.
func idleOptions(o LicenseHeaderOptions, r *header.Rule) (faults []Fault) {
	year, owner := r.Asks()
	refuse := o.ExtraOwners == "refuse"
	if !year && (o.Year == string(header.YearCurrent) || o.Year == string(header.YearFirst)) {
		faults = append(faults, Fault{Key: "year", Message: fmt.Sprintf("%s has no effect: no form has the placeholder {year}", o.Year)})
	}
	if len(o.Owners) > 0 && !owner && !refuse {
		faults = append(faults, Fault{Key: "owners", Message: "owners have no effect: no form has the placeholder {owner}, and extra_owners is allow"})
	}
	if refuse && len(o.Owners) == 0 && !r.Names() {
		faults = append(faults, Fault{Key: "extra_owners", Message: "refuse needs owners, or a form that names the owner"})
	}
	return faults
}
