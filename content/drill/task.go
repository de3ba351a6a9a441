package drill

import (
	"fmt"
	"slices"
)

// TaskKind says what the candidate is asked to do.
type TaskKind string

// The kinds of task.
const (
	Ask       TaskKind = "ask"       // ask questions, state assumptions
	Guess     TaskKind = "estimate"  // give a number
	Write     TaskKind = "write"     // answer in lines of text
	Choose    TaskKind = "choose"    // pick an option
	RunTask   TaskKind = "run"       // have the cluster run
	Reveal    TaskKind = "reveal"    // look at the evidence
	SelfGrade TaskKind = "selfgrade" // grade an axis
	Done      TaskKind = "done"
)

// task is one thing to do. Of the pointers, the one for its kind is set.
type task struct {
	id   string
	step string // of the interview; "rubric" after it
	kind TaskKind

	estimate *Estimate
	topic    *Topic
	failure  *Failure // of choose and run; nil for a run of the design alone
	axis     *Axis
}

// tasksOf lays out a whole session.
func tasksOf(p *Problem) []task {
	tasks := []task{{id: "ask", step: "scope", kind: Ask}}
	for i := range p.Estimates {
		tasks = append(tasks, task{id: "estimate " + p.Estimates[i].ID, step: "design", kind: Guess, estimate: &p.Estimates[i]})
	}
	tasks = append(tasks,
		task{id: "sketch", step: "design", kind: Write},
		task{id: "design", step: "design", kind: RunTask})
	tasks = append(tasks, topics(p, "deep-dive")...)
	for i := range p.Failures {
		f := &p.Failures[i]
		tasks = append(tasks,
			task{id: "predict " + f.ID, step: "deep-dive", kind: Choose, failure: f},
			task{id: "run " + f.ID, step: "deep-dive", kind: RunTask, failure: f})
	}
	tasks = append(tasks, topics(p, "wrap-up")...)
	for i := range p.Axes {
		a := &p.Axes[i]
		tasks = append(tasks,
			task{id: "evidence " + a.ID, step: "rubric", kind: Reveal, axis: a},
			task{id: "grade " + a.ID, step: "rubric", kind: SelfGrade, axis: a})
	}
	return append(tasks, task{id: "done", step: "rubric", kind: Done})
}

func topics(p *Problem, step string) []task {
	var tasks []task
	for i := range p.Topics {
		if p.Topics[i].Step == step {
			tasks = append(tasks, task{id: "topic " + p.Topics[i].ID, step: step, kind: Write, topic: &p.Topics[i]})
		}
	}
	return tasks
}

// events are the types of event that fit a kind of task.
func (k TaskKind) events() []EventType {
	switch k {
	case Ask:
		return []EventType{Asked, Assumed, Hinted, Went}
	case Guess:
		return []EventType{Estimated, Skipped, Assumed}
	case Write:
		return []EventType{Noted, Assumed, Hinted, Went}
	case Choose:
		return []EventType{Chose}
	case RunTask:
		return []EventType{RanIt, Skipped}
	case Reveal:
		return []EventType{Revealed}
	case SelfGrade:
		return []EventType{Graded}
	}
	return nil
}

// accepts checks that an event fits the task.
func (t task) accepts(e Event) error {
	if !slices.Contains(t.kind.events(), e.Type) {
		return fmt.Errorf("%q does not fit the task %s", string(e.Type), t.id)
	}
	switch e.Type {
	case Chose:
		if e.Option < 1 || e.Option > len(t.failure.Options) {
			return fmt.Errorf("%d is no option; choose 1 to %d", e.Option, len(t.failure.Options))
		}
	case Graded:
		if e.Option < 1 || e.Option > len(t.axis.Levels) {
			return fmt.Errorf("%d is no grade; give 1 to %d", e.Option, len(t.axis.Levels))
		}
	case RanIt:
		if e.Run == nil {
			return fmt.Errorf("the run has no outcome")
		}
	}
	return nil
}
