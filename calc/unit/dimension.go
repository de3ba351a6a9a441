package unit

import "strings"

// Dimension is what a quantity measures, as powers of the base units: bytes,
// seconds, dollars, euros. Bytes a second are {Data: 1, Time: -1}; a plain
// number has none.
type Dimension struct{ Data, Time, Dollars, Euros int }

func (d Dimension) plus(o Dimension, sign int) Dimension {
	return Dimension{d.Data + sign*o.Data, d.Time + sign*o.Time, d.Dollars + sign*o.Dollars, d.Euros + sign*o.Euros}
}

func (d Dimension) scale(n int) Dimension {
	return Dimension{d.Data * n, d.Time * n, d.Dollars * n, d.Euros * n}
}

// bounded says whether no power is beyond what anybody means.
func (d Dimension) bounded() bool {
	const most = 9
	for _, n := range []int{d.Data, d.Time, d.Dollars, d.Euros} {
		if n < -most || n > most {
			return false
		}
	}
	return true
}

// String names what is measured, for an error: "bytes", "a time", "a rate".
func (d Dimension) String() string {
	switch d {
	case Dimension{}:
		return "a plain number"
	case Dimension{Data: 1}:
		return "bytes"
	case Dimension{Time: 1}:
		return "a time"
	case Dimension{Time: -1}:
		return "a rate"
	case Dimension{Data: 1, Time: -1}:
		return "bytes a second"
	case Dimension{Dollars: 1}:
		return "dollars"
	case Dimension{Euros: 1}:
		return "euros"
	}
	return strings.ReplaceAll(d.suffix(), "_", " ")
}

// suffix is the base unit as the end of a JSON key: "bytes_per_second".
func (d Dimension) suffix() string {
	var over, under []string
	for _, p := range []struct {
		power     int
		many, one string
	}{{d.Dollars, "dollars", "dollar"}, {d.Euros, "euros", "euro"}, {d.Data, "bytes", "byte"}, {d.Time, "seconds", "second"}} {
		for range p.power {
			over = append(over, p.many)
		}
		for range -p.power {
			under = append(under, "per_"+p.one)
		}
	}
	return strings.Join(append(over, under...), "_")
}
