package estimate

import (
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// mostCalendars bounds how many months stand side by side.
const mostCalendars = 6

// calendars reads as, month (a list with commas) and year.
func calendars(values map[string]string) ([]unit.Calendar, error) {
	month, year := values["month"], values["year"]
	switch values["as"] {
	case "":
	case "primer":
		if month == "" {
			month = "2.5Ms"
		}
		if year == "" {
			year = unit.TwelveMonths
		}
	default:
		return nil, &unit.Error{Argument: "as", Text: values["as"], Problem: "is not a convention", Cure: "use primer, or leave it out"}
	}
	var list []unit.Calendar
	for _, item := range strings.Split(month, ",") {
		c, err := unit.ParseCalendar(item, year)
		if err != nil {
			return nil, err
		}
		if list = append(list, c); len(list) > mostCalendars {
			return nil, &unit.Error{Argument: "month", Problem: "has too many lengths", Cure: "give at most 6"}
		}
	}
	return list, nil
}

// sideBySide sets the results under each calendar in a column.
func sideBySide(sheet *calc.Worksheet, values map[string]string, calendars []unit.Calendar) error {
	t := calc.Table{Key: "by_convention", ColumnKey: "convention", Title: "By the length of a month", Corner: "result"}
	for _, e := range sheet.Result {
		t.Rows = append(t.Rows, calc.Row{Key: e.Key, Label: e.Label})
	}
	for _, c := range calendars {
		other, err := solve(values, c)
		if err != nil {
			return err
		}
		t.Columns = append(t.Columns, calc.Column{Key: c.String(), Label: c.MonthText})
		for i, e := range other.Result {
			t.Rows[i].Cells = append(t.Rows[i].Cells, e.Value)
		}
	}
	sheet.Tables = append(sheet.Tables, t)
	return nil
}

func assumptions(calendars []unit.Calendar) []calc.Assumption {
	var list []calc.Assumption
	if len(calendars) > 1 {
		list = append(list, calc.Assumption{Name: "steps", Convention: "the first", Why: "of several: a month of " + calendars[0].MonthText})
	}
	for _, c := range calendars {
		list = append(list, calc.Assumption{Name: "month", Convention: c.MonthText, Value: c.Month, Why: c.WhyMonth()})
	}
	c := calendars[0]
	return append(list,
		calc.Assumption{Name: "year", Convention: c.YearText, Value: c.Year, Why: c.WhyYear()},
		calc.Assumption{Name: "kilobyte", Convention: "1000 B", Why: "disks and networks are sold in powers of ten"},
		calc.Assumption{Name: "load", Convention: "even but for the peak", Why: "no growth over the time kept; deleted data is not counted off"})
}

// matters compares what doubling each input does to the result that costs most:
// the servers, else the data kept, else the first rate.
func matters(sheet *calc.Worksheet, values map[string]string, calendar unit.Calendar) {
	headline := sheet.Result[0]
	for _, want := range []string{"peak_reads_per_second", "peak_writes_per_second", "storage_bytes_total", "servers"} {
		for _, e := range sheet.Result {
			if e.Key == want {
				headline = e
			}
		}
	}
	var changes []calc.Change
	for _, name := range []string{"reads", "writes", "users", "object", "keep", "peak", "service-time", "replicas"} {
		more, ok := doubled(values, name, calendar)
		if !ok {
			continue
		}
		other, err := solve(more, calendar)
		if err != nil {
			continue // the input cannot be twice as large
		}
		for _, e := range other.Result {
			if e.Key == headline.Key {
				changes = append(changes, calc.Change{Input: name, Words: "twice as much, " + headline.Label, To: e.Value})
			}
		}
	}
	sheet.Compare(headline.Value, changes...)
	if len(sheet.Matters) > 4 {
		sheet.Matters = sheet.Matters[:4]
	}
	if len(sheet.Matters) == 0 {
		sheet.Threshold("writes", "nothing comes, and nothing changes that")
	}
	serverThreshold(sheet, values, calendar)
}

// doubled is the values with one input twice as large, when it is given.
func doubled(values map[string]string, name string, calendar unit.Calendar) (map[string]string, bool) {
	if values[name] == "" {
		return nil, false
	}
	more := make(map[string]string, len(values))
	for k, v := range values {
		more[k] = v
	}
	var probe calc.Worksheet
	if _, err := read(values, calendar, &probe); err != nil {
		return nil, false
	}
	for _, in := range probe.Inputs {
		if in.Label == name {
			twice := new(big.Rat).Mul(in.Value.Number(), big.NewRat(2, 1))
			more[name] = twice.FloatString(12) + map[string]string{"reads": "/s", "writes": "/s", "object": "B", "keep": "s", "service-time": "s"}[name]
			return more, true
		}
	}
	return nil, false
}

// serverThreshold says from which rate on another server is needed.
func serverThreshold(sheet *calc.Worksheet, values map[string]string, calendar unit.Calendar) {
	var probe calc.Worksheet
	in, err := read(values, calendar, &probe)
	if err != nil || in.service == nil || in.service.Sign() == 0 {
		return
	}
	working := new(big.Rat).Sub(sheet.Result[len(sheet.Result)-1].Value.Number(), in.spare)
	most := product(working, in.cores, in.utilisation, new(big.Rat).Inv(in.service))
	sheet.Threshold("servers", "above "+unit.PerSecond(most).String()+" at the peak one more is needed")
}
