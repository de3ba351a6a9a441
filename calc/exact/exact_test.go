package exact

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Goal: whole numbers around a fraction, also below zero.
func TestFloorAndCeil(t *testing.T) {
	for _, c := range []struct{ num, floor, ceil int64 }{{7, 3, 4}, {8, 4, 4}, {-7, -4, -3}, {0, 0, 0}, {1, 0, 1}} {
		r := big.NewRat(c.num, 2)
		if Floor(r).Cmp(Int(c.floor)) != 0 || Ceil(r).Cmp(Int(c.ceil)) != 0 {
			t.Errorf("%s is between %s and %s", r, Floor(r), Ceil(r))
		}
	}
}

// Goal: no sum changes what it is made of, and the parts make the whole.
func TestArgumentsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) *big.Rat {
			return big.NewRat(rapid.Int64Range(-1e6, 1e6).Draw(t, name), rapid.Int64Range(1, 1e6).Draw(t, name+" under"))
		}
		a, b := draw("a"), draw("b")
		wasA, wasB := a.String(), b.String()
		if Sum(Sub(a, b), b).Cmp(a) != 0 || b.Sign() != 0 && Mul(Quo(a, b), b).Cmp(a) != 0 {
			t.Fatal("the parts do not make the whole")
		}
		if Sum(Min(a, b), Above(a, b)).Cmp(a) != 0 || Sum(Max(a, b), Min(a, b)).Cmp(Sum(a, b)) != 0 {
			t.Fatal("what is above and what is not do not make the whole")
		}
		if Floor(a).Cmp(a) > 0 || Ceil(a).Cmp(a) < 0 || Sub(Ceil(a), Floor(a)).Cmp(Int(1)) > 0 {
			t.Fatalf("%s is not between %s and %s", a, Floor(a), Ceil(a))
		}
		if a.String() != wasA || b.String() != wasB {
			t.Fatal("an argument changed")
		}
	})
}
