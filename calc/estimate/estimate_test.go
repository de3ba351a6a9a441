package estimate

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"netsplit/calc/unit"
)

// Goal: the arithmetic, worked by hand.
func TestSolve(t *testing.T) {
	for _, test := range []struct {
		name   string
		values map[string]string
		want   map[string]float64
	}{
		{
			// 50M active × 2 writes a day = 100M a day; / 86,400 s.
			"by user",
			map[string]string{"users": "100M", "active": "50%", "writes": "2/day", "reads": "100/day", "object": "1KB", "keep": "3y", "peak": "2", "replicas": "3", "cache": "20%"},
			map[string]float64{
				"writes_per_second":        1157.407,
				"peak_writes_per_second":   2314.815,
				"reads_per_second":         57870.37,
				"storage_bytes_per_month":  100e6 * 30 * 1000 * 3,
				"storage_bytes_total":      100e6 * 3 * 365 * 1000 * 3,
				"egress_bytes_per_second":  57870.37e3,
				"ingress_bytes_per_second": 1157.407e3,
				"cache_bytes":              5e9 * 1000 * 0.2,
			},
		},
		{
			// 10M a month of 30 days: 3.858 a second; a year is 365 days.
			"in all",
			map[string]string{"writes": "10M/month", "object": "500B", "keep": "1y"},
			map[string]float64{"writes_per_second": 3.858, "storage_bytes_total": 10e6 / 30 * 365 * 500},
		},
	} {
		sheet, err := Solve(test.values)
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range test.want {
			got, err := Result(sheet, key)
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if math.Abs(got.Float64()-want) > want*1e-3 {
				t.Errorf("%s: %s is %g, want %g", test.name, key, got.Float64(), want)
			}
		}
		if _, err := json.Marshal(sheet); err != nil {
			t.Error(err)
		}
	}
}

// Goal: the worked estimates of the System Design Primer
// (github.com/donnemartin/system-design-primer, solutions pastebin and twitter),
// under its convention of 2.5 million seconds a month and 36 months in 3 years:
// 4 writes and 40 reads a second, 12.7 GB a month, about 450 GB in 3 years (it
// rounds 457); 6,000 tweets, 60,000 deliveries and 100,000 reads a second, 150 TB
// a month and 5.4 PB in 3 years (of 10 KB × 500M a day × 30 d).
func TestPrimer(t *testing.T) {
	for _, test := range []struct {
		values map[string]string
		want   map[string]float64
	}{
		{
			map[string]string{"writes": "10M/month", "reads": "100M/month", "object": "1.27KB", "keep": "3y", "as": "primer"},
			map[string]float64{"writes_per_second": 4, "reads_per_second": 40, "storage_bytes_per_month": 12.7e9, "storage_bytes_total": 457.2e9},
		},
		{
			map[string]string{"writes": "15B/month", "reads": "250B/month", "fanout": "10", "object": "10KB", "keep": "3y", "as": "primer"},
			map[string]float64{"writes_per_second": 6000, "deliveries_per_second": 60000, "reads_per_second": 100000,
				"storage_bytes_per_month": 150e12, "storage_bytes_total": 5.4e15},
		},
		{
			map[string]string{"writes": "1B/month", "month": "2.5Ms"}, map[string]float64{"writes_per_second": 400},
		},
	} {
		sheet, err := Solve(test.values)
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range test.want {
			if got, err := Result(sheet, key); err != nil || got.Float64() != want {
				t.Errorf("%v: %s is %s (%v), the primer has %g", test.values, key, got, err, want)
			}
		}
	}
}

// Goal: servers, worked by hand: 118,056 requests a second at the peak of 20 ms
// each keep 2,361.1 cores busy; at 70 % that takes 3,373.0, or 422 servers of
// 8, and 2 spare.
func TestServers(t *testing.T) {
	sheet, err := Solve(map[string]string{"users": "100M", "active": "50%", "writes": "2/day", "reads": "100/day", "peak": "2",
		"service-time": "20ms", "cores": "8", "utilisation": "70%", "spare": "2"})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]float64{"cores": 3373.0159, "servers": 424} {
		if got, err := Result(sheet, key); err != nil || math.Abs(got.Float64()-want) > 1e-4 {
			t.Errorf("%s is %g (%v), want %g", key, got.Float64(), err, want)
		}
	}
	if last := sheet.Matters[len(sheet.Matters)-1]; last.Change != "above 118.16k/s at the peak one more is needed" {
		t.Errorf("the threshold is %q", last.Change)
	}
}

// Goal: each result has its step, in the same order: drills show them together.
func TestStepsFollowResults(t *testing.T) {
	for _, form := range Calculator().Forms {
		sheet, err := form.Solve(form.Values())
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range sheet.Result {
			if s := sheet.Steps[i]; s.Label != r.Label || s.Value.Number().Cmp(r.Value.Number()) != 0 {
				t.Errorf("%s: step %d is %s, the result %s", form.Name, i, s.Label, r.Label)
			}
		}
	}
}

