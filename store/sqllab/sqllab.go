// Package sqllab is a set of experiments on a real SQLite database: a crash in
// the middle of a transfer, two sessions that get in each other's way, a query
// with and without an index, an injection, and an empty database to try things
// in. Nothing is scripted but the statements: what they answer comes from
// SQLite, and each step says what it should be, so that a run can be checked.
//
//	r, err := sqllab.Open(ctx, lab)
//	defer r.Close()
//	for _, step := range lab.Steps { r.Step(ctx, step) }
//	r.Run(ctx, "ben", "SELECT 1") // a statement of the learner's own
//
// What a learner types is hostile: it is bounded in time, rows and memory, and
// reaches no file but the experiment's own.
package sqllab

// Lab is one experiment.
type Lab struct {
	Name, Title, About string
	// Memory is a database that its sessions share in memory; else it is a file
	// in a temporary folder, with a write-ahead log.
	Memory bool
	// Sessions are the names of the two connections, the left one first.
	Sessions [2]string
	Setup    []string
	Steps    []Step
	Form     *Form // one that somebody fills in, nil: none
	Plans    bool  // what it is about is how queries are carried out
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
func Labs() []Lab {
	return []Lab{transfer(), dirtyRead(), snapshot(), plan(), injection(), free()}
}

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
