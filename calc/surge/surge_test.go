package surge

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

func results(t testing.TB, c calc.Calculator, values map[string]string) map[string]float64 {
	t.Helper()
	w, err := c.Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found
}

// Goal: a burst by hand. 2,000 too many a second for two minutes is 240,000;
// 400 a second are free afterwards, so it is gone in ten minutes.
func TestBurst(t *testing.T) {
	r := results(t, Burst(), map[string]string{"burst": "3k/s", "for": "2m", "capacity": "1k/s", "normal": "600/s", "message": "1KB", "wait": "4m"})
	if r["queue"] != 240000 || r["queue_bytes"] != 2.4e8 || r["longest_wait_seconds"] != 240 || r["drain_seconds"] != 600 || r["in_time"] != 1 ||
		r["capacity_needed_per_second"] != 1000 {
		t.Errorf("%v", r)
	}
	if r := results(t, Burst(), map[string]string{"burst": "900/s", "capacity": "1k/s"}); r["queue"] != 0 || r["drain_seconds"] != 0 {
		t.Errorf("a burst below the capacity leaves a queue: %v", r)
	}
	w, err := Burst().Forms[0].Solve(map[string]string{"normal": "1k/s"})
	if err != nil || w.Result[3].Value.Infinite() != tooSlow {
		t.Errorf("a queue that never empties: %v, %v", w.Result[3], err)
	}
}

// Goal: workers that are too slow for normal times are told so: the queue never
// stops growing, whatever the burst.
func TestTooSlowForNormalTimes(t *testing.T) {
	w, err := Burst().Forms[0].Solve(map[string]string{"burst": "3k/s", "normal": "2k/s", "capacity": "1k/s"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range w.Result {
		switch e.Key {
		case "longest_wait_seconds", "drain_seconds":
			if e.Value.Infinite() != farTooFew {
				t.Errorf("%s is %v", e.Key, e.Value)
			}
		case "in_time":
			if e.Value.String() != "no" {
				t.Error("all are in time")
			}
		}
	}
}

// Goal: what comes in during the burst and until the queue is empty is what the
// workers do in that time: nothing is lost on paper.
func TestBurstConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := func(name string, low, high int64) *big.Rat {
			return exact.Int(rapid.Int64Range(low, high).Draw(t, name))
		}
		s := rush{burst: whole("burst", 1, 1e6), length: whole("for", 1, 1e4), capacity: whole("capacity", 2, 1e5), wait: exact.Int(0), message: exact.Int(1)}
		s.normal = exact.Int(rapid.Int64Range(0, s.capacity.Num().Int64()-1).Draw(t, "normal"))
		drain, ends := s.drain()
		if !ends {
			t.Fatal("it never empties")
		}
		if s.peak().Sign() == 0 {
			return
		}
		came := exact.Sum(exact.Mul(s.burst, s.length), exact.Mul(s.normal, drain))
		done := exact.Mul(s.capacity, exact.Sum(s.length, drain))
		if came.Cmp(done) != 0 {
			t.Fatalf("%s came, %s were done", came, done)
		}
	})
}

// steps follows a ramp second by second, as a naive model of the formulas.
func steps(from, to, over, delay, target float64) (short, overload float64) {
	const dt = 0.05
	load := func(t float64) float64 { return from + (to-from)*math.Max(0, math.Min(1, t/over)) }
	for t := 0.0; t < over+2*delay+1; t += dt {
		excess := load(t) - load(t-delay)/target
		if excess > 0 {
			short = math.Max(short, excess)
			overload += excess * dt
		}
	}
	return short, overload
}

// Goal: the formulas agree with a ramp that is followed step by step, where the
// delay is shorter and longer than the ramp.
func TestAutoscaleAgainstSteps(t *testing.T) {
	for _, c := range []struct{ from, to, over, delay, target float64 }{
		{1000, 5000, 600, 240, 0.7}, {1000, 5000, 60, 240, 0.7}, {1000, 1200, 60, 240, 0.7}, {100, 1000, 300, 300, 0.5},
		{1000, 5000, 3600, 100, 0.9}, {1000, 2000, 100, 90, 1}, {1000, 9000, 1000, 10, 0.95},
	} {
		r := ramp{unit.FromFloat(c.from), unit.FromFloat(c.to), unit.FromFloat(c.over), unit.FromFloat(c.delay), exact.Int(0), exact.Int(100), unit.FromFloat(c.target)}
		short, overload := steps(c.from, c.to, c.over, c.delay, c.target)
		gotShort, _ := r.short().Float64()
		gotOver, _ := r.overload().Float64()
		if math.Abs(gotShort-short) > 1+short*0.01 || math.Abs(gotOver-overload) > 50+overload*0.01 {
			t.Errorf("%+v: %g short and %g in all, step by step %g and %g", c, gotShort, gotOver, short, overload)
		}
	}
}

// Goal: with the target that the answer names, nothing is short; a little above
// it, something is.
func TestNeededTargetIsSharp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Int64Range(1, 1e5).Draw(t, "from")
		r := ramp{exact.Int(from), exact.Int(from + rapid.Int64Range(1, 1e5).Draw(t, "rise")), exact.Int(rapid.Int64Range(1, 1e4).Draw(t, "over")),
			exact.Int(rapid.Int64Range(1, 1000).Draw(t, "boot")), exact.Int(1), exact.Int(1), exact.Int(1)}
		at, above := r, r
		at.target = r.needed()
		above.target = exact.Mul(r.needed(), big.NewRat(1001, 1000))
		if at.short().Sign() != 0 || above.short().Sign() == 0 {
			t.Fatalf("%+v: %s short at %s", r, at.short(), at.target)
		}
	})
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		calculator      calc.Calculator
		name, text, why string
	}{
		{Burst(), "burst", "500/s", "is less than what comes in normal times"}, {Burst(), "burst", "3000", "has no time"}, {Burst(), "for", "0s", "not more than zero"}, {Burst(), "message", "2", "has no unit"},
		{Autoscale(), "to", "500/s", "is not above the load before"}, {Autoscale(), "target", "0%", "not more than zero"}, {Autoscale(), "boot", "soon", "boot"},
	} {
		_, err := c.calculator.Forms[0].Solve(map[string]string{c.name: c.text})
		if err == nil || !strings.Contains(err.Error(), c.why) || unit.Argument(err) != c.name {
			t.Errorf("%s %s %s: %v, want %s", c.calculator.Name, c.name, c.text, err, c.why)
		}
	}
}

// Goal: whatever is typed, an answer or an error that names its input.
func FuzzSolve(f *testing.F) {
	f.Add("3k/s", "5k/s", "10m", "3m", "70%")
	f.Add("1e99/s", "1e300/s", "-1s", "\x1b[2J", "0")
	f.Fuzz(func(t *testing.T, a, b, c, d, e string) {
		for form, values := range map[int]map[string]string{0: {"burst": a, "capacity": b, "for": c, "wait": d, "message": e},
			1: {"from": a, "to": b, "over": c, "boot": d, "target": e}} {
			_, err := []calc.Calculator{Burst(), Autoscale()}[form].Forms[0].Solve(values)
			if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
				t.Fatalf("bad error %q", err)
			}
		}
	})
}
