package unit

import (
	"math/big"
	"strings"
)

// longNumber reads a number from the front of text as people type large and
// small ones: 10,000,000, 1_000, 2.5, 1e-6, 3e8. It returns what follows.
func longNumber(text string) (value *big.Rat, rest string, ok bool) { return numberUpTo(text, 2) }

// numberUpTo is longNumber with exponents of so many digits.
func numberUpTo(text string, most int) (value *big.Rat, rest string, ok bool) {
	end, digits, points := 0, 0, 0
	var plain strings.Builder
scan:
	for end < len(text) {
		switch c := text[end]; {
		case isDigit(c):
			digits++
			plain.WriteByte(c)
		case c == '.' && points == 0:
			points++
			plain.WriteByte(c)
		case (c == ',' || c == '_') && points == 0 && digits > 0 && threeDigits(text[end+1:]):
		default:
			break scan
		}
		end++
	}
	if digits == 0 || digits > mostDigits {
		return nil, text, false
	}
	power := power(text[end:], most)
	plain.WriteString(text[end : end+power])
	value, ok = new(big.Rat).SetString(plain.String())
	return value, text[end+power:], ok
}

// threeDigits says whether a group of exactly three digits follows a comma.
func threeDigits(text string) bool {
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	return n == 3
}

// power returns the length of an exponent such as e-10, e8 or e+8 at the front
// of text, of so many digits at most.
func power(text string, most int) int {
	if len(text) < 2 || text[0] != 'e' && text[0] != 'E' {
		return 0
	}
	end := 1
	if text[end] == '-' || text[end] == '+' {
		end++
	}
	first := end
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	if n := end - first; n < 1 || n > most {
		return 0
	}
	return end
}

// amount is the number at the front of an argument, or what is wrong with it.
func amount(argument, text, example string) (value *big.Rat, rest string, err error) {
	t := strings.TrimSpace(text)
	fail := func(problem, cure string) (*big.Rat, string, error) {
		return nil, "", &Error{argument, text, problem, cure}
	}
	switch {
	case t == "":
		return fail("is empty", "write one such as "+example)
	case strings.HasPrefix(t, "-") || strings.HasPrefix(t, "−"):
		return fail("is negative", "write one such as "+example)
	case tooLong(t):
		return fail("has too many digits", "give at most 30, such as "+example)
	}
	value, rest, ok := longNumber(t)
	if !ok {
		return fail("does not start with a number", "write one such as "+example)
	}
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, ",") {
		return fail("has a comma", "write decimals after a point: "+example)
	}
	return value, rest, nil
}

// ParseCount reads how many: 10M, 1.2k, 1,250, 1B (a billion: nothing else is
// asked for), 3e8, "2.5 million". Errors are *Error.
func ParseCount(argument, text string) (Count, error) {
	const example = "100M, 2.5k or 3"
	value, rest, err := amount(argument, text, example)
	if err != nil {
		return Count{}, err
	}
	if rest = thingless(rest); rest == "" || isThing(rest) {
		return Count{value: value}, nil
	}
	factor, ok := countWord(rest)
	switch {
	case rest == "B":
		factor = pow10(9)
	case rest == "m":
		return Count{}, &Error{argument, text, "has m, which is a minute", "write M for million: " + example}
	case !ok:
		if what, other := measures(text); other {
			return Count{}, &Error{argument, text, "is " + what + ", not a number of things", "write one such as " + example}
		}
		cure := "use k, M, B (billion) or T: " + example
		if near, found := Nearest(strings.ToLower(rest), []string{"thousand", "million", "billion", "trillion"}); found {
			cure = "did you mean " + near + "?"
		}
		return Count{}, &Error{argument, text, "has " + Quote(rest) + " after the number", cure}
	}
	return Count{value: value.Mul(value, factor)}, nil
}

