package capacity

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

func results(t testing.TB, c calc.Calculator, values map[string]string) (map[string]float64, calc.Worksheet) {
	t.Helper()
	w, err := c.Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found, w
}

func thresholds(w calc.Worksheet) string {
	var lines []string
	for _, m := range w.Matters {
		if m.From == nil {
			lines = append(lines, m.Change)
		}
	}
	return strings.Join(lines, "\n")
}

// Goal: servers by hand. At 1,250/s a server, one serves 1,250/s and a request
// more needs a second; the worksheet says so.
func TestScale(t *testing.T) {
	for rate, want := range map[string]float64{"1/s": 2, "1250/s": 2, "1251/s": 3, "4k/s": 5, "5k/s": 5} { // with one spare
		r, _ := results(t, Scale(), map[string]string{"rate": rate})
		if r["servers"] != want {
			t.Errorf("%s needs %g servers, want %g", rate, r["servers"], want)
		}
	}
	_, w := results(t, Scale(), map[string]string{"rate": "1k/s"})
	if text := thresholds(w); !strings.Contains(text, "above 1.25k/s you need a second server") {
		t.Error(text)
	}
	// 16 times as large, at 90% of each of four doublings: 1,250 × 16 × 0.9^4.
	if text := thresholds(w); !strings.Contains(text, "above 13.122k/s no single server") {
		t.Error(text)
	}
	r, _ := results(t, Scale(), map[string]string{"rate": "20k/s"})
	if r["vertical_enough"] != 0 || r["vertical_servers"] != 3 { // 20,000 ÷ 13,122, and a spare
		t.Errorf("%v", r)
	}
}

// Goal: one spare of two halves what is used; of many it is a small part.
func TestSpareIsDearerOfLargeServers(t *testing.T) {
	r, _ := results(t, Scale(), map[string]string{"rate": "10k/s", "each": "1k/s", "gain": "100%"})
	if out, up := r["cost_dollars_per_second"], r["vertical_cost_dollars_per_second"]; math.Abs(out*32-up*11) > 1e-12 {
		t.Errorf("11 small ones cost %g, 2 of 16 %g", out, up)
	}
}

// Goal: shards by hand, and which of both decides.
func TestShards(t *testing.T) {
	r, w := results(t, Shards(), map[string]string{"data": "10TB", "writes": "50k/s", "shard-data": "1TB", "shard-writes": "2k/s", "growth": "1", "skew": "1", "replicas": "3"})
	if r["shards"] != 25 || r["shards_for_data"] != 10 || r["shards_power_of_two"] != 32 || r["nodes"] != 75 || r["fullest_bytes"] != 4e11 {
		t.Errorf("%v", r)
	}
	if text := thresholds(w); !strings.Contains(text, "above 25 TB today you need a 26th shard") || !strings.Contains(text, "above 50k/s today") {
		t.Error(text)
	}
}

// Goal: busy connections are Little's law, and the limit is the database's.
func TestConnections(t *testing.T) {
	r, w := results(t, Connections(), map[string]string{"rate": "10k/s", "query-time": "50ms", "instances": "40", "pool": "20", "limit": "500"})
	if r["busy"] != 500 || r["open"] != 800 || r["accepted"] != 0 || r["instances_most"] != 25 || r["pool_needed"] != 18 || r["enough"] != 1 {
		t.Errorf("%v", r)
	}
	if text := thresholds(w); !strings.Contains(text, "above 16k/s every connection is busy") {
		t.Error(text)
	}
}

// Goal: the rate at which the next server is needed is where it is.
func TestThresholdIsSharp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scaling{spare: exact.Int(0), price: exact.Int(1), gain: exact.Int(1), premium: exact.Int(0), largest: exact.Int(1),
			rate: exact.Int(rapid.Int64Range(1, 1e6).Draw(t, "rate")), each: exact.Int(rapid.Int64Range(1, 1e4).Draw(t, "each"))}
		needed := s.of(0).needed
		at, above := s, s
		at.rate = exact.Mul(needed, s.each)
		above.rate = exact.Sum(at.rate, big.NewRat(1, 1000))
		if at.of(0).needed.Cmp(needed) != 0 || above.of(0).needed.Cmp(exact.Sum(needed, exact.Int(1))) != 0 {
			t.Fatalf("%s servers, but %s at the threshold and %s above", needed, at.of(0).needed, above.of(0).needed)
		}
	})
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int64]string{1: "a 1st", 2: "a second", 3: "a 3rd", 8: "an 8th", 11: "an 11th", 12: "a 12th", 21: "a 21st", 80: "an 80th", 113: "a 113th", 1002: "a 1,002nd"} {
		if got := ordinal(exact.Int(n)); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		calculator      calc.Calculator
		name, text, why string
	}{
		{Scale(), "rate", "5", "has no time"},
		{Scale(), "gain", "40%", "no better than a small one"},
		{Scale(), "price", "5", "not money in a time"},
		{Shards(), "skew", "0.5", "below the average"},
		{Shards(), "data", "0B", "is not more than zero"},
		{Connections(), "instances", "0", "too small"},
		{Connections(), "query-time", "5", "has no unit"},
	} {
		_, err := c.calculator.Forms[0].Solve(map[string]string{c.name: c.text})
		if err == nil || !strings.Contains(err.Error(), c.why) || unit.Argument(err) != c.name {
			t.Errorf("%s %s %s: %v, want %s", c.calculator.Name, c.name, c.text, err, c.why)
		}
	}
}

// Goal: whatever is typed, an answer or an error that names its input.
func FuzzSolve(f *testing.F) {
	f.Add("4k/s", "20TB", "5ms", "3")
	f.Add("1e99/s", "1e300B", "-1s", "\x1b[2J")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		for _, each := range []calc.Calculator{Scale(), Shards(), Connections()} {
			values, given := map[string]string{}, []string{a, b, c, d}
			for i, field := range each.Forms[0].Fields[:4] {
				values[field.Name] = given[i]
			}
			if w, err := each.Forms[0].Solve(values); err == nil {
				_ = fmt.Sprint(w)
			} else if unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Fatalf("%s: bad error %q", each.Name, err)
			}
		}
	})
}
