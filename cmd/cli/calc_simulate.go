package cli

import (
	"errors"

	"netsplit/calc"
	"netsplit/engine/trial"
	"netsplit/tui/simulate"
)

// simulateFlags are the flags of a calculator that the engine can measure.
type simulateFlags struct {
	Simulate bool   `help:"Measure it in the engine as well, and set both side by side."`
	Seed     uint64 `default:"1" placeholder:"NUMBER" help:"With --simulate, of the first run: 1."`
	Runs     int    `default:"20" placeholder:"NUMBER" help:"With --simulate, how many: 20. More make the interval narrower."`
}

// solveBoth answers with the formula and, where asked to, beside it with what
// the engine measures.
func (p *Program) solveBoth(form calc.Form, values map[string]string, flags sheetFlags, s simulateFlags) error {
	switch {
	case !s.Simulate && s.Seed != 1 && values["seed"] == "":
		return usagef("--seed is of what is simulated: add --simulate")
	case !s.Simulate && s.Runs != 20:
		return usagef("--runs is of what is simulated: add --simulate")
	case !s.Simulate:
		return p.solve(form, values, flags)
	case s.Seed == 0:
		return usagef("--seed 0 is none: seeds begin at 1")
	case s.Runs < trial.Fewest || s.Runs > trial.Most:
		return usagef("--runs %d: give from %d to %d, since an interval needs a few", s.Runs, trial.Fewest, trial.Most)
	}
	sheet, err := form.Solve(values)
	if err != nil {
		return wrongInput(err)
	}
	filled, err := form.Filled(values)
	if err != nil {
		return wrongInput(err)
	}
	bar := newBar(p, "runs", uint64(s.Runs))
	sheet, err = simulate.Beside(sheet, filled, trial.Runs{Seed: s.Seed, Number: s.Runs, Told: func(done, _ int) bool {
		bar.show(uint64(done), "")
		return true
	}})
	bar.clear()
	if errors.Is(err, trial.ErrStopped) {
		return errInterrupted
	}
	if err != nil {
		return wrongInput(err)
	}
	return p.show(sheet, flags)
}
