package metric_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/metric"
)

const second = clock.Time(1_000_000)

// A histogram's quantile is never below the true one and at most a sixteenth
// above it, also when two are merged.
func TestHistogramQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 100), rapid.Int64Range(0, 4e9)), 1, 100).Draw(t, "micros")
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		var a, b metric.Histogram
		for i, m := range micros {
			h := &a
			if i%3 == 0 {
				h = &b
			}
			h.Record(time.Duration(m) * time.Microsecond)
		}
		a.Merge(&b)
		for i := range micros {
			micros[i] = min(micros[i], int64(time.Hour/time.Microsecond))
		}
		slices.Sort(micros)
		want := micros[min(max(int(math.Ceil(q*float64(len(micros))-1e-9))-1, 0), len(micros)-1)]
		got := a.Quantile(q).Microseconds()
		if got < want || float64(got) > float64(want)*(1+1.0/16) {
			t.Fatalf("quantile %v of %v is %d µs, want %d", q, micros, got, want)
		}
		if a.Count() != len(micros) {
			t.Fatalf("%d of %d counted", a.Count(), len(micros))
		}
	})
}

// 32 and 33 microseconds share a cell; its end is 33.
func TestQuantileIsTheEndOfItsCell(t *testing.T) {
	var h metric.Histogram
	for _, micros := range []time.Duration{1, 32, 100} {
		h.Record(micros * time.Microsecond)
	}
	if got := h.Quantile(0.5); got != 33*time.Microsecond {
		t.Errorf("the median is %v", got)
	}
}

// What comes too late for the window counts in the totals only.
func TestLateEventsDoNotCountAsRecent(t *testing.T) {
	r := metric.NewRatio(10 * time.Second)
	late := clock.Time(0)
	r.Record(late+21*second/2, true) // the slot that the late one had
	r.Record(late, false)
	if got, ok := r.Value(21 * second / 2); got != 1 || !ok {
		t.Errorf("the recent ratio is %v", got)
	}
	if got, _ := r.Overall(); got != 0.5 {
		t.Errorf("the ratio of the run is %v", got)
	}
}

func TestEqualDurationsHaveExactQuantiles(t *testing.T) {
	var h metric.Histogram
	if h.Quantile(0.5) != 0 {
		t.Error("the median of nothing is not 0")
	}
	for range 1000 {
		h.Record(12345 * time.Microsecond)
	}
	for _, q := range []float64{0, 0.5, 0.999, 1} {
		if got := h.Quantile(q); got != 12345*time.Microsecond {
			t.Errorf("quantile %v is %v", q, got)
		}
	}
}

func TestSeriesBySecond(t *testing.T) {
	s := metric.NewSeries()
	if s.Availability() != 1 || s.Quantile(0.5) != 0 {
		t.Error("an empty series is not fine")
	}
	for i := range 100 { // 10 a second: seconds 0 to 9
		at, outcome := clock.Time(i)*second/10, history.OK
		if i%10 == 9 {
			outcome = history.Fail
		}
		if i == 5 {
			outcome = history.Info
		}
		s.Record(at, outcome, time.Duration(1+i/10)*time.Millisecond)
	}
	if s.OK != 89 || s.Failed != 10 || s.Unknown != 1 || s.Availability() != 0.89 {
		t.Errorf("totals %+v", s.Totals)
	}
	last := s.Last(9*second+5, 3)
	if len(last) != 3 || last[0].Second != 7 || last[2].Second != 9 {
		t.Fatalf("the last 3 seconds are %v", last)
	}
	if b := last[2]; b.OK != 9 || b.Failed != 1 || b.Quantile(0.5) != 10*time.Millisecond {
		t.Errorf("second 9 is %+v with median %v", b.Totals, b.Quantile(0.5))
	}
	if got := s.Last(second, 100); len(got) != 2 {
		t.Errorf("%d seconds until 1 s", len(got))
	}
	w := s.Window(9*second, 2*time.Second)
	if w.Second != 7 || w.Total() != 30 || w.OK != 27 {
		t.Errorf("the last 2 seconds: %+v", w.Totals)
	}
	if got := w.Quantile(0); got != 8*time.Millisecond {
		t.Errorf("the shortest of the last 2 seconds is %v", got)
	}
	if got := s.Window(9*second, -time.Second).Total(); got != 0 {
		t.Errorf("a window of -1 s holds %d", got)
	}
	if got := s.Quantile(0.99); got < 9900*time.Microsecond || got > 10100*time.Microsecond {
		t.Errorf("p99 of the run is %v", got)
	}
	if got := s.Max(); got < 9900*time.Microsecond || got > 10100*time.Microsecond {
		t.Errorf("the longest is %v", got)
	}
}

