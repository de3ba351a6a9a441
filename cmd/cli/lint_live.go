package cli

import (
	"io"
	"strings"

	"netsplit/calc/unit"
	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui"
)

// blocks tries what is live in a note: worksheets are solved, estimates are
// drawn and computed, scenarios run.
func (l *linter) blocks(document *content.Document, name, shown string) {
	for _, block := range document.AllBlocks() {
		switch {
		case block.Calc != nil:
			if message := worksheetFault(block.Calc.Command); message != "" {
				l.add(shown, block.Line, "the worksheet "+unit.Quote(block.Calc.Command)+" can't be solved: "+message)
			}
		case block.SQL != nil:
			if err := experiment(block.SQL.Name); err != nil {
				l.add(shown, block.Line, err.Error())
			}
		case block.Estimate != nil:
			l.estimate(block.Estimate, shown, block.Line)
		case block.Kind == content.ScenarioKind && block.Scenario.Path == document.Path:
			parsed, err := scenario.Parse(name, []byte(block.Scenario.Source))
			l.scenarioErrors(shown, block.Scenario.Line, err)
			if err == nil {
				l.run(parsed, shown, block.Scenario.Line)
			}
		}
	}
}

// worksheetFault is what is wrong with a calculator's command, "" for nothing.
// It is the command line's own answer.
func worksheetFault(command string) string {
	words := tui.ShellWords(command)
	if len(words) == 0 {
		return "it names no calculator, such as nines 99.9%"
	}
	var said strings.Builder
	inner := &Program{Args: append([]string{"calc"}, words...), Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said, Width: 80,
		LookupEnv: func(string) (string, bool) { return "", false }}
	if Run(inner) == codeOK {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(said.String(), "netsplit: "), "\n")
	return first
}

// estimate sees that an estimate can be computed, whatever is drawn.
func (l *linter) estimate(e *content.Estimate, shown string, line int) {
	const draws = 20
	for seed := range uint64(draws) {
		if _, _, err := grade.Solve(e, grade.Draw(e.Draw, seed)); err != nil {
			l.add(shown, line, "the estimate "+unit.Quote(e.ID)+" can't be computed: "+err.Error())
			return
		}
	}
}

// run sees that every step of a scenario passes, unless only reading was asked
// for. Steps that need a hand at the keyboard have none here: they are not run.
func (l *linter) run(parsed *scenario.Scenario, shown string, first int) {
	if l.quick || len(parsed.Steps) == 0 {
		return
	}
	report, err := engine.Run(parsed, engine.Options{})
	if err != nil {
		l.add(shown, first, err.Error())
		return
	}
	for _, s := range report.Steps {
		if s.State != "done" {
			l.add(shown, first, "the step "+unit.Quote(s.Step)+" fails when the scenario runs: "+s.Message)
			return // what comes after it may fail for the same reason
		}
	}
}
