package resilience

import (
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/clock"
)

func at(d time.Duration) clock.Time { return clock.FromDuration(d) }

// Goal: closed, open, half-open and back, as in Nygard's drawing.
func TestBreakerOpensTriesAndCloses(t *testing.T) {
	b := NewBreaker(&BreakerConfig{Failures: 0.5, Calls: 4, CoolOff: time.Second})
	for i, ok := range []bool{true, false, true} {
		if !b.Allow(at(0)) || b.Record(at(0), ok) {
			t.Fatalf("call %d changed the breaker before there were enough calls", i)
		}
	}
	if !b.Record(at(0), false) || b.State() != Open {
		t.Fatalf("half of 4 calls failed and the breaker is %s", b.State())
	}
	if b.Allow(at(900 * time.Millisecond)) {
		t.Error("it let a call pass before the cool-off was over")
	}
	if !b.Allow(at(time.Second)) || b.State() != HalfOpen {
		t.Fatal("no trial after the cool-off")
	}
	if b.Allow(at(time.Second)) {
		t.Error("a second trial at the same time")
	}
	if !b.Record(at(time.Second), false) || b.State() != Open {
		t.Errorf("the trial failed and the breaker is %s", b.State())
	}
	if !b.Allow(at(2*time.Second)) || !b.Record(at(2*time.Second), true) || b.State() != Closed {
		t.Errorf("the trial went well and the breaker is %s", b.State())
	}
}

// Goal: old outcomes leave the window.
func TestBreakerForgets(t *testing.T) {
	b := NewBreaker(&BreakerConfig{Failures: 0.5, Calls: 4, CoolOff: time.Second})
	for i := range 100 {
		if b.Record(at(0), i%4 != 0) {
			t.Fatalf("a quarter of the calls fails, and it opened at call %d", i)
		}
	}
}

// Goal: over a long time the rate passes, at once no more than the bucket.
func TestTokenBucketBoundsRateAndBurst(t *testing.T) {
	var b TokenBucket
	passed := 0
	for ms := range 10_000 {
		for range 3 {
			if b.Take(at(time.Duration(ms)*time.Millisecond), 100, 20) {
				passed++
			}
		}
		if ms == 0 && passed != 3 {
			t.Fatalf("%d of 3 passed at first", passed)
		}
	}
	if passed < 1018 || passed > 1020 { // 20 at first, then 100 a second
		t.Errorf("%d passed in 10 s, want 1020", passed)
	}
}

// Goal: what leaves a leaky bucket is evenly spaced, and it runs over.
func TestLeakyBucketSpaces(t *testing.T) {
	var b LeakyBucket
	for i := range 5 {
		wait, ok := b.Pour(at(0), 100, 3)
		switch {
		case i <= 3 && (!ok || wait != time.Duration(i)*10*time.Millisecond):
			t.Errorf("request %d waits %s, %v", i, wait, ok)
		case i == 4 && ok:
			t.Error("the bucket holds 3 and took a fourth")
		}
	}
}

// Goal: retries stay a tenth of the requests, after the start is used up.
func TestBudgetBoundsRetries(t *testing.T) {
	b, retries := NewBudget(), 0
	for range 1000 {
		b.Request(0.1)
		for range 3 {
			if b.Retry(0.1) {
				retries++
			}
		}
	}
	if retries < 109 || retries > 110 {
		t.Errorf("%d retries, want 10 at first and 100 of 1000 requests", retries)
	}
	if !b.Retry(1) {
		t.Error("100% is a limit")
	}
}

// Goal: the wait grows by the factor up to its bound, and jitter only shortens it.
func TestBackoffGrowsToItsBound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b := Backoff{First: 100 * time.Millisecond, Factor: 2, Most: 500 * time.Millisecond, Jitter: NoJitter}
	for i, want := range []time.Duration{100, 200, 400, 500, 500} {
		if got := b.Wait(i, r); got != want*time.Millisecond {
			t.Errorf("retry %d waits %s, want %d ms", i, got, want)
		}
	}
	for _, test := range []struct {
		jitter     Jitter
		least, avg time.Duration
	}{{FullJitter, 0, 50 * time.Millisecond}, {EqualJitter, 50 * time.Millisecond, 75 * time.Millisecond}} {
		b.Jitter = test.jitter
		var sum time.Duration
		for range 10_000 {
			w := b.Wait(0, r)
			sum += w
			if w < test.least || w > b.First {
				t.Fatalf("%s: %s", test.jitter, w)
			}
		}
		if avg := sum / 10_000; avg < test.avg-2*time.Millisecond || avg > test.avg+2*time.Millisecond {
			t.Errorf("%s waits %s on average, want %s", test.jitter, avg, test.avg)
		}
	}
}

// Goal: the wait before a hedge is the quantile of what was seen lately.
func TestHedgeFollowsTheQuantile(t *testing.T) {
	var h Hedge
	if _, ok := h.After(0.95); ok {
		t.Error("it hedges without knowing anything")
	}
	for i := range 1000 {
		h.Record(time.Duration(i%100+1) * time.Millisecond)
	}
	if got, _ := h.After(0.95); got < 94*time.Millisecond || got > 97*time.Millisecond {
		t.Errorf("95 %% of 1 to 100 ms is %s", got)
	}
	for range hedgeSamples {
		h.Record(time.Millisecond)
	}
	if got, _ := h.After(0.95); got != 1001*time.Microsecond {
		t.Errorf("after everything became fast it waits %s", got)
	}
}

// Goal: a burst may wait, a standing line may not.
func TestDelaySpareBurstsAndShedsStandingLines(t *testing.T) {
	var d Delay
	d.Empty(at(time.Second))
	if d.Drop(at(1050*time.Millisecond), 50*time.Millisecond, 20*time.Millisecond) {
		t.Error("dropped in a burst")
	}
	if !d.Drop(at(1200*time.Millisecond), 50*time.Millisecond, 20*time.Millisecond) {
		t.Error("kept in a line that stands for 200 ms")
	}
	if d.Drop(at(1200*time.Millisecond), 10*time.Millisecond, 20*time.Millisecond) {
		t.Error("dropped what had waited less than the target")
	}
}
