package availability

import (
	"math/big"
	"testing"
)

// enumerated is the availability by asking for every combination of parts.
func enumerated(s Structure) *big.Rat {
	total := new(big.Rat)
	up := make([]bool, len(s.Parts))
	for mask := range 1 << len(up) {
		chance := big.NewRat(1, 1)
		for i, p := range s.Parts {
			up[i] = mask>>i&1 == 1
			if up[i] {
				chance.Mul(chance, p.Availability.Number())
			} else {
				chance.Mul(chance, p.Availability.Complement().Number())
			}
		}
		if s.Works(up) {
			total.Add(total, chance)
		}
	}
	return total
}

// Goal: the structure that simulations ask is the design that the formula
// computes: both come to the same number, digit for digit.
func TestStructureIsTheDesign(t *testing.T) {
	for design, parts := range map[string]string{
		"web & (db | queue)":             "web=99.95% db=99.99% queue=99.9%",
		"2of3(node)":                     "node=90%",
		"3of4(node) & lb":                "node=mtbf:30d/mttr:1h lb=99%",
		"(a & dns) | (b & dns)":          "a=90% b=80% dns=95%",
		"2of3(disk & disk & fan) | disk": "disk=70% fan=90%",
		"a":                              "a=5 nines",
	} {
		values := map[string]string{"design": design, "parts": parts}
		s, err := StructureOf(values)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Parts().Forms[0].Solve(values)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := enumerated(s), w.Result[0].Value.Number(); got.Cmp(want) != 0 {
			t.Errorf("%s: %s by enumeration, %s by the formula", design, got.FloatString(12), want.FloatString(12))
		}
	}
	if _, err := StructureOf(map[string]string{"design": "a &", "parts": "a=1"}); err == nil {
		t.Error("a design without an end was read")
	}
}
