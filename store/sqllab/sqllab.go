// Package sqllab is a set of experiments on a real SQLite database: a crash in
// the middle of a transfer, two sessions that get in each other's way, a query
// with and without an index, an injection. Nothing is scripted but the
// statements: what they answer comes from SQLite, and each step says what it
// should be, so that a run can be checked.
//
//	r, err := sqllab.Open(lab)
//	defer r.Close()
//	for _, step := range lab.Steps { r.Step(step) }
//	r.Run("ben", "SELECT 1") // a statement of the learner's own
package sqllab

import (
	"strings"
)

// Lab is one experiment.
type Lab struct {
	Name, Title, About string
	// Memory is a database that its sessions share in memory; else it is a file
	// in a temporary folder, with a write-ahead log.
	Memory bool
	Setup  []string
	Steps  []Step
}

// Step is one thing to do.
type Step struct {
	Session string
	SQL     string
	Values  []any // of a statement with parameters
	Crash   bool  // the process dies: all sessions end, and the disk stays as it is
	About   string
	Want    Want
}

// Want is what a step should come to. The zero value: no error.
type Want struct {
	Rows    string // the cells, "alice 70; bob 30"; "-" is no row; "" is anything
	Error   string // a part of the error
	Plan    string // a part of some cell
	Visited int    // rows that the query looked at; 0 is anything
}

// Labs lists all experiments.
func Labs() []Lab { return []Lab{transfer(), dirtyRead(), snapshot(), plan(), injection()} }

// Find returns the lab of a name.
func Find(name string) (Lab, bool) {
	for _, l := range Labs() {
		if l.Name == name {
			return l, true
		}
	}
	return Lab{}, false
}

// Names lists the names.
func Names() []string {
	var names []string
	for _, l := range Labs() {
		names = append(names, l.Name)
	}
	return names
}

// Result is what a step came to.
type Result struct {
	Columns []string
	Rows    [][]string
	Cut     bool // there were more rows, or longer values
	Changed int64
	Visited int // calls of visit(), one for each row that the query looked at
	Seconds float64
	Error   string
}

// Met reports whether it is what the step should come to; if not, in words.
func (r Result) Met(w Want) (bool, string) {
	var rows []string
	for _, row := range r.Rows {
		rows = append(rows, strings.Join(row, " "))
	}
	got := strings.Join(rows, "; ")
	if got == "" {
		got = "-"
	}
	switch {
	case w.Error == "" && r.Error != "":
		return false, "no error"
	case !strings.Contains(r.Error, w.Error) || w.Error != "" && r.Error == "":
		return false, "the error " + w.Error
	case w.Rows != "" && got != w.Rows:
		return false, "the rows " + w.Rows
	case w.Plan != "" && !strings.Contains(got, w.Plan):
		return false, "a plan with " + w.Plan
	case w.Visited != 0 && r.Visited != w.Visited:
		return false, "another number of rows visited"
	}
	return true, ""
}
