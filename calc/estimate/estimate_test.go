package estimate

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
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
		{"writes": "2/day", "keep": "3"}, {"writs": "2/day"}, {"writes": "2/day", "active": "200%"},
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
