// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/palantir/go-githubapp/githubapp"
	"github.com/rs/zerolog"
	"github.com/tidwall/gjson"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// bodyLimit is a little above GitHub's cap of 25 MB a payload.
const bodyLimit = 26 << 20

// errMalformed says that a signed body is not a payload of GitHub's.
var errMalformed = errors.New("the payload is not JSON")

// intake is the one event handler: a verified delivery becomes tasks, in one transaction, and only then comes the 200.
type intake struct{ app *App }

// Handles lists the events of the route table. The dispatcher answers all others with 202.
func (i intake) Handles() []string {
	out := make([]string, 0, len(routes)+1)
	for event := range routes {
		out = append(out, event)
	}
	return out
}

// Handle accepts one delivery durably. An error is an answer of 4xx or 5xx: nothing was promised.
func (i intake) Handle(ctx context.Context, event, delivery string, payload []byte) error {
	a := i.app
	if !gjson.ValidBytes(payload) {
		return errMalformed
	}
	r, ok := route(event, payload, a.place)
	if !ok {
		a.meters.delivered(event, r.action, "ignored")
		return nil
	}
	arrival := r.received(delivery, a.now())
	if len(r.again) > 0 {
		more, err := a.rerequested(ctx, r.again)
		if err != nil {
			return err
		}
		arrival.Subjects = append(arrival.Subjects, more...)
	}
	outcome, err := a.store.Accept(ctx, arrival)
	if err != nil {
		a.meters.delivered(event, r.action, "refused")
		return err
	}
	a.meters.delivered(event, r.action, outcome.String())
	a.log.Info().Str("delivery", delivery).Str("event", event).Str("action", r.action).
		Int64("installation", arrival.Delivery.Installation).Int("subjects", len(arrival.Subjects)).
		Str("outcome", outcome.String()).Msg("delivery accepted")
	return nil
}

// rerequested forgets what stands on the heads, so that the same report is posted again, and finds the subjects of heads that
// the payload names no pull request for (forks).
func (a *App) rerequested(ctx context.Context, list []again) ([]store.Subject, error) {
	var more []store.Subject
	for _, g := range list {
		if g.key == "" {
			found, err := a.store.SubjectsAt(ctx, g.repository, g.head)
			if err != nil {
				return nil, err
			}
			more = append(more, found...)
			continue
		}
		if err := a.store.ForgetPublication(ctx, g.key, publishedCheck, g.head); err != nil {
			return nil, err
		}
	}
	for _, s := range more {
		if err := a.store.ForgetPublication(ctx, s.Key, publishedCheck, s.Head); err != nil {
			return nil, err
		}
	}
	return more, nil
}

// webhooks is the guarded dispatcher. go-githubapp verifies and hands over; the guard adds what it leaves open: a bound on the
// body, the method, a required SHA-256 signature (it would take SHA-1) and delivery id, and two secrets during a rotation.
func (a *App) webhooks(secrets []string) http.Handler {
	dispatchers := make([]http.Handler, len(secrets))
	for i, secret := range secrets {
		dispatchers[i] = githubapp.NewEventDispatcher([]githubapp.EventHandler{intake{a}}, secret,
			githubapp.WithErrorCallback(a.refuse), githubapp.WithResponseCallback(a.acknowledge))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code, why := guard(r); code != 0 {
			a.meters.delivered("", "", "refused")
			http.Error(w, why, code)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		dispatcher := dispatchers[0]
		if len(secrets) > 1 {
			var err error
			if dispatcher, err = choose(r, secrets, dispatchers); err != nil {
				a.refuse(w, r, githubapp.ValidationError{Cause: err})
				return
			}
		}
		dispatcher.ServeHTTP(w, r)
	})
}

// guard refuses what cannot be a delivery, before the body is read.
func guard(r *http.Request) (code int, why string) {
	switch {
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed, "deliveries are posted"
	case r.ContentLength > bodyLimit:
		return http.StatusRequestEntityTooLarge, "the body is larger than a payload can be"
	case r.Header.Get("X-GitHub-Event") == "":
		return http.StatusBadRequest, "the header X-GitHub-Event is missing"
	case !deliveryID(r.Header.Get("X-GitHub-Delivery")):
		return http.StatusBadRequest, "the header X-GitHub-Delivery is missing or malformed"
	case !strings.HasPrefix(r.Header.Get("X-Hub-Signature-256"), "sha256="):
		return http.StatusUnauthorized, "the header X-Hub-Signature-256 is missing"
	}
	return 0, ""
}

// deliveryID takes GitHub's GUIDs and anything of their kind, bounded.
func deliveryID(id string) bool {
	return id != "" && len(id) <= 64 && strings.Trim(id, "0123456789abcdefABCDEF-") == ""
}

// choose finds the secret that signed the body. Only a rotation pays for the second sum.
func choose(r *http.Request, secrets []string, dispatchers []http.Handler) (http.Handler, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	got, _ := hex.DecodeString(strings.TrimPrefix(r.Header.Get("X-Hub-Signature-256"), "sha256="))
	for i, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		if hmac.Equal(mac.Sum(nil), got) {
			return dispatchers[i], nil
		}
	}
	return dispatchers[0], nil // refuses it
}

// refuse answers a delivery that was not taken. Only a store that cannot be written is ours: 503, and GitHub lists it as failed.
func (a *App) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var invalid githubapp.ValidationError
	var large *http.MaxBytesError
	code, why := http.StatusServiceUnavailable, "the delivery could not be stored; deliver it again"
	switch {
	case errors.As(err, &large), errors.As(err, &invalid) && errors.As(invalid.Cause, &large):
		code, why = http.StatusRequestEntityTooLarge, "the body is larger than a payload can be"
	case errors.As(err, &invalid) && strings.Contains(invalid.Cause.Error(), "signature"):
		code, why = http.StatusUnauthorized, "the signature does not match"
	case errors.As(err, &invalid):
		code, why = http.StatusBadRequest, "not a delivery"
	case errors.Is(err, errMalformed):
		code, why = http.StatusBadRequest, errMalformed.Error()
	case errors.Is(err, store.ErrText):
		code, why = http.StatusBadRequest, "the payload holds text that cannot be stored"
	}
	level := zerolog.WarnLevel
	if code == http.StatusServiceUnavailable {
		level = zerolog.ErrorLevel
	}
	a.log.WithLevel(level).Err(err).Str("delivery", clean(r.Header.Get("X-GitHub-Delivery"))).Int("status", code).Msg("delivery refused")
	http.Error(w, why, code)
}

// acknowledge answers a delivery that was taken, or that nobody acts upon.
func (a *App) acknowledge(w http.ResponseWriter, _ *http.Request, event string, handled bool) {
	if handled {
		w.WriteHeader(http.StatusOK)
		return
	}
	a.meters.delivered(known(event), "", "ignored")
	w.WriteHeader(http.StatusAccepted)
}

// clean bounds a header for the log.
func clean(s string) string { return s[:min(len(s), 64)] }
