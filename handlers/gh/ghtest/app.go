// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// App is a GitHub App.
type App struct {
	ID            int64
	Slug          string
	ClientID      string
	PrivateKeyPEM string // PKCS #1, as GitHub hands it out

	s           *Server
	name        string
	owner       *Account
	bot         *Account
	key         *rsa.PublicKey
	permissions map[string]string
	events      []string
	created     time.Time
	sender      *sender
}

// AppSpec says what an App may do and hears.
type AppSpec struct {
	Name          string
	Owner         *Account          // nil: an account "NAME-owner" is made
	Permissions   map[string]string // "checks": "write"; metadata is always readable
	Events        []string          // subscriptions; installation events come always, check events with checks: write
	WebhookURL    string
	WebhookSecret string
	// PrivateKeyPEM is an RSA key to use (PKCS #1); "" makes a new one. Making one takes a fifth of a second: tests share one.
	PrivateKeyPEM string
}

// NewApp registers an App with a new key.
func (s *Server) NewApp(spec AppSpec) (*App, error) {
	key, err := appKey(spec.PrivateKeyPEM)
	if err != nil {
		return nil, fmt.Errorf("ghtest: key of %s: %w", spec.Name, err)
	}
	block := pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	defer s.lock()()
	app := &App{
		ID: s.id(), Slug: slug(spec.Name), s: s, name: spec.Name, owner: spec.Owner, key: &key.PublicKey,
		PrivateKeyPEM: string(pem.EncodeToMemory(&block)), permissions: withMetadata(spec.Permissions), events: slices.Clone(spec.Events),
		created: s.clock(),
	}
	app.ClientID = fmt.Sprintf("Iv23li%014d", app.ID)
	app.bot = s.newAccount(s.id(), app.Slug+"[bot]", "Bot")
	if app.owner == nil {
		app.owner = s.newAccount(s.id(), app.Slug+"-owner", "User")
	}
	app.sender = newSender(app, spec.WebhookURL, spec.WebhookSecret)
	s.apps[app.ID] = app
	return app, nil
}

func appKey(text string) (*rsa.PrivateKey, error) {
	if text == "" {
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no PEM")
	}
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}

func slug(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
}

func withMetadata(of map[string]string) map[string]string {
	out := map[string]string{"metadata": "read"}
	maps.Copy(out, of)
	return out
}

// Bot is the account in whose name the App acts: SLUG[bot].
func (a *App) Bot() *Account { return a.bot }

// SetWebhook changes where events go and the secret that signs them.
func (a *App) SetWebhook(url, secret string) {
	defer a.s.lock()()
	a.sender.url, a.sender.secret = url, secret
}

// SetPermissions changes what the App asks for. Installations keep what they granted until [Installation.Accept].
func (a *App) SetPermissions(permissions map[string]string, events []string) {
	defer a.s.lock()()
	a.permissions, a.events = withMetadata(permissions), slices.Clone(events)
}

// Ping sends the ping event that a new webhook gets.
func (a *App) Ping() {
	defer a.s.lock()()
	a.s.send(a, event{name: "ping"}, nil, obj{
		"zen": "Keep it logically awesome.", "hook_id": a.sender.hook,
		"hook": obj{
			"type": "App", "id": a.sender.hook, "name": "web", "active": true, "events": textList(a.events), "app_id": a.ID,
			"config":     obj{"content_type": "json", "url": a.sender.url, "insecure_ssl": "0", "secret": "********"},
			"updated_at": stamp(a.created), "created_at": stamp(a.created),
			"deliveries_url": a.s.url + "/app/hook/deliveries",
		},
	})
}
