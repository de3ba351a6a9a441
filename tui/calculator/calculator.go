// Package calculator is the page that answers back-of-envelope questions: its
// inputs can be typed over, and the whole worksheet follows at every key.
//
// It knows no calculator by name. Given the list of them, it offers each, draws
// the fields of its forms and hands the text to Solve; an error goes under the
// field it is about, while the last answer stays in sight, marked as such.
//
//	pages["calculator"] = func(env page.Env, at page.Place) (page.Page, error) {
//		return calculator.New(env, catalogue.All(), at)
//	}
//	// a lesson may open one with inputs of its own:
//	page.Open{Place: page.Place{Page: "calculator", Target: "nines",
//		State: json.RawMessage(`{"values":{"availability":"99.95%"}}`)}}
package calculator

import (
	"fmt"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/tui/page"
)

// New makes the page for a place: the calculator that Target names, or the list
// of all where it names none.
func New(env page.Env, calculators []calc.Calculator, at page.Place) (page.Page, error) {
	if at.Target == "" {
		return newList(env, calculators), nil
	}
	var names []string
	for _, c := range calculators {
		if c.Name == at.Target {
			return newForm(env, c, at.State), nil
		}
		names = append(names, c.Name)
	}
	cure := "there are " + strings.Join(names, ", ")
	if near, ok := unit.Nearest(at.Target, names); ok {
		cure = "did you mean " + near + "?"
	}
	return nil, fmt.Errorf("there is no calculator %s: %s", unit.Quote(at.Target), cure)
}
