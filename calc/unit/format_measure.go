package unit

import (
	"math/big"
	"strings"
)

// scaled is a way to print: in units of size, under a name.
type scaled struct {
	name string
	size *big.Rat
}

// String is the amount for people: "12.75 MB", "11.57/s", "58 MB/s", "$12.30".
// Up to nine digits are shown when they are all there is, else four.
func (m Measure) String() string { return Join(m.Spans()) }

// Exact reports whether String shows the whole value.
func (m Measure) Exact() bool {
	if q, ok := m.simple(); ok {
		return q.Exact()
	}
	s := m.scale()
	_, exact := significant(new(big.Rat).Quo(m.Number(), s.size))
	return exact
}

// Spans is String, cut into value and unit.
func (m Measure) Spans() []Span {
	if q, ok := m.simple(); ok {
		return q.Spans()
	}
	return m.in(m.scale())
}

// Also is the same amount as others would write it, where that differs by more
// than 2 %: data in powers of two beside powers of ten, bits beside bytes. It is
// nil where there is nothing to add.
func (m Measure) Also() []Span {
	if m.dim.Data != 1 || m.dim != (Dimension{Data: 1}) && m.dim != (Dimension{Data: 1, Time: -1}) {
		return nil
	}
	if m.bits {
		m.bits = false
		return m.in(m.scale())
	}
	abs := new(big.Rat).Abs(m.Number())
	if abs.Cmp(big.NewRat(1000, 1)) < 0 {
		return nil
	}
	s := largest(abs, dataScales(m.dim, 1024))
	if s.size.Cmp(big.NewRat(1, 1)) == 0 { // 1 KB is not yet a KiB
		return nil
	}
	value := new(big.Rat).Quo(m.Number(), s.size)
	m.value = value.Mul(round(value, pow10(magnitude(abs.Quo(abs, s.size))-3)), s.size)
	return m.in(s)
}

// simple is the quantity that prints plain numbers, percentages and times.
func (m Measure) simple() (Quantity, bool) {
	switch {
	case m.dim == Dimension{} && m.share:
		return RatioOf(m.Number()), true
	case m.dim == Dimension{}:
		return CountOf(m.Number()), true
	case m.dim == Dimension{Time: 1}:
		return Seconds(m.Number()), true
	}
	return nil, false
}

func (m Measure) in(s scaled) []Span {
	text, _ := significant(new(big.Rat).Quo(m.Number(), s.size))
	sign := ""
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = "−", rest
	}
	if strings.HasPrefix(s.name, "$") || strings.HasPrefix(s.name, "€") {
		text = money(text)
		symbol, rest := s.name[:len(s.name)-len(strings.TrimLeft(s.name, "$€"))], strings.TrimLeft(s.name, "$€")
		return trimSpans([]Span{{Operator, sign}, {Unit, symbol}, {Value, text}, {Unit, rest}})
	}
	return trimSpans([]Span{{Operator, sign}, {Value, text}, {Unit, s.name}})
}

// money is a number as sums of money are written: thousands apart, and two
// digits for cents where there is one.
func money(text string) string {
	whole, cents, _ := strings.Cut(text, ".")
	switch {
	case strings.Contains(text, "e"):
		return text
	case cents == "":
		return grouped(whole)
	case len(cents) == 1:
		cents += "0"
	}
	return grouped(whole) + "." + cents
}

