package unit

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseRatio(t *testing.T) {
	for text, want := range map[string]string{
		"99.95%": "0.9995", "99.95": "0.9995", "0.9995": "0.9995", "5 nines": "0.99999", "5nines": "0.99999",
		"three nines": "0.999", "1 nine": "0.9", "0 nines": "0", "100%": "1", "100": "1", "1": "1", "0%": "0", "0": "0",
		"99.99999999999%": "0.9999999999999", " 99.9 % ": "0.999", "99.9 percent": "0.999", "50": "0.5", "0.5": "0.5",
		"0.5%": "0.005", "20 nines": "0.99999999999999999999", "1%": "0.01",
	} {
		r, err := ParseRatio("availability", text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if r.Value.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s, want %s", text, r.Value, want)
		}
	}
}

// A choice made for the reader is said.
func TestParseRatioNotes(t *testing.T) {
	for text, want := range map[string]string{
		"99.95%": "", "0.9995": "", "5 nines": "", "1": "",
		"99.95":    "read as a percentage",
		"1.5":      "read as a percentage",
		"3.5nines": "3.5 nines is taken as 1 − 10^−3.5",
	} {
		r, err := ParseRatio("availability", text)
		if err != nil {
			t.Fatal(err)
		}
		if (r.Note == "") != (want == "") || !strings.Contains(r.Note, want) {
			t.Errorf("%q is noted %q, want %q", text, r.Note, want)
		}
	}
}

func TestFractionalNines(t *testing.T) {
	r, err := ParseRatio("availability", "3.5nines")
	if err != nil || r.Value.String() != "99.96838%" {
		t.Errorf("3.5 nines is %s (%v), want 99.96838%%", r.Value, err)
	}
}

func TestParseRatioErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "availability is empty: give a share",
		"101%":                     `availability "101%" is more than 100%: give a share from 0% to 100%`,
		"101":                      "is more than 100%",
		"-5%":                      `availability "-5%" is negative: give a share from 0% to 100%`,
		"99,95%":                   "write the decimals after a point: 99.95%",
		"abc":                      "is not a share of time",
		"NaN":                      "is not a share of time",
		"Inf":                      "is not a share of time",
		"1e400":                    `has "e400" after the number`,
		"99.9 foo":                 `has "foo" after the number`,
		"21 nines":                 "give at most 20 nines",
		"99.9%%":                   `has "%%" after the number`,
		"0x1p-2":                   "after the number",
		"1_000":                    "after the number",
		"1/3":                      "after the number",
		strings.Repeat("9", 1<<20): "has too many digits",
	} {
		_, err := ParseRatio("availability", text)
		if err == nil {
			t.Errorf("%.40q was accepted", text)
		} else if !strings.Contains(err.Error(), want) || Argument(err) != "availability" {
			t.Errorf("%.40q: %v\nwant %s", text, err, want)
		}
	}
}

func TestRatioString(t *testing.T) {
	for value, want := range map[string]string{
		"0.9995": "99.95%", "1": "100%", "0": "0%", "0.9999999999999": "99.99999999999%",
		"430729/431200": "99.8908%", "0.0005": "0.05%", "1/3": "33.33%", "0.00000000000001": "0.000000000001%",
		"0.999683772233983162": "99.96838%",
	} {
		if got := RatioOf(rat(value)).String(); got != want {
			t.Errorf("%s prints as %s, want %s", value, got, want)
		}
	}
}

// What floating point computed shows four digits, exact numbers all they have.
func TestComputed(t *testing.T) {
	for _, c := range []struct {
		q     Quantity
		want  string
		exact bool
	}{
		{RatioFloat(0.99999158858), "99.9991589%", false}, {RatioFloat(0.01), "1%", true}, {RatioFloat(0.0001), "0.01%", true},
		{RatioFloat(0.1 + 0.2), "30%", true}, {RatioFloat(9.404e-20), "9.404e-18%", true}, {RatioFloat(1), "100%", true},
		{RatioFloat(0.99999158858).Complement(), "0.0008411%", false},
		{CountFloat(2.7149226694e18), "2.715e18", false}, {CountFloat(1234.5), "1,234.5", true}, {CountFloat(1e-12), "1e-12", true},
	} {
		if got := c.q.String(); got != c.want || c.q.Exact() != c.exact {
			t.Errorf("%s (exact: %v), want %s", got, c.q.Exact(), c.want)
		}
	}
}

// Anything short of the whole never prints as 100%, and reads back close
// enough to keep what is missing to three digits.
func TestRatioRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		denom := rapid.Int64Range(1, 1<<60).Draw(t, "denominator")
		num := rapid.Int64Range(0, denom).Draw(t, "numerator")
		r := RatioOf(big.NewRat(num, denom))
		if (r.String() == "100%") != (num == denom) || (r.String() == "0%") != (num == 0) {
			t.Fatalf("%d/%d prints as %s", num, denom, r)
		}
		back, err := ParseRatio("r", r.String())
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		off := new(big.Rat).Sub(back.Value.Number(), r.Number())
		most := new(big.Rat).Mul(r.Complement().Number(), big.NewRat(1, 1000))
		if off.Abs(off).Cmp(most) > 0 {
			t.Fatalf("%d/%d prints as %s, off by %s", num, denom, r, off.FloatString(20))
		}
	})
}

func FuzzParseRatio(f *testing.F) {
	for _, s := range []string{"99.95%", "99.95", "0.9995", "3.5nines", "five nines", "101%", "1e-5", "\x1b]0;x\x07", "99,9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRatio("r", text)
		if err != nil {
			if Argument(err) != "r" || strings.ContainsAny(err.Error(), "\x1b\n\r") {
				t.Fatalf("%q: bad error %q", text, err)
			}
			return
		}
		if n := r.Value.Number(); n.Sign() < 0 || n.Cmp(big.NewRat(1, 1)) > 0 {
			t.Fatalf("%q is %s", text, r.Value)
		}
		if _, err := ParseRatio("r", r.Value.String()); err != nil {
			t.Fatalf("%q prints as %s: %v", text, r.Value, err)
		}
	})
}
