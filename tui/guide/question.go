package guide

import (
	"slices"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// Question is a prediction about one step, or about the whole run.
type Question struct {
	Step    int // of the script
	Text    string
	Options []string
	chosen  int
	// judge says which option came true; -1: it can't be told yet.
	judge  func(s engine.ScriptStep, o engine.Operation) int
	lesson *Lesson // that it comes from; the whole run judges it, nil: judge does
}

// Lesson is the title of the lesson that asks; "": it is about one step.
func (q *Question) Lesson() string {
	if q.lesson == nil {
		return ""
	}
	return q.lesson.title
}

// questionFor makes a question of a step, from what the script did before; nil
// where the step itself says what comes.
func questionFor(c scenario.Command, before []scenario.Step) *Question {
	worked := func(s engine.ScriptStep, o engine.Operation) int {
		switch o.Outcome {
		case engine.Pending:
			return -1
		case engine.OK:
			return 0
		}
		return 1
	}
	held := func(s engine.ScriptStep, _ engine.Operation) int {
		switch s.State {
		case "done":
			return 0
		case "failed":
			return 1
		}
		return -1
	}
	switch c := c.(type) {
	case scenario.Get:
		return readQuestion(c, before)
	case scenario.Put, scenario.CompareAndSet, scenario.Delete, scenario.Send:
		return &Question{Text: "Will it be acknowledged?", Options: []string{"yes, it works", "no, it fails"}, judge: worked}
	case scenario.Check:
		return &Question{Text: "Does everything that happened so far pass this check?", Options: []string{"yes, it holds", "no, it is violated"}, judge: held}
	case scenario.ExpectMetric:
		return &Question{Text: "Does that hold now?", Options: []string{"yes", "no"}, judge: held}
	}
	return nil
}

// readQuestion offers the values that the script wrote to the key, nothing, and
// failure.
func readQuestion(c scenario.Get, before []scenario.Step) *Question {
	const most = 5
	var values []string
	add := func(v string) {
		if !slices.Contains(values, v) && len(values) < most {
			values = append(values, v)
		}
	}
	for _, s := range slices.Backward(before) {
		switch w := s.Command.(type) {
		case scenario.Put:
			if w.Key == c.Key {
				add(w.Value)
			}
		case scenario.CompareAndSet:
			if w.Key == c.Key {
				add(w.New)
				add(w.Old)
			}
		}
	}
	slices.Sort(values) // the newest first would give it away
	q := &Question{Text: "What will it read?"}
	for _, v := range values {
		q.Options = append(q.Options, "the value "+v)
	}
	q.Options = append(q.Options, "nothing: the key is not there", "it fails")
	q.judge = func(_ engine.ScriptStep, o engine.Operation) int {
		n := len(q.Options)
		switch {
		case o.Outcome == engine.Pending:
			return -1
		case o.Outcome != engine.OK:
			return n - 1
		case !o.Found:
			return n - 2
		}
		if i := slices.Index(values, o.Value); i >= 0 {
			return i
		}
		return n // another value
	}
	return q
}
