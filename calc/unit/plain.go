package unit

import "math/big"

// Word is a result that is a name rather than a number: the strategy to
// choose, the weakest part.
type Word string

// Number is zero: a word has none.
func (w Word) Number() *big.Rat { return new(big.Rat) }

// KeySuffix is "": a word has no unit.
func (w Word) KeySuffix() string { return "" }

// Infinite is always "".
func (w Word) Infinite() string { return "" }

// Exact is true: a word is shown whole.
func (w Word) Exact() bool { return true }

// String is the word.
func (w Word) String() string { return string(w) }

// Spans is the word as one value.
func (w Word) Spans() []Span { return []Span{{Value, string(w)}} }

// JSON is the word as a string.
func (w Word) JSON() any { return string(w) }

// Flag is a result that is yes or no.
type Flag bool

// Number is 1 for yes, 0 for no.
func (f Flag) Number() *big.Rat {
	if f {
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

// KeySuffix is "": a flag has no unit.
func (f Flag) KeySuffix() string { return "" }

// Infinite is always "".
func (f Flag) Infinite() string { return "" }

// Exact is true: a flag is shown whole.
func (f Flag) Exact() bool { return true }

// String is "yes" or "no".
func (f Flag) String() string {
	if f {
		return "yes"
	}
	return "no"
}

// Spans is String as one value.
func (f Flag) Spans() []Span { return []Span{{Value, f.String()}} }

// JSON is true or false.
func (f Flag) JSON() any { return bool(f) }

// Absent is a quantity that has no number: a queue that grows without end, a
// RAID level that the disks don't allow.
type Absent struct {
	Suffix string // the base unit the number would have: "seconds"
	Text   string // what is shown in its place; "" is "without end"
	Reason string // why, in words
}

// Endless is a quantity in a base unit that has no finite value, with the
// reason in words.
func Endless(suffix, reason string) Absent { return Absent{suffix, "without end", reason} }

// Number is zero: there is none.
func (a Absent) Number() *big.Rat { return new(big.Rat) }

// KeySuffix is the base unit the number would have.
func (a Absent) KeySuffix() string { return a.Suffix }

// Infinite is the reason.
func (a Absent) Infinite() string { return a.Reason }

// Exact is true: there is nothing to round.
func (a Absent) Exact() bool { return true }

// String is what is shown in the number's place.
func (a Absent) String() string { return a.Text }

// Spans is String as one value.
func (a Absent) Spans() []Span { return []Span{{Value, a.Text}} }
