package availability

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc"
	"netsplit/calc/unit"
)

func design(t testing.TB, expression, parts string) calc.Worksheet {
	t.Helper()
	w, err := Parts().Forms[0].Solve(map[string]string{"design": expression, "parts": parts})
	if err != nil {
		t.Fatalf("%s with %s: %v", expression, parts, err)
	}
	return w
}

func availabilityOf(t testing.TB, expression, parts string) *big.Rat {
	t.Helper()
	return design(t, expression, parts).Result[0].Value.Number()
}

// Published results. Series and parallel: "Availability in parallel vs in
// sequence" of the System Design Primer (github.com/donnemartin/system-design-
// primer): two of 99.9 % are 99.8 % in sequence and 99.9999 % in parallel (99.8001
// by its formula). k of n: 2 of 3 at 90 % is 97.2 %, as in reliability textbooks
// (3p² − 2p³); 3 of 4 is less available than 2 of 3. Mean times: A = MTBF / (MTBF
// + MTTR).
func TestPublished(t *testing.T) {
	for _, c := range []struct{ expression, parts, want string }{
		{"foo & bar", "foo=99.9% bar=99.9%", "0.998001"},
		{"foo | bar", "foo=99.9% bar=99.9%", "0.999999"},
		{"2of3(node)", "node=90%", "0.972"},
		{"3of4(node)", "node=90%", "0.9477"},
		{"1of2(node)", "node=99%", "0.9999"},
		{"3of3(node)", "node=99%", "0.970299"},
		{"2of3(a, b, c)", "a=90% b=80% c=70%", "0.902"},
		{"node", "node=mtbf:30d/mttr:1h", "720/721"},
		{"web & (db | queue)", "web=99.95% db=99.99% queue=99.9%", "0.99949990005"},
		{"a|b&c", "a=50% b=50% c=50%", "0.625"},
		{"a && (b || c)", "a=50%, b=50%, c=50%", "0.375"},
		{"2 of 3 (a & b)", "a=90% b=100%", "0.972"},
	} {
		want, _ := new(big.Rat).SetString(c.want)
		if got := availabilityOf(t, c.expression, c.parts); got.Cmp(want) != 0 {
			t.Errorf("%s with %s is %s, want %s", c.expression, c.parts, got.FloatString(12), c.want)
		}
	}
}

// A part that stands twice fails in both places at once: with a perfect a and
// b, (a & dns) | (b & dns) is dns, and never 1 − (1 − dns)².
func TestSharedPart(t *testing.T) {
	if got := availabilityOf(t, "(a & dns) | (b & dns)", "a=100% b=100% dns=99%"); got.Cmp(big.NewRat(99, 100)) != 0 {
		t.Errorf("got %s, want 0.99", got.FloatString(6))
	}
	// The same by hand: dns × (1 − (1 − a)(1 − b)) = 0.999 × 0.9999.
	if got := availabilityOf(t, "(a & dns) | (b & dns)", "a=99% b=99% dns=99.9%"); got.Cmp(big.NewRat(9989001, 10000000)) != 0 {
		t.Errorf("got %s, want 0.9989001", got.FloatString(9))
	}
	// Copies are parts of their own: 2of2(a) is not a.
	if got := availabilityOf(t, "2of2(a)", "a=90%"); got.Cmp(big.NewRat(81, 100)) != 0 {
		t.Errorf("got %s, want 0.81", got.FloatString(6))
	}
	// And within a copy, a name means one part.
	if got := availabilityOf(t, "1of2(a & a)", "a=90%"); got.Cmp(big.NewRat(99, 100)) != 0 {
		t.Errorf("got %s, want 0.99", got.FloatString(6))
	}
}

func TestWeakest(t *testing.T) {
	for _, c := range []struct{ expression, parts, want string }{
		{"web & (db | queue)", "web=99.95% db=99.99% queue=99.9%", "web"},
		{"a & b & c", "a=99.9% b=99% c=99.99%", "b"},
		{"(a & dns) | (b & dns)", "a=99% b=99% dns=99.9%", "dns"},
		{"a & b", "a=100% b=100%", "none"},
	} {
		w := design(t, c.expression, c.parts)
		if got := result(t, w, "weakest").String(); got != c.want {
			t.Errorf("the weakest of %s is %s, want %s", c.expression, got, c.want)
		}
	}
}

func TestDesignErrors(t *testing.T) {
	for _, c := range []struct{ expression, parts, argument, want string }{
		{"a &", "a=99%", "design", "ends where a part should be"},
		{"(a", "a=99%", "design", "has a ( without a )"},
		{"a)", "a=99%", "design", `has ")" after its end`},
		{"a b", "a=99%", "design", "put & or | between parts"},
		{"4of3(a)", "a=99%", "design", "needs 4 of 3"},
		{"0of3(a)", "a=99%", "design", "needs 0 of 3"},
		{"2of999999999999(a)", "a=99%", "design", "has too many copies"},
		{"2of3", "a=99%", "design", "has 2of3 without brackets"},
		{"2of3(a, b)", "a=99% b=1%", "design", "has 2 parts in 2of3"},
		{"50of100(50of100(a))", "a=99%", "design", "has too many parts"},
		{"2of1001(a)", "a=99%", "design", "use at most 1000"},
		{"a & b", "a=99%", "parts", `has no availability for "b": add b=99.9%`},
		{"web", "wed=99%", "parts", "did you mean wed?"},
		{"a", "a=99% b=98%", "parts", `has "b", which is not in the design`},
		{"a", "a=99% a=98%", "parts", `gives "a" twice`},
		{"a", "a", "parts", "write NAME=AVAILABILITY"},
		{"a", "a=101%", "a", "is more than 100%"},
		{"a", "a=mtbf:30d", "a", "needs a time between failures and one to repair"},
		{"a", "a=mtbf:30/mttr:1h", "a mtbf", "has no unit"},
		{"a", "a=mtbf:0d/mttr:1h", "a", "needs a time between failures"},
		{strings.Repeat("(", 99), "a=1%", "design", "is nested too deeply"},
		{strings.Repeat("a&", 600), "a=1%", "design", "is too long"},
		{"a&b&c&d&e&f&g&h&i&a&b&c&d&e&f&g&h&i", "a=1%", "design", "repeats too many names"},
		{"\x1b[2J", "a=1%", "design", "where a part should be"},
	} {
		_, err := Parts().Forms[0].Solve(map[string]string{"design": c.expression, "parts": c.parts})
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%.30q with %q: %v about %q, want %s", c.expression, c.parts, err, unit.Argument(err), c.want)
		}
	}
}