// ParseWhole reads a whole number from low to high.
func ParseWhole(argument, text string, low, high int64) (int64, error) {
	c, err := ParseCount(argument, text)
	bounds := "from " + grouped(big.NewInt(low).String()) + " to " + grouped(big.NewInt(high).String())
	if err != nil {
		if e := err.(*Error); strings.HasPrefix(e.Cure, "write one such as") {
			e.Cure = "give a whole number " + bounds
		}
		return 0, err
	}
	switch n := c.Number(); {
	case !n.IsInt():
		return 0, &Error{argument, text, "is not a whole number", "give one " + bounds}
	case n.Cmp(big.NewRat(low, 1)) < 0:
		return 0, &Error{argument, text, "is too small", "give a whole number " + bounds}
	case n.Cmp(big.NewRat(high, 1)) > 0:
		return 0, &Error{argument, text, "is too large", "give a whole number " + bounds}
	default:
		return n.Num().Int64(), nil
	}
}

// ParseShare reads a part of a whole from 0 to 1: 20%, 0.2, 1e-6. A number above
// 1 without a % sign is refused rather than guessed at.
func ParseShare(argument, text string) (Ratio, error) {
	const example = "20% or 0.2"
	value, rest, err := amount(argument, text, example)
	if err != nil {
		return Ratio{}, err
	}
	one := big.NewRat(1, 1)
	switch {
	case rest == "%" || strings.EqualFold(rest, "percent") || rest == "pct":
		value.Quo(value, big.NewRat(100, 1))
	case rest != "":
		return Ratio{}, &Error{argument, text, "has " + Quote(rest) + " after the number", "write a share such as " + example}
	case value.Cmp(one) > 0:
		cure := "write a share such as " + example
		if value.Cmp(big.NewRat(100, 1)) <= 0 {
			cure = "write " + tidied(text) + "% if that is meant, or a share such as 0.2"
		}
		return Ratio{}, &Error{argument, text, "is more than 1 and has no % sign", cure}
	}
	if value.Cmp(one) > 0 {
		return Ratio{}, &Error{argument, text, "is more than 100%", "write a share such as " + example}
	}
	return Ratio{value: value}, nil
}

// ParseSpan reads a time like ParseDuration, and months and years too, by the
// calendar: 3y, 18 months, 2.5Ms, 47m, 1h30m.
func ParseSpan(argument, text string, c Calendar) (Duration, error) {
	if value, rest, err := amount(argument, text, "20ms, 1h30m or 3y"); err == nil {
		if seconds, ok := timeNamed(rest, c); ok {
			return Duration{value.Mul(value, seconds)}, nil
		}
	}
	d, err := ParseDuration(argument, text)
	if e, ok := err.(*Error); ok {
		if what, other := measures(text); other && what != (Dimension{Time: 1}).String() && !strings.Contains(e.Problem, "negative") {
			e.Problem, e.Cure = "is "+what+", not a time", "write one such as 20ms, 1h30m or 3y"
		}
		e.Cure = strings.Replace(e.Cure, "use ms, s, m, h, d or w", "use ms, s, m, h, d, w, month or y", 1)
		return d, e
	}
	return d, nil
}

// ParseBytes reads an amount of data: 500B, 1KB (1000 bytes), 1KiB (1024), 3 TB,
// 8Mbit. A number alone is refused, since bits and bytes are both common.
func ParseBytes(argument, text string) (Measure, error) {
	const example = "500B, 1KB or 3TB"
	value, rest, err := amount(argument, text, example)
	if err != nil {
		return Measure{}, err
	}
	if rest == "" {
		t := tidied(text)
		return Measure{}, &Error{argument, text, "has no unit", "add one: " + t + "KB, " + t + "GB or " + t + "TB"}
	}
	u, ok := unitNamed(rest, RoundCalendar())
	if ok && u.dim == (Dimension{Data: 1}) {
		u.value.Mul(u.value, value)
		return u, nil
	}
	if _, number := countWord(rest); number {
		return Measure{}, &Error{argument, text, "is a plain number, not an amount of data", "add what it counts: " + tidied(text) + "B for bytes, " + tidied(text) + "bit for bits"}
	}
	if what, other := measures(text); other {
		return Measure{}, &Error{argument, text, "is " + what + ", not an amount of data", "write one such as " + example}
	}
	problem, cure := unknownUnit(rest)
	return Measure{}, &Error{argument, text, problem, cure}
}

