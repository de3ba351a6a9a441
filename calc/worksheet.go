// Package calc is what every calculator gives back: a worksheet, with the
// answer, its working, its conventions and what would move it.
//
// A number alone teaches nothing and cannot be checked. A worksheet names each
// convention it rests on (is a year 365 days?), shows each step with units,
// and says which input matters most. It is plain data; Text, JSON and Styled
// each print it one way.
//
//	sheet, err := availability.Nines().Solve(map[string]string{"availability": "99.95%"})
//	if err != nil { … }              // a *unit.Error: which input, and the cure
//	fmt.Print(calc.Text(sheet, 80))  // aligned, at most 80 columns
//	out, err := sheet.MarshalJSON()  // {command, inputs, assumptions, steps, result}
//
// A calculator is a Calculator value: forms with fields, and a function from
// the fields' text to a worksheet. The command line and the calculator page
// are both made from it. Package calc/catalogue lists them all.
package calc

import "netsplit/calc/unit"

// Worksheet is a solved calculation.
type Worksheet struct {
	Command string // the calculator's name: "nines"
	Shell   string // the same question at a shell: "netsplit calc nines 99.95%"
	Title   string // what was asked, in words

	Inputs      []Entry
	Assumptions []Assumption
	Steps       []Step
	Result      []Entry
	Tables      []Table
	Matters     []Matter // the input that moves the answer most first
}

// Entry is a named quantity. A key with dots is nested in JSON, and carries
// its base unit: "downtime_seconds.year", "availability_ratio". In a result, an
// entry without a key is for readers only, one without a label for programs.
type Entry struct {
	Key   string
	Label string
	Value unit.Quantity
	Given string // for an input: the text as typed
}

// Assumption is a convention by name, with its value and why it is chosen.
type Assumption struct {
	Name       string        // "year"
	Convention string        // "365d"
	Value      unit.Quantity // nil where a convention has no number
	Why        string
}

// Step is one line of working.
type Step struct {
	Label      string      // "downtime a year"
	Expression []unit.Span // "(1 − 99.95%) × 365 d"
	Value      unit.Quantity
}

// Table sets quantities side by side. Columns with a key are part of the JSON
// result; a table without a key is for readers only.
type Table struct {
	Key       string // name in the JSON result, or ""
	ColumnKey string // in JSON, what a column is: "convention"
	RowKey    string // in JSON, what a row is: then there is one object a row, not a column
	Title     string
	Corner    string // heading of the row labels
	Columns   []Column
	Rows      []Row
}

// Column is a heading, and what it is called in JSON: its own name, or with a
// RowKey the key of its cells. One without a label is for programs only.
type Column struct{ Key, Label string }

// Row is a line of a table: one quantity a column.
type Row struct {
	Key   string // of the cells in JSON: "downtime_seconds.year"; with a RowKey, the row's name
	Label string
	Mark  bool // the row the reader asked about
	Cells []unit.Quantity
}

// Matter is how the answer answers to one input, or where it changes what to
// build: then Change says all, and there is no From and To.
type Matter struct {
	Input    string // "availability"
	Change   string // "one more nine, 99.95% to 99.995%"
	From, To unit.Quantity
	Factor   float64 // the larger over the smaller of From and To, for the order
}

// Calculator is a question that can be asked, in one or more forms.
type Calculator struct {
	Name    string // at the command line: "nines"
	Title   string
	Summary string // one line
	Example string // the question as it stands at a shell
	Forms   []Form
}

// Form is one way round of a calculator: the fields it needs, and how to solve
// for them.
type Form struct {
	Name   string // "downtime from availability"
	Fields []Field
	Solve  func(values map[string]string) (Worksheet, error)
}

// Field is an input. A missing or empty value means Default.
type Field struct {
	Name    string // key of the values, and the argument that errors name
	Label   string
	Help    string
	Default string
	Choices []Choice // when not empty, a form offers these
}

// Choice is one of the values a field offers.
type Choice struct {
	Value string
	Label string // what it means, short
}

// Values returns the defaults of the form's fields, ready to be changed.
func (f Form) Values() map[string]string {
	values := make(map[string]string, len(f.Fields))
	for _, field := range f.Fields {
		values[field.Name] = field.Default
	}
	return values
}

// Filled returns values with the form's defaults where they are empty. Names
// that are not fields of the form are an error.
func (f Form) Filled(values map[string]string) (map[string]string, error) {
	filled := f.Values()
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
		if v := values[field.Name]; v != "" {
			filled[field.Name] = v
		}
	}
	for name := range values {
		if _, ok := filled[name]; !ok {
			cure := "there is none like it here"
			if near, ok := unit.Nearest(name, names); ok {
				cure = "did you mean " + near + "?"
			}
			return nil, &unit.Error{Argument: name, Problem: "is not an input", Cure: cure}
		}
	}
	return filled, nil
}
