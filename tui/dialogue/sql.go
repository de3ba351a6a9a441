package dialogue

import (
	"context"
	"fmt"
	"strings"
	"time"

	"netsplit/store/sqllab"
	"netsplit/tui/widget"
)

// SQLOptions say how an experiment is led through.
type SQLOptions struct {
	All   bool // take every step without asking
	Plans bool // show how each query is carried out
	// Script reads statements as a file has them: they may go over several lines
	// and end with a semicolon, and empty lines mean nothing.
	Script bool
	// Interrupt, where there is one, stops the statement under way.
	Interrupt context.Context
	// Heard is told of every statement and what came of it.
	Heard func(Taken)
	// Silent writes nothing: Heard does.
	Silent bool
}

// Taken is a step that was taken, or a statement that was typed.
type Taken struct {
	Step   sqllab.Step
	Typed  bool
	Result sqllab.Result
	OK     bool
	Want   string // in words, where it is not OK
}

// SQLOutcome is what an experiment came to.
type SQLOutcome struct {
	Differs bool // a step came to something else than the experiment has it
	Typed   int  // statements of the learner's own
	Failed  int  // of those
}

// SQL leads through an experiment: Enter takes a step, and whatever else is
// typed runs in one of the two sessions.
func (t *Talk) SQL(lab sqllab.Lab, o SQLOptions) (SQLOutcome, error) {
	d := &sqlTalk{Talk: t, lab: lab, o: o, session: lab.Sessions[0], ctx: o.Interrupt}
	if d.ctx == nil {
		d.ctx = context.Background()
	}
	if err := d.open(); err != nil {
		return d.out, err
	}
	defer func() { _ = d.run.Close() }()
	if !o.Silent {
		t.write(widget.Safe(lab.Title) + "\n\n" + strings.Join(widget.Wrap(lab.About, tableWidth), "\n") + "\n")
	}
	for !d.left && t.err == nil {
		if o.All {
			if d.at == len(lab.Steps) {
				break
			}
			d.step()
			continue
		}
		if !d.line() {
			break
		}
	}
	if o.All {
		return d.out, t.err
	}
	return d.out, t.end()
}

type sqlTalk struct {
	*Talk
	lab     sqllab.Lab
	o       SQLOptions
	ctx     context.Context
	run     *sqllab.Run
	session string
	at      int // steps taken
	out     SQLOutcome
	left    bool
	pending string // lines of a statement that is not complete
}

func (d *sqlTalk) open() error {
	if d.run != nil {
		_ = d.run.Close() // what is thrown away may fail to close
	}
	var err error
	if d.run, err = sqllab.Open(d.ctx, d.lab); err != nil {
		return err
	}
	if !d.options.Prompt {
		d.run.Longest = 2 * time.Second // nobody is there who could unlock anything
	}
	d.at = 0
	return nil
}

func (d *sqlTalk) tell(format string, values ...any) {
	if !d.o.Silent {
		d.write(fmt.Sprintf(format, values...))
	}
}

// line reads a line and does what it says; false at the end.
func (d *sqlTalk) line() bool {
	switch {
	case d.o.Script:
	case len(d.lab.Steps) == 0:
		d.tell("\nSQL in %s, or help > ", d.session)
	case d.at < len(d.lab.Steps):
		d.tell("\nEnter for step %d of %d, SQL of your own, or quit > ", d.at+1, len(d.lab.Steps))
	default:
		d.tell("\nThat was all. SQL of your own, or quit > ")
	}
	typed, ok := d.raw()
	if !d.options.Prompt && !d.o.Script {
		d.tell("\n") // nobody's Enter has ended the line
	}
	if !ok {
		if d.pending != "" {
			d.typed(d.pending)
			d.pending = ""
		}
		return false
	}
	if !d.o.Script {
		d.typed(typed)
		return true
	}
	d.script(typed)
	return true
}

// raw reads a line without a prompt of its own.
func (d *sqlTalk) raw() (string, bool) {
	if d.options.Flush != nil && d.err == nil {
		d.err = d.options.Flush()
	}
	if d.err != nil || !d.in.Scan() {
		return "", false
	}
	return d.in.Text(), true
}

