// Package latency holds the latency numbers that estimates start from, by
// year, and adds up a request's budget from them.
//
//	sheet, err := latency.Calculator().Forms[0].Solve(map[string]string{
//		"year": "2026", "budget": "memory:100 ssd:10 datacentre:2"})
//
// Sources: Dean, "Designs, Lessons and Advice from Building Large Distributed
// Systems" (LADIS 2009), and Norvig, "Teach Yourself Programming in Ten Years",
// in the form known since about 2012; Scott, "Latency Numbers Every Programmer
// Should Know", its values for 2020. Those for 2026 are round figures of this
// project.
package latency

import (
	"math/big"
	"slices"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Calculator returns the calculator of latency numbers.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "latency", Title: "Latency", Summary: "the numbers to know, and what a request's waits add up to",
		Forms: []calc.Form{calc.NewForm("numbers and a budget", fields(), solve)},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "year", Label: "year", Default: strings.Join(Years(), ","), Help: "2012, 2020, 2026; the last one counts for the budget"},
		{Name: "budget", Label: "budget", Default: "memory:100 ssd:10 datacentre:2", Help: "what a request waits for, one after another: ssd:10 datacentre:2"},
	}
}

func solve(values map[string]string) (calc.Worksheet, error) {
	years, err := parseYears(values["year"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	items, err := parseBudget(values["budget"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	year := years[len(years)-1]
	w := calc.Worksheet{Command: "latency", Title: "Latency numbers, and a budget of " + year, Shell: calc.ShellOf("latency", fields(), values)}
	w.Input("year", "year", unit.Word(strings.Join(years, ",")), values["year"])
	total := new(big.Rat)
	budget := calc.Table{Key: "budget", RowKey: "name", Title: "The budget, with the numbers of " + year, Corner: "what",
		Columns: []calc.Column{{Key: "count", Label: "times"}, {Key: "each_seconds", Label: "each"}, {Key: "total_seconds", Label: "together"}}}
	for _, i := range items {
		each := i.operation.In(year)
		sum := each.Scale(i.count.Number())
		total.Add(total, sum.Number())
		w.Input("budget."+i.operation.Name, i.operation.Name, i.count, "")
		w.Step(i.operation.Name, sum, "{} × {}", i.count, each)
		budget.Rows = append(budget.Rows, calc.Row{Key: i.operation.Name, Label: i.operation.Name, Cells: []unit.Quantity{i.count, each, sum}})
	}
	w.Step("total", unit.Seconds(total), "the sum, one after another")
	w.Answer("total_seconds", "total", unit.Seconds(total))
	w.Tables = []calc.Table{budget, table(years, items)}
	for _, y := range years {
		w.Assume("numbers", y, sourceOf(y))
	}
	w.Assume("waits", "one after another", "what goes on at the same time counts once, as long as its slowest; a slow one in a hundred is not in these means")
	matters(&w, items, total, year)
	return w, nil
}

// table is all operations, a column a year.
func table(years []string, items []item) calc.Table {
	t := calc.Table{Key: "table", RowKey: "name", Title: "Latency numbers", Corner: "name",
		Columns: []calc.Column{{Key: "operation", Label: "what"}, {Key: "seconds"}}}
	for _, y := range years {
		t.Columns = append(t.Columns, calc.Column{Key: "seconds_by_year." + y, Label: y})
	}
	for _, o := range Operations() {
		cells := []unit.Quantity{unit.Word(o.What), o.In(years[len(years)-1])}
		for _, y := range years {
			cells = append(cells, o.In(y))
		}
		used := slices.ContainsFunc(items, func(i item) bool { return i.operation.Name == o.Name })
		t.Rows = append(t.Rows, calc.Row{Key: o.Name, Label: o.Name, Mark: used, Cells: cells})
	}
	return t
}

func parseYears(text string) ([]string, error) {
	var list []string
	for _, y := range strings.Split(text, ",") {
		y = strings.TrimSpace(y)
		if !slices.Contains(Years(), y) {
			return nil, &unit.Error{Argument: "year", Text: y, Problem: "has no numbers here", Cure: "use " + strings.Join(Years(), ", ")}
		}
		if !slices.Contains(list, y) {
			list = append(list, y)
		}
	}
	return list, nil
}

// item is one line of a budget.
type item struct {
	operation Operation
	count     unit.Count
}

const mostItems = 50

// parseBudget reads name:count words, a name alone being once.
func parseBudget(text string) ([]item, error) {
	var list []item
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' }) {
		name, times, counted := strings.Cut(word, ":")
		o, err := named(name)
		if err != nil {
			return nil, err
		}
		i := item{o, unit.CountOf(big.NewRat(1, 1))}
		if counted {
			if i.count, err = unit.ParseCount("budget", times); err != nil {
				e := err.(*unit.Error)
				return nil, &unit.Error{Argument: "budget", Text: word, Problem: "has a count that " + e.Problem, Cure: "write one such as " + o.Name + ":10"}
			}
		}
		if list = append(list, i); len(list) > mostItems {
			return nil, &unit.Error{Argument: "budget", Problem: "has too many lines", Cure: "give at most 50"}
		}
	}
	if len(list) == 0 {
		return nil, &unit.Error{Argument: "budget", Problem: "is empty", Cure: "write one such as 'memory:100 ssd:10 datacentre:2'"}
	}
	return list, nil
}

func named(name string) (Operation, error) {
	name = strings.ToLower(name)
	if name == "datacenter" {
		name = "datacentre"
	}
	var names []string
	for _, o := range Operations() {
		if o.Name == name {
			return o, nil
		}
		names = append(names, o.Name)
	}
	cure := "use " + strings.Join(names, ", ")
	if near, ok := unit.Nearest(name, names); ok {
		cure = "did you mean " + near + "?"
	}
	return Operation{}, &unit.Error{Argument: "budget", Text: name, Problem: "is nothing there is a number for", Cure: cure}
}

// matters compares the budget without each of its lines.
func matters(w *calc.Worksheet, items []item, total *big.Rat, year string) {
	var changes []calc.Change
	for _, i := range items {
		rest := new(big.Rat).Sub(total, i.operation.In(year).Scale(i.count.Number()).Number())
		changes = append(changes, calc.Change{Input: i.operation.Name, Words: "without", To: unit.Seconds(rest)})
	}
	w.Compare(unit.Seconds(total), changes...)
	if len(w.Matters) > 4 {
		w.Matters = w.Matters[:4]
	}
	hundred := new(big.Rat).Sub(big.NewRat(1, 10), total)
	if hundred.Sign() > 0 {
		w.Threshold("total", unit.Seconds(hundred).String()+" are left of the 100 ms that feel immediate")
	} else {
		w.Threshold("total", "it is over the 100 ms that feel immediate")
	}
}
