// Package ids answers how likely random identifiers collide: the birthday
// problem for an alphabet and a length.
//
// Of n identifiers drawn at random from N, n(n−1)/2N pairs are expected to be
// the same, and none are with probability (1 − 1/N)(1 − 2/N) … (1 − (n−1)/N). The
// product is worked out, not its usual approximation, so that small spaces (23
// people, 365 days) come out right too.
//
//	sheet, err := ids.Calculator().Forms[0].Solve(
//		map[string]string{"alphabet": "62", "length": "7", "items": "360M"})
//
// Source: Feller, An Introduction to Probability Theory and Its Applications,
// volume 1, chapter 2.
package ids

import (
	"math"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of identifiers.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "ids", Title: "Identifiers", Summary: "how many there are, and how likely random ones collide",
		Forms: []calc.Form{calc.NewForm("random identifiers", fields(), solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "alphabet", Label: "alphabet", Default: "62", Help: "how many signs: 10 digits, 16 hex, 62 letters and digits, 2 for bits"},
		{Name: "length", Label: "length", Default: "7", Help: "signs of one: 7; 122 bits for a random UUID"},
		{Name: "items", Label: "items", Default: "360M", Help: "how many are drawn: 360M"},
	}
}

const (
	mostSigns  = 1_000_000
	mostLength = 256
	mostItems  = 1_000_000_000_000_000_000
)

func solve(values map[string]string) (calc.Worksheet, error) {
	alphabet, err := unit.ParseWhole("alphabet", values["alphabet"], 2, mostSigns)
	if err != nil {
		return calc.Worksheet{}, err
	}
	length, err := unit.ParseWhole("length", values["length"], 1, mostLength)
	if err != nil {
		return calc.Worksheet{}, err
	}
	items, err := unit.ParseWhole("items", values["items"], 1, mostItems)
	if err != nil {
		return calc.Worksheet{}, err
	}
	space := power(alphabet, length)
	n := new(big.Rat).SetInt64(items)
	pairs := expected(space, n)
	count := func(i int64) unit.Count { return unit.CountOf(new(big.Rat).SetInt64(i)) }
	w := calc.Worksheet{Command: "ids", Title: noun.Of(count(items).String(), "random identifier") + " of " + count(length).String() + " out of " + noun.Of(count(alphabet).String(), "sign"),
		Shell: "netsplit calc ids --alphabet " + calc.Quote(values["alphabet"]) + " --length " + calc.Quote(values["length"]) + " --items " + calc.Quote(values["items"])}
	w.Input("alphabet", "alphabet", count(alphabet), values["alphabet"])
	w.Input("length", "length", count(length), values["length"])
	w.Input("items", "items", count(items), values["items"])
	w.Step("space", unit.CountOf(space), "{} ^ {}", count(alphabet), count(length))
	w.Step("colliding pairs", unit.CountOf(pairs), "{} × ({} − 1) ÷ 2 ÷ {}", count(items), count(items), unit.CountOf(space))
	collision := unit.RatioFloat(collides(float(space), float64(items)))
	next := full(n, space)
	w.Step("any collision", collision, "100% − (1 − 1 ÷ {}) × ... × (1 − ({} − 1) ÷ {})", unit.CountOf(space), count(items), unit.CountOf(space))
	w.Step("even chance", half(space), "sqrt(2 × ln(2) × {}) + 0.269, rounded up", unit.CountOf(space))
	if n.Cmp(space) <= 0 {
		w.Step("next one", next, "{} ÷ {}", count(items), unit.CountOf(space))
	} else {
		w.Step("next one", next, "{} ÷ {}, at most all", count(items), unit.CountOf(space))
	}
	w.Answer("space", "space", unit.CountOf(space))
	w.Answer("colliding_pairs", "colliding pairs", unit.CountOf(pairs))
	w.Answer("collision_ratio", "any collision", collision)
	w.Answer("items_at_half", "even chance from", half(space))
	w.Answer("next_collides_ratio", "the next collides", next)
	w.Assume("drawn", "at random", "evenly and independently; a counter or a hash of the content does not collide so")
	w.Assume("colliding pairs", "expected", "on average; three alike count as three pairs")
	matters(&w, alphabet, length, n, pairs)
	return w, nil
}

func matters(w *calc.Worksheet, alphabet, length int64, n, pairs *big.Rat) {
	two := big.NewRat(2, 1)
	w.Compare(unit.CountOf(pairs),
		calc.Change{Input: "length", Words: "one sign more, colliding pairs", To: unit.CountOf(expected(power(alphabet, length+1), n))},
		calc.Change{Input: "items", Words: "twice as many, colliding pairs", To: unit.CountOf(expected(power(alphabet, length), new(big.Rat).Mul(n, two)))})
	long := length
	for long < mostLength+64 && expected(power(alphabet, long), n).Cmp(big.NewRat(1, 1_000_000)) > 0 {
		long++
	}
	if long > length {
		w.Threshold("length", "from "+unit.CountOf(big.NewRat(long, 1)).String()+" signs on, a collision is less likely than one in a million: until then, check for one before using an identifier")
	} else {
		w.Threshold("length", "a collision is less likely than one in a million: a check is only for a broken random source")
	}
}

func power(alphabet, length int64) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(alphabet), big.NewInt(length), nil))
}

// expected is the mean number of pairs that are the same.
func expected(space, n *big.Rat) *big.Rat {
	one := new(big.Rat).Sub(n, big.NewRat(1, 1))
	one.Mul(one, n)
	return one.Quo(one, new(big.Rat).Mul(space, big.NewRat(2, 1)))
}

// full is the share of the space that is taken, were all different.
func full(n, space *big.Rat) unit.Ratio {
	r := new(big.Rat).Quo(n, space)
	if r.Cmp(big.NewRat(1, 1)) > 0 {
		r.SetInt64(1)
	}
	return unit.RatioOf(r)
}

// half is the least number that makes a collision as likely as not: 23 of 365.
// The formula is that of Brink, "A (probably) exact solution to the Birthday
// Problem", The Ramanujan Journal 28, 2012, found right up to 10^18.
func half(space *big.Rat) unit.Count {
	s := float(space)
	root := math.Sqrt(2 * math.Ln2 * s)
	if s < 1e28 {
		n := math.Ceil(root + (3-2*math.Ln2)/6 + (9-4*math.Ln2*math.Ln2)/(72*root) - 2*math.Ln2*math.Ln2/(135*s))
		return unit.CountOf(new(big.Rat).SetFloat64(n))
	}
	return unit.CountFloat(root) // far beyond counting one by one
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// summed is up to how many factors are multiplied one by one.
const summed = 1_000_000

// collides is the probability that any two of n are the same: 1 − the product of
// (1 − i/space), by logarithms. Long products go by the first terms of each
// logarithm's series, i/N + (i/N)²/2 + (i/N)³/3, summed in closed form: where
// more terms would count, n²/2N is so large that a collision is certain.
func collides(space, n float64) float64 {
	switch {
	case n > space:
		return 1
	case n <= summed:
		log := 0.0
		for i := 1.0; i < n && log > -800; i++ {
			log += math.Log1p(-i / space)
		}
		return -math.Expm1(log)
	}
	k := n - 1
	first := k / space * n / 2
	second := first * (2*n - 1) / 3 / space / 2
	third := first * (k / space) * (n / space) / 2 / 3
	return -math.Expm1(-first - second - third)
}
