package unit

import (
	"math/big"
	"strings"
)

// Calendar is how long a month and a year are taken to be. There is no right
// answer, only a named one: 10M a month is 3.858 a second with a month of 30
// days, 3.805 with a twelfth of the mean year, and a round 4 with the 2.5
// million seconds that estimates in the head use.
type Calendar struct {
	Month, Year         Duration
	MonthText, YearText string // as written: "30d", "year/12", "12 months"
}

// RoundCalendar is a month of 30 days and a year of 365, which most tables
// take.
func RoundCalendar() Calendar { return Calendar{Days(30), Days(365), "30d", "365d"} }

// The ways to write a month and a year that depend on each other.
const (
	TwelfthOfYear = "year/12"
	TwelveMonths  = "12 months"
)

// ParseCalendar reads a month (30d, 2.5Ms, year/12) and a year (365d, 365.25d,
// 365.2425d, "12 months"). Empty ones are those of RoundCalendar. The
// arguments in errors are "month" and "year".
func ParseCalendar(month, year string) (Calendar, error) {
	c := RoundCalendar()
	month, year = squeeze(month), squeeze(year)
	byMonth := year == "12months" || year == "12month"
	if byMonth && month == TwelfthOfYear {
		return c, &Error{"year", TwelveMonths, "is twelve months, and the month a twelfth of the year",
			"give one of them in days: --year 365d"}
	}
	if year != "" && !byMonth {
		d, err := parsePart("year", year, 300, 400, "365d, 365.25d, 365.2425d or 12months")
		if err != nil {
			return c, err
		}
		c.Year, c.YearText = d, d.Compact()
	}
	switch {
	case month == TwelfthOfYear:
		c.Month, c.MonthText = c.Year.Scale(big.NewRat(1, 12)), TwelfthOfYear
	case month != "":
		d, err := parsePart("month", month, 20, 40, "30d, 2.5Ms or year/12")
		if err != nil {
			return c, err
		}
		c.Month, c.MonthText = d, d.Compact()
		if strings.HasSuffix(month, "Ms") {
			c.MonthText = month
		}
	}
	if byMonth {
		c.Year, c.YearText = c.Month.Scale(big.NewRat(12, 1)), TwelveMonths
	}
	return c, nil
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// parsePart reads the length of a month or a year, and refuses a slip such as
// 30h.
func parsePart(argument, text string, low, high int64, example string) (Duration, error) {
	d, err := ParseSpan(argument, text, RoundCalendar())
	if err != nil {
		return d, &Error{argument, text, err.(*Error).Problem, "write " + example}
	}
	if d.Cmp(Days(low)) < 0 || d.Cmp(Days(high)) > 0 {
		return d, &Error{argument, text, "is not the length of a " + argument, "write " + example}
	}
	return d, nil
}

// String is how the calendar is written: "month 30d, year 365d".
func (c Calendar) String() string { return "month " + c.MonthText + ", year " + c.YearText }

// WhyMonth says what the choice of the month means.
func (c Calendar) WhyMonth() string {
	switch c.MonthText {
	case "30d":
		return "a round month, within 2% of the mean one"
	case "2.5Ms":
		return "2.5 million seconds: easy in the head, 4% short of 30 d"
	case TwelfthOfYear:
		return "the mean month, " + Join(c.Month.Whole())
	}
	return "as given"
}

// WhyYear says what the choice of the year means.
func (c Calendar) WhyYear() string {
	switch c.YearText {
	case "365d":
		return "a common year; leap days are left out"
	case "365.25d":
		return "the Julian mean: a leap day every four years"
	case "365.2425d":
		return "the Gregorian mean: 97 leap days in 400 years"
	case TwelveMonths:
		return "so that a year holds exactly twelve of these months"
	}
	return "as given"
}
