package slo

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/unit"
)

type answer struct {
	Result struct {
		Budget    float64  `json:"budget_seconds"`
		Rate      *float64 `json:"burn_rate"`
		Left      float64  `json:"left_seconds"`
		After     *float64 `json:"exhausted_after_seconds"`
		In        *float64 `json:"exhausted_in_seconds"`
		Reason    string   `json:"exhausted_after_seconds_reason"`
		Alerts    []alert
		NoneAfter string `json:"burn_rate_reason"`
	}
}

type alert struct {
	Severity string
	Long     float64 `json:"long_seconds"`
	Short    float64 `json:"short_seconds"`
	Rate     float64 `json:"burn_rate"`
	Share    float64 `json:"budget_ratio"`
}

func solve(t *testing.T, values map[string]string) (a answer) {
	t.Helper()
	w, err := Calculator().Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return a
}

// The Site Reliability Workbook (Beyer and others, O'Reilly 2018), chapter 5,
// table "Recommended parameters for an SLO-based alerting configuration": 2 % in
// 1 h is a burn rate of 14.4, 5 % in 6 h is 6, 10 % in 3 d is 1, of 30 days; with
// short windows of 5 m, 30 m and 6 h. The 1-day row, 10 % at a burn rate of 3,
// is that of its example of multiple windows.
func TestWorkbookAlarms(t *testing.T) {
	want := []alert{
		{"page", 3600, 300, 14.4, 0.02}, {"page", 21600, 1800, 6, 0.05},
		{"ticket", 86400, 7200, 3, 0.1}, {"ticket", 259200, 21600, 1, 0.1},
	}
	got := solve(t, map[string]string{"objective": "99.9%"}).Result.Alerts
	if len(got) != len(want) {
		t.Fatalf("%d alarms", len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, the workbook has %+v", got[i], want[i])
		}
	}
}

// The same chapter, table "Burn rates and time to complete budget exhaustion"
// of 99.9 % over 30 days: an error rate of 0.1 % takes 30 days, 0.2 % 15 days,
// 1 % 3 days, and 100 % 43 minutes.
func TestWorkbookExhaustion(t *testing.T) {
	for _, row := range []struct {
		spent      string // of 1000 minutes
		rate, days float64
	}{{"1m", 1, 30}, {"2m", 2, 15}, {"10m", 10, 3}, {"1000m", 1000, 43.2 / 1440}} {
		a := solve(t, map[string]string{"objective": "99.9%", "spent": row.spent, "elapsed": "1000m"})
		if *a.Result.Rate != row.rate || math.Abs(*a.Result.After-row.days*86400) > 1e-6 {
			t.Errorf("%s of 1000 m: rate %g, exhausted after %g s; the workbook has %g and %g d", row.spent, *a.Result.Rate, *a.Result.After, row.rate, row.days)
		}
	}
}

// Worked by hand: 43.2 min of budget; 25 of them in 7 of 30 days are
// 25 ÷ (43.2 × 7/30) = 2.480 times too fast, and last 7 × 43.2/25 = 12.096 days.
func TestSpent(t *testing.T) {
	r := solve(t, map[string]string{"objective": "99.9%", "spent": "25m", "elapsed": "7d"}).Result
	if r.Budget != 2592 || math.Abs(*r.Rate-2.4801587) > 1e-6 || math.Abs(*r.After-12.096*86400) > 1e-6 ||
		math.Abs(*r.In-5.096*86400) > 1e-6 || r.Left != 1092 {
		t.Errorf("%+v", r)
	}
}

func TestEnds(t *testing.T) {
	r := solve(t, map[string]string{"spent": "0s", "elapsed": "7d"}).Result
	if *r.Rate != 0 || r.After != nil || r.Reason != "nothing is spent" {
		t.Errorf("nothing spent: %+v", r)
	}
	r = solve(t, map[string]string{"spent": "2h", "elapsed": "7d"}).Result
	if *r.In != 0 || r.Left != 2592-7200 {
		t.Errorf("overspent: %+v", r)
	}
	r = solve(t, map[string]string{"objective": "100%", "spent": "1s", "elapsed": "1d"}).Result
	if r.Budget != 0 || r.Rate != nil || r.NoneAfter == "" {
		t.Errorf("no budget: %+v", r)
	}
	if got := solve(t, map[string]string{"window": "7d"}).Result.Alerts; len(got) != 4 || math.Abs(got[0].Rate-3.36) > 1e-12 || math.Abs(got[3].Rate-7.0/30) > 1e-12 {
		t.Errorf("a week: %+v", got)
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		values         map[string]string
		argument, want string
	}{
		{map[string]string{"objective": "101%"}, "objective", "is more than 100%"},
		{map[string]string{"window": "month"}, "window", "is not a time"},
		{map[string]string{"window": "0d"}, "window", "is no time at all"},
		{map[string]string{"spent": "25m"}, "elapsed", "is missing"},
		{map[string]string{"elapsed": "7d"}, "spent", "is missing"},
		{map[string]string{"spent": "8d", "elapsed": "7d"}, "spent", "is more than the time elapsed"},
		{map[string]string{"spent": "1d", "elapsed": "31d"}, "elapsed", "is longer than the window"},
		{map[string]string{"spend": "1d"}, "spend", "did you mean spent?"},
	} {
		_, err := Calculator().Forms[0].Solve(test.values)
		if err == nil || !strings.Contains(err.Error(), test.want) || unit.Argument(err) != test.argument {
			t.Errorf("%v: %v, want %s about %s", test.values, err, test.want, test.argument)
		}
	}
}

// The worksheet's steps and its result agree, and the budget ends after
// window ÷ burn rate, whatever the numbers.
func TestExhaustionLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.Int64Range(1, 1440).Draw(t, "spent")
		w, err := Calculator().Forms[0].Solve(map[string]string{
			"objective": "99.5%", "spent": big.NewRat(minutes, 1).FloatString(0) + "m",
			"elapsed": big.NewRat(rapid.Int64Range(1440, 40000).Draw(t, "elapsed"), 1).FloatString(0) + "m"})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]*big.Rat{}
		for _, e := range w.Result {
			found[e.Key] = e.Value.Number()
		}
		product := new(big.Rat).Mul(found["burn_rate"], found["exhausted_after_seconds"])
		if product.Cmp(big.NewRat(30*86400, 1)) != 0 {
			t.Fatalf("burn rate × exhausted after = %s s", product.FloatString(6))
		}
	})
}

func FuzzSolve(f *testing.F) {
	f.Add("99.9%", "30d", "25m", "7d")
	f.Add("x", "1e9d", "\x1b[2J", "−1s")
	f.Fuzz(func(t *testing.T, objective, window, spent, elapsed string) {
		w, err := Calculator().Forms[0].Solve(map[string]string{"objective": objective, "window": window, "spent": spent, "elapsed": elapsed})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, jsonErr := json.Marshal(w); jsonErr != nil {
			t.Fatal(jsonErr)
		}
	})
}
