// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const hush = "s3cret-that-nobody-may-see"

func testKey(t testing.TB) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

func lookup(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func write(t testing.TB, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServerFromFile(t *testing.T) {
	dir := t.TempDir()
	key := testKey(t)
	write(t, dir, "key.pem", key)
	write(t, dir, "new", hush+"\n")
	write(t, dir, "old", "the-former-secret\n")
	path := write(t, dir, "bylaw-server.yml", `app_id: 12
private_key_file: key.pem
webhook_secret_files: [new, old]
github_host: ghe.example.com
store: postgres://bylaw:`+hush+`@db.example.com/bylaw?password=`+hush+`
workers: 4
`)
	s, err := LoadServer(path, lookup(map[string]string{"BYLAW_WORKERS": "8", "BYLAW_LISTEN": ":9000"}))
	if err != nil {
		t.Fatal(err)
	}
	if s.AppID != 12 || string(s.Key()) != key || s.Workers != 8 || s.Listen != ":9000" || s.InternalListen != "127.0.0.1:8081" {
		t.Errorf("%+v", s)
	}
	if got := s.Secrets(); len(got) != 2 || got[0] != hush || got[1] != "the-former-secret" {
		t.Errorf("%d secrets", len(got))
	}
	if s.API != "https://ghe.example.com/api/v3/" || s.GraphQL != "https://ghe.example.com/api/graphql" {
		t.Errorf("%s %s", s.API, s.GraphQL)
	}
	silent(t, s)
}

// silent holds that no printer shows a secret.
func silent(t *testing.T, s *Server) {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	secret := s.WebhookSecrets[0]
	for _, text := range []string{
		fmt.Sprint(s), fmt.Sprintf("%+v", *s), fmt.Sprintf("%#v", s), fmt.Sprintf("%#v %v %s %q %x", secret, secret, secret, secret, secret), string(data),
		fmt.Sprintf("%+v", s.WebhookSecrets), fmt.Sprintf("%+v", struct{ S Server }{*s}),
	} {
		if strings.Contains(text, hush) || strings.Contains(text, "PRIVATE KEY") || strings.Contains(text, fmt.Sprintf("%x", hush)) {
			t.Errorf("a secret is shown: %s", text)
		}
	}
}

func TestServerFromEnvironment(t *testing.T) {
	vars := map[string]string{
		"BYLAW_APP_ID": "12", "BYLAW_PRIVATE_KEY": testKey(t), "BYLAW_WEBHOOK_SECRETS": hush + "\nthe-former-secret\n",
		"BYLAW_GITHUB_API": "http://127.0.0.1:1234", "BYLAW_GITHUB_GRAPHQL": "http://127.0.0.1:1234/graphql", "BYLAW_LOG_LEVEL": "debug",
		"BYLAW_STORE": "", "BYLAW_POLICY_REPOSITORY": ".github-private",
	}
	s, err := LoadServer("", lookup(vars))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Secrets()) != 2 || s.API != "http://127.0.0.1:1234/" || s.LogLevel != "debug" || s.Store != "bylaw.db" || s.PolicyRepository != ".github-private" {
		t.Errorf("%+v", s)
	}
}

func TestHosts(t *testing.T) {
	for host, want := range map[string]string{
		"github.com":       "https://api.github.com/ https://api.github.com/graphql",
		"acme.ghe.com":     "https://api.acme.ghe.com/ https://api.acme.ghe.com/graphql",
		"git.example:8443": "https://git.example:8443/api/v3/ https://git.example:8443/api/graphql",
	} {
		s := Server{Host: host}
		if s.addresses(); s.API+" "+s.GraphQL != want {
			t.Errorf("%s: %s %s", host, s.API, s.GraphQL)
		}
	}
}

func TestServerFaults(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "key.pem", "no key "+hush)
	write(t, dir, "empty", "\n")
	for _, c := range []struct {
		name, file string
		env        map[string]string
	}{
		{name: "nothing"},
		{name: "environment", env: map[string]string{
			"BYLAW_APP_ID": hush, "BYLAW_WORKERS": "0", "BYLAW_LOG_LEVEL": "loud", "BYLAW_GITHUB_HOST": "https://github.com/",
		}},
		{name: "keys", file: "app_id: twelve\nwebhook_secret: " + hush + "\nwebhook_secrets: " + hush + "\nworkers: 4\nworkers: 5\n"},
		{name: "files", file: "app_id: 12\nprivate_key_file: key.pem\nprivate_key: " + hush + "\nwebhook_secret_files: [empty, none]\n"},
		{name: "values", file: "app_id: 12\nprivate_key: " + hush + "\nwebhook_secrets: [short]\nlisten: \"8080\"\ninternal_listen: \"8080\"\n" +
			"github_api: ftp://x\npublic_url: https://u:p@x/?a\n"},
		{name: "not-yaml", file: "app_id: 12\nprivate_key: *" + hush + "\n"},
		{name: "tagged", file: "app_id: 12\nprivate_key: !" + hush + " x\n"},
		{name: "not-a-mapping", file: hush},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := ""
			if c.file != "" {
				path = write(t, dir, "server.yml", c.file)
			}
			_, err := LoadServer(path, lookup(c.env))
			if err == nil {
				t.Fatal("no fault")
			}
			got := strings.ReplaceAll(err.Error(), dir, "DIR")
			if strings.Contains(got, hush) {
				t.Errorf("a secret is shown: %s", got)
			}
			golden(t, "testdata/server/"+c.name+".txt", got+"\n")
		})
	}
	if _, err := LoadServer(filepath.Join(dir, "nowhere.yml"), lookup(nil)); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a file that is not there: %v", err)
	}
}
