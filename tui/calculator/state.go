package calculator

import (
	"encoding/json"

	"netsplit/calc"
)

// state is what is kept of a calculator, to open it just as it was left. All
// parts may be missing.
type state struct {
	Form   int               `json:"form,omitempty"`
	Field  string            `json:"field,omitempty"` // with the focus
	Values map[string]string `json:"values,omitempty"`
	Top    int               `json:"top,omitempty"`   // first line of the worksheet on the screen
	Asked  bool              `json:"asked,omitempty"` // a quiz is open
	Guess  string            `json:"guess,omitempty"` // what is typed there
}

// longestValue bounds what is kept of an input.
const longestValue = 200

// readState reads a kept state. What does not fit the calculator any more is
// left out: a state is a convenience, never a reason to fail.
func readState(c calc.Calculator, raw json.RawMessage) state {
	var s state
	if json.Unmarshal(raw, &s) != nil {
		s = state{}
	}
	if s.Form < 0 || s.Form >= len(c.Forms) {
		s.Form = 0
	}
	s.Top = max(0, s.Top)
	values := map[string]string{}
	for _, form := range c.Forms {
		for _, f := range form.Fields {
			v, given := s.Values[f.Name]
			if _, done := values[f.Name]; done {
				continue
			}
			if !given {
				v = f.Default
			}
			values[f.Name] = v[:min(len(v), longestValue)]
		}
	}
	s.Values = values
	return s
}