// ParseRate reads how many in a time: 10k/s, 2/day, 10M/month, 100/30m, "1.2k per
// second", 500rps. A number alone is refused: of what time?
func ParseRate(argument, text string, c Calendar) (Measure, error) {
	const example = "2/day, 10M/month or 1.2k/s"
	fail := func(problem, cure string) (Measure, error) {
		return Measure{}, &Error{argument, text, problem, cure}
	}
	t := perEach(text)
	head, period, ok := strings.Cut(t, "/")
	switch {
	case t == "":
		return fail("is empty", "write one such as "+example)
	case !ok:
		return fail("has no time", "say of which time, such as "+sample(t)+"/day")
	case strings.TrimSpace(period) == "":
		return fail("has no time after the /", "write one such as "+example)
	}
	many, err := ParseCount(argument, head)
	if err != nil {
		if what, other := measures(text); other && what != (Dimension{Time: -1}).String() {
			return fail("is "+what+", not how many in a time", "write one such as "+example)
		}
		e := err.(*Error)
		if strings.HasPrefix(e.Cure, "did you mean") || strings.Contains(e.Problem, " m,") {
			return fail(e.Problem, e.Cure)
		}
		return fail(e.Problem, "write one such as "+example)
	}
	period = strings.TrimSpace(period)
	if !isDigit(period[0]) && period[0] != '.' {
		period = "1" + period
	}
	d, err := ParseSpan(argument, period, c)
	switch {
	case err != nil:
		cure := "end it with /s, /min, /h, /day, /week, /month or /year"
		if near, found := Nearest(strings.ToLower(strings.TrimLeft(period, "0123456789. ")), []string{"second", "minute", "hour", "day", "week", "month", "year"}); found {
			cure = "did you mean /" + near + "?"
		}
		return fail("has a time that is not known", cure)
	case d.Number().Sign() == 0:
		return fail("is in no time at all", "write one such as "+example)
	}
	return PerSecond(new(big.Rat).Quo(many.Number(), d.Number())), nil
}

// perEach writes a rate with a slash: "2 posts per user per day" is 2 posts/day,
// since whose they are is said by the field; 50k rps is 50k/s.
func perEach(text string) string {
	t := strings.Join(strings.Fields(text), " ")
	for _, word := range []string{"rps", "qps", "tps", "iops"} {
		if len(t) > len(word) && strings.EqualFold(t[len(t)-len(word):], word) {
			t = t[:len(t)-len(word)] + "/s"
		}
	}
	for _, word := range []string{" per ", " a ", " an ", " each ", " every "} {
		for {
			i := indexFold(t, word)
			if i < 0 {
				break
			}
			t = t[:i] + "/" + t[i+len(word):]
		}
	}
	for _, who := range []string{"/user/", "/active user/", "/person/", "/customer/", "/head/"} {
		if i := indexFold(t, who); i >= 0 {
			t = t[:i] + "/" + t[i+len(who):]
		}
	}
	return t
}

// indexFold is where an ASCII word first stands in text, in upper or lower case.
func indexFold(text, word string) int {
	for i := 0; i+len(word) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

// measures says what a text would be as an expression, where that is more than
// a plain number: "bytes a second (a rate of data)". It is for messages.
func measures(text string) (what string, ok bool) {
	if len(text) > longestQuote {
		return "", false
	}
	e, err := Evaluate("", text, RoundCalendar())
	if err != nil || e.Value.dim == (Dimension{}) {
		return "", false
	}
	if e.Value.dim == (Dimension{Data: 1, Time: -1}) {
		return "bytes a second, a rate of data", true
	}
	return e.Value.dim.String(), true
}

// tidied is a short argument without spaces.
func tidied(text string) string {
	if t := strings.Join(strings.Fields(text), ""); len(t) < longestQuote {
		return t
	}
	return "4"
}

// sample is the number that was typed, for a cure, or another.
func sample(text string) string {
	if d := digits(text); d != "" && len(d) < longestQuote {
		return d
	}
	return "10"
}
