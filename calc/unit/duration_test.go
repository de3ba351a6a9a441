package unit

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("not a number in a test: " + text)
	}
	return r
}

// A duration prints the way people say it, without float dust.
func TestDurationString(t *testing.T) {
	for seconds, want := range map[string]string{
		"31536":           "8 h 45 min 36 s",
		"31556.952":       "8 h 45 min 57 s",
		"4.32":            "4.32 s",
		"0.0316":          "31.6 ms",
		"2629.746":        "43 min 49.7 s",
		"86400":           "1 d",
		"3153600":         "36 d 12 h",
		"60":              "1 min",
		"59.999":          "1 min",
		"59.96":           "1 min",
		"59.94":           "59.9 s",
		"3599.99":         "1 h",
		"0.9996":          "1 s",
		"0":               "0 s",
		"0.0000000036":    "3.6 ns",
		"0.00000000036":   "360 ps",
		"0.0000000000036": "3.6 ps",
		"1/3":             "333 ms",
		"3.6e-16":         "3.6e-16 s",
		"-228":            "−3 min 48 s",
	} {
		if got := Seconds(rat(seconds)).String(); got != want {
			t.Errorf("%s s prints as %q, want %q", seconds, got, want)
		}
	}
}

// Exact tells a whole value from a rounded one.
func TestDurationExact(t *testing.T) {
	for seconds, want := range map[string]bool{"31536": true, "31556.952": false, "1/3": false, "4.32": true} {
		if got := Seconds(rat(seconds)).Exact(); got != want {
			t.Errorf("Exact of %s s is %v", seconds, got)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]string{
		"47m": "2820", "1h30m": "5400", "2d": "172800", "1w": "604800", "30d": "2592000",
		"365.25d": "31557600", "365.2425d": "31556952", "8 h 45 min 36 s": "31536",
		"90 seconds": "90", "1.5h": "5400", "250ms": "1/4", "10us": "0.00001", "3.6µs": "0.0000036",
		" 47m ": "2820", "1d 2h": "93600", "0s": "0", ".5s": "1/2", "3.6e-16 s": "3.6e-16",
	} {
		d, err := ParseDuration("downtime", text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if d.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s s, want %s", text, d.Number().RatString(), want)
		}
	}
}

// Every error names the argument, what was given and what to write.
func TestParseDurationErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                            `downtime is empty: give a time such as 47m`,
		"47":                          `downtime "47" has no unit: write one of s, m, h, d, w after the number, such as 47m`,
		"-3m":                         `downtime "-3m" is negative: give a time of zero or more`,
		"1y":                          `write it in days: 365d, 365.25d or 365.2425d`,
		"2 months":                    `write it in days: 30d`,
		"1e400h":                      "exponent that is out of reach",
		"47mm":                        `has no known unit in "mm": did you mean m?`,
		"3 huors":                     `did you mean hours?`,
		"h":                           `is not a time: write a number and a unit`,
		"1h x":                        `is not a time`,
		"1..5h":                       `is not a time`,
		"+5m":                         `is not a time`,
		"1e99w":                       "is longer than any clock counts",
		"\x1b[31m":                    `downtime "\x1b[31m" is not a time`,
		"1\xff\xfe":                   `has no known unit in`,
		strings.Repeat("9", 1<<20):    `has too many digits`,
		strings.Repeat("1s ", 1<<10):  `has too many parts`,
		"1" + strings.Repeat("z", 99): `has no known unit in`,
	} {
		_, err := ParseDuration("downtime", text)
		if err == nil {
			t.Errorf("%.40q was accepted", text)
		} else if !strings.Contains(err.Error(), want) || Argument(err) != "downtime" || len(err.Error()) > 400 {
			t.Errorf("%.40q: %v\nwant %s", text, err, want)
		}
	}
}

// What is printed reads back as what was printed, and is never further from
// the value than half of the last digit shown.
func TestDurationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Int64Range(0, 1<<50).Draw(t, "numerator")
		denom := rapid.Int64Range(1, 1<<50).Draw(t, "denominator")
		d := Seconds(big.NewRat(num, denom))
		back, err := ParseDuration("d", d.String())
		if err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		if back.String() != d.String() {
			t.Fatalf("%s reads back as %s", d, back)
		}
		if num == 0 {
			return
		}
		off := new(big.Rat).Sub(back.Number(), d.Number())
		most := new(big.Rat).Mul(step(d.Number()), big.NewRat(1, 2))
		if off.Abs(off).Cmp(most) > 0 {
			t.Fatalf("%s s prints as %s, off by %s s", d.Number().FloatString(12), d, off.FloatString(15))
		}
	})
}

func TestCompact(t *testing.T) {
	for _, text := range []string{"365d", "365.25d", "365.2425d", "30d", "47m", "1.5h", "1s", "250ms", "10µs"} {
		d, err := ParseDuration("d", text)
		if err != nil || d.Compact() != text {
			t.Errorf("%s is written %s (%v)", text, d.Compact(), err)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"47m", "1h30m", "8 h 45 min 36 s", "365.2425d", "1y", "3.6e-16 s", "\x1b[2J", "−1s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration("d", text)
		if err != nil {
			if Argument(err) != "d" || strings.ContainsAny(err.Error(), "\x1b\n\r") {
				t.Fatalf("%q: bad error %q", text, err)
			}
			return
		}
		if d.Number().Sign() < 0 {
			t.Fatalf("%q is negative: %s", text, d)
		}
		if back, err := ParseDuration("d", d.String()); err != nil || back.String() != d.String() {
			t.Fatalf("%q prints as %q, which reads back as %q (%v)", text, d, back, err)
		}
	})
}
