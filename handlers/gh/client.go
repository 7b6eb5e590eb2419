// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package gh

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/go-github/v60/github"
	"github.com/palantir/go-githubapp/githubapp"
)

// Settings of a Hub. API ends in "/" (https://api.github.com/); GraphQL is the whole address of the GraphQL endpoint.
type Settings struct {
	API, GraphQL string
	AppID        int64
	Key          []byte // PEM, PKCS1 or PKCS8
	UserAgent    string
	Timeout      time.Duration     // of one request; never zero: an answer that never ends would hold a worker
	Transport    http.RoundTripper // nil is net/http's default with more connections kept
	Now          func() time.Time
	Lanes        *Lanes
	Observe      func(Call) // told of every answered request; may be nil
}

// Call is one request to GitHub, for the record.
type Call struct {
	Installation int64
	Operation    string // "GET /repos/{}/pulls/{}/files": without names, to count by
	Status       int    // 0 when no answer came
	Took         time.Duration
	Resource     string // X-RateLimit-Resource
	Remaining    string // X-RateLimit-Remaining
}

// Hub speaks to GitHub for one App.
type Hub struct {
	settings Settings
	creator  githubapp.ClientCreator
	markers  []byte // signs the marker of the sticky comment
}

// clientCapacity bounds the cached clients, one an installation. go-githubapp's default of 64 costs a token for each miss.
const clientCapacity = 4096

// New makes a hub. It speaks to nobody yet; see Check.
func New(s Settings) (*Hub, error) {
	if s.Transport == nil {
		s.Transport = transport()
	}
	h := &Hub{settings: s, markers: markerKey(s.Key)}
	delegate := githubapp.NewClientCreator(s.API, s.GraphQL, s.AppID, s.Key,
		githubapp.WithClientUserAgent(s.UserAgent),
		githubapp.WithTransport(s.Transport),
		githubapp.WithClientMiddleware(h.middleware),
	)
	creator, err := githubapp.NewCachingClientCreator(delegate, clientCapacity)
	if err != nil {
		return nil, fmt.Errorf("make the client for GitHub: %w", err)
	}
	h.creator = creator
	return h, nil
}

// idlePerHost is how many connections are kept: all workers speak to one host, and net/http keeps two by default.
const idlePerHost = 64

// transport is net/http's default transport with more connections kept. A request's time is bounded apart from it.
func transport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		MaxIdleConns: idlePerHost, MaxIdleConnsPerHost: idlePerHost,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second,
	}
}

// Close gives the idle connections back.
func (h *Hub) Close() {
	if t, ok := h.settings.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Check asks GitHub who we are (GET /app) and returns the App's slug. go-githubapp tells of a bad key only at the first use.
func (h *Hub) Check(ctx context.Context) (string, error) {
	v3, err := h.creator.NewAppClient()
	if err != nil {
		return "", fmt.Errorf("the App's private key cannot be used: %w", err)
	}
	app, _, err := v3.Apps.Get(ctx, "")
	if err != nil {
		return "", fmt.Errorf("ask GitHub for the App %d: %w", h.settings.AppID, explain(h.settings.Now(), err))
	}
	return app.GetSlug(), nil
}

// Client speaks for one installation and counts what it costs. One Client serves one piece of work.
type Client struct {
	hub          *Hub
	v3           *github.Client
	installation int64
	who          string      // whose work it is: the subject
	reserved     atomic.Bool // a turn in the slow lane is taken, and not used yet
	requests     atomic.Int64
	points       atomic.Int64
}

// Installation returns a client for an installation. who names the work that it serves, and keeps its place in the lanes.
func (h *Hub) Installation(id int64, who string) (*Client, error) {
	v3, err := h.creator.NewInstallationClient(id)
	if err != nil {
		return nil, fmt.Errorf("client for installation %d: %w", id, err)
	}
	return &Client{hub: h, v3: v3, installation: id, who: who}, nil
}

// Reserve takes the client's turn in the lane of what notifies people, before the write is noted as begun: a *Limited then
// means for certain that nothing was sent. The next notifying request uses the turn.
func (c *Client) Reserve(ctx context.Context) error {
	if c.reserved.Load() {
		return nil
	}
	err := c.hub.settings.Lanes.Wait(ctx, c.installation, Notify, c.who)
	c.reserved.Store(err == nil)
	return err
}

// turn waits for a request's turn, unless it is taken already.
func (c *Client) turn(r *http.Request) error {
	class := classify(r)
	if class == Notify && c.reserved.CompareAndSwap(true, false) {
		return nil
	}
	return c.hub.settings.Lanes.Wait(r.Context(), c.installation, class, c.who)
}

// Requests is how many requests the client sent, the hourly token aside.
func (c *Client) Requests() int { return int(c.requests.Load()) }

// Points is what GitHub said the GraphQL queries cost.
func (c *Client) Points() int { return int(c.points.Load()) }

type clientKey struct{}

// do sends a request of our own making and decodes the answer into out.
func (c *Client) do(ctx context.Context, method, path string, body, out any) error {
	req, err := c.v3.NewRequest(method, path, body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	_, err = c.v3.Do(c.context(ctx), req, out)
	return explain(c.hub.settings.Now(), err)
}

// context carries the client to the transport, which counts and paces by it.
func (c *Client) context(ctx context.Context) context.Context {
	return context.WithValue(ctx, clientKey{}, c)
}

// graphError is one error of a GraphQL answer. GitHub answers 200 for them.
type graphError struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Path    []any  `json:"path"`
}

// graphql runs a query. Errors of type NOT_FOUND below one of the optional root fields leave it null; any other error fails.
func (c *Client) graphql(ctx context.Context, query string, variables map[string]any, out any, optional ...string) error {
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []graphError    `json:"errors"`
	}
	body := map[string]any{"query": query, "variables": variables}
	if err := c.do(ctx, http.MethodPost, c.hub.settings.GraphQL, body, &answer); err != nil {
		return err
	}
	for _, e := range answer.Errors {
		if err := c.graphFailure(e, optional); err != nil {
			return err
		}
	}
	if len(answer.Data) == 0 {
		return errors.New("graphql: an answer without data")
	}
	return json.Unmarshal(answer.Data, out)
}

func (c *Client) graphFailure(e graphError, optional []string) error {
	root := ""
	if len(e.Path) > 0 {
		root, _ = e.Path[0].(string)
	}
	switch {
	case e.Type == "RATE_LIMITED":
		until := c.hub.settings.Now().Add(time.Minute)
		c.hub.settings.Lanes.Block(c.installation, until)
		return &Limited{Until: until}
	case e.Type == "NOT_FOUND" && slices.Contains(optional, root):
		return nil
	case e.Type == "NOT_FOUND":
		return fmt.Errorf("%w: %s", ErrGone, oneLine(e.Message))
	}
	return fmt.Errorf("graphql: %s: %s", e.Type, oneLine(e.Message))
}

// oneLine bounds a message of GitHub's for our logs.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 200 {
		s = s[:200]
	}
	return strings.ToValidUTF8(s, "")
}
