package workload

import (
	"math"
	"sort"
	"time"

	"netsplit/engine/clock"
)

// RateFrom is a rate and the moment it holds from, of a curve's beginning.
type RateFrom struct {
	At   time.Duration
	Rate float64
}

// Curve is how a client's rate changes with time: ramp, daily, bursts or
// schedule.
type Curve struct {
	Kind       string
	Low, High  float64 // rates: of a ramp the first and the last
	Over, Rest time.Duration
	Steps      []RateFrom // of a schedule, in the order of time
	From       clock.Time // when it begins
}

func micros(d time.Duration) float64 { return float64(d / time.Microsecond) }

// expected is how many operations a curve starts in its first t microseconds,
// on average: the integral of the rate.
func (c Curve) expected(t float64) float64 {
	low, high, over := c.Low/1e6, c.High/1e6, micros(c.Over)
	switch c.Kind {
	case "ramp":
		risen := min(t, over)
		return float64(low*risen) + float64((high-low)*risen*risen/(2*over)) + float64(high*(t-risen))
	case "schedule":
		return c.planned(t)
	case "daily":
		return float64((low+high)/2*t) - float64((high-low)/2*over/(2*math.Pi)*math.Sin(2*math.Pi*math.Mod(t, over)/over))
	}
	// bursts
	period := over + micros(c.Rest)
	whole := math.Floor(t / period)
	t -= float64(whole * period)
	burst := min(t, over)
	return float64(whole*(float64(high*over)+float64(low*micros(c.Rest)))) + float64(high*burst) + float64(low*(t-burst))
}

// planned is how many a schedule starts: each rate until the next one's time.
func (c Curve) planned(t float64) float64 {
	sum := 0.0
	for i, s := range c.Steps {
		end := t
		if i+1 < len(c.Steps) {
			end = min(t, micros(c.Steps[i+1].At))
		}
		if from := micros(s.At); end > from {
			sum += float64(s.Rate / 1e6 * (end - from))
		}
	}
	return sum
}

// gap is the time after now until so many more operations are expected. The
// times between arrivals at a rate that changes are those of a steady rate of
// 1, stretched by the integral of the rate.
func (c Curve) gap(now clock.Time, more float64) time.Duration {
	at := micros(now.Sub(c.From))
	target := c.expected(at) + more
	limit := 1.0
	for limit < longestGap && c.expected(at+limit) < target {
		limit *= 2
	}
	us := sort.Search(int(limit), func(i int) bool { return c.expected(at+float64(i)) >= target })
	return time.Duration(max(1, us)) * time.Microsecond
}
