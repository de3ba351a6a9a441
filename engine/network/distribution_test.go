package network

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func law(t testing.TB, text string) Distribution {
	t.Helper()
	d, err := ParseDistribution(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// draw samples n durations, sorted, and checks that each is a whole number of
// microseconds and not negative.
func draw(t *testing.T, d Distribution, n int) []time.Duration {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = d.Sample(r)
		if out[i] < 0 || out[i]%time.Microsecond != 0 || out[i] > MaxSample {
			t.Fatalf("%v drew %v", d, out[i])
		}
	}
	slices.Sort(out)
	return out
}

// Quantiles of 200,000 samples agree with the inverse of each distribution
// function, written out here from its definition.
func TestQuantiles(t *testing.T) {
	const n = 200_000
	z := func(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
	tests := []struct {
		text    string
		inverse func(p float64) float64 // in milliseconds
	}{
		{"constant(3ms)", func(float64) float64 { return 3 }},
		{"uniform(1ms, 5ms)", func(p float64) float64 { return 1 + 4*p }},
		{"exp(20ms)", func(p float64) float64 { return -20 * math.Log(1-p) }},
		{"lognormal(20ms, 0.5)", func(p float64) float64 { return 20 * math.Exp(0.5*z(p)) }},
		{"pareto(10ms, 1.5)", func(p float64) float64 { return 10 * math.Pow(1-p, -1/1.5) }},
	}
	for _, test := range tests {
		samples := draw(t, law(t, test.text), n)
		for _, p := range []float64{0.1, 0.5, 0.9, 0.99} {
			got := samples[int(p*n)].Seconds() * 1000
			want := test.inverse(p)
			if math.Abs(got-want)/want > 0.02 {
				t.Errorf("%s: quantile %v is %.3f ms, want %.3f", test.text, p, got, want)
			}
		}
	}
}

// Means of 500,000 samples agree with Mean, and Mean with the textbook formula
// where the cut at MaxSample is too far to matter.
func TestMeans(t *testing.T) {
	tests := []struct {
		text string
		want float64 // in milliseconds
	}{
		{"constant(3ms)", 3},
		{"5ms", 5},
		{"uniform(1ms, 5ms)", 3},
		{"exp(20ms)", 20},
		{"lognormal(20ms, 0.5)", 20 * math.Exp(0.125)},
		{"pareto(10ms, 3)", 15},
		{"mix(91%: constant(10ms), 9%: exp(100ms))", 0.91*10 + 0.09*100},
		{"exp(0)", 0}, {"pareto(0s, 1)", 0}, {"lognormal(0s, 1)", 0},
	}
	for _, test := range tests {
		d := law(t, test.text)
		if got := d.Mean().Seconds() * 1000; math.Abs(got-test.want) > 0.002 {
			t.Errorf("%s: Mean() = %v ms, want %v", test.text, got, test.want)
		}
		var sum float64
		samples := draw(t, d, 500_000)
		for _, s := range samples {
			sum += s.Seconds() * 1000
		}
		if got := sum / float64(len(samples)); math.Abs(got-test.want) > 0.01*test.want {
			t.Errorf("%s: mean of the samples is %v ms, want %v", test.text, got, test.want)
		}
	}
}

// Where the tail is heavy, the cut at 24 h decides the mean. The expectation
// of min(X, M) is the integral of P(X > x) from 0 to M, summed here in steps
// that grow with x.
func TestMeansOfCutTails(t *testing.T) {
	normalTail := func(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
	pareto := func(alpha float64) func(x float64) float64 {
		return func(x float64) float64 { return math.Min(1, math.Pow(x, -alpha)) }
	}
	tests := []struct {
		text string
		tail func(x float64) float64 // P(X > x), x in units of the first parameter
		unit time.Duration
	}{
		{"pareto(1s, 0.5)", pareto(0.5), time.Second},
		{"pareto(1s, 1)", pareto(1), time.Second},
		{"pareto(1s, 1.1)", pareto(1.1), time.Second},
		{"lognormal(1h, 2)", func(x float64) float64 { return normalTail(math.Log(x) / 2) }, time.Hour},
		{"exp(1h)", func(x float64) float64 { return math.Exp(-x) }, time.Hour},
	}
	for _, test := range tests {
		most := float64(MaxSample / test.unit)
		sum, x := 0.0, 1e-9
		for x < most {
			next := math.Min(x*1.0005, most)
			sum += (next - x) * (test.tail(x) + test.tail(next)) / 2
			x = next
		}
		got := float64(law(t, test.text).Mean()) / float64(test.unit)
		if math.Abs(got-sum)/sum > 1e-4 {
			t.Errorf("%s: Mean() = %v, the integral is %v", test.text, got, sum)
		}
	}
}

// The parts of a mix are drawn in proportion to their shares.
func TestMixShares(t *testing.T) {
	d := law(t, "mix(70%: 1ms, 25%: 2ms, 5%: 3ms)")
	counts := map[time.Duration]int{}
	for _, s := range draw(t, d, 100_000) {
		counts[s]++
	}
	for at, want := range map[time.Duration]float64{time.Millisecond: 0.70, 2 * time.Millisecond: 0.25, 3 * time.Millisecond: 0.05} {
		if got := float64(counts[at]) / 100_000; math.Abs(got-want) > 0.005 {
			t.Errorf("share of %v is %v, want %v", at, got, want)
		}
	}
}

// Both ends of a uniform distribution are drawn, and nothing outside.
func TestUniformEnds(t *testing.T) {
	samples := draw(t, law(t, "uniform(2us, 4us)"), 1000)
	if samples[0] != 2*time.Microsecond || samples[999] != 4*time.Microsecond {
		t.Errorf("drew from %v to %v", samples[0], samples[999])
	}
}

// The same stream gives the same samples.
func TestSamplesFollowTheStream(t *testing.T) {
	d := law(t, "mix(50%: lognormal(1ms, 1), 50%: pareto(1ms, 2))")
	if diff := cmp.Diff(draw(t, d, 100), draw(t, d, 100)); diff != "" {
		t.Error(diff)
	}
}

func TestConstantCuts(t *testing.T) {
	for d, want := range map[time.Duration]time.Duration{-1: 0, 1500: time.Microsecond, 48 * time.Hour: MaxSample} {
		if got := Constant(d).Mean(); got != want {
			t.Errorf("Constant(%v) is %v, want %v", d, got, want)
		}
	}
}

func laws(mixed bool) *rapid.Generator[Distribution] {
	length := rapid.Custom(func(t *rapid.T) time.Duration {
		return time.Duration(rapid.Int64Range(0, int64(maxParameter/time.Microsecond)).Draw(t, "us")) * time.Microsecond
	})
	return rapid.Custom(func(t *rapid.T) Distribution {
		most := 5
		if !mixed {
			most = 4
		}
		switch rapid.IntRange(0, most).Draw(t, "law") {
		case 0:
			return constant{length.Draw(t, "d")}
		case 1:
			a, b := length.Draw(t, "a"), length.Draw(t, "b")
			return uniform{min(a, b), max(a, b)}
		case 2:
			return exponential{length.Draw(t, "mean")}
		case 3:
			return lognormal{length.Draw(t, "median"), rapid.Float64Range(0, maxSigma).Draw(t, "sigma")}
		case 4:
			return pareto{length.Draw(t, "least"), rapid.Float64Range(minAlpha, maxAlpha).Draw(t, "alpha")}
		}
		share := rapid.Float64Range(0.001, 0.999).Draw(t, "share")
		return mix{[]part{{share, laws(false).Draw(t, "first")}, {1 - share, laws(false).Draw(t, "second")}}}
	})
}

// What a distribution prints is read as an equal one, and its samples and mean
// stay in bounds.
func TestDistributionReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := laws(true).Draw(t, "law")
		again, err := ParseDistribution(d.String())
		if err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		if diff := cmp.Diff(d, again, cmp.AllowUnexported(constant{}, uniform{}, exponential{}, lognormal{}, pareto{}, mix{}, part{})); diff != "" {
			t.Fatalf("%s reads as something else:\n%s", d, diff)
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for range 20 {
			if s := d.Sample(r); s < 0 || s > MaxSample || s%time.Microsecond != 0 {
				t.Fatalf("%s drew %v", d, s)
			}
		}
		if m := d.Mean(); m < 0 || m > MaxSample {
			t.Fatalf("%s: Mean() = %v", d, m)
		}
	})
}

func TestDistributionErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "empty distribution: write one of constant(1ms), uniform(1ms, 5ms), exp(2ms), lognormal(2ms, 0.5), pareto(1ms, 1.5), mix(91%: pareto(1ms, 1.5), 9%: exp(2ms))"},
		{"fast", `unknown distribution "fast": write one of constant(1ms), uniform(1ms, 5ms), exp(2ms), lognormal(2ms, 0.5), pareto(1ms, 1.5), mix(91%: pareto(1ms, 1.5), 9%: exp(2ms))`},
		{"5", `"5" is not a duration: the unit is missing, like 250ms, 1.5s, 2m or 1h`},
		{"5 parsecs", `"5 parsecs" is not a duration: the units are us, ms, s, m, h and d, like 250ms, 1.5s, 2m or 1h`},
		{"exp(2ms", `"exp(2ms" does not end with )`},
		{"exp(2ms))", `a ) without its ( in "exp(2ms))"`},
		{"exp()", "exp takes 1 duration, like exp(2ms)"},
		{"exp(-2ms)", `"-2ms" is negative: a duration drawn at random starts at 0`},
		{"exp(2h)", `"2h" is too long: a distribution's durations are at most 1h`},
		{"uniform(5ms, 1ms)", "uniform goes from the shorter to the longer: uniform(1ms, 5ms)"},
		{"uniform(5ms)", "uniform takes 2 durations, like uniform(1ms, 5ms)"},
		{"lognormal(1ms)", "lognormal takes a duration and sigma, like lognormal(2ms, 0.5)"},
		{"lognormal(1ms, 2ms)", `sigma of lognormal is a plain number, like lognormal(2ms, 0.5); got "2ms"`},
		{"lognormal(1ms, 6)", `sigma of lognormal must be from 0 to 5; got "6"`},
		{"pareto(1ms, 0)", `alpha of pareto must be from 0.1 to 1000; got "0"`},
		{"pareto(1ms, NaN)", `alpha of pareto is a plain number, like pareto(1ms, 1.5); got "NaN"`},
		{"mix(exp(1ms))", "mix takes 2 to 10 parts, like mix(91%: pareto(1ms, 1.5), 9%: exp(2ms))"},
		{"mix(exp(1ms), 1ms)", `a part of a mix is a share and a law, like 9%: exp(2ms); got "exp(1ms)"`},
		{"mix(50%: 1ms, 40%: 2ms)", "the shares of a mix must add up to 100%; these add up to 90%"},
		{"mix(50%: 1ms, 50%: mix(50%: 1ms, 50%: 1ms))", "a mix can't hold a mix: list all parts in one"},
		{"\x1b[2J(1ms)", `unknown distribution "\x1b[2J": write one of constant(1ms), uniform(1ms, 5ms), exp(2ms), lognormal(2ms, 0.5), pareto(1ms, 1.5), mix(91%: pareto(1ms, 1.5), 9%: exp(2ms))`},
	}
	for _, test := range tests {
		_, err := ParseDistribution(test.text)
		if err == nil {
			t.Errorf("%q was accepted", test.text)
		} else if err.Error() != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.text, err, test.want)
		}
	}
}

// Whatever the text, ParseDistribution answers; what it accepts reads back.
func FuzzParseDistribution(f *testing.F) {
	for _, form := range DistributionForms() {
		f.Add(form)
	}
	f.Add("uniform(0,0)")
	f.Add("mix(50%:1.5us,0.5:((")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDistribution(text)
		if err != nil {
			return
		}
		again, err := ParseDistribution(d.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", text, d, err)
		}
		if again.String() != d.String() || again.Mean() != d.Mean() {
			t.Fatalf("%q became %q, then %q", text, d, again)
		}
	})
}

func BenchmarkSample(b *testing.B) {
	for _, text := range DistributionForms() {
		b.Run(text, func(b *testing.B) {
			d := law(b, text)
			r := rand.New(rand.NewPCG(1, 2))
			for b.Loop() {
				d.Sample(r)
			}
		})
	}
}
