package unit

import (
	"math/big"
	"strings"
)

// mostDigits bounds a number's length: nobody means a longer one, and exact
// arithmetic on a million digits would take minutes.
const mostDigits = 30

// number reads a plain decimal such as 99.95 from the front of text and
// returns what follows it. ok is false when text does not start with one.
// Exponents are accepted (3.6e-10, 7e16), because durations below a picosecond
// and above a quadrillion days are printed that way.
func number(text string) (value *big.Rat, rest string, ok bool) {
	end, digits, points := 0, 0, 0
	for end < len(text) && (text[end] == '.' || isDigit(text[end])) {
		if text[end] == '.' {
			points++
		} else {
			digits++
		}
		end++
	}
	if digits == 0 || digits > mostDigits || points > 1 {
		return nil, text, false
	}
	end += exponent(text[end:])
	value, ok = new(big.Rat).SetString(text[:end])
	return value, text[end:], ok
}

// exponent returns the length of an exponent like e-10 or e16 at the front of
// text, two digits at most.
func exponent(text string) int {
	end := len("e")
	switch {
	case strings.HasPrefix(text, "e-"):
		end++
	case !strings.HasPrefix(text, "e"):
		return 0
	}
	first := end
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	if n := end - first; n < 1 || n > 2 {
		return 0
	}
	return end
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// tooLong says whether text has more digits in a row than number accepts.
func tooLong(text string) bool {
	run := 0
	for i := range len(text) {
		switch {
		case isDigit(text[i]):
			run++
		case text[i] != '.':
			run = 0
		}
		if run > mostDigits {
			return true
		}
	}
	return false
}
