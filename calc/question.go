package calc

import (
	"slices"
	"strings"

	"netsplit/calc/unit"
)

// Question asks for one result of a worksheet, which is hidden until an answer
// is given.
type Question struct {
	Entry Entry
	Text  string // "Downtime that 99.9% allows: a year?"
	Given string // "availability 99.9%": what the answer follows from
}

// Ask returns the question of a worksheet: its first result, or number of a
// table, that is more than zero and is none of the inputs. False: it has none.
func Ask(w Worksheet) (Question, bool) {
	for _, e := range append(slices.Clone(w.Result), cells(w)...) {
		if e.Label != "" && asks(e.Value) && !w.given(e.Value) {
			return Question{e, w.Title + ": " + e.Label + "?", w.givens()}, true
		}
	}
	return Question{}, false
}

// asks reports whether a quantity is a number that can be guessed.
func asks(q unit.Quantity) bool {
	switch q.(type) {
	case unit.Flag, unit.Word:
		return false
	}
	return q.Infinite() == "" && q.Number().Sign() > 0 && !nearlyAll(q)
}

// cells are the numbers of tables of results: of the rows that are marked
// before the others, and shares before what they are shares of.
func cells(w Worksheet) []Entry {
	var shares, numbers, others []Entry
	for _, t := range w.Tables {
		for _, row := range t.Rows {
			for i, cell := range row.Cells {
				e := Entry{Label: t.Corner + " " + row.Label + ", " + t.Columns[i].Label, Value: cell}
				switch {
				case t.RowKey == "" || t.Columns[i].Label == "":
				case cell.KeySuffix() == "ratio":
					shares = append(shares, e)
				case row.Mark:
					numbers = append(numbers, e)
				default:
					others = append(others, e)
				}
			}
		}
	}
	return slices.Concat(shares, numbers, others)
}

// given reports whether a quantity is one of the inputs. A rate in another unit
// is not: how much a second 10M/month are is a question.
func (w Worksheet) given(q unit.Quantity) bool {
	return slices.ContainsFunc(w.Inputs, func(in Entry) bool {
		return in.Value.KeySuffix() == q.KeySuffix() && in.Value.Number().Cmp(q.Number()) == 0 &&
			(q.KeySuffix() != "per_second" || in.Given == q.String())
	})
}

// givens are the inputs in a line.
func (w Worksheet) givens() string {
	var list []string
	for _, in := range w.Inputs {
		text := in.Given
		if text == "" {
			text = in.Value.String()
		}
		list = append(list, in.Label+" "+text)
	}
	return strings.Join(list, ", ")
}

// nearlyAll reports a share that nobody can miss by a factor: everything.
func nearlyAll(q unit.Quantity) bool {
	r, ok := q.(unit.Ratio)
	return ok && r.Complement().Number().Sign() <= 0
}

// Hint is an example of an answer's form.
func (q Question) Hint() string {
	switch q.Entry.Value.KeySuffix() {
	case "seconds":
		return "a time, such as 30s, 5min or 2h"
	case "ratio":
		return "a share, such as 20%"
	case "bytes":
		return "an amount of data, such as 500MB or 3TB"
	case "per_second":
		return "a rate, such as 1200/s or 5M/day"
	case "bytes_per_second":
		return "data in a time, such as 60MB/s"
	case "dollars_per_second":
		return "money in a time, such as $500/month"
	}
	return "a number, such as 1200 or 3M"
}

// Read reads an answer as a number to be graded beside Truth. Words that say
// "about" are passed over. Errors are *unit.Error about the answer.
func (q Question) Read(text string) (float64, error) {
	text = strings.TrimSpace(text)
	for _, word := range []string{"~", "≈", "about ", "around ", "roughly "} {
		if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
			text = strings.TrimSpace(text[len(word):])
		}
	}
	value, err := q.parse(text)
	if err != nil {
		return 0, err
	}
	return q.graded(value), nil
}

func (q Question) parse(text string) (unit.Quantity, error) {
	const name = "answer"
	calendar := unit.RoundCalendar()
	switch q.Entry.Value.KeySuffix() {
	case "":
		return unit.ParseCount(name, text)
	case "seconds":
		return unit.ParseSpan(name, text, calendar)
	case "ratio":
		return unit.ParseShare(name, text)
	case "bytes":
		return unit.ParseBytes(name, text)
	case "per_second":
		return unit.ParseRate(name, text, calendar)
	}
	e, err := unit.Evaluate(name, text, calendar)
	if err == nil && e.Value.KeySuffix() != q.Entry.Value.KeySuffix() {
		err = &unit.Error{Argument: name, Text: text, Problem: "is " + e.Value.Dimension().String(), Cure: "write " + q.Hint()}
	}
	return e.Value, err
}

// Truth is the hidden number, to be graded by its order of magnitude.
func (q Question) Truth() float64 { return q.graded(q.Entry.Value) }

// mostly is the share above which what is missing to the whole is graded: 99.9 %
// and 99.99 % are nearly the same number, and ten times the downtime.
const mostly = 0.9

func (q Question) graded(value unit.Quantity) float64 {
	f, _ := value.Number().Float64()
	if truth, _ := q.Entry.Value.Number().Float64(); q.Entry.Value.KeySuffix() == "ratio" && truth > mostly {
		return 1 - f
	}
	return f
}
