package tui

import (
	"encoding/json"
	"strings"

	"netsplit/calc"
	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/store"
	"netsplit/tui/catalogue"
	"netsplit/tui/lab"
	"netsplit/tui/page"
)

// openPane makes the lab of a lesson.
func openPane(db *store.Store) func(page.Env, string, *content.Scenario) (page.Page, error) {
	embed := lab.Embed(db)
	return func(env page.Env, subject string, sc *content.Scenario) (page.Page, error) {
		p, err := embed(env, subject, sc)
		if err != nil {
			return nil, err
		}
		return p, nil
	}
}

// gradeRun looks whether a lab's run has decided a prediction: its script must
// have ended, since that is what the prediction is about.
func gradeRun(p *content.Predict, pane page.Page) (option int, ok bool) {
	run, is := pane.(interface{ Snapshot() *engine.Snapshot })
	if !is {
		return 0, false
	}
	snapshot := run.Snapshot()
	if !ended(snapshot) {
		return 0, false
	}
	outcome, err := grade.Predict(p, shown(snapshot))
	return outcome.Option, err == nil && outcome.Option > 0
}

// ended reports whether the scenario's own steps are all done. One without
// steps is judged by the first operation by hand.
func ended(s *engine.Snapshot) bool {
	if len(s.Script) == 0 {
		return latest(s) != nil
	}
	for _, step := range s.Script {
		if step.State != "done" && step.State != "failed" {
			return false
		}
	}
	return true
}

// shown is a snapshot in the words of package grade.
func shown(s *engine.Snapshot) grade.Run {
	run := grade.Run{Metrics: make(map[string]float64, len(s.Metrics))}
	for _, m := range s.Metrics {
		run.Metrics[m.Name] = m.Value
	}
	if op := latest(s); op != nil {
		run.Operation = &grade.Operation{
			Name: op.Name, OK: op.Outcome == engine.OK, Code: op.Code, Value: op.Value, Found: op.Found,
		}
	}
	return run
}

// latest is the last operation by hand that has an outcome.
func latest(s *engine.Snapshot) *engine.Operation {
	for i := len(s.Operations) - 1; i >= 0; i-- {
		if op := &s.Operations[i]; op.Manual && op.Outcome != engine.Pending {
			return op
		}
	}
	return nil
}

// calculation is the place of a calculation written as at the shell:
// "nines 99.9%", "nines --downtime 47m --per 30d".
func calculation(command string) page.Place {
	name, rest, _ := strings.Cut(strings.TrimSpace(command), " ")
	place := page.Place{Page: "calculator", Target: name}
	for _, c := range catalogue.All() {
		if c.Name != name {
			continue
		}
		form, values := fields(c, strings.Fields(rest))
		state, err := json.Marshal(map[string]any{"form": form, "values": values})
		if err == nil {
			place.State = state
		}
	}
	return place
}

// fields finds the form that has all the flags, and its values. A word without
// a flag is the form's first field.
func fields(c calc.Calculator, words []string) (form int, values map[string]string) {
	values = map[string]string{}
	var plain []string
	for i := 0; i < len(words); i++ {
		flag, ok := strings.CutPrefix(words[i], "--")
		switch name, value, inline := strings.Cut(flag, "="); {
		case !ok:
			plain = append(plain, words[i])
		case inline:
			values[name] = value
		case i+1 < len(words):
			i++
			values[name] = words[i]
		}
	}
	for i, f := range c.Forms {
		if len(f.Fields) == 0 || !hasAll(f, values) {
			continue
		}
		if len(plain) > 0 {
			values[f.Fields[0].Name] = strings.Join(plain, " ")
		}
		return i, values
	}
	return 0, values
}

func hasAll(f calc.Form, values map[string]string) bool {
	for name := range values {
		found := false
		for _, field := range f.Fields {
			found = found || field.Name == name
		}
		if !found {
			return false
		}
	}
	return true
}
