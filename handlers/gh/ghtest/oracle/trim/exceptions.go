// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import "slices"

// exception is a place where the description says less, or something else, than
// GitHub does. This is the whole list: what is not here is as GitHub published it.
type exception struct {
	operation string // operationId for the body of a request, "" for a component
	component string // schema that is patched
	events    bool   // the component only in payloads of webhooks, not in REST
	reason    string
	patch     func(schema object)
}

var exceptions = []exception{
	{
		operation: "apps/create-installation-access-token",
		reason: "ghinstallation v2.10.0 sends the body null (a typed nil pointer) for a token without " +
			"restrictions; GitHub accepts it, the description calls it not nullable",
		patch: func(schema object) { schema["nullable"] = true },
	},
	{
		operation: "checks/create",
		reason:    "\"conclusion: required when completed\" stands in the prose; the schema of checks/update has it",
		patch:     completedNeedsConclusion,
	},
	{
		operation: "checks/create",
		reason:    "a message of an annotation ends at 64 KB, its title at 255 characters; only the prose says so",
		patch:     annotationLimits,
	},
	{
		operation: "checks/create",
		reason:    "the conclusion stale is in the enum, but \"only GitHub can set this\" says the prose",
		patch:     noStale,
	},
	{
		operation: "checks/update",
		reason:    "the conclusion stale is in the enum, but \"only GitHub can set this\" says the prose",
		patch:     noStale,
	},
	{
		operation: "checks/update",
		reason:    "a message of an annotation ends at 64 KB, its title at 255 characters; only the prose says so",
		patch:     annotationLimits,
	},
	{
		operation: "checks/update",
		reason: "the description lists waiting, requested and pending as statuses, then forbids them in anyOf; " +
			"an App may set only the three of checks/create",
		patch: func(schema object) {
			at(schema, "properties", "status")["enum"] = []any{"queued", "in_progress", "completed"}
		},
	},
	{
		operation: "issues/create-comment",
		reason:    "GitHub answers 422 \"Body is too long\" above 65,536 characters (danger/danger#424)",
		patch:     bodyLimit,
	},
	{
		operation: "issues/update-comment",
		reason:    "GitHub answers 422 \"Body is too long\" above 65,536 characters (danger/danger#424)",
		patch:     bodyLimit,
	},
	{
		operation: "issues/create",
		reason:    "the body of an issue ends at 65,536 characters as a comment does",
		patch:     bodyLimit,
	},
	{
		operation: "issues/add-labels",
		reason:    "go-github v60 sends a bare array of names, which GitHub accepts; the description wants {labels: []}",
		patch:     bareLabels,
	},
	{
		component: "pull-request",
		reason:    "head.repo is null once the fork is deleted, head.user when the account is",
		patch:     headMayBeGone,
	},
	{
		component: "pull-request-simple",
		reason:    "head.repo is null once the fork is deleted, head.user when the account is",
		patch:     headMayBeGone,
	},
	{
		component: "installation",
		events:    true,
		reason:    "GitHub's own examples of installation events have seconds since 1970 here, REST has text",
		patch:     timesMayBeSeconds,
	},
}

func completedNeedsConclusion(schema object) {
	status := func(values ...any) object {
		return object{"status": object{"enum": values}}
	}
	schema["anyOf"] = []any{
		object{"properties": status("completed"), "required": []any{"conclusion"}, "additionalProperties": true},
		object{
			"properties": status("queued", "in_progress"), "additionalProperties": true,
		},
	}
}

func noStale(schema object) {
	conclusion := at(schema, "properties", "conclusion")
	conclusion["enum"] = slices.DeleteFunc(slices.Clone(conclusion["enum"].([]any)), func(v any) bool { return v == "stale" })
}

func annotationLimits(schema object) {
	items := at(schema, "properties", "output", "properties", "annotations", "items", "properties")
	at(items, "message")["maxLength"] = 64 * 1024
	at(items, "raw_details")["maxLength"] = 64 * 1024
	at(items, "title")["maxLength"] = 255
	at(items, "start_line")["minimum"] = 1
	at(items, "end_line")["minimum"] = 1
}

func bodyLimit(schema object) {
	at(schema, "properties", "body")["maxLength"] = 65_536
}

func bareLabels(schema object) {
	schema["oneOf"] = append(schema["oneOf"].([]any), object{
		"type": "array", "minItems": 1, "items": object{"type": "string"},
	})
}

func headMayBeGone(schema object) {
	head := at(schema, "properties", "head", "properties")
	for _, name := range []string{"repo", "user"} {
		head[name] = object{"nullable": true, "allOf": []any{head[name]}}
	}
}

func timesMayBeSeconds(schema object) {
	for _, name := range []string{"created_at", "updated_at"} {
		at(schema, "properties")[name] = object{"oneOf": []any{
			object{"type": "string", "format": "date-time"}, object{"type": "integer"},
		}}
	}
}
