package cost

import (
	_ "embed"
	"fmt"
	"math/big"
	"strings"
	"time"

	"netsplit/calc/unit"
)

//go:embed prices.txt
var embedded string

// Embedded is the list of prices that netsplit brings along, as text: a start
// for one of your own.
func Embedded() string { return embedded }

// Prices is a list of prices with what it is worth: whose, and of when.
type Prices struct {
	Date   string // 2025-01-15
	Source string

	Embedded bool // the list that comes along, which is nobody's contract

	of map[string]*big.Rat // by item, in base units
}

// item is something with a price and an amount.
type item struct {
	name    string // in the list of prices, and of the field
	price   unit.Dimension
	amount  unit.Dimension // of the field
	example string
	what    string
	start   string // the field's default
}

// items are what is paid for. A server has a price by time and is counted;
// data at rest has a price by size and time; traffic by size.
func items() []item {
	stored := unit.Dimension{Dollars: 1, Data: -1, Time: -1}
	moved := unit.Dimension{Dollars: 1, Data: -1}
	size, flow := unit.Dimension{Data: 1}, unit.Dimension{Data: 1, Time: -1}
	return []item{
		{"server", unit.Dimension{Dollars: 1, Time: -1}, unit.Dimension{}, "$0.10/h", "servers of 2 cores and 8 GB", "10"},
		{"disk", stored, size, "$0.08/GB/month", "on disks of servers, copies counted", "5TB"},
		{"objects", stored, size, "$0.023/GB/month", "in object storage", "50TB"},
		{"backups", stored, size, "$0.05/GB/month", "in backups", "5TB"},
		{"requests", unit.Dimension{Dollars: 1}, unit.Dimension{Time: -1}, "$0.40/1M", "requests to object storage", "1B/month"},
		{"egress", moved, flow, "$0.09/GB", "out to users", "20TB/month"},
		{"between-zones", moved, flow, "$0.02/GB", "between zones, paid at both ends", "10TB/month"},
	}
}

// Standard is the embedded list.
func Standard() Prices {
	p, err := ParsePrices(embedded)
	if err != nil {
		panic(err) // a test reads it: it can't be
	}
	p.Embedded = true
	return p
}

// mostPrices bounds what is read of a list.
const mostPrices = 64 << 10

// ParsePrices reads a list of prices: lines of NAME: VALUE, with every item, a
// date and a source. Errors name the line.
func ParsePrices(text string) (Prices, error) {
	p := Prices{of: map[string]*big.Rat{}}
	if len(text) > mostPrices {
		return p, fmt.Errorf("the list of prices is longer than %d bytes", mostPrices)
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := p.read(line); err != nil {
			return p, fmt.Errorf("line %d of the list of prices: %w", i+1, err)
		}
	}
	for _, it := range items() {
		if p.of[it.name] == nil {
			return p, fmt.Errorf("the list of prices has no %s: add a line such as %s: %s", it.name, it.name, it.example)
		}
	}
	switch {
	case p.Date == "":
		return p, fmt.Errorf("the list of prices has no date: add a line such as date: 2025-01-15")
	case p.Source == "":
		return p, fmt.Errorf("the list of prices has no source: add a line that says whose they are")
	}
	return p, nil
}

func (p *Prices) read(line string) error {
	name, value, ok := strings.Cut(line, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || value == "" {
		return fmt.Errorf("%s has no value: write NAME: VALUE", unit.Quote(line))
	}
	switch name {
	case "date":
		if _, err := time.Parse("2006-01-02", value); err != nil {
			return &unit.Error{Argument: "date", Text: value, Problem: "is not a day", Cure: "write one such as 2025-01-15"}
		}
		p.Date = value
		return nil
	case "source":
		p.Source = plain(value)
		return nil
	}
	var names []string
	for _, it := range items() {
		if it.name == name {
			return p.price(it, value)
		}
		names = append(names, it.name)
	}
	cure := "There are " + strings.Join(names, ", ")
	if near, ok := unit.Nearest(name, names); ok {
		cure = "Did you mean " + near + "?"
	}
	return fmt.Errorf("%s is not an item. %s", unit.Quote(name), cure)
}

func (p *Prices) price(it item, value string) error {
	e, err := unit.Evaluate(it.name, value, unit.RoundCalendar())
	if err != nil {
		return err
	}
	if e.Value.Dimension() != it.price || e.Value.Number().Sign() < 0 {
		return &unit.Error{Argument: it.name, Text: value, Problem: "is not its price", Cure: "write one such as " + it.example}
	}
	if p.of[it.name] != nil {
		return &unit.Error{Argument: it.name, Text: value, Problem: "is given twice", Cure: "keep one of them"}
	}
	p.of[it.name] = e.Value.Number()
	return nil
}

// plain is one line of a file without what a terminal would obey.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xfffd {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200])
	}
	return text
}
