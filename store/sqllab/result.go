package sqllab

import "strings"

// Result is what a statement came to.
type Result struct {
	Columns []string
	Rows    [][]string
	Cut     bool // there were more rows, or longer values
	Changed int64
	Visited int // calls of visit(), one for each row that the query looked at
	Seconds float64
	Error   string
	Stopped bool     // it was stopped, and did not end by itself
	Plan    []string // how it is carried out, a line a step, indented; nil: not asked
	Open    bool     // the session is in a transaction now
}

// IsPlan reports whether the rows are those of EXPLAIN QUERY PLAN.
func (r Result) IsPlan() bool {
	return strings.Join(r.Columns, " ") == "id parent notused detail"
}

// Tree draws the rows of EXPLAIN QUERY PLAN, each below what it is a part of.
func (r Result) Tree() []string {
	depth := map[string]int{}
	var lines []string
	for _, row := range r.Rows {
		if len(row) != 4 {
			continue
		}
		d := 0
		if above, ok := depth[row[1]]; ok {
			d = above + 1
		}
		depth[row[0]] = d
		lines = append(lines, strings.Repeat("  ", d)+row[3])
	}
	return lines
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