// The command line shown asks the same question.
func TestDesignShell(t *testing.T) {
	w, err := Parts().Forms[0].Solve(map[string]string{"design": "a | b", "parts": "a=99%, b=mtbf:30d/mttr:1h", "as": "uptime"})
	if err != nil || w.Shell != "netsplit calc availability 'a | b' a=99% b=mtbf:30d/mttr:1h --as uptime" {
		t.Errorf("got %s (%v)", w.Shell, err)
	}
}

func TestDesignJSON(t *testing.T) {
	out, err := json.Marshal(design(t, "web & (db | queue)", "web=99.95% db=99.99% queue=99.9%"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Result struct {
			Availability float64            `json:"availability_ratio"`
			Downtime     map[string]float64 `json:"downtime_seconds"`
			Weakest      string
			Parts        []struct {
				Name string
				Own  float64 `json:"availability_ratio"`
			}
		}
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	r := doc.Result
	if r.Availability != 0.99949990005 || r.Weakest != "web" || len(r.Parts) != 3 || math.Abs(r.Downtime["year"]-15771.15) > 0.01 {
		t.Errorf("%+v", r)
	}
}

// Laws: a series is never better than its worst part, parallel never worse
// than its best; k of n falls with k; the direct sum agrees with counting all
// cases.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := func(name string) (string, *big.Rat) {
			n := rapid.Int64Range(0, 1000).Draw(t, name)
			return big.NewRat(n, 10).FloatString(1) + "%", big.NewRat(n, 1000)
		}
		at, a := percent("a")
		bt, b := percent("b")
		ct, c := percent("c")
		parts := "a=" + at + " b=" + bt + " c=" + ct
		solve := func(expression, parts string) *big.Rat {
			w, err := Parts().Forms[0].Solve(map[string]string{"design": expression, "parts": parts})
			if err != nil {
				t.Fatal(err)
			}
			return w.Result[0].Value.Number()
		}
		series, parallel := solve("a & b & c", parts), solve("a | b | c", parts)
		for _, p := range []*big.Rat{a, b, c} {
			if series.Cmp(p) > 0 || parallel.Cmp(p) < 0 {
				t.Fatalf("series %s, parallel %s, part %s", series, parallel, p)
			}
		}
		last := big.NewRat(1, 1)
		for _, k := range []string{"1", "2", "3"} {
			v := solve(k+"of3(a, b, c)", parts)
			if v.Cmp(last) > 0 {
				t.Fatalf("%s of 3 is %s, one less was %s", k, v, last)
			}
			last = v
		}
		// Shared parts: distribution holds exactly.
		if solve("(a & c) | (b & c)", parts).Cmp(solve("(a | b) & c", parts)) != 0 {
			t.Fatal("(a & c) | (b & c) is not (a | b) & c")
		}
	})
}

func FuzzDesign(f *testing.F) {
	f.Add("web & (db | queue)", "web=99.95% db=99.99% queue=99.9%")
	f.Add("2of3(node)", "node=mtbf:30d/mttr:1h")
	f.Add("(a&b)|(a&c)", "a=1 b=0 c=0.5")
	f.Add("((((", "=\x1b[2J")
	f.Fuzz(func(t *testing.T, expression, parts string) {
		w, err := Parts().Forms[0].Solve(map[string]string{"design": expression, "parts": parts})
		if err != nil {
			if unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Fatalf("%q: bad error %q", expression, err)
			}
			return
		}
		if n := w.Result[0].Value.Number(); n.Sign() < 0 || n.Cmp(big.NewRat(1, 1)) > 0 {
			t.Fatalf("%q with %q is %s", expression, parts, n)
		}
	})
}

// Goal: copies that are alike are counted as others are, up to a thousand: by
// multiplying out part by part, for every k of 40, and against the sum of binomial
// terms in Python's fractions.
func TestManyCopies(t *testing.T) {
	p := big.NewRat(7, 10)
	for k := 1; k <= 40; k++ {
		if got, want := alike(k, 40, p), atLeast(k, slices.Repeat([]*big.Rat{p}, 40)); got.Cmp(want) != 0 {
			t.Errorf("%d of 40: %s, want %s", k, got.FloatString(20), want.FloatString(20))
		}
	}
	for text, want := range map[string]float64{"670of1000(a)": 0.9816875785761789, "990of1000(b)": 0.5830408033010982} {
		got, _ := availabilityOf(t, text, map[bool]string{true: "a=70%", false: "b=99%"}[strings.Contains(text, "a")]).Float64()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %.15f, want %.15f", text, got, want)
		}
	}
}
