package unit

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Decimal and binary prefixes are kept apart, and so are bits and bytes.
func TestEvaluate(t *testing.T) {
	for text, want := range map[string]string{
		"50000 * 255B":                "12.75 MB",
		"1KB":                         "1 kB",
		"1KiB":                        "1.024 kB",
		"1 GiB":                       "1.074 GB",
		"8Mb":                         "8 Mbit",
		"8Mb + 1MB":                   "2 MB",
		"1Gbps * 1h":                  "3.6 Tbit",
		"100MB/s * 8h":                "2.88 TB",
		"10M/month":                   "3.858/s",
		"10M/month * 1.27KB * 1month": "12.7 GB",
		"1TB / (100MB/s)":             "2 h 46 min 40 s",
		"2^32":                        "4,294,967,296",
		"2^64":                        "18,446,744,073,709,551,616",
		"2^-1":                        "0.5",
		"1h30m":                       "1 h 30 min",
		"1h 30m + 15s":                "1 h 30 min 15 s",
		"2.5Ms":                       "28 d 22 h 26 min 40 s",
		"(1+2)*3":                     "9",
		"1+2*3":                       "7",
		"-3 + 5":                      "2",
		"2 - 5":                       "−3",
		"20% * 5TB":                   "1 TB",
		"50% + 1%":                    "51%",
		"$0.023/GB/month * 5TB":       "$115/month",
		"12 € + 3 EUR":                "€15",
		"1,000,000 * 1e3":             "1,000,000,000",
		"500 million * 10KB":          "5 TB",
		"100 per 30m":                 "3.333/min",
		"3 x 10^4":                    "30,000",
		"2 kibibytes":                 "2.048 kB",
		"1200rps * 20ms":              "24",
		"1/day":                       "1/day",
		"5GB × 3":                     "15 GB",
		"5GB−2GB":                     "3 GB",
		"10 MBytes":                   "10 MB",
		"2 GigaBytes":                 "2 GB",
		"4 Mbits/s":                   "4 Mbit/s",
		"50k rps":                     "50k/s",
		"3 requests/sec":              "3/s",
		"3 million Requests / Day":    "34.72/s",
		"2 Hours 30 Minutes":          "2 h 30 min",
		"40 milliseconds":             "40 ms",
		"70$/month":                   "$70/month",
		"9 cents/GB":                  "$0.09/GB",
		"1y * 10^40":                  "3.65e42 d",
		"12345.6 $":                   "$12,345.60",
	} {
		e, err := Evaluate("expression", text, RoundCalendar())
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := e.Value.String(); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// Data divided by a rate is a time, as everybody means it who types no brackets.
// A quotient of plain numbers is read from the left, and so is one whose unit
// stands apart.
func TestDividedByARate(t *testing.T) {
	for text, want := range map[string]string{
		"1TB / 100MB/s": "2 h 46 min 40 s", "1TB/100MB/s": "2 h 46 min 40 s", "1TB ÷ 100 MB/s": "2 h 46 min 40 s",
		"1 TB per 100 MB per second": "2 h 46 min 40 s", "(1TB / 100MB)/s": "10k/s", "1TB / 100MB / s": "10k/s",
		"80 ms + 1 MB ÷ 10 MB/s": "180 ms", "10GB/2/5MB/s": "16 min 40 s", "1M / 50k/s": "20 s", "100/20/s": "5/s",
		"1TB / 4 / day": "250 GB/day", "10M/30/day": "3.858/s", "6 / 2 per s": "3/s", "$100/month / $0.02/GB/month": "5 TB",
		"10M/month * 1KB * 3y": "365 GB", "60 MB/s / 4": "15 MB/s",
	} {
		e, err := Evaluate("expression", text, RoundCalendar())
		want, _ := Evaluate("expression", strings.Replace(want, "/day", " / day", 1), RoundCalendar())
		if err != nil || e.Value.dim != want.Value.dim || e.Value.String() != want.Value.String() {
			t.Errorf("%q is %s (%v), want %s", text, e.Value, err, want.Value)
		}
	}
}

// What people write without a sign for times.
func TestTimesWithoutASign(t *testing.T) {
	for text, want := range map[string]string{
		"2^40 B in TB": "1.1 TB", "2^10 KiB": "1.048576 MB", "2^-3 s": "125 ms", "50% of 100M": "50,000,000", "20% of 1TB": "200 GB", "2^8 x 3": "768",
	} {
		e, err := Evaluate("expression", text, RoundCalendar())
		if err != nil || e.Value.String() != want {
			t.Errorf("%q is %s (%v), want %s", text, e.Value, err, want)
		}
	}
	for _, text := range []string{"3 of 4", "2^40 of B", "5 GB of", "of 3"} {
		if e, err := Evaluate("expression", text, RoundCalendar()); err == nil {
			t.Errorf("%q is %s", text, e.Value)
		}
	}
}

func TestConversion(t *testing.T) {
	for text, want := range map[string]string{
		"1TB in GiB": "931.32 GiB", "1Gbps in MB/s": "125 MB/s", "1y in h": "8760 h", "3GB to MB": "3000 MB",
		"10M/month in 1/day": "333333.33 1/day", "12.75MB": "12.75 MB", "90 min": "1.50 h",
	} {
		e, err := Evaluate("expression", text, RoundCalendar())
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		value, name := e.In()
		if got := value.FloatString(2) + " " + name; strings.ReplaceAll(got, ".00", "") != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// Where decimal and binary differ by more than 2 %, the other reading is told.
func TestAlso(t *testing.T) {
	for text, want := range map[string]string{
		"12.75MB": "12.16 MiB", "999B": "", "1KB": "", "5KB": "4.883 KiB", "1GiB": "1 GiB", "8Mb": "1 MB", "3h": "", "100MB/s": "95.37 MiB/s",
	} {
		e, err := Evaluate("expression", text, RoundCalendar())
		if err != nil {
			t.Fatal(err)
		}
		got := Join(e.Value.Also())
		if got != want {
			t.Errorf("%s is also %q, want %q", text, got, want)
		}
	}
}

// What was mixed is said, with both sides.
func TestEvaluateErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "expression is empty: write one such as",
		"3GB + 2h":                "adds bytes (3 GB) and a time (2 h): both sides must measure the same",
		"3GB - 2":                 "subtracts bytes (3 GB) and a plain number (2)",
		"1GB/s + 1GB":             "adds bytes a second (1 GB/s) and bytes (1 GB)",
		"$1 + 1€":                 "adds dollars ($1) and euros (€1)",
		"1/s + 1B":                "adds a rate (1/s) and bytes (1 B)",
		"5 / 0":                   "divides by zero",
		"0^-1":                    "divides by zero",
		"5 MBB":                   `has no known unit in "MBB"`,
		"5 mib":                   "did you mean MiB? Upper and lower case differ",
		"5 mnoths":                "did you mean months?",
		"(1+2":                    "has a ( without a )",
		"1 2":                     `has "2" where an operator should be`,
		"3 *":                     "ends where a number should be",
		"2^1.5":                   "has a power that is no whole number up to 1024",
		"2^9999":                  "has a power that is no whole number",
		"9999999^1024":            "is too large a number",
		"1s^10":                   "has a power that is too large",
		"1GB in h":                "asks for bytes (1 GB) in a time",
		"\x1b[31m":                "where a number should be",
		"1\xff":                   "is not text",
		strings.Repeat("(", 100):  "is nested too deeply",
		strings.Repeat("-", 100):  "is nested too deeply",
		strings.Repeat("1+", 200): "has too many operations",
		strings.Repeat("9", 400):  "has too many digits",
		strings.Repeat(" 1", 999): "is too long",
	} {
		_, err := Evaluate("expression", text, RoundCalendar())
		if err == nil {
			t.Errorf("%.40q was accepted", text)
		} else if !strings.Contains(err.Error(), want) || Argument(err) != "expression" {
			t.Errorf("%.40q: %v\nwant %s", text, err, want)
		}
	}
}

func TestParseCount(t *testing.T) {
	for text, want := range map[string]string{
		"100M": "100000000", "2.5k": "2500", "1B": "1000000000", "1,250": "1250", "1_000_000": "1000000", "3e8": "300000000",
		"2.5 million": "2500000", "40M": "40000000", "0": "0", "1e-3": "1/1000", "7": "7", "1T": "1000000000000", "5 Billion": "5000000000", "100 million users": "100000000", "6 disks": "6", "2M Users": "2000000",
	} {
		c, err := ParseCount("users", text)
		if err != nil || c.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s (%v), want %s", text, c.Number().RatString(), err, want)
		}
	}
	for text, want := range map[string]string{
		"": "users is empty", "-1": "is negative", "10m": "write M for million", "1,5": "has a comma", "many": "does not start with a number",
		"10 fish": `has "fish" after the number`, "10 milion": "did you mean million?", "5KB": "is bytes, not a number of things", "1e400": `has "e400" after the number`, strings.Repeat("9", 1<<20): "too many digits",
	} {
		_, err := ParseCount("users", text)
		if err == nil || !strings.Contains(err.Error(), want) || Argument(err) != "users" {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]string{
		"10k/s": "10000", "2/day": "1/43200", "100/30m": "1/18", "1.2k per second": "1200", "500 rps": "500", "500rps": "500",
		"10M/month": "625/162", "100 requests/s": "100", "1B a month": "31250/81", "60/min": "1", "2 writes per day": "1/43200",
		"365/y": "1/86400", "1/0.5s": "2", "50k rps": "50000", "3 requests/sec": "3", "5 k req / second": "5000", "5 Hits / Second": "5",
		"2 posts per user per day": "1/43200", "1.5 Million per Month": "125/216", "2,000,000/day": "625/27", "1e6/day": "625/54",
	} {
		r, err := ParseRate("rate", text, RoundCalendar())
		if err != nil || r.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s (%v), want %s", text, r.Number().RatString(), err, want)
		}
	}
	for text, want := range map[string]string{
		"": "rate is empty", "10": "has no time: say of which time, such as 10/day", "2/fortnight": "has a time that is not known",
		"2/": "has no time after the /", "/day": "is empty", "-2/day": "is negative", "2/0s": "is in no time at all", "x/day": "does not start with a number",
		"1.5TB/day": "is bytes a second, a rate of data, not how many in a time", "10 milion/day": "did you mean million?", "10/dya": "did you mean /day?",
		"10m/day": "write M for million", "10 fish/day": `has "fish" after the number`,
	} {
		_, err := ParseRate("rate", text, RoundCalendar())
		if err == nil || !strings.Contains(err.Error(), want) || Argument(err) != "rate" {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]string{
		"500B": "500", "1KB": "1000", "1kB": "1000", "1KiB": "1024", "3.5 TB": "3500000000000", "8Mbit": "1000000", "8Mb": "1000000", "2 gigabytes": "2000000000",
		"10 MBytes": "10000000", "2 Kbytes": "2000",
	} {
		b, err := ParseBytes("object", text)
		if err != nil || b.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s (%v), want %s", text, b.Number().RatString(), err, want)
		}
	}
	for text, want := range map[string]string{
		"": "object is empty", "500": "has no unit: add one: 500KB, 500GB or 500TB", "5h": "is a time, not an amount of data", "5 big": "has no known unit",
		"5 kib": "did you mean KiB?",
	} {
		_, err := ParseBytes("object", text)
		if err == nil || !strings.Contains(err.Error(), want) || Argument(err) != "object" {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

func TestParseShareAndSpan(t *testing.T) {
	for text, want := range map[string]string{"20%": "1/5", "0.2": "1/5", "1e-6": "1/1000000", "100%": "1", "0": "0"} {
		r, err := ParseShare("slow", text)
		if err != nil || r.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s (%v), want %s", text, r, err, want)
		}
	}
	for text, want := range map[string]string{"20": "is more than 1 and has no % sign: write 20% if that is meant", "101%": "is more than 100%", "1 in 5": "after the number", "": "is empty"} {
		if _, err := ParseShare("slow", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for text, want := range map[string]string{"3y": "94608000", "18 months": "46656000", "2.5Ms": "2500000", "1h30m": "5400", "20ms": "1/50", "2 Years": "63072000",
		"20 msec": "1/50", "3 microseconds": "3/1000000", "1 Hour 30 Minutes": "5400"} {
		d, err := ParseSpan("keep", text, RoundCalendar())
		if err != nil || d.Number().Cmp(rat(want)) != 0 {
			t.Errorf("%q is %s (%v), want %s s", text, d, err, want)
		}
	}
}

func TestParseCalendar(t *testing.T) {
	for _, test := range []struct{ month, year, want, seconds string }{
		{"", "", "month 30d, year 365d", "2592000"},
		{"2.5Ms", "", "month 2.5Ms, year 365d", "2500000"},
		{"2.5Ms", "12 months", "month 2.5Ms, year 12 months", "2500000"},
		{"year/12", "365.2425d", "month year/12, year 365.2425d", "2629746"},
	} {
		c, err := ParseCalendar(test.month, test.year)
		if err != nil || c.String() != test.want || c.Month.Number().Cmp(rat(test.seconds)) != 0 {
			t.Errorf("%q %q is %s (%v)", test.month, test.year, c, err)
		}
	}
	for _, test := range []struct{ month, year, want string }{
		{"30", "", "month \"30\" has no unit: write 30d, 2.5Ms or year/12"},
		{"30h", "", "is not the length of a month"},
		{"", "12", "has no unit"},
		{"year/12", "12 months", "give one of them in days"},
	} {
		if _, err := ParseCalendar(test.month, test.year); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q %q: %v, want %s", test.month, test.year, err, test.want)
		}
	}
}

func TestCountString(t *testing.T) {
	for value, want := range map[string]string{
		"1250": "1,250", "3521614606208": "3,521,614,606,208", "0.0345678": "0.0346", "0.3": "0.3", "999.999": "999.999", "999.99999": "1,000", "0.625": "0.625", "0.43533": "0.435", "1.125": "1.125", "1e21": "1e21",
		"-1234.5": "−1,234.5", "1e-12": "1e-12", "123456": "123,456", "123": "123",
	} {
		if got := CountOf(rat(value)).String(); got != want {
			t.Errorf("%s prints as %s, want %s", value, got, want)
		}
	}
}

// What a measure prints reads back as what was printed, and close to what it
// was: four digits at least.
func TestMeasureRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Int64Range(0, 1<<50).Draw(t, "numerator")
		denom := rapid.Int64Range(1, 1<<40).Draw(t, "denominator")
		dim := rapid.SampledFrom([]Dimension{{Data: 1}, {Time: -1}, {Data: 1, Time: -1}, {Dollars: 1}, {Time: 1}, {},
			{Euros: 1, Time: -1}, {Dollars: 1, Data: -1}, {Dollars: 1, Data: -1, Time: -1}}).Draw(t, "dimension")
		m := MeasureOf(big.NewRat(num, denom), dim)
		m.bits = dim.Data == 1 && rapid.Bool().Draw(t, "bits")
		back, err := Evaluate("m", m.String(), RoundCalendar())
		if err != nil {
			t.Fatalf("%s: %v", m, err)
		}
		if back.Value.dim != dim {
			t.Fatalf("%s reads back as %s", m, back.Value.dim)
		}
		off := new(big.Rat).Sub(back.Value.Number(), m.Number())
		slack := new(big.Rat).Mul(m.Number(), big.NewRat(6, 1000))
		if dim == (Dimension{}) { // a plain number has two digits after the point
			slack.Add(slack, big.NewRat(5, 1000))
		}
		if off.Abs(off).Cmp(slack) > 0 {
			t.Fatalf("%s (%s) reads back as %s", m, m.Number().FloatString(20), back.Value)
		}
		if m.Exact() && off.Sign() != 0 {
			t.Fatalf("%s says it is exact, and is %s", m, m.Number().RatString())
		}
	})
}

func FuzzEvaluate(f *testing.F) {
	for _, s := range []string{"50000 * 255B", "10M/month * 1KB * 3y", "1TB in GiB", "2^32", "1h30m", "$0.023/GB/month*5TB", "((1)", "5GB−2GB", "\x1b[2J", "9^9^9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Evaluate("expression", text, RoundCalendar())
		if err != nil {
			if Argument(err) != "expression" || strings.ContainsAny(err.Error(), "\x1b\n\r") {
				t.Fatalf("%q: bad error %q", text, err)
			}
			return
		}
		if _, err := Evaluate("expression", e.Value.String(), RoundCalendar()); err != nil {
			t.Fatalf("%q is %s, which does not read back: %v", text, e.Value, err)
		}
	})
}

func FuzzParseAmounts(f *testing.F) {
	for _, s := range []string{"10M", "10M/month", "3y", "1KB", "20%", "1e-6", "100/30m", "2.5Ms", "1,000", "\x1b]0;x\x07"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := RoundCalendar()
		_, e1 := ParseCount("a", text)
		_, e2 := ParseRate("a", text, c)
		_, e3 := ParseSpan("a", text, c)
		_, e4 := ParseBytes("a", text)
		_, e5 := ParseShare("a", text)
		_, e6 := ParseWhole("a", text, 1, 10)
		for _, err := range []error{e1, e2, e3, e4, e5, e6} {
			if err != nil && (Argument(err) != "a" || strings.ContainsAny(err.Error(), "\x1b\n\r")) {
				t.Fatalf("%q: bad error %q", text, err)
			}
		}
		if _, err := ParseCalendar(text, text); err != nil && Argument(err) != "month" && Argument(err) != "year" {
			t.Fatalf("%q: bad error %q", text, err)
		}
	})
}
