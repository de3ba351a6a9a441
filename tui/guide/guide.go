// Package guide is the guided mode of a lab: before a step of the script whose
// outcome is not given, it asks what will happen; then the step runs, and what
// happened is set against the prediction. The lab's page and the lab line by line
// share it.
package guide

import (
	"fmt"
	"slices"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// Guide is one person's way through a script. The zero value is at its start.
type Guide struct {
	Right, Answered int
	lessons         []*Lesson
	pending         *Question // was answered and runs
}

// Add has lessons ask, too.
func (g *Guide) Add(lessons []*Lesson) { g.lessons = append(g.lessons, lessons...) }

// Ask is what is to be predicted before the next step runs; nil: nothing is
// open. Lessons ask about the whole run first.
func (g *Guide) Ask(sc *scenario.Scenario, script []engine.ScriptStep, next scenario.Step) *Question {
	at := slices.IndexFunc(script, func(s engine.ScriptStep) bool { return s.State == "next" })
	if at < 0 {
		return nil
	}
	for _, l := range g.lessons {
		if l.open() {
			return &Question{Step: at, Text: l.predict.Question, Options: l.predict.Options, lesson: l}
		}
	}
	q := questionFor(next.Command, sc.Steps[:min(at, len(sc.Steps))])
	if q != nil {
		q.Step = at
	}
	return q
}

// Predict takes the option with this number, from 0, as the answer.
func (g *Guide) Predict(q *Question, option int) {
	q.chosen = option
	if q.lesson != nil { // the whole run tells
		q.lesson.chosen = option + 1
		return
	}
	g.pending = q
}

// Skip goes on without an answer. A lesson's question is not asked again.
func (g *Guide) Skip(q *Question) {
	if q.lesson != nil {
		q.lesson.skipped = true
	}
}

// Outcome is a prediction beside what happened.
type Outcome struct {
	Lesson              string // its title; "": a question about one step
	Question            string
	Predicted, Happened string
	Good                bool
	Why                 string // of a lesson's question
	score               string
}

// Score says how many predictions came true.
func (o *Outcome) Score() string { return o.score }

// Settle sets the oldest open prediction against what happened; nil: it can't be
// told yet. Operation is the one of the step that ran last.
func (g *Guide) Settle(s *engine.Snapshot, operation engine.Operation) *Outcome {
	if o := g.settleStep(s.Script, operation); o != nil {
		return o
	}
	return g.settleLesson(s)
}

func (g *Guide) settleStep(script []engine.ScriptStep, operation engine.Operation) *Outcome {
	q := g.pending
	if q == nil {
		return nil
	}
	if q.Step >= len(script) || script[q.Step].State == "next" {
		g.pending = nil // went back in time
		return nil
	}
	came := q.judge(script[q.Step], operation)
	if came < 0 {
		return nil
	}
	g.pending = nil
	happened := "something else: it read " + operation.Value
	if came < len(q.Options) {
		happened = q.Options[came]
	}
	return g.count(&Outcome{Question: q.Text, Predicted: q.Options[q.chosen], Happened: happened, Good: came == q.chosen})
}

// settleLesson sets a lesson's prediction against the run, once its script has
// ended.
func (g *Guide) settleLesson(s *engine.Snapshot) *Outcome {
	for _, l := range g.lessons {
		if l.chosen == 0 || l.came > 0 {
			continue
		}
		came, ok := Decide(l.predict, s)
		if !ok {
			return nil
		}
		l.came = came
		return g.count(&Outcome{Lesson: l.title, Question: l.predict.Question, Predicted: l.predict.Options[l.chosen-1],
			Happened: l.predict.Options[came-1], Good: came == l.chosen, Why: l.predict.Why})
	}
	return nil
}

func (g *Guide) count(o *Outcome) *Outcome {
	g.Answered++
	if o.Good {
		g.Right++
	}
	o.score = fmt.Sprintf("%d of %d right", g.Right, g.Answered)
	return o
}
