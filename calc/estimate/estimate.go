// Package estimate does the arithmetic of a back-of-envelope estimate: what a
// number of users means in requests a second and in bytes kept.
//
// The point of such an estimate is its order of magnitude, so every convention
// is a round one and is named: a day of 86,400 seconds, a month of 30 days, a
// year of 365, a kilobyte of 1,000 bytes. The working is in the worksheet.
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

// Inputs are the names that Solve takes, with what they mean and an example.
func Inputs() []calc.Field {
	return []calc.Field{
		{Name: "users", Label: "users", Help: "people who have an account: 100M"},
		{Name: "active", Label: "active", Default: "100%", Help: "share of them that uses it on a day: 50%"},
		{Name: "writes", Label: "writes", Help: "a user and day with users, else all: 2/day, 10M/month"},
		{Name: "reads", Label: "reads", Help: "as writes: 100/day, 1B/month"},
		{Name: "object", Label: "object", Help: "size of what one write stores and one read returns: 500B, 1KB"},
		{Name: "keep", Label: "keep", Default: "1y", Help: "how long a write is kept: 90d, 3y"},
		{Name: "peak", Label: "peak", Default: "2", Help: "the busiest hour over the average: 2"},
		{Name: "replicas", Label: "replicas", Default: "1", Help: "copies of each object: 3"},
		{Name: "cache", Label: "cache", Help: "share of a day's reads to hold in memory: 20%"},
	}
}

// inputs are the parsed values; nil where none was given.
type inputs struct {
	users, active, writes, reads, object, keep, peak, replicas, cache *big.Rat
}

// Solve computes what the given inputs allow: each result needs its own
// inputs and no others. An error is a *unit.Error that names the input.
func Solve(values map[string]string) (calc.Worksheet, error) {
	form := calc.Form{Fields: Inputs()}
	filled, err := form.Filled(values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	sheet := calc.Worksheet{Command: "estimate", Title: "Back-of-envelope estimate", Shell: "netsplit calc estimate"}
	in, err := read(filled, &sheet)
	if err != nil {
		return calc.Worksheet{}, err
	}
	if in.writes == nil && in.reads == nil {
		return calc.Worksheet{}, &unit.Error{Argument: "writes", Problem: "is missing, and reads too", Cure: "give how many: 2/day with users, 10M/month without"}
	}
	for _, field := range Inputs() {
		if text := values[field.Name]; text != "" {
			sheet.Shell += " --" + field.Name + " " + shellWord(text)
		}
	}
	w := working{sheet: &sheet, in: in}
	w.rates()
	w.storage()
	w.traffic()
	sheet.Assumptions = append(sheet.Assumptions,
		calc.Assumption{Name: "month", Convention: "30d", Value: unit.Days(30), Why: "round, and within 2 % of the mean month"},
		calc.Assumption{Name: "kilobyte", Convention: "1000 B", Why: "disks and networks are sold in powers of ten"})
	return sheet, nil
}

// shellWord quotes a value that a shell would take apart.
func shellWord(s string) string {
	if strings.ContainsAny(s, " '\"$&|;<>()*?") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// read parses the inputs in their order and puts them on the sheet.
func read(values map[string]string, sheet *calc.Worksheet) (inputs, error) {
	var in inputs
	parsers := []struct {
		name   string
		target **big.Rat
		parse  func(argument, text string) (*big.Rat, error)
		unit   string
	}{
		{"users", &in.users, parseCount, ""},
		{"active", &in.active, parseShare, "ratio"},
		{"writes", &in.writes, ParseRate, "per_second"},
		{"reads", &in.reads, ParseRate, "per_second"},
		{"object", &in.object, ParseBytes, "bytes"},
		{"keep", &in.keep, parseKeep, "seconds"},
		{"peak", &in.peak, parseCount, ""},
		{"replicas", &in.replicas, parseCount, ""},
		{"cache", &in.cache, parseShare, "ratio"},
	}
	for _, p := range parsers {
		text := values[p.name]
		if text == "" {
			continue
		}
		value, err := p.parse(p.name, text)
		if err != nil {
			return inputs{}, err
		}
		*p.target = value
		key := p.name
		if p.unit != "" {
			key += "_" + p.unit
		}
		sheet.Inputs = append(sheet.Inputs, calc.Entry{Key: key, Label: p.name, Value: Amount{value, p.unit}, Given: text})
	}
	return in, nil
}

// working computes and notes each step.
type working struct {
	sheet         *calc.Worksheet
	in            inputs
	writes, reads *big.Rat // all, per second
}

func product(factors ...*big.Rat) *big.Rat {
	p := big.NewRat(1, 1)
	for _, f := range factors {
		p.Mul(p, f)
	}
	return p
}

// result notes a result and how it came about.
func (w *working) result(key, label, expression string, value *big.Rat) {
	a := Amount{value, baseUnit(key)}
	w.sheet.Steps = append(w.sheet.Steps, calc.Step{Label: label, Expression: []unit.Span{{Meaning: unit.Text, Text: expression}}, Value: a})
	w.sheet.Result = append(w.sheet.Result, calc.Entry{Key: key, Label: label, Value: a})
}

func (w *working) rates() {
	per := func(what string, each *big.Rat) (*big.Rat, string) {
		if w.in.users == nil {
			return each, what + " in all"
		}
		return product(w.in.users, w.in.active, each), "users × active × " + what + " of one"
	}
	if w.in.writes != nil {
		var how string
		w.writes, how = per("writes", w.in.writes)
		w.result("writes_per_second", "writes a second", how, w.writes)
		w.result("peak_writes_per_second", "writes a second at the peak", "writes a second × peak", product(w.writes, w.in.peak))
	}
	if w.in.reads != nil {
		var how string
		w.reads, how = per("reads", w.in.reads)
		w.result("reads_per_second", "reads a second", how, w.reads)
		w.result("peak_reads_per_second", "reads a second at the peak", "reads a second × peak", product(w.reads, w.in.peak))
	}
}

func (w *working) storage() {
	if w.writes == nil || w.in.object == nil {
		return
	}
	w.result("storage_bytes_per_month", "new data a month", "writes a second × 30 days × object × replicas",
		product(w.writes, big.NewRat(30*86400, 1), w.in.object, w.in.replicas))
	w.result("storage_bytes_total", "data kept", "writes a second × keep × object × replicas",
		product(w.writes, w.in.keep, w.in.object, w.in.replicas))
}

func (w *working) traffic() {
	if w.in.object == nil {
		return
	}
	if w.writes != nil {
		w.result("ingress_bytes_per_second", "data in", "writes a second × object", product(w.writes, w.in.object))
	}
	if w.reads == nil {
		return
	}
	w.result("egress_bytes_per_second", "data out", "reads a second × object", product(w.reads, w.in.object))
	if w.in.cache != nil {
		w.result("cache_bytes", "cache", "reads of a day × object × cache",
			product(w.reads, big.NewRat(86400, 1), w.in.object, w.in.cache))
	}
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
