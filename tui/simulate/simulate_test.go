package simulate

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/trial"
	"netsplit/tui/catalogue"
)

// answer is the part of a worksheet's JSON that simulations add.
type answer struct {
	Result struct {
		Simulated  map[string]float64
		Difference *float64 `json:"difference_ratio"`
		Compared   []struct {
			Quantity                      string
			Formula, Simulated, Low, High float64
		}
	}
}

func named(name string) (calc.Calculator, bool) {
	for _, c := range catalogue.All() {
		if c.Name == name {
			return c, true
		}
	}
	return calc.Calculator{}, false
}

func beside(t *testing.T, command string, given map[string]string, runs trial.Runs) answer {
	t.Helper()
	c, ok := named(command)
	if !ok || !Has(command) {
		t.Fatalf("%s can't be simulated", command)
	}
	sheet, err := c.Forms[0].Solve(given)
	if err != nil {
		t.Fatal(err)
	}
	filled, err := c.Forms[0].Filled(given)
	if err != nil {
		t.Fatal(err)
	}
	if sheet, err = Beside(sheet, filled, runs); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// Goal: formula and engine agree for each calculator: the formula's number is
// within twice the interval, with a seed that was not chosen for it.
func TestFormulaAndEngineAgree(t *testing.T) {
	for _, c := range []struct {
		command string
		given   map[string]string
		main    string
	}{
		{"queue", nil, "time_in_queue_seconds"},
		{"queue", map[string]string{"arrivals": "400/s", "service": "20ms", "servers": "10", "target": "5ms"}, "service_level_ratio"},
		{"quorum", nil, "consistent_ratio"},
		{"quorum", map[string]string{"n": "5", "r": "2", "w": "1"}, "consistent_ratio"},
		{"quorum", map[string]string{"latency": "lnkd-disk", "after": "5ms"}, "consistent_ratio"},
		{"quorum", map[string]string{"latency": "w=exp(20ms), a=1ms r=1ms,s=uniform(1ms, 2ms)"}, "consistent_ratio"},
		{"availability", nil, "unavailability_ratio"},
		{"availability", map[string]string{"design": "2of3(node) & lb", "parts": "node=mtbf:30d/mttr:1d lb=99%"}, "unavailability_ratio"},
		{"ring", map[string]string{"keys": "20k"}, "standard_error_ratio"},
		{"ring", map[string]string{"keys": "20k", "scheme": "ketama", "nodes": "10", "remove": "2"}, "standard_error_ratio"},
		{"ring", map[string]string{"keys": "20k", "scheme": "modulo", "nodes": "8", "add": "4"}, "moved_ratio"},
		{"ring", map[string]string{"keys": "20k", "scheme": "rendezvous", "add": "2", "remove": "1"}, "moved_ratio"},
		{"ring", map[string]string{"keys": "20k", "scheme": "jump", "add": "1", "remove": "3"}, "moved_ratio"},
		{"cache", map[string]string{"items": "10k", "requests": "100k"}, "hit_ratio"},
		{"cache", map[string]string{"items": "10k", "requests": "100k", "zipf": "0", "capacity": "3k"}, "hit_ratio"},
	} {
		a := beside(t, c.command, c.given, trial.Runs{Seed: 11, Number: 10})
		found := false
		for _, row := range a.Result.Compared {
			half := (row.High - row.Low) / 2
			if math.Abs(row.Simulated-row.Formula) > 2*half+0.001*math.Abs(row.Formula) {
				t.Errorf("%s %v: %s is %g, measured %g (%g to %g)", c.command, c.given, row.Quantity, row.Formula, row.Simulated, row.Low, row.High)
			}
			found = found || row.Quantity == c.main
		}
		if _, ok := a.Result.Simulated[c.main]; !ok || !found || a.Result.Difference == nil {
			t.Errorf("%s: no %s in %+v", c.command, c.main, a)
		}
	}
}

// Goal: what has no formula is refused.
func TestNoFormula(t *testing.T) {
	for _, c := range []struct {
		command string
		given   map[string]string
		want    string
	}{
		{"ring", map[string]string{"scheme": "maglev"}, "one that has a formula"},
		{"ring", map[string]string{"scheme": "ring,jump"}, "one scheme"},
		{"ring", map[string]string{"weights": "a=1,b=2"}, "equal weights"},
		{"cache", map[string]string{"policy": "arc", "items": "1k", "capacity": "10", "requests": "1k"}, "--policy lru"},
		{"cache", map[string]string{"capacity": "10,20", "items": "1k", "requests": "1k"}, "one --capacity"},
	} {
		calculator, _ := named(c.command)
		filled, err := calculator.Forms[0].Filled(c.given)
		if err != nil {
			t.Fatal(err)
		}
		sheet := calc.Worksheet{Command: c.command}
		if _, err := Beside(sheet, filled, trial.Runs{Seed: 1, Number: 5}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.given, err, c.want)
		}
	}
}

// Goal: what can't be measured is said, not made up.
func TestNoSteadyState(t *testing.T) {
	c, _ := named("queue")
	sheet, err := c.Forms[0].Solve(map[string]string{"servers": "5"})
	if err != nil {
		t.Fatal(err)
	}
	filled, _ := c.Forms[0].Filled(map[string]string{"servers": "5"})
	if _, err := Beside(sheet, filled, trial.Runs{Seed: 1, Number: 5}); err == nil || !strings.Contains(err.Error(), "without end") {
		t.Errorf("%v", err)
	}
	if sheet.Command = "raid"; Has("raid") {
		t.Error("RAID has a simulation")
	}
	if _, err := Beside(sheet, filled, trial.Runs{Seed: 1, Number: 5}); err == nil {
		t.Error("what has no simulation was simulated")
	}
}

// Goal: formulas outside of their intervals are named, and no others.
func TestOutsideIsNamed(t *testing.T) {
	formula := []calc.Entry{
		{Key: "a", Label: "below", Value: unit.CountOf(big.NewRat(1, 1))}, {Key: "b", Label: "inside", Value: unit.CountOf(big.NewRat(2, 1))},
		{Key: "c", Label: "at the end", Value: unit.CountOf(big.NewRat(3, 1))}, {Key: "d", Label: "above", Value: unit.CountOf(big.NewRat(9, 1))},
	}
	found := trial.Estimates{"a": {Mean: 2, Low: 1.5, High: 2.5}, "b": {Mean: 2.1, Low: 1.9, High: 2.3}, "c": {Mean: 2.5, Low: 2, High: 3}, "d": {Mean: 8, Low: 7, High: 8.9}}
	outside := compare(&calc.Worksheet{}, formula, found, "a")
	if got := strings.Join(outside, ", "); got != "below, above" {
		t.Errorf("outside are %q", got)
	}
	if got := chance(outside); !strings.Contains(got, "below, above") || strings.Contains(chance(nil), "utside") {
		t.Errorf("%q, %q", got, chance(nil))
	}
}
