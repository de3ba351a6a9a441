package cli

import (
	"fmt"
	"strconv"

	"netsplit/content"
	"netsplit/tui/guide"
)

// guided is the guided mode line by line: next asks what will happen, a number
// answers, and what happened is told beside it.
type guided struct {
	guide.Guide
	asked *guide.Question
}

// toggleGuide begins the guided mode, or ends it.
func (d *labDialogue) toggleGuide() {
	if d.guide != nil {
		d.guide = nil
		d.say("Free mode: next does the next step without asking.")
		return
	}
	if len(d.cluster.Snapshot().Script) == 0 {
		d.mistake(fmt.Errorf("this scenario has no steps to be guided through; netsplit lab --list lists others"))
		return
	}
	d.guide = &guided{}
	d.guide.Add(guide.Lessons(content.Embedded(), d.cluster.Scenario().Name))
	d.say("Guided: next goes to the next step and asks first what will happen. Type guide again to end it.")
}

// askFirst asks for a prediction before the next step; false: there is nothing
// to ask.
func (d *labDialogue) askFirst() bool {
	step, ok := d.cluster.NextStep()
	if d.guide == nil || !ok {
		return false
	}
	q := d.guide.Ask(d.cluster.Scenario(), d.cluster.Snapshot().Script, step)
	if q == nil {
		return false
	}
	d.guide.asked = q
	if from := q.Lesson(); from != "" {
		d.say("About the whole run, from the lesson %s: %s", from, q.Text)
	} else {
		d.say("next: %s", step.Text)
		d.say("%s", q.Text)
	}
	for i, o := range q.Options {
		d.say("  %d  %s", i+1, o)
	}
	d.say("Answer with a number, or type next to go on without.")
	return true
}

// answer takes a number as the answer to what is asked; false: the line is
// something else.
func (d *labDialogue) answer(text string) bool {
	n, err := strconv.Atoi(text)
	if d.guide == nil || err != nil {
		return false
	}
	q := d.guide.asked
	switch {
	case q == nil:
		d.mistake(fmt.Errorf("nothing is asked: type next"))
	case n < 1 || n > len(q.Options):
		d.mistake(fmt.Errorf("%d is not an answer: the numbers are 1 to %d", n, len(q.Options)))
	default:
		d.guide.asked = nil
		d.guide.Predict(q, n-1)
		d.goOn(q)
	}
	return true
}

// unask drops the question: the time it was asked at is left.
func (d *labDialogue) unask() {
	if d.guide != nil {
		d.guide.asked = nil
	}
}

// goOn runs the step that a question was about. One about the whole run leaves
// the step's own question open.
func (d *labDialogue) goOn(q *guide.Question) {
	if q.Lesson() != "" && d.askFirst() {
		return
	}
	d.runNext()
}

// settle tells what became of the predictions.
func (d *labDialogue) settle() {
	if d.guide == nil {
		return
	}
	snapshot := d.cluster.Snapshot()
	last, _ := d.cluster.LastManual()
	for {
		o := d.guide.Settle(&snapshot, last)
		if o == nil {
			return
		}
		if o.Lesson != "" {
			d.say("From the lesson %s: %s", o.Lesson, o.Question)
		}
		if o.Good {
			d.say("As you predicted: %s (%s).", o.Happened, o.Score())
		} else {
			d.say("You predicted %q; it came: %s (%s). Type why to see how it came about.", o.Predicted, o.Happened, o.Score())
		}
		if o.Why != "" {
			d.say("%s", o.Why)
		}
	}
}
