// Package catalogue lists every calculator: those of package calc/catalogue,
// which are formulas, and those that need the engine to find their answer.
//
//	for _, c := range catalogue.All() {
//		fmt.Println(c.Name, c.Summary)
//	}
package catalogue

import (
	"netsplit/calc"
	"netsplit/calc/catalogue"
	"netsplit/tui/caching"
	"netsplit/tui/placing"
)

// All returns the calculators in the order they are shown.
func All() []calc.Calculator {
	return append(catalogue.All(), caching.Calculator(), placing.Calculator())
}
