package unit

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// ReadRatio is a ratio with how it was understood, where that was a choice.
type ReadRatio struct {
	Value Ratio
	As    string // "percent" or "formula" where that was a choice
	Note  string // "99.95 has no % sign and is more than 1: read as a percentage"; "" when there was no choice
}

// mostNines is the most nines that can be asked for: 20 leave a third of a
// nanosecond a year.
const mostNines = 20

// ParseRatio reads a part of a whole from 0 to 1: 99.95%, 99.95, 0.9995,
// "5 nines", 3.5nines, "three nines". The argument's name is for the error
// message, which is always an *Error.
func ParseRatio(argument, text string) (ReadRatio, error) {
	fail := func(problem, cure string) (ReadRatio, error) {
		return ReadRatio{}, &Error{argument, text, problem, cure}
	}
	t := strings.ToLower(strings.TrimSpace(text))
	switch {
	case t == "":
		return fail("is empty", "give a share such as 99.95%, 0.9995 or 3 nines")
	case strings.HasPrefix(t, "-") || strings.HasPrefix(t, "−"):
		return fail("is negative", "give a share from 0% to 100%")
	case tooLong(t):
		return fail("has too many digits", "give at most 30, such as 99.95%")
	}
	value, rest, ok := leadingNumber(t)
	if !ok {
		return fail("is not a share of time", "write a percentage such as 99.95%, a ratio such as 0.9995, or 3 nines")
	}
	rest = strings.TrimSpace(rest)
	switch {
	case rest == "nines" || rest == "nine" || rest == "9s":
		if value.Cmp(big.NewRat(mostNines, 1)) > 0 {
			return fail("is more nines than a clock can show", "give at most "+strconv.Itoa(mostNines)+" nines")
		}
		return fromNines(value), nil
	case rest == "" || rest == "%" || rest == "percent" || rest == "pct" || rest == "per cent":
	case strings.HasPrefix(rest, ","):
		return fail("has a comma", "write the decimals after a point: 99.95%")
	default:
		return fail("has "+Quote(rest)+" after the number", "end it with %, with nines, or with nothing for a ratio such as 0.9995")
	}
	one, hundred := big.NewRat(1, 1), big.NewRat(100, 1)
	as, note := "", ""
	if rest == "" {
		if value.Cmp(one) <= 0 {
			return ReadRatio{Value: Ratio{value: value}}, nil
		}
		as, note = "percent", shorten(t)+" has no % sign and is more than 1: read as a percentage"
	}
	if value.Cmp(hundred) > 0 {
		return fail("is more than 100%", "give a share from 0% to 100%, such as 99.95%")
	}
	return ReadRatio{Ratio{value: value.Quo(value, hundred)}, as, note}, nil
}

// leadingNumber reads digits, or a small number in words for "five nines".
func leadingNumber(text string) (*big.Rat, string, bool) {
	if v, rest, ok := number(text); ok {
		return v, rest, true
	}
	for i, w := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"} {
		rest, found := strings.CutPrefix(text, w)
		if after := strings.TrimSpace(rest); found && (strings.HasPrefix(after, "nine") || after == "9s") {
			return big.NewRat(int64(i+1), 1), rest, true
		}
	}
	return nil, text, false
}

// fromNines turns a number of nines into a ratio: 1 − 10^−n, exact when n is
// whole.
func fromNines(n *big.Rat) ReadRatio {
	if n.IsInt() {
		return ReadRatio{Value: Ratio{value: pow10(-int(n.Num().Int64()))}.Complement()}
	}
	f, _ := n.Float64()
	down := new(big.Rat)
	down.SetString(strconv.FormatFloat(math.Pow(10, -f), 'e', 14, 64))
	text, _ := decimal(n, 6)
	return ReadRatio{Ratio{value: down}.Complement(), "formula",
		text + " nines is taken as 1 − 10^−" + text + "; some people write 3.5 nines for 99.95%, which is 3.30 by this formula"}
}

// shorten keeps a quoted number readable in a note.
func shorten(text string) string {
	if len(text) > longestQuote {
		return text[:longestQuote] + "…"
	}
	return text
}