// script gathers the lines of a statement.
func (d *sqlTalk) script(typed string) {
	if d.pending == "" {
		if strings.TrimSpace(typed) == "" {
			return
		}
		if line := d.lab.ReadLine(d.session, typed); line.Word != sqllab.Statement {
			d.typed(typed)
			return
		}
	}
	d.pending += typed + "\n"
	if sqllab.Complete(d.pending) || len(d.pending) > longest {
		d.typed(d.pending)
		d.pending = ""
	}
}

func (d *sqlTalk) typed(text string) {
	line := d.lab.ReadLine(d.session, text)
	d.session = line.Session
	switch line.Word {
	case sqllab.Next:
		switch {
		case d.at < len(d.lab.Steps):
			d.step()
		case len(d.lab.Steps) > 0:
			d.left = true
		}
	case sqllab.CrashWord:
		d.take(sqllab.Step{Crash: true, Session: d.session}, true)
	case sqllab.FormWord:
		d.form()
	case sqllab.Anew:
		if err := d.open(); err != nil {
			d.tell("error: %s\n", widget.Safe(err.Error()))
			d.left = true
			return
		}
		d.tell("It begins anew.\n")
	case sqllab.Help:
		d.help()
	case sqllab.Quit:
		d.left = true
	case sqllab.Statement:
		if line.SQL == "" {
			return
		}
		for _, statement := range sqllab.Split(line.SQL) {
			d.take(sqllab.Step{Session: line.Session, SQL: statement}, true)
		}
	}
}

func (d *sqlTalk) help() {
	d.tell("Enter takes the next step. SQL runs in the session of the step before, or in\nthe one you name:\n")
	for _, name := range d.lab.Sessions {
		d.tell("  %s: SELECT 1\n", name)
	}
	d.tell("plan SELECT ... says how a query is carried out.\n")
	if !d.lab.Memory {
		d.tell("crash ends the process; the disk stays as it is.\n")
	}
	if d.lab.Form != nil {
		d.tell("form fills the form in, and submits it to both programs.\n")
	}
	d.tell("anew sets everything up again. quit leaves.\n")
}

// form asks for the fields, and runs what both programs make of them.
func (d *sqlTalk) form() {
	f := d.lab.Form
	var typed []string
	for _, name := range f.Fields {
		d.tell("%s > ", name)
		text, ok := d.raw()
		if !ok {
			d.left = true
			return
		}
		if !d.options.Prompt {
			d.tell("\n")
		}
		typed = append(typed, text)
	}
	d.take(sqllab.Step{Session: d.lab.Sessions[0], SQL: f.Joined(typed)}, true)
	d.take(sqllab.Step{Session: d.lab.Sessions[1], SQL: f.SQL, Values: f.Bound(typed)}, true)
}

// step takes the next step of the experiment.
func (d *sqlTalk) step() {
	s := d.lab.Steps[d.at]
	d.at++
	if s.Session != "" {
		d.session = s.Session
	}
	taken := d.take(s, false)
	if taken.OK {
		d.tell("%s\n", widget.Safe(s.About))
		return
	}
	d.out.Differs = true
	d.tell("Not as the experiment has it, which is %s: did your own SQL change something?\n", widget.Safe(taken.Want))
}

// take runs one statement and tells what came of it.
func (d *sqlTalk) take(s sqllab.Step, own bool) Taken {
	taken := Taken{Step: s, Typed: own, OK: true}
	switch {
	case own && !s.Crash:
		taken.Result = d.run.Run(d.ctx, s.Session, s.SQL, s.Values...)
	default:
		taken.Result = d.run.Step(d.ctx, s)
	}
	if own {
		d.out.Typed++
		if taken.Result.Error != "" {
			d.out.Failed++
			taken.OK = false
		}
	} else {
		taken.OK, taken.Want = taken.Result.Met(s.Want)
	}
	if d.o.Heard != nil {
		d.o.Heard(taken)
	}
	switch {
	case !own:
		d.tell("\n%d. %s\n", d.at, sqlStatement(s))
	case d.o.Script || s.Crash || len(s.Values) > 0 || d.lab.Form != nil:
		d.tell("%s\n", sqlStatement(s))
	}
	d.tell("%s", sqlResult(taken.Result, d.o.Plans || d.lab.Plans))
	return taken
}
