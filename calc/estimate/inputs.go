package estimate

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of estimates: per user, or in all.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "estimate", Title: "Estimate", Summary: "what users mean in requests, bytes, cache and servers",
		Forms: []calc.Form{
			example("from users", map[string]string{"users": "100M", "active": "50%", "writes": "2/day", "reads": "100/day",
				"object": "1KB", "keep": "3y", "fanout": "10", "replicas": "3", "cache": "20%", "service-time": "20ms", "spare": "2"}),
			example("from totals", map[string]string{"writes": "10M/month", "reads": "100M/month", "object": "1.27KB", "keep": "3y"}, "users", "active"),
		},
	}
}

// example is a form that starts with the values of an example, without some
// of the inputs.
func example(name string, values map[string]string, without ...string) calc.Form {
	var fields []calc.Field
	for _, f := range Inputs() {
		skip := false
		for _, w := range without {
			skip = skip || f.Name == w
		}
		if v, ok := values[f.Name]; ok {
			f.Default = v
		}
		if !skip {
			fields = append(fields, f)
		}
	}
	return calc.NewForm(name, fields, Solve)
}

// AsGiven is the form that assumes nothing but what Inputs has as defaults: an
// estimate from just the inputs that are given.
func AsGiven() calc.Form { return calc.Form{Name: "as given", Fields: Inputs(), Solve: Solve} }

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
		{Name: "fanout", Label: "fanout", Help: "to how many readers each write is delivered: 10"},
		{Name: "replicas", Label: "replicas", Default: "1", Help: "copies of each object: 3"},
		{Name: "cache", Label: "cache", Help: "share of a day's reads to hold in memory: 20%"},
		{Name: "service-time", Label: "service-time", Help: "how long a request keeps a core busy: 20ms; gives cores and servers"},
		{Name: "cores", Label: "cores", Default: "8", Help: "cores of a server: 8"},
		{Name: "utilisation", Label: "utilisation", Default: "70%", Help: "how busy a core may be at the peak: 70%"},
		{Name: "spare", Label: "spare", Default: "1", Help: "servers that may fail: 1, 2"},
		{Name: "as", Label: "as", Help: "whose month and year: primer (2.5Ms and 12 months)", Choices: []calc.Choice{
			{Value: "", Label: "30d and 365d"}, {Value: "primer", Label: "2.5 million seconds, and twelve of them"}}},
		{Name: "month", Label: "month", Help: "30d, 2.5Ms, year/12; several with commas"},
		{Name: "year", Label: "year", Help: "365d, 365.25d or 12months"},
	}
}

// inputs are the parsed values; nil where none was given.
type inputs struct {
	users, active, writes, reads, object, keep, peak, fanout, replicas, cache *big.Rat
	service, cores, utilisation, spare                                        *big.Rat
}

// read parses the inputs in their order and puts them on the sheet.
func read(values map[string]string, calendar unit.Calendar, sheet *calc.Worksheet) (inputs, error) {
	var in inputs
	rate := func(argument, text string) (unit.Quantity, error) { return unit.ParseRate(argument, text, calendar) }
	span := func(argument, text string) (unit.Quantity, error) { return unit.ParseSpan(argument, text, calendar) }
	count := func(argument, text string) (unit.Quantity, error) { return unit.ParseCount(argument, text) }
	share := func(argument, text string) (unit.Quantity, error) { return unit.ParseShare(argument, text) }
	bytes := func(argument, text string) (unit.Quantity, error) { return unit.ParseBytes(argument, text) }
	for _, p := range []struct {
		name    string
		target  **big.Rat
		parse   func(argument, text string) (unit.Quantity, error)
		servers bool // only with a service time
		least   int  // more than zero: 1
	}{
		{"users", &in.users, count, false, 0},
		{"active", &in.active, share, false, 0},
		{"writes", &in.writes, rate, false, 0},
		{"reads", &in.reads, rate, false, 0},
		{"object", &in.object, bytes, false, 0},
		{"keep", &in.keep, span, false, 0},
		{"peak", &in.peak, count, false, 1},
		{"fanout", &in.fanout, count, false, 0},
		{"replicas", &in.replicas, count, false, 1},
		{"cache", &in.cache, share, false, 0},
		{"service-time", &in.service, span, true, 0},
		{"cores", &in.cores, count, true, 1},
		{"utilisation", &in.utilisation, share, true, 1},
		{"spare", &in.spare, count, true, 0},
	} {
		text := values[p.name]
		if text == "" {
			continue
		}
		q, err := p.parse(p.name, text)
		if err != nil {
			return inputs{}, err
		}
		if p.least > 0 && q.Number().Sign() == 0 {
			return inputs{}, &unit.Error{Argument: p.name, Text: text, Problem: "is zero", Cure: "give more than zero"}
		}
		if p.servers && values["service-time"] == "" {
			continue
		}
		*p.target = q.Number()
		sheet.Input(key(p.name, q), p.name, q, text)
	}
	if in.peak != nil && in.peak.Cmp(big.NewRat(1, 1)) < 0 {
		return inputs{}, &unit.Error{Argument: "peak", Text: values["peak"], Problem: "is below the average", Cure: "give 1 where every hour is alike, and more where one is busier: 2"}
	}
	return in, unused(values)
}

// unused is an error about an input that nothing would be made of. One at its
// default says nothing, since forms fill it in.
func unused(values map[string]string) error {
	for _, p := range []struct {
		name  string
		needs []string
	}{
		{"active", []string{"users"}}, {"fanout", []string{"writes"}}, {"keep", []string{"writes", "object"}}, {"replicas", []string{"writes", "object"}},
		{"cache", []string{"reads", "object"}}, {"cores", []string{"service-time"}}, {"utilisation", []string{"service-time"}}, {"spare", []string{"service-time"}},
	} {
		text := values[p.name]
		if text == "" || text == defaultOf(p.name) {
			continue
		}
		for _, need := range p.needs {
			if values[need] == "" {
				return &unit.Error{Argument: p.name, Text: text, Problem: "is used with " + need + " only", Cure: "give " + need + " too, or leave " + p.name + " out"}
			}
		}
	}
	return nil
}

func defaultOf(name string) string {
	for _, f := range Inputs() {
		if f.Name == name {
			return f.Default
		}
	}
	return ""
}

// key is an input's name in JSON, with its base unit.
func key(name string, q unit.Quantity) string {
	if name == "service-time" {
		return "service_time_seconds"
	}
	if s := q.KeySuffix(); s != "" {
		return name + "_" + s
	}
	return name
}
