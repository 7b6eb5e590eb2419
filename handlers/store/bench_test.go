// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-bot/bylaw/handlers/store"
)

// onEach runs a benchmark on SQLite and on Postgres.
func onEach(b *testing.B, run func(*testing.B, *bench)) {
	b.Run("sqlite", func(b *testing.B) { run(b, newBench(b, sqliteDSN(b))) })
	b.Run("postgres", func(b *testing.B) { run(b, newBench(b, postgresDSN(b))) })
}

// BenchmarkAccept is durable intake: each op is one delivery, on disk.
func BenchmarkAccept(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			onEach(b, func(b *testing.B, s *bench) { s.load(b, callers) })
		})
	}
}

// BenchmarkAcceptWhileWorking counts deliveries that were acknowledged and worked: 2,000 pull requests, trivial work.
func BenchmarkAcceptWhileWorking(b *testing.B) {
	onEach(b, func(b *testing.B, s *bench) {
		var worked atomic.Int64
		s.must(s.s.Work(b.Context(), 32, func(ctx context.Context, c store.Claim) (store.Result, error) {
			worked.Add(1)
			return done(ctx, c)
		}))
		s.load(b, 16)
		s.idle()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acked+worked/s")
		b.ReportMetric(float64(worked.Load())/float64(b.N), "runs/delivery")
	})
}

// load accepts b.N deliveries over 2,000 pull requests and reports the rate and the 99th percentile.
func (s *bench) load(b *testing.B, callers int) {
	var n atomic.Int64
	times := make([][]time.Duration, callers)
	start := make(chan struct{})
	ended := make(chan error, callers)
	run := b.Name() + fmt.Sprint(b.N)
	for i := range callers {
		go func() {
			<-start
			var err error
			for k := n.Add(1); k <= int64(b.N) && err == nil; k = n.Add(1) {
				began := time.Now()
				_, err = s.s.Accept(b.Context(), s.arrival(fmt.Sprintf("%s-%d", run, k), pull(int(k%2000))))
				times[i] = append(times[i], time.Since(began))
			}
			ended <- err
		}()
	}
	b.ResetTimer()
	before := cpu()
	close(start)
	for range callers {
		s.must(<-ended)
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-us/op")
	all := slices.Concat(times...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acked/s")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkStart is the time from the call of Accept to the start of the work, at 20 deliveries a second.
func BenchmarkStart(b *testing.B) {
	onEach(b, func(b *testing.B, s *bench) {
		started := make(chan time.Time, 1)
		s.must(s.s.Work(b.Context(), 16, func(ctx context.Context, c store.Claim) (store.Result, error) {
			started <- time.Now()
			return done(ctx, c)
		}))
		var times []time.Duration
		for i := range b.N {
			time.Sleep(50 * time.Millisecond)
			began := time.Now()
			s.accept(s.arrival(fmt.Sprintf("%d-%d", b.N, i), pull(i%200)), store.New)
			times = append(times, (<-started).Sub(began))
		}
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	})
}

// cpu is the processor time that this process has used: unlike the rate it hardly depends on what else the machine does.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
