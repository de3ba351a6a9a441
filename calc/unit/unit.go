// Package unit holds the quantities that calculators work with: durations and
// ratios, exact, with their units in the type.
//
// Values are rational numbers, not floating point, because people check a
// table of nines digit by digit: 0.1 % of 365 days is 8 h 45 min 36 s, never
// 8 h 45 min 35.999 s, and 99.99999999999 % leaves 3.15 µs a year. A duration and a ratio
// are different types, so that adding one to the other does not compile.
//
//	a, _ := unit.ParseRatio("availability", "99.9%")
//	year, _ := unit.ParseDuration("year", "365d")
//	down := year.Times(a.Value.Complement())
//	fmt.Println(down)           // 8 h 45 min 36 s
//	fmt.Println(down.Seconds()) // 31536
//
// What String prints, the parsers read back to the precision shown.
package unit

import (
	"math/big"
	"strings"
)

// Quantity is a number with a unit that a worksheet can show.
type Quantity interface {
	String() string    // for people, rounded: "8 h 45 min 36 s"
	Spans() []Span     // the same text, cut into values and units
	Exact() bool       // false where String had to round
	Number() *big.Rat  // in the base unit
	KeySuffix() string // base unit as the end of a JSON key: "seconds", "ratio", or ""
	Infinite() string  // why there is no finite number, or ""
}

// Span is a piece of printed text with its meaning.
type Span struct {
	Meaning Meaning
	Text    string
}

// Meaning says what a piece of text is, so that each output can style it.
type Meaning int

// What a span can mean.
const (
	Text     Meaning = iota // running words
	Heading                 // the name of a part
	Label                   // the name of a quantity
	Value                   // digits
	Unit                    // what the digits count
	Operator                // = × − ÷
	Note                    // an aside: a convention, a reason
	Marked                  // the row or word that is meant
)

// String is the meaning as a word.
func (m Meaning) String() string {
	return [...]string{"text", "heading", "label", "value", "unit", "operator", "note", "marked"}[m]
}

// Join returns the text of spans without their meaning.
func Join(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// decimal prints r with at most places digits after the point and without
// trailing zeros, and says whether that is all of it.
func decimal(r *big.Rat, places int) (text string, exact bool) {
	text = r.FloatString(places)
	shown, _ := new(big.Rat).SetString(text)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	return text, shown.Cmp(r) == 0
}

// round returns r rounded half away from zero to a multiple of step.
func round(r, step *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(r, step)
	whole, _ := new(big.Rat).SetString(q.FloatString(0))
	return whole.Mul(whole, step)
}

// pow10 returns 10 to the power n.
func pow10(n int) *big.Rat {
	abs := n
	if n < 0 {
		abs = -n
	}
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(abs)), nil))
	if n < 0 {
		return p.Inv(p)
	}
	return p
}

// magnitude returns the power of ten of r's first digit: 0 for 1 to 9.99, -1
// for 0.1 to 0.99. r must be positive.
func magnitude(r *big.Rat) int {
	n := len(r.Num().String()) - len(r.Denom().String())
	if r.Cmp(pow10(n)) < 0 {
		n--
	}
	return n
}
