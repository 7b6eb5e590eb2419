// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Package oracle keeps the double of GitHub honest. It knows what GitHub itself
// published about its API, and says where a request of Bylaw or an answer of the
// double differs from it:
//
//   - REST holds GitHub's OpenAPI description, trimmed to the operations in use,
//     and judges requests and responses.
//   - GraphQL holds GitHub's schema; it validates a query and executes it over
//     values that the double supplies, so that no field can be answered that
//     GitHub does not have, and none with a value of the wrong kind.
//   - Events holds the schemas of webhook payloads and judges what the double
//     delivers; Webhooks gives GitHub's own examples of payloads.
//
// All of it is data of three npm packages, committed compressed under data (see
// data/SOURCES.md) and loaded at first use, once in a process. Where the
// description and GitHub are known to differ, trim/exceptions.go says so and why:
// there is no second place for an exception.
//
// The package is for tests and for the demo. Nothing of the server imports it.
package oracle
