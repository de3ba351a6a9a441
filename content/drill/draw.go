package drill

import (
	"maps"
	"math/rand/v2"
	"slices"

	"netsplit/calc"
	"netsplit/calc/estimate"
)

// draw picks a value for each name. The same seed draws the same values, on
// every machine and in every run.
func draw(from map[string][]string, seed uint64) map[string]string {
	rng := rand.New(rand.NewPCG(seed, 0x6e657473706c6974)) // the second word is fixed: one stream a seed
	drawn := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(from)) {
		drawn[name] = from[name][rng.IntN(len(from[name]))]
	}
	return drawn
}

// solve computes the true answer of an estimate, with its working.
func (e Estimate) solve(drawn map[string]string) (estimate.Amount, calc.Worksheet, error) {
	inputs := map[string]string{}
	for name, value := range e.Inputs {
		inputs[name] = fill(value, drawn)
	}
	sheet, err := estimate.Solve(inputs)
	if err != nil {
		return estimate.Amount{}, sheet, err
	}
	amount, err := estimate.Result(sheet, e.Result)
	return amount, sheet, err
}