func trimSpans(spans []Span) []Span {
	kept := spans[:0]
	for _, s := range spans {
		if s.Text != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// scale is the unit that leaves one to three digits before the point.
func (m Measure) scale() scaled {
	abs := new(big.Rat).Abs(m.Number())
	gb, month := pow10(9), big.NewRat(30*86400, 1)
	switch m.dim {
	case Dimension{Data: 1}, Dimension{Data: 1, Time: -1}:
		if m.bits {
			return largest(abs, bitScales(m.dim))
		}
		return largest(abs, dataScales(m.dim, 1000))
	case Dimension{Time: -1}:
		return rateScale(abs)
	case Dimension{Dollars: 1}:
		return scaled{"$", big.NewRat(1, 1)}
	case Dimension{Euros: 1}:
		return scaled{"€", big.NewRat(1, 1)}
	case Dimension{Dollars: 1, Time: -1}:
		return scaled{"$/month", new(big.Rat).Inv(month)}
	case Dimension{Euros: 1, Time: -1}:
		return scaled{"€/month", new(big.Rat).Inv(month)}
	case Dimension{Dollars: 1, Data: -1}:
		return scaled{"$/GB", new(big.Rat).Inv(gb)}
	case Dimension{Euros: 1, Data: -1}:
		return scaled{"€/GB", new(big.Rat).Inv(gb)}
	case Dimension{Dollars: 1, Data: -1, Time: -1}:
		return scaled{"$/GB/month", new(big.Rat).Inv(gb.Mul(gb, month))}
	case Dimension{Euros: 1, Data: -1, Time: -1}:
		return scaled{"€/GB/month", new(big.Rat).Inv(gb.Mul(gb, month))}
	}
	return scaled{" " + m.dim.symbols(), big.NewRat(1, 1)}
}

// symbols is a rare dimension the way it is typed: "B^2", "$*s", "1/B".
func (d Dimension) symbols() string {
	var over, under []string
	for _, p := range []struct {
		power int
		name  string
	}{{d.Dollars, "USD"}, {d.Euros, "EUR"}, {d.Data, "B"}, {d.Time, "s"}} {
		for range p.power {
			over = append(over, p.name)
		}
		for range -p.power {
			under = append(under, "/"+p.name)
		}
	}
	if len(over) == 0 {
		return strings.Join(under, "")
	}
	return strings.Join(over, "*") + strings.Join(under, "")
}

// dataScales are the prefixes of bytes, the smallest first: of 1000 (kB) or of
// 1024 (KiB).
func dataScales(d Dimension, base int64) []scaled {
	per, infix, kilo := "", "", "k"
	if d.Time < 0 {
		per = "/s"
	}
	if base == 1024 {
		infix, kilo = "i", "K"
	}
	list := []scaled{{" B" + per, big.NewRat(1, 1)}}
	size := big.NewRat(1, 1)
	for _, p := range []string{kilo, "M", "G", "T", "P", "E"} {
		size = new(big.Rat).Mul(size, big.NewRat(base, 1))
		list = append(list, scaled{" " + p + infix + "B" + per, size})
	}
	return list
}

func bitScales(d Dimension) []scaled {
	per := ""
	if d.Time < 0 {
		per = "/s"
	}
	size := big.NewRat(1, 8)
	list := []scaled{{" bit" + per, size}}
	for _, p := range []string{"k", "M", "G", "T", "P", "E"} {
		size = new(big.Rat).Mul(size, big.NewRat(1000, 1))
		list = append(list, scaled{" " + p + "bit" + per, size})
	}
	return list
}

// rateScale prints a rate a second from one in ten seconds on, and rarer things
// by the minute, the hour or the day.
func rateScale(abs *big.Rat) scaled {
	second := []scaled{{"/s", big.NewRat(1, 1)}, {"k/s", pow10(3)}, {"M/s", pow10(6)}, {"G/s", pow10(9)}, {"T/s", pow10(12)}}
	if abs.Sign() == 0 || abs.Cmp(big.NewRat(1, 10)) >= 0 {
		return largest(abs, second)
	}
	for _, s := range []scaled{{"/min", big.NewRat(1, 60)}, {"/h", big.NewRat(1, 3600)}} {
		if abs.Cmp(s.size) >= 0 {
			return s
		}
	}
	return scaled{"/day", big.NewRat(1, 86400)}
}

// largest is the largest scale that leaves at least one, after rounding: 999.99
// bytes are not printed as 1000 B but as 1 kB.
func largest(abs *big.Rat, scales []scaled) scaled {
	found := scales[0]
	for _, s := range scales {
		text, _ := significant(new(big.Rat).Quo(abs, s.size))
		if shown, ok := new(big.Rat).SetString(text); ok && shown.Cmp(big.NewRat(1, 1)) >= 0 {
			found = s
		}
	}
	return found
}

// significant prints a number with all its digits when they are nine at most,
// and else with four, and says whether that is all of it.
func significant(r *big.Rat) (text string, exact bool) {
	if r.Sign() == 0 {
		return "0", true
	}
	m := magnitude(new(big.Rat).Abs(r))
	if text, exact = decimal(r, max(0, mostShown-1-m)); exact && m < mostShown+3 {
		return text, true
	}
	if m >= mostShown+3 || m < -mostShown {
		return scientific(r, m)
	}
	rounded := round(r, pow10(m-3))
	text, _ = decimal(rounded, max(0, 3-m))
	return text, rounded.Cmp(r) == 0
}

// scientific prints a number far from one: "2.272e57".
func scientific(r *big.Rat, m int) (text string, exact bool) {
	head := round(new(big.Rat).Quo(r, pow10(m)), pow10(-3))
	if new(big.Rat).Abs(head).Cmp(big.NewRat(10, 1)) >= 0 {
		head.Quo(head, big.NewRat(10, 1))
		m++
	}
	text, _ = decimal(head, 3)
	return text + "e" + big.NewInt(int64(m)).String(), new(big.Rat).Mul(head, pow10(m)).Cmp(r) == 0
}