// After an hour the old seconds are gone, the totals are not, and what comes
// too late counts in the totals only.
func TestSeriesForgetsOldSeconds(t *testing.T) {
	s := metric.NewSeries()
	s.Record(0, history.OK, time.Millisecond)
	s.Record(3600*second, history.OK, time.Millisecond)
	s.Record(0, history.Fail, 0)
	if s.At(0).Total() != 0 || s.At(3600).Total() != 1 || s.At(3599).Total() != 0 || s.At(-1).Total() != 0 {
		t.Error("the seconds are wrong")
	}
	if s.Total() != 3 {
		t.Errorf("%d in total", s.Total())
	}
	if n := len(s.Last(3600*second, 10000)); n != metric.Kept {
		t.Errorf("%d seconds kept", n)
	}
}

// A virtual hour takes no more memory than its first ten minutes.
func TestMemoryIsFlatOverAnHour(t *testing.T) {
	s, r, u, c := metric.NewSeries(), metric.NewRatio(10*time.Second), metric.NewUtilisation(8), metric.NewCounter(time.Second)
	run := func(from, to int) {
		for sec := from; sec < to; sec++ {
			for i := range 50 {
				at := clock.Time(sec)*second + clock.Time(i)*20000
				s.Record(at, history.OK, time.Duration(i)*time.Millisecond)
				r.Record(at, i%2 == 0)
				u.Set(at, i%8)
				c.Add(at, 1)
			}
		}
	}
	run(0, metric.Kept)
	if n := testing.AllocsPerRun(1, func() { run(metric.Kept, 3600) }); n > 10 {
		t.Errorf("%v allocations for 50 minutes", n)
	}
	if c.Total() < 3600*50 {
		t.Error("the run was not counted")
	}
	runtime.KeepAlive(s)
}

// The sliding ratio and the rate agree with counting the events that lie in
// the window, give or take one slot.
func TestRatioAndCounterAgreeWithAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		over := time.Duration(rapid.IntRange(1, 20).Draw(t, "window")) * time.Second
		slot := clock.FromDuration(over) / 20
		r, c := metric.NewRatio(over), metric.NewCounter(over)
		type event struct {
			at  clock.Time
			yes bool
		}
		var events []event
		at := clock.Time(0)
		for range rapid.IntRange(0, 100).Draw(t, "events") {
			at += clock.Time(rapid.Int64Range(0, int64(second)).Draw(t, "gap"))
			e := event{at, rapid.Bool().Draw(t, "yes")}
			events = append(events, e)
			r.Record(e.at, e.yes)
			c.Add(e.at, 1)
		}
		now := at + clock.Time(rapid.Int64Range(0, int64(5*second)).Draw(t, "later"))
		from := max(0, (now/slot-20)*slot)
		yes, all, ever := 0, 0, 0
		for _, e := range events {
			if e.yes {
				ever++
			}
			if e.at >= from {
				all++
				if e.yes {
					yes++
				}
			}
		}
		got, ok := r.Value(now)
		if ok != (all > 0) || ok && got != float64(yes)/float64(all) {
			t.Fatalf("ratio %v %v, want %d of %d", got, ok, yes, all)
		}
		if y, n := r.Counts(); y != ever || y+n != len(events) {
			t.Fatalf("counted %d and %d of %v", y, n, events)
		}
		if got, ok := r.Overall(); ok && got != float64(ever)/float64(len(events)) {
			t.Fatalf("overall %v", got)
		}
		if now > 0 && now > from {
			if got, want := c.PerSecond(now), float64(all)/now.Sub(from).Seconds(); math.Abs(got-want) > 1e-9 {
				t.Fatalf("%v a second, want %v", got, want)
			}
		}
	})
}

func TestUtilisation(t *testing.T) {
	u := metric.NewUtilisation(10)
	u.Set(0, 5)
	u.Set(second, 0)
	if got := u.Overall(2 * second); got != 0.25 {
		t.Errorf("half busy for half the time is %v", got)
	}
	if got := u.Over(2*second, time.Second); got != 0 {
		t.Errorf("the idle second is %v", got)
	}
	u.Resize(2*second, 20)
	u.Set(2*second, 20)
	if u.Busy() != 20 || u.Capacity() != 20 {
		t.Errorf("%d of %d", u.Busy(), u.Capacity())
	}
	if got := u.Over(3*second, time.Second); got != 1 {
		t.Errorf("the full second is %v", got)
	}
	if got, want := u.Overall(3*second), 25.0/40; got != want {
		t.Errorf("overall %v, want %v", got, want)
	}
	u.Set(3*second, 10)
	if got := u.Over(3600*second, time.Hour); got != 0.5 {
		t.Errorf("the last minute of an hour is %v", got)
	}
	if got := metric.NewUtilisation(0).Over(second, second.Duration()); got != 0 {
		t.Errorf("without capacity it is %v", got)
	}
}