// Goal: months side by side, and what matters most at the top.
func TestMonths(t *testing.T) {
	sheet, err := Solve(map[string]string{"writes": "10M/month", "object": "1KB", "month": "2.5Ms,30d"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"by_convention":[{"convention":"month 2.5Ms, year 365d","writes_per_second":4,`,
		`{"convention":"month 30d, year 365d","writes_per_second":3.8580246913580245,`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	if len(sheet.Matters) == 0 || sheet.Matters[0].Factor != 2 {
		t.Errorf("matters: %+v", sheet.Matters)
	}
}

// Goal: whatever is typed, an answer or an error that names its input.
func FuzzSolve(f *testing.F) {
	f.Add("100M", "2/day", "1KB", "3y", "20ms", "2.5Ms,30d")
	f.Add("1e99", "1/0s", "\x1b[2J", "−1y", "0s", "year/12")
	f.Fuzz(func(t *testing.T, users, writes, object, keep, service, month string) {
		sheet, err := Solve(map[string]string{"users": users, "writes": writes, "object": object, "keep": keep, "service-time": service, "month": month})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, err := json.Marshal(sheet); err != nil {
			t.Fatal(err)
		}
	})
}

// Goal: a result that the inputs do not allow is not made up.
func TestResultsNeedTheirInputs(t *testing.T) {
	sheet, err := Solve(map[string]string{"reads": "10/s"})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"writes_per_second", "storage_bytes_total", "egress_bytes_per_second"} {
		if _, err := Result(sheet, key); err == nil {
			t.Errorf("%s was computed from reads alone", key)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, values := range []map[string]string{
		{}, {"users": "10M"}, {"writes": "many"}, {"writes": "2/fortnight"}, {"writes": "2/day", "object": "big"},
		{"writes": "2/day", "keep": "3"}, {"writs": "2/day"}, {"writes": "2/day", "cores": "0", "service-time": "1s"},
		{"writes": "2/day", "month": "30"}, {"writes": "2/day", "as": "primr"}, {"writes": "2/day", "active": "200%"},
	} {
		if _, err := Solve(values); err == nil {
			t.Errorf("%v was accepted", values)
		}
	}
}

// Goal: what people type for an answer is read as they mean it.
func TestParseAnswer(t *testing.T) {
	for _, test := range []struct {
		base, text string
		want       float64
	}{
		{"per_second", "1200", 1200},
		{"per_second", "1,200/s", 1200},
		{"per_second", "~1.2k", 1200},
		{"per_second", "about 1.2k rps", 1200},
		{"per_second", "100M/day", 1157.407},
		{"per_second", "100 million per day", 1157.407},
		{"per_second", "10^3", 1000},
		{"per_second", "3 x 10^4", 30000},
		{"bytes", "300TB", 3e14},
		{"bytes", "300 TB", 3e14},
		{"bytes", "1 GiB", 1 << 30},
		{"bytes", "5e12", 5e12},
		{"bytes", "20 terabytes", 0}, // not a form we read
		{"bytes_per_second", "58 MB/s", 58e6},
		{"bytes_per_second", "5 TB/day", 5e12 / 86400},
		{"per_second", "", 0},
		{"per_second", "-5", 0},
		{"per_second", strings.Repeat("9", 1000), 0},
		{"per_second", "1e99", 1e99},
	} {
		got, err := ParseAnswer(test.base, test.text)
		if (err != nil) != (test.want == 0) {
			t.Errorf("%q: error %v", test.text, err)
		}
		if err == nil && math.Abs(got.Float64()-test.want) > test.want*1e-3 {
			t.Errorf("%q is %g, want %g", test.text, got.Float64(), test.want)
		}
	}
}

func TestString(t *testing.T) {
	for text, base := range map[string]string{
		"1.16k/s": "per_second", "329 TB": "bytes", "57.9 MB/s": "bytes_per_second", "3.86/s": "per_second", "0.116/s": "per_second", "1k/s": "per_second",
	} {
		a, err := ParseAnswer(base, text)
		if err != nil {
			t.Fatal(err)
		}
		if a.String() != text {
			t.Errorf("%q prints as %q", text, a.String())
		}
	}
	a, _ := ParseAnswer("per_second", "999.9")
	if a.String() != "1k/s" {
		t.Errorf("999.9 prints as %q", a.String())
	}
}

// An answer of bytes that are no text, or of letters that change their length
// when made small, is an error and no crash.
func TestParseAnswerHostile(t *testing.T) {
	for _, text := range []string{"~\x950", "about \x95\x95rps", "\u023a\u023arps", "\u212a about", "≈", "rps"} {
		for _, base := range []string{"", "per_second", "bytes", "bytes_per_second"} {
			if _, err := ParseAnswer(base, text); err == nil {
				t.Errorf("%q was accepted as %q", text, base)
			}
		}
	}
	for _, text := range []string{"about 1.2k RPS", "~1.2k/s", "Roughly 1.2k rps"} {
		if a, err := ParseAnswer("per_second", text); err != nil || a.Float64() != 1200 {
			t.Errorf("%q is %s (%v)", text, a, err)
		}
	}
}

// Goal: no input is passed over: one that nothing is made of is told, with what
// it needs, and one that makes no sense is told also where it is not needed.
func TestNoInputIsPassedOver(t *testing.T) {
	for _, c := range []struct{ name, text, why string }{
		{"cores", "Inf", "does not start with a number"}, {"utilisation", "NaN", "does not start with a number"}, {"spare", "-1", "spare"},
		{"cores", "16", "is used with service-time only"}, {"active", "50%", "is used with users only"}, {"fanout", "10", "is used with writes only"},
		{"keep", "3y", "is used with writes only"}, {"cache", "20%", "is used with object only"}, {"replicas", "3", "is used with writes only"},
		{"peak", "0.5", "is below the average"}, {"peak", "0", "is zero"}, {"replicas", "0", "is zero"},
	} {
		_, err := AsGiven().Solve(map[string]string{"reads": "1B/month", c.name: c.text})
		if err == nil || unit.Argument(err) != c.name || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s %s: %v, want %s", c.name, c.text, err, c.why)
		}
	}
	if _, err := AsGiven().Solve(map[string]string{"reads": "1B/month", "cores": "8", "keep": "1y", "active": "100%"}); err != nil {
		t.Errorf("a default that is not needed: %v", err)
	}
}
