package cli

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netsplit/engine/scenario"
	"netsplit/store/sqllab"
)

type sqlCommand struct {
	Name string `arg:"" optional:"" help:"The experiment; without one they are listed."`
	All  bool   `help:"Run every step without asking."`
	JSON bool   `name:"json" help:"Run every step and print what came of it as JSON."`
}

// Help shows examples.
func (*sqlCommand) Help() string {
	return `Experiments on a real SQLite database. Press Enter for the next step, or type SQL of your own:
it runs in the session of the step before, or in the one you name, as in  ben: SELECT 1

Examples:

  netsplit sql
  netsplit sql transfer
  netsplit sql snapshot --all
  netsplit sql query-plan --json | jq '.steps[].visited_rows'`
}

// sqlStep is the JSON of a step.
type sqlStep struct {
	Session string     `json:"session"`
	SQL     string     `json:"sql"`
	Crash   bool       `json:"crash"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Changed int64      `json:"changed_rows"`
	Visited int        `json:"visited_rows"`
	Elapsed float64    `json:"elapsed_seconds"`
	Error   *string    `json:"error"`
	OK      bool       `json:"ok"`
	Want    string     `json:"want,omitempty"`
}

// Run leads through an experiment.
func (c *sqlCommand) Run(p *Program) error {
	if c.Name == "" {
		return c.list(p)
	}
	lab, ok := sqllab.Find(c.Name)
	if !ok {
		hint := "there are " + strings.Join(sqllab.Names(), ", ")
		if near, ok := scenario.Nearest(c.Name, sqllab.Names()); ok {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return usagef("there is no experiment %q: %s", clean(c.Name), hint)
	}
	run, err := sqllab.Open(lab)
	if err != nil {
		return err
	}
	if c.JSON {
		err = c.json(p, lab, run)
	} else {
		err = c.lead(p, lab, run)
	}
	return errors.Join(err, run.Close())
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

func (c *sqlCommand) json(p *Program, lab sqllab.Lab, run *sqllab.Run) error {
	steps, failed := []sqlStep{}, false
	for _, s := range lab.Steps {
		r := run.Step(s)
		ok, want := r.Met(s.Want)
		failed = failed || !ok
		line := sqlStep{Session: s.Session, SQL: s.SQL, Crash: s.Crash, Columns: r.Columns, Rows: r.Rows,
			Changed: r.Changed, Visited: r.Visited, Elapsed: r.Seconds, OK: ok, Want: want}
		if r.Error != "" {
			line.Error = &r.Error
		}
		steps = append(steps, line)
	}
	if err := p.json(map[string]any{"name": lab.Name, "title": lab.Title, "ok": !failed, "steps": steps}); err != nil {
		return err
	}
	if failed {
		return errFailed
	}
	return nil
}

// longestTyped bounds a line that a learner types.
const longestTyped = 64 << 10

// lead takes the steps one by one; in between, the learner may type.
func (c *sqlCommand) lead(p *Program, lab sqllab.Lab, run *sqllab.Run) error {
	fmt.Fprintf(p.Stdout, "%s\n\n%s\n", lab.Title, ansi.Wordwrap(lab.About, tableWidth, ""))
	lines := bufio.NewScanner(p.Stdin)
	lines.Buffer(make([]byte, 0, 4096), longestTyped)
	session, failed := lab.Steps[0].Session, false
	for i := 0; ; {
		if !c.All {
			if i < len(lab.Steps) {
				fmt.Fprintf(p.Stdout, "\nEnter for step %d of %d, SQL of your own, or quit > ", i+1, len(lab.Steps))
			} else {
				fmt.Fprint(p.Stdout, "\nThat was all. SQL of your own, or quit > ")
			}
			if err := p.out.Flush(); err != nil {
				return err
			}
			if !lines.Scan() {
				fmt.Fprintln(p.Stdout)
				if err := lines.Err(); err != nil {
					return fmt.Errorf("the line can't be read: %w", err)
				}
				break
			}
			if !p.StdinTerminal {
				fmt.Fprintln(p.Stdout) // nobody's Enter has ended the line
			}
			switch typed := strings.TrimSpace(lines.Text()); {
			case typed == "quit" || typed == "q": // it ends below
			case typed != "":
				var own string
				if session, own = sqlSession(lab, session, typed); own != "" {
					fmt.Fprint(p.Stdout, sqlResult(run.Run(session, own)))
				}
				continue
			case i < len(lab.Steps):
				goto step
			}
			break
		}
	step:
		if i == len(lab.Steps) {
			break
		}
		s := lab.Steps[i]
		i++
		if s.Session != "" {
			session = s.Session
		}
		r := run.Step(s)
		fmt.Fprintf(p.Stdout, "\n%d. %s\n%s", i, sqlStatement(s), sqlResult(r))
		if ok, want := r.Met(s.Want); ok {
			fmt.Fprintf(p.Stdout, "%s\n", clean(s.About))
		} else {
			failed = true
			fmt.Fprintf(p.Stdout, "Not as the experiment has it, which is %s: did your own SQL change something?\n", clean(want))
		}
	}
	if failed {
		return errFailed
	}
	return nil
}

// sqlSession takes the name of a session off what was typed, if it is one.
func sqlSession(lab sqllab.Lab, session, typed string) (name, statement string) {
	before, after, found := strings.Cut(typed, ":")
	if found && slices.ContainsFunc(lab.Steps, func(s sqllab.Step) bool { return s.Session == before }) {
		return before, strings.TrimSpace(after)
	}
	return session, typed
}
