package trial

import (
	"errors"
	"math"
	"testing"
	"time"
)

// holds reports whether an estimate agrees with a number: within its interval,
// widened to four standard errors, since one test in twenty would fail else.
func holds(e Estimate, want float64) bool {
	return math.Abs(e.Mean-want) <= 2*(e.High-e.Mean)+1e-12
}

// Erlang C, from tables in Cooper, "Introduction to Queueing Theory" (1981), and
// M/M/1 in closed form: at 80% load one waits with 80% and four service times.
func TestQueue(t *testing.T) {
	for _, c := range []struct {
		line Line
		want map[string]float64
	}{
		{Line{Load: 0.8, Servers: 1, Target: -1}, map[string]float64{"wait_probability_ratio": 0.8, "time_in_queue_seconds": 4, "time_in_system_seconds": 5,
			"in_system": 4, "in_queue": 3.2, "utilisation_ratio": 0.8}},
		{Line{Load: 10, Servers: 14, Target: 20.0 / 180}, map[string]float64{"wait_probability_ratio": 0.17413, "time_in_queue_seconds": 0.17413 / 4, "service_level_ratio": 0.8884}},
		{Line{Load: 1, Servers: 2, Target: -1}, map[string]float64{"wait_probability_ratio": 1.0 / 3, "in_queue": 1.0 / 3, "utilisation_ratio": 0.5}},
	} {
		found, err := Queue(c.line, Runs{Seed: 1, Number: 20})
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range c.want {
			e := found[key]
			if !holds(e, want) || e.High-e.Low > want/4 {
				t.Errorf("%+v: %s is %+v, want %g", c.line, key, e, want)
			}
		}
		if _, ok := found["service_level_ratio"]; ok != (c.line.Target >= 0) {
			t.Errorf("%+v: a service level without a target", c.line)
		}
	}
}

// Goal: what has no steady state is refused.
func TestQueueWithoutEnd(t *testing.T) {
	for _, line := range []Line{{Load: 2, Servers: 2}, {Load: 3, Servers: 2}, {Load: 0, Servers: 1}, {Load: math.NaN(), Servers: 1}, {Load: 1, Servers: 0}, {Load: 1, Servers: 1 << 30}} {
		if _, err := Queue(line, Runs{Number: 5}); err == nil {
			t.Errorf("%+v was measured", line)
		}
	}
}

// Goal: parts that fail at random are up with MTBF / (MTBF + MTTR), two of three
// with 3a² - 2a³, also where the times differ a lot.
func TestAvailability(t *testing.T) {
	three := make([]Part, 3)
	for i := range three {
		three[i] = Part{"node", 900, 100}
	}
	for name, c := range map[string]struct {
		design Design
		want   float64
	}{
		"one":           {Design{three[:1], func(up []bool) bool { return up[0] }}, 0.9},
		"two of three":  {Design{three, func(up []bool) bool { return b(up[0])+b(up[1])+b(up[2]) >= 2 }}, 3*0.81 - 2*0.729},
		"series":        {Design{[]Part{{"a", 99, 1}, {"b", 9e4, 1e4}}, func(up []bool) bool { return up[0] && up[1] }}, 0.99 * 0.9},
		"never fails":   {Design{[]Part{{"a", 1, 0}, {"b", 900, 100}}, func(up []bool) bool { return up[0] && up[1] }}, 0.9},
		"never works":   {Design{[]Part{{"a", 0, 1}}, func(up []bool) bool { return up[0] }}, 0},
		"needs nothing": {Design{[]Part{{"a", 1, 0}}, func([]bool) bool { return true }}, 1},
	} {
		found, err := Availability(c.design, Runs{Seed: 3, Number: 20})
		if err != nil {
			t.Fatal(err)
		}
		if e := found["availability_ratio"]; !holds(e, c.want) || e.High-e.Low > 0.05 {
			t.Errorf("%s: %+v, want %g", name, e, c.want)
		}
	}
}

func b(up bool) int {
	if up {
		return 1
	}
	return 0
}

// Bailis and others, "Probabilistically Bounded Staleness", VLDB 2012, section
// 5.6: 43.9% of reads at the commit see the write on LinkedIn's disks, 92.5% ten
// milliseconds later; with R + W > N all do.
func TestStaleness(t *testing.T) {
	for _, c := range []struct {
		quorum Quorum
		want   float64
	}{
		{Quorum{3, 1, 1, "lnkd-disk", 0}, 0.439}, {Quorum{3, 1, 1, "lnkd-disk", 10 * time.Millisecond}, 0.925}, {Quorum{3, 2, 2, "lnkd-disk", 0}, 1},
		// Section 5.5: one replica is near, the others 75 ms away, and requests
		// begin in a data centre at random, so that at the commit a third of the
		// readers are beside the one replica that has the write.
		{Quorum{3, 1, 1, "wan", 0}, 1.0 / 3}, {Quorum{3, 2, 1, "wan", 5 * time.Millisecond}, 0.952},
		{Quorum{3, 1, 1, "wan", 200 * time.Millisecond}, 1},
	} {
		found, err := Staleness(c.quorum, Runs{Seed: 1, Number: 10})
		if err != nil {
			t.Fatal(err)
		}
		if e := found["consistent_ratio"]; math.Abs(e.Mean-c.want) > 2*(e.High-e.Mean)+0.005 {
			t.Errorf("%+v: %+v, the paper has %g", c.quorum, e, c.want)
		}
	}
	if _, err := Staleness(Quorum{3, 4, 1, "lnkd-disk", 0}, Runs{Number: 5}); err == nil {
		t.Error("R = 4 of 3 was measured")
	}
}

// Goal: the same seed gives the same estimate, another one another; and who is
// told may stop.
func TestSeeds(t *testing.T) {
	line := Line{Load: 0.5, Servers: 1, Target: -1}
	measure := func(seed uint64) float64 {
		found, err := Queue(line, Runs{Seed: seed, Number: 5})
		if err != nil {
			t.Fatal(err)
		}
		return found["in_queue"].Mean
	}
	if measure(7) != measure(7) || measure(7) == measure(100) {
		t.Error("an estimate is not a function of its seed")
	}
	calls := 0
	_, err := Queue(line, Runs{Number: 20, Told: func(done, all int) bool { calls++; return done < 3 }})
	if !errors.Is(err, ErrStopped) || calls != 3 {
		t.Errorf("stopped after %d runs: %v", calls, err)
	}
}

// Student's percentiles, from any table.
func TestStudent(t *testing.T) {
	for freedom, want := range map[float64]float64{4: 2.776, 9: 2.262, 19: 2.093, 99: 1.984} {
		if got := student(freedom); math.Abs(got-want) > 0.002 {
			t.Errorf("%g degrees of freedom: %g, want %g", freedom, got, want)
		}
	}
}
