package workload

import (
	"math"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// arrivals counts the evenly spaced arrivals of a curve by second.
func arrivals(c Curve, seconds int) []int {
	counts := make([]int, seconds)
	for now := clock.Time(0); ; {
		now = now.Add(c.gap(now, 1))
		s := int(now.Seconds())
		if s >= seconds {
			return counts
		}
		counts[s]++
	}
}

// Goal: a curve starts as many operations in each second as its rate says.
func TestCurvesKeepTheirRates(t *testing.T) {
	for _, test := range []struct {
		name  string
		curve Curve
		want  map[int]float64 // rate in the second from … on
	}{
		{"a ramp rises evenly and stays", Curve{Kind: "ramp", Low: 0, High: 100, Over: 10 * time.Second}, map[int]float64{0: 5, 4: 45, 9: 95, 15: 100}},
		{"a day is lowest at its ends", Curve{Kind: "daily", Low: 10, High: 110, Over: 20 * time.Second}, map[int]float64{0: 10.4, 5: 68, 10: 109.5, 19: 10.4, 30: 109.5}},
		{"bursts and rest", Curve{Kind: "bursts", Low: 10, High: 200, Over: 2 * time.Second, Rest: 3 * time.Second}, map[int]float64{0: 200, 1: 200, 2: 10, 4: 10, 6: 200, 8: 10}},
		{"a schedule", Curve{Kind: "schedule", Steps: []RateFrom{{5 * time.Second, 50}, {10 * time.Second, 400}, {20 * time.Second, 0}, {30 * time.Second, 10}}},
			map[int]float64{0: 0, 4: 0, 5: 50, 9: 50, 10: 400, 19: 400, 21: 0, 29: 0, 30: 10, 39: 10}},
		{"nothing between bursts", Curve{Kind: "bursts", Low: 0, High: 200, Over: time.Second, Rest: 3 * time.Second}, map[int]float64{0: 200, 2: 0, 4: 200}},
	} {
		got := arrivals(test.curve, 40)
		for second, want := range test.want {
			if math.Abs(float64(got[second])-want) > 1.5 {
				t.Errorf("%s: second %d has %d operations, want %g", test.name, second, got[second], want)
			}
		}
	}
}

// Goal: a curve that ends in nothing does not hang.
func TestRampToNothingEnds(t *testing.T) {
	c := Curve{Kind: "ramp", Low: 10, High: 0, Over: time.Second}
	if got := c.gap(clock.FromDuration(2*time.Second), 1); got < time.Hour {
		t.Errorf("the next operation comes after %s", got)
	}
}

// Goal: at a hundred thousand a second the parts of microseconds add up: the
// rate is kept all the same, steady or on a curve.
func TestFastClientsKeepTheirRate(t *testing.T) {
	for name, config := range map[string]*Config{
		"even":                  {Rate: 70_000},
		"at random":             {Rate: 70_000, Poisson: true},
		"on a curve":            {Curve: &Curve{Kind: "bursts", Low: 70_000, High: 70_000, Over: time.Second, Rest: time.Second}},
		"on a curve, at random": {Poisson: true, Curve: &Curve{Kind: "bursts", Low: 70_000, High: 70_000, Over: time.Second, Rest: time.Second}},
	} {
		c := &Client{config: config}
		s := sim.New(1, nil, nil)
		env := s.Env(s.Add("users", func() sim.Node { return c }))
		count := 0
		for at := time.Duration(0); at < time.Second; at += c.gap(env) {
			s.SetTime(clock.FromDuration(at))
			count++
		}
		if math.Abs(float64(count)/70_000-1) > 0.01 {
			t.Errorf("%s: %d operations in a second of 70,000", name, count)
		}
	}
}
