// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// token is a credential that the server handed out.
type token struct {
	value       string
	inst        *Installation // an installation token
	user        *Account      // a personal token
	permissions map[string]string
	repos       map[int64]bool // narrowed to these; nil: not narrowed
	expires     time.Time      // zero: never
}

// NewToken makes a personal access token for a person: it can do what the person can.
func (s *Server) NewToken(user *Account) string {
	defer s.lock()()
	t := &token{value: "ghp_" + randomText(27, 27), user: user}
	s.tokens[t.value] = t
	return t.value
}

// Token makes an installation token as the API does, for a client that does not log in itself.
func (i *Installation) Token() string {
	defer i.app.s.lock()()
	return i.app.s.issue(i, nil, nil).value
}

// issue makes an installation token: ghs_APPID_ and then text of a length that varies (GitHub's announcement of April 2026).
func (s *Server) issue(inst *Installation, permissions map[string]string, repos map[int64]bool) *token {
	if permissions == nil {
		permissions = maps.Clone(inst.permissions)
	}
	t := &token{
		value: fmt.Sprintf("ghs_%d_%s", inst.app.ID, randomText(150, 390)), inst: inst, permissions: permissions, repos: repos,
		expires: s.opts.AuthNow().UTC().Truncate(time.Second).Add(time.Hour),
	}
	s.tokens[t.value] = t
	return t
}

// randomText is random base64 over at least low and at most high bytes.
func randomText(low, high int64) string {
	n, _ := rand.Int(rand.Reader, big.NewInt(high-low+1))
	raw := make([]byte, low+n.Int64())
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// actor is who calls.
type actor struct {
	app   *App   // by JWT, or by an installation token
	jwt   bool   // the App itself, not an installation
	token *token // installation or personal token; nil: JWT or nobody
	user  *Account
}

func (a *actor) inst() *Installation {
	if a.token == nil {
		return nil
	}
	return a.token.inst
}

// account is in whose name the actor writes.
func (a *actor) account() *Account {
	if a.user != nil {
		return a.user
	}
	if a.app != nil {
		return a.app.bot
	}
	return nil
}

// bucket names the rate limit that the actor spends.
func (a *actor) bucket() string {
	switch {
	case a.inst() != nil:
		return fmt.Sprintf("installation ID %d", a.inst().ID)
	case a.user != nil:
		return fmt.Sprintf("user ID %d", a.user.ID)
	case a.app != nil:
		return fmt.Sprintf("app ID %d", a.app.ID)
	}
	return "127.0.0.1"
}

// authenticate reads the Authorization header.
func (s *Server) authenticate(header string) (*actor, error) {
	scheme, value, _ := strings.Cut(header, " ")
	value = strings.TrimSpace(value)
	if header == "" {
		return &actor{}, nil
	}
	if !strings.EqualFold(scheme, "bearer") && !strings.EqualFold(scheme, "token") {
		return nil, badCredentials()
	}
	if strings.Count(value, ".") == 2 && !strings.HasPrefix(value, "gh") {
		return s.byJWT(value)
	}
	t := s.tokens[value]
	if t == nil || !t.expires.IsZero() && !s.opts.AuthNow().Before(t.expires) {
		return nil, badCredentials()
	}
	return s.byToken(t)
}

func (s *Server) byToken(t *token) (*actor, error) {
	if t.user != nil {
		return &actor{token: t, user: t.user}, nil
	}
	if t.inst.deleted {
		return nil, badCredentials()
	}
	if !t.inst.suspended.IsZero() {
		return nil, suspended()
	}
	return &actor{token: t, app: t.inst.app}, nil
}

// byJWT checks an App's own token: RS256, issued not in the future, valid for at most ten minutes from now.
func (s *Server) byJWT(value string) (*actor, error) {
	var app *App
	claims := jwt.RegisteredClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	_, err := parser.ParseWithClaims(value, &claims, func(*jwt.Token) (any, error) {
		if app = s.issuer(claims.Issuer); app == nil {
			return nil, fmt.Errorf("no app %q", claims.Issuer)
		}
		return app.key, nil
	})
	switch now := s.opts.AuthNow(); {
	case app == nil:
		return nil, unauthorized("A JSON web token could not be decoded")
	case err != nil:
		return nil, unauthorized("A JSON web token could not be decoded")
	case claims.IssuedAt == nil || claims.IssuedAt.After(now):
		return nil, unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case claims.ExpiresAt == nil || !claims.ExpiresAt.After(now):
		return nil, unauthorized("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case claims.ExpiresAt.After(now.Add(10*time.Minute + time.Second)):
		return nil, unauthorized("'Expiration time' claim ('exp') is too far in the future")
	}
	return &actor{app: app, jwt: true}, nil
}

func (s *Server) issuer(name string) *App {
	for _, app := range s.apps {
		if name == fmt.Sprint(app.ID) || s.sw.ClientIDIssuer && name == app.ClientID {
			return app
		}
	}
	return nil
}
