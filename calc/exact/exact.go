// Package exact does sums with fractions that leave the numbers they are made
// of alone, so that a calculator's formula reads as one.
//
//	need := exact.Ceil(exact.Quo(rate, each)) // servers for a rate
//
// math/big changes its receiver, which suits loops and surprises formulas.
package exact

import "math/big"

// Int is a whole number.
func Int(n int64) *big.Rat { return big.NewRat(n, 1) }

// Mul is the product of all.
func Mul(values ...*big.Rat) *big.Rat {
	product := Int(1)
	for _, v := range values {
		product.Mul(product, v)
	}
	return product
}

// Quo is a divided by b, and zero where b is zero: callers refuse that first.
func Quo(a, b *big.Rat) *big.Rat {
	if b.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(a, b)
}

// Sum is all added up.
func Sum(values ...*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, v)
	}
	return sum
}

// Sub is a without b.
func Sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// Above is a without b, and zero where b is larger.
func Above(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return new(big.Rat)
	}
	return Sub(a, b)
}

// Floor is the largest whole number that is not above r.
func Floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))
}

// Ceil is the smallest whole number that is not below r.
func Ceil(r *big.Rat) *big.Rat { return new(big.Rat).Neg(Floor(new(big.Rat).Neg(r))) }

// Max is the larger of two.
func Max(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

// Min is the smaller of two.
func Min(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}