// The integrals agree with adding up every 10 ms.
func TestUtilisationAgreesWithSampling(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const step = clock.Time(10_000)
	u := metric.NewUtilisation(4)
	var busy, capacity []int
	b, c := 0, 4
	for i := range 20000 {
		at := clock.Time(i) * step
		if random.IntN(20) == 0 {
			b = random.IntN(5)
			u.Set(at, b)
		}
		if random.IntN(200) == 0 {
			c = 1 + random.IntN(8)
			u.Resize(at, c)
		}
		busy, capacity = append(busy, b), append(capacity, c)
		if i%777 == 776 {
			now := at + step
			first := max(0, int(now/100_000-30)*10) // 3 s, in slots of ten samples
			if got, want := u.Over(now, 3*time.Second), quotient(busy[first:], capacity[first:]); math.Abs(got-want) > 1e-9 {
				t.Fatalf("at %v: %v, want %v", now, got, want)
			}
			if got, want := u.Overall(now), quotient(busy, capacity); math.Abs(got-want) > 1e-9 {
				t.Fatalf("at %v overall: %v, want %v", now, got, want)
			}
		}
	}
}

func quotient(busy, capacity []int) float64 {
	b, c := 0, 0
	for i := range busy {
		b += busy[i]
		c += capacity[i]
	}
	return float64(b) / float64(c)
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		value float64
		unit  string
		want  string
	}{
		{0.9995, "ratio", "99.95%"},
		{0.99999, "ratio", "99.999%"},
		{1, "ratio", "100%"},
		{0, "ratio", "0%"},
		{0.00001, "ratio", "0.001%"},
		{0.5, "ratio", "50%"},
		{1.5, "ratio", "150%"},
		{0.0123, "seconds", "12.3 ms"},
		{0.001, "seconds", "1 ms"},
		{0.0009999, "seconds", "1 ms"},
		{0.00085, "seconds", "850 µs"},
		{0.0000004, "seconds", "0.4 µs"},
		{0, "seconds", "0 s"},
		{1.234, "seconds", "1.23 s"},
		{59.99, "seconds", "60 s"},
		{90, "seconds", "90 s"},
		{600, "seconds", "10 min"},
		{7200, "seconds", "2 h"},
		{-0.25, "seconds", "-250 ms"},
		{48, "per_second", "48/s"},
		{0.5, "per_second", "0.5/s"},
		{12345.6, "per_second", "12,346/s"},
		{1204, "count", "1,204"},
		{-1204, "count", "-1,204"},
		{999, "count", "999"},
		{0, "count", "0"},
		{1234567, "count", "1,234,567"},
		{2.5, "count", "2.5"},
		{1e30, "count", "1e+30"},
		{-0.0001, "count", "0"},
		{1500000, "bytes", "1.5 MB"},
		{999, "bytes", "999 B"},
		{999.96, "bytes", "1 kB"},
		{1e21, "bytes", "1000 EB"},
		{math.NaN(), "seconds", "none"},
		{math.Inf(1), "count", "unlimited"},
		{math.Inf(-1), "count", "-unlimited"},
		{3, "", "3"},
		{3, "apples", "3 apples"},
	} {
		if got := metric.Format(c.value, c.unit); got != c.want {
			t.Errorf("Format(%v, %q) = %q, want %q", c.value, c.unit, got, c.want)
		}
	}
	if got := metric.FormatDuration(1500 * time.Millisecond); got != "1.5 s" {
		t.Errorf("1.5 s is %q", got)
	}
}

func BenchmarkRecord(b *testing.B) {
	s := metric.NewSeries()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Record(clock.Time(i), history.OK, time.Duration(i%1000)*time.Microsecond)
	}
}

func BenchmarkWindow(b *testing.B) {
	s := metric.NewSeries()
	for i := range 60 {
		s.Record(clock.Time(i)*second, history.OK, time.Millisecond)
	}
	for b.Loop() {
		s.Window(60*second, 10*time.Second)
	}
}
