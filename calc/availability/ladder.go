package availability

import (
	"cmp"
	"fmt"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/order"
	"netsplit/calc/unit"
)

// ladder is the availabilities people speak of, best last. It goes on for as
// many nines as the parser takes.
func ladder() []unit.Ratio {
	var list []unit.Ratio
	for n := 1; n <= 20; n++ {
		down := big.NewRat(1, 1)
		for range n {
			down.Mul(down, big.NewRat(1, 10))
		}
		half := new(big.Rat).Mul(down, big.NewRat(1, 2))
		list = append(list, unit.RatioOf(down).Complement(), unit.RatioOf(half).Complement())
	}
	return list
}

// around is up to two rungs below a, a itself, and up to two above it.
func around(a unit.Ratio) []unit.Ratio {
	var below, above []unit.Ratio
	for _, rung := range ladder() {
		switch rung.Cmp(a) {
		case -1:
			below = append(below, rung)
		case 1:
			above = append(above, rung)
		}
	}
	if len(above) == 0 { // 100 %: the far end of the ladder tells nobody anything
		below = below[4:9]
	} else {
		below = below[max(0, len(below)-2):]
	}
	above = above[:min(2, len(above))]
	return append(append(below, a), above...)
}

// neighbours sets the availability among those people usually promise.
func neighbours(a unit.Ratio, c Convention) calc.Table {
	t := calc.Table{
		Title: "One step up or down (year " + c.YearText + ", month " + c.MonthText + ")", Corner: "availability",
		Columns: []calc.Column{{Label: "a year"}, {Label: "a month"}, {Label: "a day"}},
	}
	for _, r := range around(a) {
		down := r.Complement()
		t.Rows = append(t.Rows, calc.Row{Label: r.String(), Mark: r.Cmp(a) == 0, Cells: []unit.Quantity{
			c.Year.Times(down), c.Month.Times(down), unit.Days(1).Times(down),
		}})
	}
	return t
}

// sideBySide sets the downtime under each convention in a column.
func sideBySide(a unit.Ratio, conventions []Convention) calc.Table {
	t := calc.Table{Key: "by_convention", ColumnKey: "convention", Corner: "in a",
		Title: "Allowed downtime by " + varying(conventions)}
	for _, p := range conventions[0].Periods() {
		t.Rows = append(t.Rows, calc.Row{Key: "downtime_seconds." + p.Name, Label: p.Name})
	}
	for _, c := range conventions {
		t.Columns = append(t.Columns, calc.Column{Key: c.String(), Label: c.heading(varying(conventions))})
		for i, p := range c.Periods() {
			t.Rows[i].Cells = append(t.Rows[i].Cells, p.Length.Times(a.Complement()))
		}
	}
	return t
}

// varying says what differs between conventions.
func varying(conventions []Convention) string {
	year, month := false, false
	for _, c := range conventions {
		year = year || c.YearText != conventions[0].YearText
		month = month || c.MonthText != conventions[0].MonthText
	}
	switch {
	case year && month:
		return "year and month"
	case month:
		return "month"
	}
	return "year"
}

// heading names the part of a convention that varies.
func (c Convention) heading(varying string) string {
	switch varying {
	case "year":
		return c.YearText
	case "month":
		return c.MonthText
	}
	return c.YearText + ", " + c.MonthText
}

// allowed says what each usual promise would have allowed in the period.
func allowed(a unit.Ratio, spent, period unit.Duration) calc.Table {
	t := calc.Table{
		Title: "What " + unit.Join(period.Whole()) + " would have allowed at each level", Corner: "availability",
		Columns: []calc.Column{{Label: "allowed"}, {Label: "left"}},
	}
	for _, r := range around(a) {
		t.Rows = append(t.Rows, calc.Row{Label: r.String(), Mark: r.Cmp(a) == 0, Cells: []unit.Quantity{
			period.Times(r.Complement()), period.Times(r.Complement()).Less(spent),
		}})
	}
	return t
}

// mattersOfRatio compares the changes a reader may make: the availability by
// one nine, the month's convention and the year's.
func mattersOfRatio(a unit.Ratio, c Convention) []calc.Matter {
	down := a.Complement()
	if down.Number().Sign() == 0 {
		return nil // nothing moves an allowance of nothing
	}
	tenth := unit.RatioOf(new(big.Rat).Mul(down.Number(), big.NewRat(1, 10)))
	list := []calc.Matter{matter("availability",
		fmt.Sprintf("one more nine, %s, a year", tenth.Complement()), c.Year.Times(down), c.Year.Times(tenth))}
	month := other(c.MonthText, "30d", twelfth)
	o := c.with(length{}, monthOf(month))
	list = append(list, matter("month", month+" instead of "+c.MonthText, c.Month.Times(down), o.Month.Times(down)))
	year := other(c.YearText, "365d", "365.2425d")
	o = c.with(yearOf(year), length{})
	list = append(list, matter("year", year+" instead of "+c.YearText, c.Year.Times(down), o.Year.Times(down)))
	order.By(list, func(x, y calc.Matter) int { return cmp.Compare(y.Factor, x.Factor) })
	return list
}

// mattersOfDowntime compares half the downtime with a day more in the period.
func mattersOfDowntime(d, period unit.Duration) []calc.Matter {
	if d.Number().Sign() == 0 {
		return nil
	}
	half := d.Scale(big.NewRat(1, 2))
	tenth := period.Scale(big.NewRat(11, 10))
	a := d.Per(period).Complement()
	return []calc.Matter{
		matterBy(2, "downtime", "half as much, "+half.String(), a, half.Per(period).Complement()),
		matterBy(1.1, "per", "a tenth longer, "+unit.Join(tenth.Whole()), a, d.Per(tenth).Complement()),
	}
}

func monthOf(text string) length {
	if text == twelfth {
		return length{text: twelfth}
	}
	return length{text, unit.Days(30)}
}

func yearOf(text string) length {
	if text == "365d" {
		return length{text, unit.Days(365)}
	}
	return length{text, days(3652425, 10000)}
}

// other is the first of two usual values that is not the one in use.
func other(used, first, second string) string {
	if used == first {
		return second
	}
	return first
}

// matter is a change with the factor between its two answers.
func matter(input, change string, from, to unit.Duration) calc.Matter {
	factor := 1.0
	if a, b := from.Seconds(), to.Seconds(); a > 0 && b > 0 {
		factor = max(a/b, b/a)
	}
	return matterBy(factor, input, change, from, to)
}

func matterBy(factor float64, input, change string, from, to unit.Quantity) calc.Matter {
	return calc.Matter{Input: input, Change: change, From: from, To: to, Factor: factor}
}
