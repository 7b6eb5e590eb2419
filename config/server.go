// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"strings"
)

// Server is the settings of bylaw serve. Each key of the file can be given by the environment as well: BYLAW_ and the key in
// capitals (BYLAW_APP_ID), which wins over the file. A list is given with a line for each entry.
type Server struct {
	AppID          int64    `json:"app_id" jsonschema:"minimum=1" jsonschema_description:"The GitHub App's id."`
	PrivateKey     Secret   `json:"private_key" jsonschema_description:"The App's private key, as PEM."`
	PrivateKeyFile string   `json:"private_key_file" jsonschema_description:"A file that holds the App's private key."`
	WebhookSecrets []Secret `json:"webhook_secrets" jsonschema_description:"The webhook's secret; two during a rotation, the new one first."`
	SecretFiles    []string `json:"webhook_secret_files" jsonschema_description:"Files that hold a webhook secret each."`

	Host    string `json:"github_host" jsonschema:"pattern=^[A-Za-z0-9.-]+(:[0-9]+)?$" form:"a host such as github.example.com" jsonschema_description:"GitHub's host: github.com, NAME.ghe.com, or that of a GitHub Enterprise Server. Default: github.com."`
	API     string `json:"github_api" jsonschema_description:"The REST API's base address. Default: by the host."`
	GraphQL string `json:"github_graphql" jsonschema_description:"The GraphQL API's address. Default: by the host."`

	Store          string `json:"store" jsonschema_description:"Where all is remembered: a file, or postgres://. Default: bylaw.db."`
	Listen         string `json:"listen" jsonschema_description:"The public listener: webhooks. Default: :8080."`
	InternalListen string `json:"internal_listen" jsonschema_description:"The internal listener: health and metrics. Default: 127.0.0.1:8081."`
	PublicURL      string `json:"public_url" jsonschema_description:"The address of the public listener as browsers see it."`

	PolicyRepository string `json:"policy_repository" jsonschema:"pattern=^[A-Za-z0-9._-]+$" form:"a name of letters, digits, dots, hyphens" jsonschema_description:"The repository that holds an organization's policy. Default: .github."`
	PolicyFile       string `json:"policy_file" jsonschema:"pattern=^[^/ ][^ ]*$" form:"a path within the repository" jsonschema_description:"The policy's path in it. Default: bylaw.yml."`

	Workers  int    `json:"workers" jsonschema:"minimum=1,maximum=1000" jsonschema_description:"How many subjects are worked on at once. Default: 16."`
	LogLevel string `json:"log_level" jsonschema:"enum=debug,enum=info,enum=warn,enum=error" jsonschema_description:"What is logged. Default: info."`
	ClientID string `json:"replica" jsonschema:"pattern=^[A-Za-z0-9._-]+$" form:"a name of letters, digits, dots, hyphens" jsonschema_description:"This process's name among replicas on Postgres: stable over restarts, never shared."`
}

// defaults are the settings of a server of which nothing was said.
func defaults() Server {
	return Server{
		Host: "github.com", Store: "bylaw.db", Listen: ":8080", InternalListen: "127.0.0.1:8081",
		PolicyRepository: ".github", PolicyFile: "bylaw.yml", Workers: 16, LogLevel: "info",
	}
}

// Key is the App's private key as PEM.
func (s *Server) Key() []byte { return []byte(s.PrivateKey.Reveal()) }

// Secrets are the webhook secrets, at least one: the current, and the former during a rotation.
func (s *Server) Secrets() []string {
	out := make([]string, len(s.WebhookSecrets))
	for i, secret := range s.WebhookSecrets {
		out[i] = secret.Reveal()
	}
	return out
}

// String names the settings for a log, without secrets.
func (s Server) String() string {
	return fmt.Sprintf("app %d, %s, store %s, listen %s, internal %s, policy %s in %s, %d workers, %d webhook secrets",
		s.AppID, s.API, hidePassword(s.Store), s.Listen, s.InternalListen, s.PolicyFile, s.PolicyRepository, s.Workers, len(s.WebhookSecrets))
}

// GoString is String: %#v shows no more.
func (s Server) GoString() string { return s.String() }

// MarshalText is String, for printers that go by the fields.
func (s Server) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// hidePassword keeps what is before the user's name and behind the host.
func hidePassword(dsn string) string {
	scheme, rest, ok := strings.Cut(dsn, "://")
	if !ok {
		return dsn
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = mask + rest[i:]
	}
	rest, _, _ = strings.Cut(rest, "?")
	return scheme + "://" + rest
}

// addresses derives both API addresses from the host where they are not set.
func (s *Server) addresses() {
	api, graphql := "https://"+s.Host+"/api/v3/", "https://"+s.Host+"/api/graphql"
	if s.Host == "github.com" || strings.HasSuffix(s.Host, ".ghe.com") {
		domain := "https://api." + s.Host
		api, graphql = domain+"/", domain+"/graphql"
	}
	if s.API == "" {
		s.API = api
	}
	if s.GraphQL == "" {
		s.GraphQL = graphql
	}
	if !strings.HasSuffix(s.API, "/") {
		s.API += "/"
	}
}
