// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest/oracle"
)

// load is many deliveries over few connections: octokit's example of pull_request.synchronize, for many pull requests, signed
// beforehand. Sender and server share the machine, so the sender does as little as it can.
type load struct {
	payloads [][]byte
	heads    []string // of the requests, up to the delivery's id
	accepted int      // the status of a delivery that was taken
	refused  atomic.Int64
}

// deliveryCount makes ids that no other run of this process used.
var deliveryCount atomic.Int64

// newLoad makes a payload for each place in a repository.
func newLoad(b *testing.B, pulls int, place func(payload map[string]any, n int)) *load {
	b.Helper()
	l := &load{accepted: http.StatusOK}
	example := synchronize(b)
	for n := range pulls {
		var payload map[string]any
		if err := json.Unmarshal(example, &payload); err != nil {
			b.Fatal(err)
		}
		place(payload, n)
		body, err := json.Marshal(payload)
		if err != nil {
			b.Fatal(err)
		}
		l.payloads = append(l.payloads, body)
		l.heads = append(l.heads, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"+
			"X-GitHub-Event: pull_request\r\nX-Hub-Signature-256: sha256=%s\r\nX-GitHub-Delivery: ", WebhookPath, len(body), signature(body)))
	}
	return l
}

// synchronize is the example, about 24 kB.
func synchronize(b *testing.B) []byte {
	b.Helper()
	examples, err := oracle.Webhooks()
	if err != nil {
		b.Fatal(err)
	}
	i := slices.IndexFunc(examples, func(e oracle.Example) bool { return e.Event == "pull_request" && e.Action == "synchronize" })
	if i < 0 {
		b.Fatal("there is no example of pull_request.synchronize")
	}
	return examples[i].Payload
}

func signature(body []byte) string {
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// renumber makes the example one of 200 pull requests of its repository.
func renumber(payload map[string]any, n int) {
	payload["number"] = n + 1
	payload["pull_request"].(map[string]any)["number"] = n + 1
}

// once sends one delivery for each pull request: installations get their tokens, tables their rows.
func (l *load) once(b *testing.B, address string) {
	b.Helper()
	s := l.dial(b, address)
	for range l.payloads {
		if s.send(); s.err != nil {
			b.Fatal(s.err)
		}
	}
}

func (l *load) dial(b *testing.B, address string) *sender {
	b.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return &sender{load: l, conn: conn, in: bufio.NewReader(conn)}
}

// run sends b.N deliveries over so many keep-alive connections, each after the answer to the one before, and reports the
// rate and the latency of the answers.
func (l *load) run(b *testing.B, address string, connections int) {
	b.Helper()
	conns := make([]*sender, connections)
	for i := range conns {
		conns[i] = l.dial(b, address)
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	l.refused.Store(0)
	b.ResetTimer()
	before := cpu()
	var all sync.WaitGroup
	for _, s := range conns {
		all.Go(func() {
			for left.Add(-1) >= 0 && s.err == nil {
				s.send()
			}
		})
	}
	all.Wait()
	elapsed := b.Elapsed()
	var times []time.Duration
	for _, s := range conns {
		if s.err != nil {
			b.Fatal(s.err)
		}
		times = append(times, s.times...)
	}
	slices.Sort(times)
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-us/op")
	b.ReportMetric(float64(int64(b.N)-l.refused.Load())/elapsed.Seconds(), "acks/s")
	b.ReportMetric(inMS(quantile(times, 50)), "p50-ms")
	b.ReportMetric(inMS(quantile(times, 99)), "p99-ms")
	if n := l.refused.Load(); n > 0 {
		b.ReportMetric(float64(n)/float64(b.N)*100, "%refused")
	}
}

// cpu is the processor time that this process has used, the sender's too: unlike the rate it hardly depends on what else the
// machine does.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func quantile(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

func inMS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// sender is one connection.
type sender struct {
	load  *load
	conn  net.Conn
	in    *bufio.Reader
	times []time.Duration
	err   error
}

// send posts a delivery and waits for the answer. A 503 is a delivery that was refused.
func (s *sender) send() {
	n := deliveryCount.Add(1)
	i := int(n) % len(s.load.payloads)
	request := net.Buffers{[]byte(fmt.Sprintf("%s%032x\r\n\r\n", s.load.heads[i], n)), s.load.payloads[i]}
	began := time.Now()
	if _, s.err = request.WriteTo(s.conn); s.err != nil {
		return
	}
	res, err := http.ReadResponse(s.in, nil)
	if err != nil {
		s.err = err
		return
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	s.times = append(s.times, time.Since(began))
	switch {
	case err != nil:
		s.err = err
	case res.StatusCode == http.StatusServiceUnavailable:
		s.load.refused.Add(1)
	case res.StatusCode != s.load.accepted:
		s.err = fmt.Errorf("answered %s: %s", res.Status, answer)
	}
}
