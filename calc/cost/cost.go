// Package cost answers what a design costs in a month, from a list of prices
// with a date.
//
// Prices change, so the list that comes along says of which day it is, and
// another can take its place:
//
//	prices, err := cost.ParsePrices(text)
//	sheet, err := cost.Calculator(prices).Forms[0].Solve(
//		map[string]string{"servers": "10", "egress": "20TB/month"})
package cost

import (
	"math/big"
	"slices"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of costs by a list of prices.
func Calculator(prices Prices) calc.Calculator {
	solver := func(values map[string]string) (calc.Worksheet, error) { return solve(prices, values) }
	return calc.Calculator{
		Name: "cost", Title: "Cost", Summary: "what servers, storage and traffic cost in a month, by a dated price list",
		Forms: []calc.Form{calc.NewForm("a month", Fields(), solver)},
	}
}

// Fields are the amounts that are asked for.
func Fields() []calc.Field {
	var fields []calc.Field
	for _, it := range items() {
		name := field(it)
		fields = append(fields, calc.Field{Name: name, Label: name, Default: it.start, Help: it.what + ": " + it.start})
	}
	return fields
}

// field is what an item's amount is called: servers have a price by the server.
func field(it item) string {
	if it.name == "server" {
		return "servers"
	}
	return it.name
}

// paid is one item with what it comes to.
type paid struct {
	item
	amount unit.Quantity
	cost   *big.Rat // dollars a second
}

func solve(prices Prices, values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "cost", Title: "What it costs in a month", Shell: calc.ShellShowing("cost", Fields(), values, 1)}
	list, err := read(&w, prices, values)
	if err != nil {
		return calc.Worksheet{}, err
	}
	total := new(big.Rat)
	var addends []unit.Quantity
	sum := ""
	for i, one := range list {
		w.Step(field(one.item), monthly(one.cost), "{} × {}", one.amount, unit.MeasureOf(prices.of[one.name], one.price))
		total.Add(total, one.cost)
		addends = append(addends, monthly(one.cost))
		if i > 0 {
			sum += " + "
		}
		sum += "{}"
	}
	w.Step("in all", monthly(total), sum, addends...)
	month := unit.RoundCalendar().Month.Number()
	w.Answer("cost_dollars_per_second", "in all", monthly(total))
	w.Answer("month_dollars", "", unit.MeasureOf(exact.Mul(total, month), unit.Dimension{Dollars: 1}))
	largest := slices.MaxFunc(list, func(a, b paid) int { return a.cost.Cmp(b.cost) })
	w.Answer("largest", "most of it for", unit.Word(field(largest.item)))
	w.Answer("price_date", "prices of", unit.Word(prices.Date))
	w.Tables = []calc.Table{table(list, total)}
	w.Assume("prices", prices.Date, prices.Source+"; --prices FILE takes yours")
	if prices.Embedded {
		w.Assume("every price", "order of magnitude", "prices differ by region, size and contract, and change: fill in your provider's before you decide by them (netsplit calc cost --print-prices)")
	}
	w.Assume("month", "30d", "with every server running all of it")
	w.Assume("left out", "people", "and support, licences, taxes and discounts, which often are more than the rest")
	matters(&w, list, prices, total)
	return w, nil
}

func monthly(r *big.Rat) unit.Measure {
	return unit.MeasureOf(r, unit.Dimension{Dollars: 1, Time: -1})
}

// read parses the amounts and prices each.
func read(w *calc.Worksheet, prices Prices, values map[string]string) ([]paid, error) {
	r := calc.Read(w, values)
	var list []paid
	for _, it := range items() {
		name := field(it)
		var amount *big.Rat
		switch it.amount {
		case unit.Dimension{}:
			amount = r.Whole(name, 0, 1_000_000_000)
		case unit.Dimension{Data: 1}:
			amount = r.BytesOrNone(name)
		case unit.Dimension{Time: -1}:
			amount = r.RateOrNone(name)
		default:
			amount = r.FlowOrNone(name)
		}
		if r.Err != nil {
			return nil, r.Err
		}
		shown := w.Inputs[len(w.Inputs)-1].Value
		if it.amount.Time < 0 {
			shown = unit.Word(w.Inputs[len(w.Inputs)-1].Given)
		}
		list = append(list, paid{it, shown, exact.Mul(amount, prices.of[it.name])})
	}
	return list, nil
}

func table(list []paid, total *big.Rat) calc.Table {
	t := calc.Table{Key: "items", RowKey: "item", Title: "By item", Corner: "item", Columns: []calc.Column{
		{Key: "cost_dollars_per_second", Label: "cost"}, {Key: "share_ratio", Label: "share"}}}
	for _, one := range list {
		t.Rows = append(t.Rows, calc.Row{Key: field(one.item), Label: field(one.item), Cells: []unit.Quantity{
			monthly(one.cost), unit.RatioOf(exact.Quo(one.cost, total))}})
	}
	return t
}

// matters doubles each amount, and says from where on traffic is dearer than
// the servers.
func matters(w *calc.Worksheet, list []paid, prices Prices, total *big.Rat) {
	var changes []calc.Change
	costs := map[string]*big.Rat{}
	for _, one := range list {
		costs[one.name] = one.cost
		changes = append(changes, calc.Change{Input: field(one.item), Words: "twice as much, in all", To: monthly(exact.Sum(total, one.cost))})
	}
	w.Compare(monthly(total), changes...)
	if price := prices.of["egress"]; price.Sign() > 0 && costs["server"].Sign() > 0 {
		month := unit.RoundCalendar().Month.Number()
		even := unit.Bytes(exact.Mul(exact.Quo(costs["server"], price), month))
		w.Threshold("egress", "above "+even.String()+" a month traffic to users costs more than the servers: look at a CDN first")
	}
	if total.Sign() == 0 {
		w.Threshold("servers", "nothing is bought, and costs nothing")
	}
}
