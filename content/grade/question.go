package grade

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"sync"

	"netsplit/calc"
	"netsplit/calc/estimate"
	"netsplit/content"
)

// Draw picks a value for each name. The same seed draws the same values, on
// every machine and in every run.
func Draw(from map[string][]string, seed uint64) map[string]string {
	rng := rand.New(rand.NewPCG(seed, 0x6e657473706c6974)) // the second word is fixed: one stream a seed
	drawn := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(from)) {
		drawn[name] = from[name][rng.IntN(len(from[name]))]
	}
	return drawn
}

var placeholder = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{([a-z][a-z0-9_-]*)\}`)
})

// Fill puts drawn values into a text, where it has their names in braces.
func Fill(text string, drawn map[string]string) string {
	return placeholder().ReplaceAllStringFunc(text, func(m string) string {
		if v, ok := drawn[m[1:len(m)-1]]; ok {
			return v
		}
		return m
	})
}

// Solve computes the true answer of an estimate, with its working.
func Solve(e *content.Estimate, drawn map[string]string) (estimate.Amount, calc.Worksheet, error) {
	inputs := map[string]string{}
	for name, value := range e.Inputs {
		inputs[name] = Fill(value, drawn)
	}
	sheet, err := estimate.Solve(inputs)
	if err != nil {
		return estimate.Amount{}, sheet, err
	}
	amount, err := estimate.Result(sheet, e.Result)
	return amount, sheet, err
}
