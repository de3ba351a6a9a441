package latency

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"netsplit/calc/unit"
)

// The table "Latency numbers every programmer should know" (Dean, Norvig), as in
// the System Design Primer and a hundred other places, and Colin Scott's values
// for 2020 (colin-scott.github.io), in nanoseconds.
func TestPublished(t *testing.T) {
	published := map[string][2]float64{
		"l1": {0.5, 1}, "branch": {5, 3}, "l2": {7, 4}, "mutex": {25, 17}, "memory": {100, 100}, "compress": {3000, 2000},
		"send": {20000, 44}, "ssd": {150000, 16000}, "memory-mb": {250000, 3000}, "datacentre": {500000, 500000},
		"ssd-mb": {1e6, 49000}, "disk": {10e6, 2e6}, "disk-mb": {20e6, 825000}, "world": {150e6, 150e6},
	}
	for _, o := range Operations() {
		want := published[o.Name]
		if got := [2]float64{o.In("2012").Seconds() * 1e9, o.In("2020").Seconds() * 1e9}; math.Abs(got[0]-want[0]) > 1e-6 || math.Abs(got[1]-want[1]) > 1e-6 {
			t.Errorf("%s: %v ns, published %v", o.Name, got, want)
		}
		for _, y := range Years() {
			if o.In(y).Seconds() <= 0 {
				t.Errorf("%s has no number for %s", o.Name, y)
			}
		}
	}
}

// The handy metrics that the primer derives from the table of 2012: 6 to 7
// round trips around the world a second, 2,000 in a data centre, and 30 to 50
// MB/s from a disk.
func TestDerived(t *testing.T) {
	byName := map[string]Operation{}
	for _, o := range Operations() {
		byName[o.Name] = o
	}
	if n := 1 / byName["world"].In("2012").Seconds(); n < 6 || n > 7 {
		t.Errorf("%g round trips around the world", n)
	}
	if n := 1 / byName["datacentre"].In("2012").Seconds(); math.Abs(n-2000) > 1e-6 {
		t.Errorf("%g round trips in a data centre", n)
	}
}

// Worked by hand, of 2012: 100 × 100 ns + 10 × 150 µs + 2 × 500 µs = 2.51 ms.
func TestBudget(t *testing.T) {
	w, err := Calculator().Forms[0].Solve(map[string]string{"year": "2012", "budget": "memory:100 ssd:10, datacenter:2"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Result struct {
			Total float64 `json:"total_seconds"`
			Table []struct {
				Name, Operation string
				Seconds         float64
				By              map[string]float64 `json:"seconds_by_year"`
			}
			Budget []struct {
				Name  string
				Count float64
			}
		}
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	r := doc.Result
	if r.Total != 0.00251 || len(r.Table) != len(Operations()) || r.Table[4].Seconds != 1e-7 || r.Table[4].By["2012"] != 1e-7 || r.Budget[1].Count != 10 {
		t.Errorf("%+v", r)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ year, budget, argument, want string }{
		{"2013", "ssd", "year", "use 2012, 2020, 2026"},
		{"2012", " ", "budget", "is empty"},
		{"2012", "ssdd:3", "budget", "did you mean ssd?"},
		{"2012", "tape:3", "budget", "use l1, branch"},
		{"2012", "ssd:many", "budget", "has a count that does not start with a number: write one such as ssd:10"},
		{"2012", "ssd:-1", "budget", "is negative"},
		{"2012", strings.Repeat("ssd ", 60), "budget", "has too many lines"},
	} {
		_, err := Calculator().Forms[0].Solve(map[string]string{"year": c.year, "budget": c.budget})
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func FuzzSolve(f *testing.F) {
	f.Add("2012,2026", "memory:100 ssd:10 datacentre:2")
	f.Add("\x1b[2J", "ssd:\x07")
	f.Fuzz(func(t *testing.T, year, budget string) {
		w, err := Calculator().Forms[0].Solve(map[string]string{"year": year, "budget": budget})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, err := json.Marshal(w); err != nil {
			t.Fatal(err)
		}
	})
}
