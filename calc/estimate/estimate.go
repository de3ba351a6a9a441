// Package estimate does the arithmetic of a back-of-envelope estimate: what a
// number of users means in requests a second and in bytes kept.
//
// The point of such an estimate is its order of magnitude, so every convention
// is a round one and is named: a day of 86,400 seconds, a month of 30 days (or
// 2.5 million seconds), a year of 365, a kilobyte of 1,000 bytes. The working
// is in the worksheet, a step for each result.
//
//	sheet, err := estimate.Solve(map[string]string{
//		"users": "100M", "active": "50%", "writes": "2/day", "reads": "100/day",
//		"object": "1KB", "keep": "3y", "peak": "2", "replicas": "3",
//	})
//	// writes_per_second 1157, storage_bytes_total 328.5 TB …
//
// With users, writes and reads are those of one active user. Without, they are
// totals: writes 10M/month.
package estimate

import (
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Solve computes what the given inputs allow: each result needs its own
// inputs and no others. An error is a *unit.Error that names the input.
func Solve(values map[string]string) (calc.Worksheet, error) {
	form := calc.Form{Fields: Inputs()}
	filled, err := form.Filled(values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	calendars, err := calendars(filled)
	if err != nil {
		return calc.Worksheet{}, err
	}
	sheet, err := solve(filled, calendars[0])
	if err != nil {
		return calc.Worksheet{}, err
	}
	sheet.Shell = calc.ShellOf("estimate", form.Fields, filled)
	if len(calendars) > 1 {
		if err := sideBySide(&sheet, filled, calendars); err != nil {
			return calc.Worksheet{}, err
		}
	}
	sheet.Assumptions = append(sheet.Assumptions, assumptions(calendars)...)
	matters(&sheet, filled, calendars[0])
	return sheet, nil
}

// solve computes the results under one calendar.
func solve(values map[string]string, calendar unit.Calendar) (calc.Worksheet, error) {
	sheet := calc.Worksheet{Command: "estimate", Title: "Back-of-envelope estimate"}
	in, err := read(values, calendar, &sheet)
	if err != nil {
		return calc.Worksheet{}, err
	}
	if in.writes == nil && in.reads == nil {
		return calc.Worksheet{}, &unit.Error{Argument: "writes", Problem: "is missing, and reads too", Cure: "give how many: 2/day with users, 10M/month without"}
	}
	w := working{sheet: &sheet, in: in, calendar: calendar, given: values}
	w.rates()
	w.storage()
	w.traffic()
	w.servers()
	return sheet, nil
}

// working computes and notes each step.
type working struct {
	sheet         *calc.Worksheet
	in            inputs
	calendar      unit.Calendar
	given         map[string]string
	writes, reads *big.Rat // all, per second
}

func product(factors ...*big.Rat) *big.Rat {
	p := big.NewRat(1, 1)
	for _, f := range factors {
		p.Mul(p, f)
	}
	return p
}

// as is an input the way it was typed, for an expression.
func (w *working) as(name string) unit.Quantity {
	return unit.Word(strings.Join(strings.Fields(w.given[name]), " "))
}

// result notes a result and how it came about: always one step for each.
func (w *working) result(key, label string, value *big.Rat, text string, quantities ...unit.Quantity) Amount {
	a := Amount{value, baseUnit(key)}
	w.sheet.Step(label, a, text, quantities...)
	w.sheet.Answer(key, label, a)
	return a
}

func (w *working) rates() {
	if w.in.writes != nil {
		w.writes = w.rate("writes", w.in.writes)
		if w.in.fanout != nil {
			w.result("deliveries_per_second", "deliveries a second", product(w.writes, w.in.fanout), "{} × {}", Amount{w.writes, "per_second"}, w.as("fanout"))
		}
	}
	if w.in.reads != nil {
		w.reads = w.rate("reads", w.in.reads)
	}
}

// rate notes writes or reads a second, on average and at the peak.
func (w *working) rate(name string, each *big.Rat) *big.Rat {
	all, text, parts := each, "{} in all", []unit.Quantity{w.as(name)}
	if w.in.users != nil {
		all, text = product(w.in.users, w.in.active, each), "{} × {} × {}"
		parts = []unit.Quantity{w.as("users"), w.as("active"), w.as(name)}
	}
	a := w.result(name+"_per_second", name+" a second", all, text, parts...)
	w.result("peak_"+name+"_per_second", name+" a second at the peak", product(all, w.in.peak), "{} × {}", a, w.as("peak"))
	return all
}

func (w *working) storage() {
	if w.writes == nil || w.in.object == nil {
		return
	}
	rate := Amount{w.writes, "per_second"}
	w.result("storage_bytes_per_month", "new data a month", product(w.writes, w.calendar.Month.Number(), w.in.object, w.in.replicas),
		"{} × {} × {} × {}", rate, unit.Word(w.calendar.MonthText), w.as("object"), w.as("replicas"))
	w.result("storage_bytes_total", "data kept", product(w.writes, w.in.keep, w.in.object, w.in.replicas),
		"{} × {} × {} × {}", rate, w.as("keep"), w.as("object"), w.as("replicas"))
}

func (w *working) traffic() {
	if w.in.object == nil {
		return
	}
	if w.writes != nil {
		w.result("ingress_bytes_per_second", "data in", product(w.writes, w.in.object), "{} × {}", Amount{w.writes, "per_second"}, w.as("object"))
	}
	if w.reads == nil {
		return
	}
	rate := Amount{w.reads, "per_second"}
	w.result("egress_bytes_per_second", "data out", product(w.reads, w.in.object), "{} × {}", rate, w.as("object"))
	if w.in.cache != nil {
		w.result("cache_bytes", "cache", product(w.reads, big.NewRat(86400, 1), w.in.object, w.in.cache),
			"{} × 86,400 s × {} × {}", rate, w.as("object"), w.as("cache"))
	}
}

// servers counts cores and servers for the requests of the busiest hour.
func (w *working) servers() {
	if w.in.service == nil {
		return
	}
	requests := new(big.Rat)
	var both []unit.Quantity
	for _, rate := range []*big.Rat{w.writes, w.reads} {
		if rate != nil {
			peak := product(rate, w.in.peak)
			requests.Add(requests, peak)
			both = append(both, Amount{peak, "per_second"})
		}
	}
	sum := "{}"
	if len(both) > 1 {
		sum = "({} + {})"
	}
	cores := product(requests, w.in.service, new(big.Rat).Inv(w.in.utilisation))
	w.result("cores", "cores", cores, sum+" × {} ÷ {}", append(both, w.as("service-time"), w.as("utilisation"))...)
	servers := new(big.Rat).Add(roundedUp(new(big.Rat).Quo(cores, w.in.cores)), w.in.spare)
	w.result("servers", "servers", servers, "{} ÷ {}, rounded up, + {} spare", Amount{value: cores}, w.as("cores"), w.as("spare"))
}

func roundedUp(r *big.Rat) *big.Rat {
	q, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetInt(q)
}

// baseUnit is the unit that a result's key ends in.
func baseUnit(key string) string {
	switch {
	case strings.HasSuffix(key, "bytes_per_second"):
		return "bytes_per_second"
	case strings.HasSuffix(key, "_per_second"):
		return "per_second"
	case strings.Contains(key, "bytes"):
		return "bytes"
	}
	return ""
}

// Result returns one result of a worksheet by its key.
func Result(sheet calc.Worksheet, key string) (Amount, error) {
	var keys []string
	for _, e := range sheet.Result {
		if e.Key == key {
			if a, ok := e.Value.(Amount); ok {
				return a, nil
			}
		}
		keys = append(keys, e.Key)
	}
	cure := "these inputs give " + strings.Join(keys, " ")
	if near, ok := unit.Nearest(key, keys); ok {
		cure = "did you mean " + near + "?"
	}
	return Amount{}, &unit.Error{Argument: "result", Text: key, Problem: "is not computed", Cure: cure}
}
