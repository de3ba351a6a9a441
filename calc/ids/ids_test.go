package ids

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/unit"
)

func results(t testing.TB, alphabet, length, items string) map[string]float64 {
	t.Helper()
	w, err := Calculator().Forms[0].Solve(map[string]string{"alphabet": alphabet, "length": length, "items": items})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found
}

// The birthday problem, as in Feller and everywhere: of 23 people two share one
// of 365 days with probability 0.507297, of 22 0.475695, of 50 0.970374, of 70
// 0.999160; even odds come at 23.
func TestBirthdays(t *testing.T) {
	for people, want := range map[string]float64{"22": 0.475695, "23": 0.507297, "50": 0.970374, "70": 0.999160, "366": 1} {
		if got := results(t, "365", "1", people)["collision_ratio"]; math.Abs(got-want) > 5e-7 {
			t.Errorf("%s people: %.6f, published %.6f", people, got, want)
		}
	}
	if got := results(t, "365", "1", "2"); got["items_at_half"] != 23 || got["space"] != 365 {
		t.Errorf("%v", got)
	}
}

// Seven signs out of 62, for 360 million links (the System Design Primer's
// pastebin): 3,521,614,606,208 of them, and by n(n−1)/2N 18,400.7 pairs alike.
func TestShortLinks(t *testing.T) {
	r := results(t, "62", "7", "360M")
	if r["space"] != 3521614606208 || math.Abs(r["colliding_pairs"]-18400.65) > 0.01 || r["collision_ratio"] != 1 {
		t.Errorf("%v", r)
	}
}

// Random UUIDs have 122 bits: 2.71 × 10^18 make a collision as likely as not
// (Wikipedia, "Universally unique identifier"). And the table of its article
// "Birthday attack": 64 bits and 5.1 × 10^9 are even odds; 32 bits and 77,000 too.
func TestUUIDs(t *testing.T) {
	if got := results(t, "2", "122", "1M")["items_at_half"]; math.Abs(got-2.715e18) > 0.005e18 {
		t.Errorf("UUIDs: %g", got)
	}
	for bits, n := range map[string]float64{"64": 5.1e9, "32": 77000} {
		if got := results(t, "2", bits, "2")["items_at_half"]; math.Abs(got-n) > 0.01*n {
			t.Errorf("%s bits: %g, published %g", bits, got, n)
		}
	}
	if got := results(t, "2", "122", "1B")["collision_ratio"]; math.Abs(got-9.4e-20) > 0.05e-20 {
		t.Errorf("a billion UUIDs: %g", got)
	}
}

// Against the product itself, in exact numbers.
func TestAgainstProduct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		space := rapid.Int64Range(1, 5000).Draw(t, "space")
		n := rapid.Int64Range(1, min(space, 300)).Draw(t, "items")
		none := big.NewRat(1, 1)
		for i := int64(1); i < n; i++ {
			none.Mul(none, big.NewRat(space-i, space))
		}
		want, _ := none.Sub(big.NewRat(1, 1), none).Float64()
		if got := collides(float64(space), float64(n)); math.Abs(got-want) > 1e-11 {
			t.Fatalf("%d of %d: %g, want %g", n, space, got, want)
		}
	})
}

// The series takes over where the product ends, without a step.
func TestSeriesMeetsProduct(t *testing.T) {
	for _, space := range []float64{1e9, 1e11, 1e12, 1e13, 1e18} {
		a, b := collides(space, summed), collides(space, summed+1)
		if slack := 2*summed/space*(1-a) + 1e-12; b < a-1e-12 || b-a > slack {
			t.Errorf("of %g: %g, then %g", space, a, b)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		values         map[string]string
		argument, want string
	}{
		{map[string]string{"alphabet": "1"}, "alphabet", "is too small"},
		{map[string]string{"length": "0"}, "length", "is too small"},
		{map[string]string{"length": "257"}, "length", "is too large"},
		{map[string]string{"items": "1.5"}, "items", "is not a whole number"},
		{map[string]string{"items": "1e30"}, "items", "is too large"},
		{map[string]string{"lenght": "7"}, "lenght", "did you mean length?"},
	} {
		_, err := Calculator().Forms[0].Solve(c.values)
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%v: %v, want %s about %s", c.values, err, c.want, c.argument)
		}
	}
}

func FuzzSolve(f *testing.F) {
	f.Add("62", "7", "360M")
	f.Add("\x1b[2J", "256", "1e18")
	f.Fuzz(func(t *testing.T, alphabet, length, items string) {
		w, err := Calculator().Forms[0].Solve(map[string]string{"alphabet": alphabet, "length": length, "items": items})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, err := json.Marshal(w); err != nil {
			t.Fatal(err)
		}
	})
}

// Goal: the even chance is the least number of draws with one, found here by
// multiplying, for every space up to 3000 and some larger. Known ones: 23 of 365
// days (von Mises, 1939), 119 of 10,000 four-digit PINs, 77,164 of 2^32.
func TestEvenChanceIsTheLeast(t *testing.T) {
	spaces := []int{1 << 16, 1 << 20, 1e6, 9_999_991, 1 << 32}
	for space := 2; space <= 3000; space++ {
		spaces = append(spaces, space)
	}
	for _, space := range spaces {
		none, n := 1.0, 1
		for ; none > 0.5; n++ {
			none *= 1 - float64(n)/float64(space)
		}
		if got, _ := half(big.NewRat(int64(space), 1)).Number().Float64(); int(got) != n {
			t.Errorf("%d of %d, want %d", int(got), space, n)
		}
	}
	for space, want := range map[int64]float64{365: 23, 10_000: 119, 1 << 32: 77_164} {
		if got, _ := half(big.NewRat(space, 1)).Number().Float64(); got != want {
			t.Errorf("%g of %d, want %g", got, space, want)
		}
	}
}
