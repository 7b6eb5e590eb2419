// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/url"
	"strings"
)

// prove checks what must be there and what must be of use.
func (l *settingsLoader) prove() {
	s := &l.server
	s.addresses()
	if s.AppID == 0 {
		l.tell("app_id", "is missing: the GitHub App's id, from its settings page")
	}
	if problem := keyProblem(s.Key()); problem != "" && !l.told("private_key_file") {
		l.tell(l.stated("private_key_file", "private_key"), "%s", problem)
	}
	l.secrets()
	for key, address := range map[string]string{"github_api": s.API, "github_graphql": s.GraphQL, "public_url": s.PublicURL} {
		if address != "" && !httpAddress(address) {
			l.tell(key, "must be an address such as https://bylaw.example.com, without user, query or fragment")
		}
	}
	for key, address := range map[string]string{"listen": s.Listen, "internal_listen": s.InternalListen} {
		if _, port, err := net.SplitHostPort(address); err != nil || port == "" {
			l.tell(key, "must be HOST:PORT or :PORT, not %q", clip(address))
		}
	}
	if s.Listen == s.InternalListen && !strings.HasSuffix(s.Listen, ":0") {
		l.tell("internal_listen", "is the public listener's address: health and metrics must not be public")
	}
}

// told tells whether a key has a fault already.
func (l *settingsLoader) told(key string) bool {
	name := l.places[key].name
	for _, e := range l.faults {
		if name != "" && strings.HasPrefix(e.Message, name+" ") {
			return true
		}
	}
	return false
}

// stated is the first of the keys that was set, else the last.
func (l *settingsLoader) stated(keys ...string) string {
	for _, k := range keys {
		if _, ok := l.places[k]; ok {
			return k
		}
	}
	return keys[len(keys)-1]
}

func (l *settingsLoader) secrets() {
	key := l.stated("webhook_secret_files", "webhook_secrets")
	if len(l.server.WebhookSecrets) == 0 {
		l.tell(key, "is missing: without a secret, deliveries could not be told from forgeries")
	}
	for i, secret := range l.server.WebhookSecrets {
		if value := secret.Reveal(); len(value) < 8 && !l.told(key) {
			l.tell(key, "entry %d has %d characters; a webhook secret has at least 8, better 32 at random", i+1, len(value))
		}
	}
}

func httpAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// keyProblem tells why a text is not the private key of an App; GitHub hands out RSA keys as PKCS #1.
func keyProblem(key []byte) string {
	if strings.TrimSpace(string(key)) == "" {
		return "is missing: the App's private key as PEM, or a file that holds it (private_key_file)"
	}
	block, _ := pem.Decode(key)
	if block == nil {
		return "is not PEM: it begins with -----BEGIN RSA PRIVATE KEY-----"
	}
	if _, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return ""
	}
	if parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if _, ok := parsed.(*rsa.PrivateKey); ok {
			return ""
		}
	}
	return "is PEM, but not an RSA private key"
}
