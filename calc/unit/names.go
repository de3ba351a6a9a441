package unit

import (
	"math/big"
	"strings"
)

// unitNamed returns what a unit's name stands for: "MB", "KiB", "Mbit", "ms",
// "month", "%", "rps". Upper and lower case matter: a B is a byte, a b a bit, an
// M is a million, an m a minute.
func unitNamed(name string, c Calendar) (Measure, bool) {
	if m, ok := plainUnit(name, c); ok {
		return m, true
	}
	for _, base := range []struct {
		names []string
		unit  Measure
	}{
		{[]string{"bytes", "byte", "Bytes", "Byte", "octets", "octet", "B"}, Bytes(big.NewRat(1, 1))},
		{[]string{"bits", "bit", "Bits", "Bit", "b"}, Measure{value: big.NewRat(1, 8), dim: Dimension{Data: 1}, bits: true}},
		{[]string{"Bps"}, BytesPerSecond(big.NewRat(1, 1))},
		{[]string{"bps"}, Measure{value: big.NewRat(1, 8), dim: Dimension{Data: 1, Time: -1}, bits: true}},
	} {
		for _, n := range base.names {
			prefix, found := strings.CutSuffix(name, n)
			if size, ok := dataPrefix(prefix); found && ok {
				return base.unit.Times(MeasureOf(size, Dimension{})), true
			}
		}
	}
	return Measure{}, false
}

// plainUnit looks up the units that take no prefix of data.
func plainUnit(name string, c Calendar) (Measure, bool) {
	switch name {
	case "%", "percent", "Percent", "pct":
		return Measure{value: big.NewRat(1, 100), share: true}, true
	case "rps", "qps", "tps", "iops", "RPS", "QPS", "TPS", "IOPS":
		return PerSecond(big.NewRat(1, 1)), true
	case "USD", "dollar", "dollars", "$":
		return MeasureOf(big.NewRat(1, 1), Dimension{Dollars: 1}), true
	case "cent", "cents", "¢":
		return MeasureOf(big.NewRat(1, 100), Dimension{Dollars: 1}), true
	case "EUR", "euro", "euros", "€":
		return MeasureOf(big.NewRat(1, 1), Dimension{Euros: 1}), true
	}
	if size, ok := countWord(name); ok {
		return MeasureOf(size, Dimension{}), true
	}
	if seconds, ok := timeNamed(name, c); ok {
		return MeasureOf(seconds, Dimension{Time: 1}), true
	}
	return Measure{}, false
}

// countWord is what the letters after a number multiply it by. B is missing: it
// is a billion only where a number of things is asked for.
func countWord(name string) (*big.Rat, bool) {
	powers := map[string]int{
		"k": 3, "K": 3, "thousand": 3, "M": 6, "mn": 6, "million": 6, "G": 9, "bn": 9, "billion": 9,
		"T": 12, "tn": 12, "trillion": 12, "P": 15, "E": 18,
	}
	p, ok := powers[name]
	if !ok {
		p, ok = powers[strings.ToLower(name)]
	}
	return pow10(p), ok
}

// timeNamed is the length of a unit of time, with months and years by the
// calendar.
func timeNamed(name string, c Calendar) (*big.Rat, bool) {
	word := name
	if isWord(name) {
		word = strings.ToLower(name)
	}
	switch word {
	case "mo", "mos", "month", "months":
		return c.Month.Number(), true
	case "q", "quarter", "quarters":
		return c.Month.Scale(big.NewRat(3, 1)).Number(), true
	case "y", "yr", "yrs", "year", "years":
		return c.Year.Number(), true
	case "ks":
		return pow10(3), true
	case "Ms":
		return pow10(6), true
	case "Gs":
		return pow10(9), true
	}
	return timeUnit(name)
}

// dataPrefix is a prefix of bytes or bits: M is 1000², Mi is 1024², both in
// letters or in words.
func dataPrefix(prefix string) (*big.Rat, bool) {
	const letters = "kMGTPE"
	base := int64(1000)
	power := -1
	switch {
	case prefix == "":
		return big.NewRat(1, 1), true
	case prefix == "K" || prefix == "Ki":
		power = 0
	case len(prefix) <= 2:
		power = strings.IndexByte(letters, prefix[0])
	default:
		power = wordPower(strings.ToLower(prefix))
	}
	if power < 0 || len(prefix) == 2 && (prefix[1] != 'i' || prefix[0] == 'k') {
		return nil, false
	}
	if len(prefix) == 2 || strings.HasSuffix(strings.ToLower(prefix), "bi") {
		base = 1024
	}
	size := big.NewRat(1, 1)
	for range power + 1 {
		size.Mul(size, big.NewRat(base, 1))
	}
	return size, true
}

func wordPower(prefix string) int {
	for i, words := range [][2]string{{"kilo", "kibi"}, {"mega", "mebi"}, {"giga", "gibi"}, {"tera", "tebi"}, {"peta", "pebi"}, {"exa", "exbi"}} {
		if prefix == words[0] || prefix == words[1] {
			return i
		}
	}
	return -1
}

// unitWords are the names to suggest for a slip.
func unitWords() []string {
	words := []string{"bytes", "bits", "kilobytes", "megabytes", "gigabytes", "terabytes", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "Mbit", "Gbit", "Mbps", "Gbps",
		"month", "months", "year", "years", "quarter", "percent", "million", "billion", "thousand", "trillion", "rps", "dollars", "euros"}
	for _, u := range durationUnits() {
		words = append(words, u.names...)
	}
	return words
}

// unknownUnit is what is wrong with a unit nobody knows, and the cure.
func unknownUnit(name string) (problem, cure string) {
	if strings.EqualFold(name, "e") {
		return "has an exponent that is out of reach", "give fewer digits, such as 1e12"
	}
	problem = "has no known unit in " + Quote(name)
	for _, w := range []string{"bytes", "bits", "KBytes", "MBytes", "GBytes", "TBytes", "Mbits", "Gbits", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "rps"} {
		if strings.EqualFold(w, name) {
			return problem, "did you mean " + w + "? Upper and lower case differ"
		}
	}
	if near, ok := Nearest(name, unitWords()); ok {
		return problem, "did you mean " + near + "?"
	}
	return problem, "use B, KB, KiB, Mbit, s, min, h, day, month, year, k, M, % or $"
}
