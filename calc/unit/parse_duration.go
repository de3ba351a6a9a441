package unit

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// durationUnit is a way to write a unit of time. The first name is the one
// that is printed in messages. What is most often meant comes first, since a
// slip is put right to the first unit it is nearest to.
type durationUnit struct {
	names   []string
	seconds *big.Rat
}

func durationUnits() []durationUnit {
	return []durationUnit{
		{[]string{"m", "min", "mins", "minute", "minutes"}, big.NewRat(60, 1)},
		{[]string{"h", "hr", "hrs", "hour", "hours"}, big.NewRat(3600, 1)},
		{[]string{"d", "day", "days"}, big.NewRat(86400, 1)},
		{[]string{"s", "sec", "secs", "second", "seconds"}, big.NewRat(1, 1)},
		{[]string{"w", "week", "weeks"}, big.NewRat(7*86400, 1)},
		{[]string{"ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds"}, pow10(-3)},
		{[]string{"us", "µs", "μs", "usec", "usecs", "micro", "micros", "microsecond", "microseconds"}, pow10(-6)},
		{[]string{"ns", "nsec", "nsecs", "nano", "nanos", "nanosecond", "nanoseconds"}, pow10(-9)},
		{[]string{"ps", "picosecond", "picoseconds"}, pow10(-12)},
	}
}

// timeUnit is the length of a unit of time by its name. Upper and lower case
// are alike in words, and differ in letters: an M is no minute. Msec might be a
// million seconds and is not known.
func timeUnit(name string) (seconds *big.Rat, ok bool) {
	for _, u := range durationUnits() {
		for _, n := range u.names {
			if n == name || isWord(n) && strings.EqualFold(n, name) && !strings.HasPrefix(name, "Ms") {
				return new(big.Rat).Set(u.seconds), true
			}
		}
	}
	return nil, false
}

// isWord says whether a unit's name is a word rather than its letters.
func isWord(name string) bool { return len(name) > 2 && name[0] < utf8.RuneSelf }

type wholeUnit struct {
	name    string
	seconds *big.Rat
}

func wholeUnits() []wholeUnit {
	return []wholeUnit{
		{"d", big.NewRat(86400, 1)}, {"h", big.NewRat(3600, 1)}, {"min", big.NewRat(60, 1)},
		{"s", big.NewRat(1, 1)}, {"ms", pow10(-3)}, {"µs", pow10(-6)}, {"ns", pow10(-9)},
	}
}

// mostParts bounds a compound duration such as 1d 2h 3m 4s.
const mostParts = 9

// ParseDuration reads 47m, 1h30m, 2d, 1w, 365.25d or "8 h 45 min 36 s". The
// argument's name is for the error message, which is always an *Error.
//
// Years and months are refused: they have several lengths, and a calculator
// must name the one it takes.
func ParseDuration(argument, text string) (Duration, error) {
	fail := func(problem, cure string) (Duration, error) {
		return Duration{}, &Error{argument, text, problem, cure}
	}
	rest := strings.TrimSpace(text)
	switch {
	case rest == "":
		return fail("is empty", "give a time such as 47m, 1h30m or 2d")
	case strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "−"):
		return fail("is negative", "give a time of zero or more, such as 47m")
	case tooLong(rest):
		return fail("has too many digits", "give at most 30, such as 47.5m")
	}
	total := new(big.Rat)
	for part := 0; rest != ""; part++ {
		if hours, ok := clock(rest); ok {
			return fail("is written as on a clock", "write "+hours)
		}
		if part == mostParts {
			return fail("has too many parts", "write it shorter, such as 1d 2h 30m")
		}
		n, after, ok := number(rest)
		if !ok {
			return fail("is not a time", "write a number and a unit, such as 47m, 1h30m or 2d")
		}
		name, after := word(strings.TrimLeft(after, " \t"))
		seconds, problem, cure := secondsOf(name, rest)
		if problem != "" {
			return fail(problem, cure)
		}
		total.Add(total, n.Mul(n, seconds))
		rest = strings.TrimLeft(after, " \t")
	}
	if total.Cmp(pow10(mostSeconds)) > 0 {
		return fail("is longer than any clock counts", "give a time such as 47m, 1h30m or 2d")
	}
	return Duration{total}, nil
}

// mostSeconds is the power of ten of the longest time that is read.
const mostSeconds = 60

// clock is a time such as 1:30:00 written with units, where text is one.
func clock(text string) (withUnits string, ok bool) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return "", false
	}
	for i, p := range parts {
		if len(p) < 1 || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return "", false
		}
		parts[i] = p + []string{"h", "m", "s"}[i]
	}
	return strings.Join(parts, ""), true
}

// word cuts the letters off the front of text.
func word(text string) (letters, rest string) {
	end := strings.IndexAny(text, "0123456789.,+- \t\r\n")
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

// secondsOf looks a unit's name up, or says what is wrong and what to write.
// number is the text it stood in, for the cure.
func secondsOf(name, number string) (seconds *big.Rat, problem, cure string) {
	if seconds, ok := timeUnit(name); ok {
		return seconds, "", ""
	}
	var names []string
	for _, u := range durationUnits() {
		names = append(names, u.names...)
	}
	switch strings.ToLower(name) {
	case "e":
		problem, cure = unknownUnit(name)
		return nil, problem, cure
	case "":
		return nil, "has no unit", "write one of s, m, h, d, w after the number, such as " + digits(number) + "m"
	case "y", "yr", "year", "years":
		return nil, "is in years, which have several lengths", "write it in days: 365d, 365.25d or 365.2425d"
	case "mo", "month", "months":
		return nil, "is in months, which have several lengths", "write it in days: 30d, or 30.436875d for a twelfth of a year"
	}
	if near, ok := Nearest(strings.ToLower(name), names); ok {
		return nil, "has no known unit in " + Quote(name), "did you mean " + near + "?"
	}
	return nil, "has no known unit in " + Quote(name), "use ms, s, m, h, d or w"
}

// digits is the number at the front of text, as typed.
func digits(text string) string {
	for i := range len(text) {
		if text[i] != '.' && !isDigit(text[i]) {
			return text[:i]
		}
	}
	return text
}
