package estimate

import (
	"math/big"
	"regexp"
	"strings"
	"sync"

	"netsplit/calc/unit"
)

var amountForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([0-9][0-9,_ ]*(?:\.[0-9]+)?)\s*(?:(?:x|\*|×)?\s*10\^([0-9]{1,2})|e([0-9]{1,2}))?\s*([a-zA-Z%]*)$`)
})

// parseNumber reads digits (with commas or not), a power of ten, and returns
// the letters after it.
func parseNumber(text string) (value *big.Rat, letters string, ok bool) {
	text = strings.TrimSpace(text)
	if rest, found := strings.CutPrefix(text, "10^"); found {
		text = "1e" + rest
	}
	m := amountForm().FindStringSubmatch(text)
	if m == nil || len(m[1]) > 40 {
		return nil, "", false
	}
	plain := strings.NewReplacer(",", "", "_", "", " ", "").Replace(m[1])
	if power := m[2] + m[3]; power != "" {
		plain += "e" + power
	}
	value, ok = new(big.Rat).SetString(plain)
	return value, m[4], ok
}

// multiplier is what the letters after a count stand for.
func multiplier(letters string) (*big.Rat, bool) {
	powers := map[string]int64{
		"": 1, "k": 1e3, "K": 1e3, "thousand": 1e3, "M": 1e6, "m": 1e6, "million": 1e6, "mn": 1e6,
		"G": 1e9, "B": 1e9, "bn": 1e9, "billion": 1e9, "T": 1e12, "trillion": 1e12,
	}
	p, ok := powers[letters]
	if !ok {
		p, ok = powers[strings.ToLower(letters)]
	}
	return big.NewRat(p, 1), ok
}

func parseCount(argument, text string) (*big.Rat, error) {
	value, letters, ok := parseNumber(text)
	if !ok {
		return nil, &unit.Error{Argument: argument, Text: text, Problem: "is not a number", Cure: "write one such as 100M, 2.5k or 3"}
	}
	factor, ok := multiplier(letters)
	if !ok {
		return nil, &unit.Error{Argument: argument, Text: text, Problem: "has letters that are no number", Cure: "use k, M, B or T: 100M"}
	}
	return product(value, factor), nil
}

// seconds is the length of a period by its name.
//
//go:noinline
func seconds(name string) (int64, bool) {
	lengths := map[string]int64{
		"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400,
		"w": 7 * 86400, "week": 7 * 86400, "mo": 30 * 86400, "month": 30 * 86400, "y": 365 * 86400, "year": 365 * 86400,
	}
	n, ok := lengths[strings.ToLower(strings.TrimSpace(name))]
	return n, ok
}

// ParseRate reads an answer such as 2/day, 10M/month, 1.2k per second, 500 rps. A number alone
// is a second's.
func ParseRate(argument, text string) (*big.Rat, error) {
	t := strings.TrimSpace(text)
	for _, word := range []string{"rps", "qps", "tps"} {
		if cut := len(t) - len(word); cut >= 0 && strings.EqualFold(t[cut:], word) {
			t = t[:cut] + "/s"
		}
	}
	t = strings.NewReplacer(" per ", "/", " a ", "/", " each ", "/").Replace(t)
	head, period, ok := strings.Cut(t, "/")
	if !ok {
		period = "s"
	}
	for _, word := range []string{"requests", "writes", "reads", "links", "times"} {
		head = strings.TrimSuffix(strings.TrimSpace(head), word)
	}
	length, known := seconds(period)
	if !known {
		return nil, &unit.Error{Argument: argument, Text: text, Problem: "has a period that is not known", Cure: "write /s, /min, /h, /day, /week, /month or /year"}
	}
	value, err := parseCount(argument, head)
	if err != nil {
		return nil, &unit.Error{Argument: argument, Text: text, Problem: "is not a rate", Cure: "write one such as 2/day, 10M/month or 1.2k/s"}
	}
	return value.Quo(value, big.NewRat(length, 1)), nil
}

// ParseBytes reads an answer such as 500B, 1KB, 3.5 TB, 2GiB. A number alone is in bytes.
func ParseBytes(argument, text string) (*big.Rat, error) {
	value, letters, ok := parseNumber(text)
	lower := strings.ToLower(letters)
	lower = strings.TrimSuffix(strings.TrimSuffix(lower, "ytes"), "yte")
	prefix := strings.TrimSuffix(lower, "b")
	base := int64(1000)
	if p, found := strings.CutSuffix(prefix, "i"); found {
		prefix, base = p, 1024
	}
	power := strings.Index("kmgtpe", prefix)
	if !ok || len(prefix) > 1 || power < 0 || base == 1024 && prefix == "" {
		return nil, &unit.Error{Argument: argument, Text: text, Problem: "is not an amount of data", Cure: "write one such as 500B, 1KB or 3TB"}
	}
	if prefix != "" {
		for range power + 1 {
			value.Mul(value, big.NewRat(base, 1))
		}
	}
	return value, nil
}

// ParseAnswer reads what a person answers to "how many?": a number in the
// unit of the result, or with a unit of its own (1.2k/s, 100M/day, 3 TB).
// Words that say "about" are passed over.
func ParseAnswer(base, text string) (Amount, error) {
	keep := strings.TrimSpace(text)
	for _, word := range []string{"~", "≈", "about ", "around ", "approximately ", "roughly ", "ca. "} {
		if len(keep) >= len(word) && strings.EqualFold(keep[:len(word)], word) {
			keep = strings.TrimSpace(keep[len(word):])
		}
	}
	var value *big.Rat
	var err error
	switch base {
	case "per_second":
		value, err = ParseRate("answer", keep)
	case "bytes":
		value, err = ParseBytes("answer", keep)
	case "bytes_per_second":
		head, period, ok := strings.Cut(keep, "/")
		length, known := seconds(period)
		if !ok {
			length, known = 1, true
		}
		if !known {
			return Amount{}, &unit.Error{Argument: "answer", Text: text, Problem: "has a period that is not known", Cure: "write /s, /day or /month"}
		}
		if value, err = ParseBytes("answer", head); err == nil {
			value.Quo(value, big.NewRat(length, 1))
		}
	default:
		value, err = parseCount("answer", keep)
	}
	if err != nil {
		return Amount{}, err
	}
	return Amount{value, base}, nil
}
