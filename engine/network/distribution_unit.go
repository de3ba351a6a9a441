package network

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseDuration reads a duration such as 250ms, 1.5m or 1h30m. Units are us,
// ms, s, m, h and d; 0 needs none. It must be whole microseconds, the grain of
// a run's clock, and at most a hundred years.
func ParseDuration(text string) (time.Duration, error) {
	bad := func(why string) (time.Duration, error) {
		return 0, fmt.Errorf("%s is not a duration: %s, like 250ms, 1.5s, 2m or 1h", quote(text), why)
	}
	rest, negative := text, false
	if len(rest) > 64 {
		return bad("write a number and a unit")
	}
	if strings.HasPrefix(rest, "-") {
		rest, negative = rest[1:], true
	}
	if rest == "0" {
		return 0, nil
	}
	if rest == "" {
		return bad("write a number and a unit")
	}
	var total time.Duration
	for rest != "" {
		n := 0
		for n < len(rest) && (rest[n] >= '0' && rest[n] <= '9' || rest[n] == '.') {
			n++
		}
		m := n
		for m < len(rest) && rest[m] != '.' && (rest[m] < '0' || rest[m] > '9') {
			m++
		}
		number, unit := rest[:n], rest[n:m]
		if number == "" {
			return bad("write a number and a unit")
		}
		size, ok := durationUnit(unit)
		if !ok {
			if unit == "" {
				return bad("the unit is missing")
			}
			return bad("the units are us, ms, s, m, h and d")
		}
		d, why := scaleDuration(number, size)
		if why != "" {
			return bad(why)
		}
		total += d
		if total > longest {
			return bad("it is longer than a hundred years")
		}
		rest = rest[m:]
	}
	if total%time.Microsecond != 0 {
		return bad("the finest grain is 1us")
	}
	if negative {
		total = -total
	}
	return total, nil
}

const longest = 100 * 365 * 24 * time.Hour

// scaleDuration multiplies in integers, so that 1.1s is exactly 1,100,000 us.
func scaleDuration(number string, size time.Duration) (time.Duration, string) {
	before, after, _ := strings.Cut(number, ".")
	if before+after == "" || strings.Contains(after, ".") {
		return 0, "the number is broken"
	}
	var total time.Duration
	if before != "" {
		n, err := strconv.ParseInt(before, 10, 64)
		if err != nil || n > int64(longest/size) {
			return 0, "it is longer than a hundred years"
		}
		total = time.Duration(n) * size
	}
	part := size
	for i := range len(after) {
		if part%10 != 0 {
			// A tenth of a nanosecond, or 0.25 of a minute: the rest only
			// fits when it is divisible.
			rest, err := strconv.ParseInt(after[i:], 10, 64)
			scale := int64(1)
			for range len(after) - i {
				if scale > 1e12 {
					return 0, "the finest grain is 1us"
				}
				scale *= 10
			}
			if err != nil || (rest != 0 && rest > int64(9e18)/int64(part)) || rest*int64(part)%scale != 0 {
				return 0, "the finest grain is 1us"
			}
			return total + time.Duration(rest*int64(part)/scale), ""
		}
		part /= 10
		total += time.Duration(after[i]-'0') * part
	}
	return total, ""
}

func durationUnit(unit string) (time.Duration, bool) {
	switch unit {
	case "us", "µs", "μs":
		return time.Microsecond, true
	case "ms":
		return time.Millisecond, true
	case "s":
		return time.Second, true
	case "m":
		return time.Minute, true
	case "h":
		return time.Hour, true
	case "d":
		return 24 * time.Hour, true
	}
	return 0, false
}

// FormatDuration is the shortest form that ParseDuration reads back: 1h, not
// 1h0m0s; 250us, not 250µs.
func FormatDuration(d time.Duration) string {
	s := strings.Replace(d.String(), "µ", "u", 1)
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// ParseRatio reads a share from 0 to 1: 80% or 0.8.
func ParseRatio(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	exponent := 0
	if percent {
		number, exponent = strings.TrimSpace(number), -2
	}
	v, ok := parseDecimal(number, exponent)
	if !ok {
		return 0, fmt.Errorf("%s is not a ratio: write 80%% or 0.8", quote(text))
	}
	if v > 1 {
		if !percent && v <= 100 {
			return 0, fmt.Errorf("%s is more than the whole: did you mean %s%%?", quote(text), number)
		}
		return 0, fmt.Errorf("%s is more than the whole: a ratio is from 0%% to 100%%", quote(text))
	}
	return v, nil
}

// FormatRatio writes a ratio as a percentage that parses back to the same
// number. It moves the decimal point in the digits: 0.07·100 is not 7.
func FormatRatio(v float64) string {
	before, after, _ := strings.Cut(formatDecimal(v), ".")
	for len(after) < 2 {
		after += "0"
	}
	before = strings.TrimLeft(before+after[:2], "0")
	if before == "" {
		before = "0"
	}
	if after = after[2:]; after != "" {
		before += "." + after
	}
	return before + "%"
}

// parseDecimal reads digits with at most one point, times ten to the exponent.
// The exponent goes into the text, so that 7 and -2 give exactly 0.07.
func parseDecimal(text string, exponent int) (float64, bool) {
	if text == "" || text == "." || len(text) > 400 {
		return 0, false
	}
	points := 0
	for i := range len(text) {
		switch {
		case text[i] == '.':
			points++
		case text[i] < '0' || text[i] > '9':
			return 0, false
		}
	}
	if points > 1 {
		return 0, false
	}
	v, err := strconv.ParseFloat(text+"e"+strconv.Itoa(exponent), 64)
	return v, err == nil
}

// quote shows foreign text in an error: escapes visible, at most 40 characters.
func quote(text string) string {
	const most = 40
	n := 0
	for i := range text {
		if n == most {
			return strconv.Quote(text[:i] + "…")
		}
		n++
	}
	return strconv.Quote(text)
}
