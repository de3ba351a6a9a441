package calc

import (
	"math/big"
	"strings"

	"netsplit/calc/unit"
)

// Reading reads the fields of a form one after another, puts each on the sheet
// as an input, and keeps the first mistake, so that a calculator reads all of
// its inputs and looks for an error once:
//
//	r := calc.Read(&w, values)
//	rate, each := r.Rate("rate"), r.Rate("each")
//	if r.Err != nil { … }
//
// An input's key in JSON is its name with the base unit: service-time is
// service_time_seconds. After a mistake every method returns one, so that sums
// with it stay harmless.
type Reading struct {
	Err      error
	sheet    *Worksheet
	values   map[string]string
	calendar unit.Calendar
}

// Read starts to read values, filled in by a form, by the round calendar.
func Read(w *Worksheet, values map[string]string) *Reading {
	return &Reading{sheet: w, values: values, calendar: unit.RoundCalendar()}
}

// Rate is a rate above zero: 10k/s, 5M/day.
func (r *Reading) Rate(name string) *big.Rat {
	q, err := unit.ParseRate(name, r.values[name], r.calendar)
	return r.positive(name, q, err)
}

// RateOrNone is a rate that may be zero.
func (r *Reading) RateOrNone(name string) *big.Rat {
	q, err := unit.ParseRate(name, r.values[name], r.calendar)
	return r.take(name, q, err)
}

// Bytes is an amount of data above zero: 1KB, 20TB.
func (r *Reading) Bytes(name string) *big.Rat {
	q, err := unit.ParseBytes(name, r.values[name])
	return r.positive(name, q, err)
}

// BytesOrNone is an amount of data that may be zero.
func (r *Reading) BytesOrNone(name string) *big.Rat {
	q, err := unit.ParseBytes(name, r.values[name])
	return r.take(name, q, err)
}

// Span is a time above zero: 20ms, 3y.
func (r *Reading) Span(name string) *big.Rat {
	q, err := unit.ParseSpan(name, r.values[name], r.calendar)
	return r.positive(name, q, err)
}

// SpanOrNone is a time that may be zero.
func (r *Reading) SpanOrNone(name string) *big.Rat {
	q, err := unit.ParseSpan(name, r.values[name], r.calendar)
	return r.take(name, q, err)
}

// Share is a part of a whole, from nothing to all: 20%, 0.2.
func (r *Reading) Share(name string) *big.Rat {
	q, err := unit.ParseShare(name, r.values[name])
	return r.take(name, q, err)
}

// SomeShare is a share above zero.
func (r *Reading) SomeShare(name string) *big.Rat {
	q, err := unit.ParseShare(name, r.values[name])
	return r.positive(name, q, err)
}

// Count is how many or how many times, above zero: 100M, 1.5.
func (r *Reading) Count(name string) *big.Rat {
	q, err := unit.ParseCount(name, r.values[name])
	return r.positive(name, q, err)
}

// Whole is a whole number from low to high.
func (r *Reading) Whole(name string, low, high int64) *big.Rat {
	n, err := unit.ParseWhole(name, r.values[name], low, high)
	return r.take(name, unit.CountOf(big.NewRat(n, 1)), err)
}

// Flow is data in a time, above zero: 200MB/s, 1Gbps.
func (r *Reading) Flow(name string) *big.Rat {
	return r.measure(name, unit.Dimension{Data: 1, Time: -1}, "how fast data comes", "200MB/s or 1Gbps")
}

// FlowOrNone is data in a time that may be none: 10TB/month.
func (r *Reading) FlowOrNone(name string) *big.Rat {
	q, err := r.measured(name, unit.Dimension{Data: 1, Time: -1}, "how fast data comes", "10TB/month, or 0")
	return r.take(name, q, err)
}

// Price is money in a time: $70/month, $0.10/h.
func (r *Reading) Price(name string) *big.Rat {
	return r.measure(name, unit.Dimension{Dollars: 1, Time: -1}, "money in a time", "$70/month or $0.10/h")
}

// PriceOfData is money for data, or none: $0.08/GB, 0.
func (r *Reading) PriceOfData(name string) *big.Rat {
	q, err := r.measured(name, unit.Dimension{Dollars: 1, Data: -1}, "money for data", "$0.08/GB")
	return r.take(name, q, err)
}

// measure reads a quantity of one dimension, above zero.
func (r *Reading) measure(name string, d unit.Dimension, what, example string) *big.Rat {
	q, err := r.measured(name, d, what, example)
	return r.positive(name, q, err)
}

// measured reads a quantity of one dimension, not below zero. Nothing has any:
// 0 alone will do.
func (r *Reading) measured(name string, d unit.Dimension, what, example string) (unit.Quantity, error) {
	text := r.values[name]
	e, err := unit.Evaluate(name, text, r.calendar)
	nothing := err == nil && e.Value.Dimension() == (unit.Dimension{}) && e.Value.Number().Sign() == 0
	switch {
	case err != nil:
	case e.Value.Dimension() != d && !nothing:
		err = &unit.Error{Argument: name, Text: text, Problem: "is " + e.Value.Dimension().String() + ", not " + what, Cure: completed(tidy(text), e.Value.Dimension(), d, example)}
	case e.Value.Number().Sign() < 0:
		err = &unit.Error{Argument: name, Text: text, Problem: "is less than zero", Cure: "give more: " + example}
	case nothing:
		return unit.MeasureOf(new(big.Rat), d), nil
	}
	return e.Value, err
}

// completed is the cure where a text lacks just the currency or the time, such as
// $0.09/GB for 0.09/GB and 20TB/month for 20TB, and else an example.
func completed(text string, got, want unit.Dimension, example string) string {
	const longest = 20
	_, period, _ := strings.Cut(strings.FieldsFunc(example, func(r rune) bool { return r == ' ' || r == ',' })[0], "/")
	lacks := func(missing unit.Dimension) bool {
		return got == unit.Dimension{Data: want.Data - missing.Data, Time: want.Time - missing.Time, Dollars: want.Dollars - missing.Dollars}
	}
	switch {
	case len(text) > longest:
	case lacks(unit.Dimension{Dollars: 1}):
		return "write $" + text
	case lacks(unit.Dimension{Time: -1}) || lacks(unit.Dimension{Data: -1}):
		return "write " + text + "/" + period
	}
	return "write one such as " + example
}

// positive takes a quantity that must be more than zero.
func (r *Reading) positive(name string, q unit.Quantity, err error) *big.Rat {
	if err == nil && q.Number().Sign() <= 0 {
		err = &unit.Error{Argument: name, Text: r.values[name], Problem: "is not more than zero", Cure: "give more than zero"}
	}
	return r.take(name, q, err)
}

func (r *Reading) take(name string, q unit.Quantity, err error) *big.Rat {
	if r.Err == nil {
		r.Err = err
	}
	if r.Err != nil {
		return big.NewRat(1, 1)
	}
	key := withSuffix(strings.ReplaceAll(name, "-", "_"), q)
	r.sheet.Input(key, name, q, r.values[name])
	return q.Number()
}

// Fail records a mistake about a field that only shows beside the others.
func (r *Reading) Fail(name, problem, cure string) {
	if r.Err == nil {
		r.Err = &unit.Error{Argument: name, Text: r.values[name], Problem: problem, Cure: cure}
	}
}
