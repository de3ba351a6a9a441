package cli

import (
	"fmt"
	"strings"

	"netsplit/calc/noun"
	"netsplit/engine/scenario"
	"netsplit/store/sqllab"
	"netsplit/tui/dialogue"
	"netsplit/tui/page"
)

type sqlCommand struct {
	Name  string `arg:"" optional:"" predictor:"experiment" help:"The experiment; - is an empty database that reads standard input."`
	Input string `arg:"" optional:"" help:"- reads your statements from standard input, as a file has them."`
	All   bool   `help:"Run every step without asking."`
	Plan  bool   `help:"Show how each query is carried out."`
	List  bool   `help:"List the experiments."`
	JSON  bool   `name:"json" help:"Print what came of each statement as JSON: of every step, or of those on standard input with -."`
}

// Help shows examples.
func (*sqlCommand) Help() string {
	return `Experiments on a real SQLite database. On a terminal a screen opens, with two sessions side by side. With --accessible, or when no terminal is there, Enter takes the next step, and SQL of your own runs in the session of the step before, or in the one you name, as in  ben: SELECT 1

Other words at the prompt: crash, plan SELECT ..., form, anew, help, quit.

Statements from standard input end with a semicolon and may go over several lines; "next" on a line of its own takes a step. The exit code is 1 when one of them failed, and 3 when a step did not come to what the experiment says.

Examples:

  netsplit sql
  netsplit sql transfer
  netsplit sql snapshot --all
  netsplit sql query-plan --json | jq '.steps[].visited_rows'
  echo 'SELECT sqlite_version();' | netsplit sql -
  netsplit sql transfer - --json < my.sql`
}

// sqlStep is the JSON of a step.
type sqlStep struct {
	Session string     `json:"session"`
	SQL     string     `json:"sql"`
	Values  []any      `json:"values,omitempty"`
	Crash   bool       `json:"crash"`
	Typed   bool       `json:"typed"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Cut     bool       `json:"cut"`
	Changed int64      `json:"changed_rows"`
	Visited int        `json:"visited_rows"`
	Elapsed float64    `json:"elapsed_seconds"`
	Plan    []string   `json:"plan"`
	Open    bool       `json:"in_transaction"`
	Error   *string    `json:"error"`
	OK      bool       `json:"ok"`
	Want    string     `json:"want,omitempty"`
}

// Run leads through an experiment.
func (c *sqlCommand) Run(p *Program) error {
	if c.Name == "-" && c.Input == "" {
		c.Name, c.Input = "free", "-"
	}
	screens := p.interactive() && !p.accessible() && !c.JSON && !c.All && c.Input == ""
	switch {
	case c.List || c.Name == "" && !screens:
		return c.list(p)
	case c.Name == "":
		return p.screen(page.Place{Page: "home", Target: "sql"})
	case c.Input != "" && c.Input != "-":
		return usagef("statements come from standard input: write - in place of %q, as in  netsplit sql %s - < %s", clean(c.Input), clean(c.Name), clean(c.Input))
	}
	if err := experiment(c.Name); err != nil {
		return err
	}
	lab, _ := sqllab.Find(c.Name)
	if screens {
		return p.screen(page.Place{Page: "sql", Target: lab.Name})
	}
	return c.lead(p, lab)
}

// experiment reports a name that no experiment has.
func experiment(name string) error {
	if _, ok := sqllab.Find(name); ok {
		return nil
	}
	hint := "there are " + strings.Join(sqllab.Names(), ", ")
	if near, ok := scenario.Nearest(name, sqllab.Names()); ok {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return fmt.Errorf("there is no experiment %q: %s", clean(name), hint)
}

func (c *sqlCommand) list(p *Program) error {
	type entry struct {
		Name  string `json:"name"`
		Title string `json:"title"`
	}
	var list []entry
	for _, l := range sqllab.Labs() {
		list = append(list, entry{l.Name, l.Title})
	}
	if c.JSON {
		return p.json(list)
	}
	for _, e := range list {
		fmt.Fprintf(p.Stdout, "%-12s %s\n", e.Name, e.Title)
	}
	return nil
}

// lead takes the steps, in lines or as JSON.
func (c *sqlCommand) lead(p *Program, lab sqllab.Lab) error {
	steps := []sqlStep{}
	o := dialogue.SQLOptions{All: c.All || c.JSON && c.Input == "", Plans: c.Plan, Script: c.Input == "-", Silent: c.JSON}
	if c.JSON {
		o.Heard = func(t dialogue.Taken) { steps = append(steps, sqlJSON(t)) }
	}
	out, err := p.talk().SQL(lab, o)
	if err != nil {
		return err
	}
	if c.JSON {
		ok := !out.Differs && out.Failed == 0
		if err := p.json(map[string]any{"name": lab.Name, "title": lab.Title, "ok": ok, "steps": steps}); err != nil {
			return err
		}
	}
	switch {
	case out.Differs:
		return errFailed
	case o.Script && out.Failed > 0:
		return fmt.Errorf("%d of %s failed", out.Failed, noun.Count(out.Typed, "statement"))
	}
	return nil
}

func sqlJSON(t dialogue.Taken) sqlStep {
	r := t.Result
	line := sqlStep{Session: t.Step.Session, SQL: t.Step.SQL, Values: t.Step.Values, Crash: t.Step.Crash, Typed: t.Typed,
		Columns: r.Columns, Rows: r.Rows, Cut: r.Cut, Changed: r.Changed, Visited: r.Visited, Elapsed: r.Seconds,
		Plan: r.Plan, Open: r.Open, OK: t.OK, Want: t.Want}
	if r.Error != "" {
		line.Error = &r.Error
	}
	return line
}
