package availability

import (
	"fmt"
	"math"
	"testing"
)

// Goal: groups that need a majority are no better with one more even node: four
// nodes need three, and three of four are up less often than two of three.
// The figures are the binomial sums, as in Trivedi, "Probability and Statistics
// with Reliability, Queuing, and Computer Science Applications", 2002, section
// 3.7 (systems of k out of n), for nodes that are up 99 % of the time.
func TestMajorities(t *testing.T) {
	up := map[string]float64{
		"1of1": 0.99, "2of2": 0.9801, "1of2": 0.9999, "2of3": 0.999702, "3of4": 0.99940797,
		"3of5": 0.9999901494, "4of6": 0.999980447, "4of7": 0.999999658,
	}
	for group, want := range up {
		got := shareUp(t, group+"(node)", "node=99%")
		if math.Abs(got-want) > 1e-8 {
			t.Errorf("%s: %.10f, want %.10f", group, got, want)
		}
	}
	if shareUp(t, "3of4(node)", "node=99%") >= shareUp(t, "2of3(node)", "node=99%") {
		t.Error("three of four are up at least as often as two of three")
	}
	for odd := 3; odd <= 9; odd += 2 {
		small := shareUp(t, fmt.Sprintf("%dof%d(n)", odd/2+1, odd), "n=95%")
		even := shareUp(t, fmt.Sprintf("%dof%d(n)", odd/2+2, odd+1), "n=95%")
		if even >= small {
			t.Errorf("a majority of %d is up %g, of %d only %g", odd+1, even, odd, small)
		}
	}
}

// Goal: the laws of series and parallel on one page: parts in a row multiply,
// copies multiply what is missing, and order and brackets do not matter. The
// two examples with 99.9 % are those of the System Design Primer, "Availability
// in parallel vs in sequence".
func TestSeriesAndParallel(t *testing.T) {
	for _, c := range []struct {
		design, parts string
		want          float64
	}{
		{"foo & bar", "foo=99.9% bar=99.9%", 0.998001},
		{"foo | bar", "foo=99.9% bar=99.9%", 0.999999},
		{"(a & b) & c", "a=90% b=80% c=70%", 0.504},
		{"a & (b & c)", "a=90% b=80% c=70%", 0.504},
		{"c & a & b", "a=90% b=80% c=70%", 0.504},
		{"a | b | c", "a=90% b=80% c=70%", 0.994},
		{"c | (a | b)", "a=90% b=80% c=70%", 0.994},
		{"1of3(a)", "a=90%", 0.999},
		{"3of3(a)", "a=90%", 0.729},
	} {
		if got := shareUp(t, c.design, c.parts); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s with %s: %g, want %g", c.design, c.parts, got, c.want)
		}
	}
}

// Goal: a node more, or a better one, never makes it worse where any one will do.
func TestMoreIsNotLess(t *testing.T) {
	before := 0.0
	for n := 1; n <= 12; n++ {
		now := shareUp(t, fmt.Sprintf("1of%d(n)", n), "n=60%")
		if now < before {
			t.Errorf("%d nodes are up %g, %d only %g", n-1, before, n, now)
		}
		before = now
	}
	before = 0
	for percent := 0; percent <= 100; percent += 5 {
		now := shareUp(t, "2of3(n) & lb", fmt.Sprintf("n=%d%% lb=99%%", percent))
		if now < before {
			t.Errorf("at %d%% it is up %g, at less %g", percent, now, before)
		}
		before = now
	}
}

func shareUp(t *testing.T, design, parts string) float64 {
	t.Helper()
	form := Parts().Forms[0]
	sheet, err := form.Solve(map[string]string{"design": design, "parts": parts})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sheet.Result {
		if e.Key == "availability_ratio" {
			f, _ := e.Value.Number().Float64()
			return f
		}
	}
	t.Fatal("no availability")
	return 0
}
