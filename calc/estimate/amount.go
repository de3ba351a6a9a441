package estimate

import (
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc/unit"
)

// Amount is a number of things, bytes, or either a second. It prints with
// three digits, which is more than an estimate knows: "1.16k/s", "329 TB". Of
// cores and servers all are shown, since the next step rounds them up.
type Amount struct {
	value *big.Rat
	unit  string // "", "ratio", "seconds", "per_second", "bytes", "bytes_per_second"
}

// Float64 is the number in its base unit.
func (a Amount) Float64() float64 {
	f, _ := a.Number().Float64()
	return f
}

// Number is the number in its base unit.
func (a Amount) Number() *big.Rat {
	if a.value == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(a.value)
}

// Unit is the base unit: "per_second", "bytes" or "bytes_per_second"; "" for a
// plain number.
func (a Amount) Unit() string { return a.unit }

// KeySuffix is the base unit.
func (a Amount) KeySuffix() string { return a.unit }

// Infinite is always "".
func (a Amount) Infinite() string { return "" }

// Exact reports whether String shows the whole value.
func (a Amount) Exact() bool {
	if a.unit == "" {
		return unit.CountOf(a.Number()).Exact()
	}
	shown, ok := new(big.Rat).SetString(strconv.FormatFloat(a.Float64(), 'e', 2, 64))
	return ok && shown.Cmp(a.Number()) == 0
}

// Also is an amount of data in powers of 1024, to three digits.
func (a Amount) Also() []unit.Span {
	if a.unit != "bytes" {
		return nil
	}
	shown, _ := new(big.Rat).SetString(strconv.FormatFloat(a.Float64(), 'e', 2, 64))
	also := unit.Bytes(shown).Also()
	if len(also) == 0 {
		return nil
	}
	f, err := strconv.ParseFloat(also[0].Text, 64)
	if err != nil {
		return also // too large for any prefix
	}
	return spans(digits(f), also[1].Text)
}

// String is the amount with its unit.
func (a Amount) String() string { return unit.Join(a.Spans()) }

// Spans is String, cut into value and unit.
func (a Amount) Spans() []unit.Span {
	f := a.Float64()
	switch a.unit {
	case "":
		return unit.CountOf(a.Number()).Spans()
	case "ratio":
		return spans(digits(f*100), "%")
	case "seconds":
		return spans(digits(f/86400), " days")
	}
	// A value just below a thousand of its prefix is printed with three digits,
	// so it is rounded before the prefix is chosen: 999.9 is 1k.
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 2, 64), 64)
	prefix := ""
	for _, p := range []string{"k", "M", "G", "T", "P", "E"} {
		if f < 1000 {
			break
		}
		f, prefix = f/1000, p
	}
	switch a.unit {
	case "bytes":
		return spans(digits(f), " "+prefix+"B")
	case "bytes_per_second":
		return spans(digits(f), " "+prefix+"B/s")
	}
	return spans(digits(f)+prefix, "/s")
}

func spans(value, name string) []unit.Span {
	if name == "" {
		return []unit.Span{{Meaning: unit.Value, Text: value}}
	}
	return []unit.Span{{Meaning: unit.Value, Text: value}, {Meaning: unit.Unit, Text: name}}
}

// digits prints three significant digits without an exponent.
func digits(f float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 2, 64), 64)
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	return strings.TrimPrefix(text, "-")
}
