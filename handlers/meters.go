// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package handlers

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/bylaw-bot/bylaw/handlers/gh"
	"github.com/bylaw-bot/bylaw/handlers/store"
	"github.com/bylaw-bot/bylaw/rules"
)

// meters is what Prometheus reads. Labels are bounded: no owner, repository, person or delivery is one.
type meters struct {
	registry   *prometheus.Registry
	deliveries *prometheus.CounterVec
	calls      *prometheus.CounterVec
	callTime   *prometheus.HistogramVec
	verdicts   *prometheus.CounterVec
	evaluation *prometheus.HistogramVec
	errors     *prometheus.CounterVec
	blocks     prometheus.Counter
}

func newMeters(s *store.Store, now func() time.Time) *meters {
	m := &meters{
		registry:   prometheus.NewRegistry(),
		deliveries: counter("bylaw_deliveries_total", "Webhook deliveries by what became of them.", "event", "action", "outcome"),
		calls:      counter("bylaw_github_requests_total", "Requests to GitHub.", "operation", "status"),
		callTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "bylaw_github_request_seconds", Help: "How long GitHub took to answer.", Buckets: prometheus.ExponentialBuckets(0.01, 2, 12),
		}, []string{"operation"}),
		verdicts: counter("bylaw_verdicts_total", "Verdicts by rule type, mode and state.", "rule", "mode", "state"),
		evaluation: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "bylaw_evaluation_seconds", Help: "From the claim of a subject to its end.", Buckets: prometheus.ExponentialBuckets(0.01, 2, 14),
		}, []string{"conclusion"}),
		errors: counter("bylaw_errors_total", "Work that failed and is tried again.", "kind"),
		blocks: prometheus.NewCounter(prometheus.CounterOpts{Name: "bylaw_github_blocks_total", Help: "Times that GitHub asked an installation to wait."}),
	}
	m.registry.MustRegister(m.deliveries, m.calls, m.callTime, m.verdicts, m.evaluation, m.errors, m.blocks, queue{s, now},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *meters) delivered(event, action, outcome string) {
	m.deliveries.WithLabelValues(known(event), bounded(action), outcome).Inc()
}

func (m *meters) called(c gh.Call) {
	m.calls.WithLabelValues(c.Operation, strconv.Itoa(c.Status)).Inc()
	m.callTime.WithLabelValues(c.Operation).Observe(c.Took.Seconds())
}

func (m *meters) judged(r rules.Report, took time.Duration) {
	for _, v := range r.Verdicts {
		m.verdicts.WithLabelValues(v.Rule, string(v.Mode), string(v.State)).Inc()
	}
	m.evaluation.WithLabelValues(string(r.Conclusion())).Observe(took.Seconds())
}

func (m *meters) failed(kind string) { m.errors.WithLabelValues(kind).Inc() }

func (m *meters) blocked() { m.blocks.Inc() }

// known bounds the event label: a header is foreign text.
func known(event string) string {
	if _, ok := routes[event]; ok {
		return event
	}
	return "other"
}

// bounded bounds the action label to GitHub's form of actions.
func bounded(action string) string {
	if len(action) > 40 {
		return "other"
	}
	for _, r := range action {
		if (r < 'a' || r > 'z') && r != '_' {
			return "other"
		}
	}
	return action
}

// queue reads the state of the work when Prometheus asks.
type queue struct {
	store *store.Store
	now   func() time.Time
}

var (
	behindDesc = prometheus.NewDesc("bylaw_subjects_behind", "Subjects whose work is not done.", nil, nil)
	oldestDesc = prometheus.NewDesc("bylaw_oldest_waiting_seconds", "How long the first waiting subject has waited.", nil, nil)
	jobsDesc   = prometheus.NewDesc("bylaw_jobs", "Jobs that are not finished, by state.", []string{"state"}, nil)
)

// Describe names the figures.
func (queue) Describe(ch chan<- *prometheus.Desc) {
	ch <- behindDesc
	ch <- oldestDesc
	ch <- jobsDesc
}

// Collect reads them. A store that does not answer leaves them out; /readyz tells of it.
func (q queue) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	s, err := q.store.Stats(ctx)
	if err != nil {
		return
	}
	age := 0.0
	if !s.Oldest.IsZero() {
		age = q.now().Sub(s.Oldest).Seconds()
	}
	ch <- prometheus.MustNewConstMetric(behindDesc, prometheus.GaugeValue, float64(s.Behind))
	ch <- prometheus.MustNewConstMetric(oldestDesc, prometheus.GaugeValue, age)
	for state, n := range s.Jobs {
		ch <- prometheus.MustNewConstMetric(jobsDesc, prometheus.GaugeValue, float64(n), state)
	}
}
