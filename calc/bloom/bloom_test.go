package bloom

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/unit"
)

func solve(t testing.TB, form int, values map[string]string) map[string]float64 {
	t.Helper()
	w, err := Calculator().Forms[form].Solve(values)
	if err != nil {
		t.Fatalf("%v: %v", values, err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found
}

// The calculator of Thomas Hurst (hur.st/bloomfilter): 40,000,000 items at 1 in
// 1,000,000 take 1,150,207,006 bits and 20 hashes; 10,000 at 1 in 1,000 take
// 143,776 and 10; 4 at 1e-20 take 384 and 67.
func TestPublishedSizes(t *testing.T) {
	for _, c := range []struct {
		items, share        string
		bits, bytes, hashes float64
	}{
		{"40M", "1e-6", 1_150_207_006, 143_775_876, 20},
		{"10000", "0.001", 143_776, 17_972, 10},
		{"4", "1e-20", 384, 48, 67},
	} {
		r := solve(t, Size, map[string]string{"items": c.items, "false-positive": c.share})
		if r["bits"] != c.bits || r["bytes"] != c.bytes || r["hashes"] != c.hashes {
			t.Errorf("%s at %s: %v, want %+v", c.items, c.share, r, c)
		}
	}
}

// Fan, Cao, Almeida and Broder, "Summary Cache" (2000), table of false positives
// by bits an item (m/n) and hashes (k): 8 and 5: 0.0217; 8 and 6: 0.0216; 10
// and 7: 0.00819; 16 and 11: 0.000459; 2 and 1: 0.393.
func TestPublishedShares(t *testing.T) {
	for _, c := range []struct {
		bits, hashes string // of 1000 items
		want, digit  float64
	}{
		{"8000bit", "5", 0.0217, 0.00005}, {"8000bit", "6", 0.0216, 0.00005}, {"10000bit", "7", 0.00819, 0.000005},
		{"16000bit", "11", 0.000459, 0.0000005}, {"2000bit", "1", 0.393, 0.0005},
	} {
		r := solve(t, Share, map[string]string{"items": "1000", "size": c.bits, "hashes": c.hashes})
		if math.Abs(r["false_positive_ratio"]-c.want) > c.digit {
			t.Errorf("%s with %s hashes: %g, the table has %g", c.bits, c.hashes, r["false_positive_ratio"], c.want)
		}
	}
	// Without a number of hashes, the best is taken: for 8 bits an item 6, for 10 seven.
	if r := solve(t, Share, map[string]string{"items": "1000", "size": "8000bit"}); r["hashes"] != 6 {
		t.Errorf("the best of 8 bits an item is %g hashes, want 6", r["hashes"])
	}
}

// The size for a share has about that share, and more bits never more false
// positives.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.Int64Range(1000, 1e12).Draw(t, "items"))
		p := math.Pow(10, -rapid.Float64Range(0.5, 15).Draw(t, "exponent"))
		f := filter{n, bitsFor(n, p), 0}
		f.hashes = best(n, f.bits)
		got := f.falsePositives()
		// A whole number of hashes costs most when there are few: with one, 7 %.
		if got < p*0.98 || got > p*1.1 {
			t.Fatalf("asked for %g, got %g with %g hashes", p, got, f.hashes)
		}
		more := f
		more.bits *= 1.1
		if more.falsePositives() > got {
			t.Fatal("more bits, more false positives")
		}
	})
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		form           int
		values         map[string]string
		argument, want string
	}{
		{Size, map[string]string{"items": "0"}, "items", "is too small"},
		{Size, map[string]string{"items": "1.5"}, "items", "is not a whole number"},
		{Size, map[string]string{"false-positive": "0"}, "false-positive", "must be more than 0"},
		{Size, map[string]string{"false-positive": "100%"}, "false-positive", "less than 100%"},
		{Size, map[string]string{"false-positive": "20"}, "false-positive", "has no % sign"},
		{Share, map[string]string{"size": "10"}, "size", "has no unit"},
		{Share, map[string]string{"size": "0.01B"}, "size", "is less than a bit"},
		{Share, map[string]string{"hashes": "0"}, "hashes", "is too small"},
	} {
		_, err := Calculator().Forms[c.form].Solve(c.values)
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%v: %v, want %s about %s", c.values, err, c.want, c.argument)
		}
	}
}

func FuzzSolve(f *testing.F) {
	f.Add("40M", "1e-6", "10MB", "7")
	f.Add("\x1b[2J", "-1", "1e-90B", "1001")
	f.Fuzz(func(t *testing.T, items, share, size, hashes string) {
		for form, values := range []map[string]string{
			{"items": items, "false-positive": share}, {"items": items, "size": size, "hashes": hashes},
		} {
			w, err := Calculator().Forms[form].Solve(values)
			if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
				t.Fatalf("bad error %q", err)
			}
			if _, err := json.Marshal(w); err != nil {
				t.Fatal(err)
			}
		}
	})
}
