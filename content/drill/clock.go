package drill

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
)

// ClockState is how the time stands. It nudges and never blocks.
type ClockState struct {
	Step           string // title of the step
	Spent, Planned time.Duration
	Total, Of      time.Duration
	Over           bool // more time was spent in the step than planned
}

// Clock says how the time stands after elapsed.
func (s *Session) Clock(elapsed time.Duration) ClockState {
	c := ClockState{Total: elapsed}
	t := s.task()
	for _, step := range s.Problem.Steps {
		planned := time.Duration(step.Minutes) * time.Minute
		c.Of += planned
		if step.ID == t.step {
			c.Step, c.Planned = step.Title, planned
		}
	}
	if t.step == "rubric" {
		c.Step = "Rubric"
	}
	c.Spent = max(0, elapsed-time.Duration(s.stepBegan[t.step]*float64(time.Second)))
	c.Over = c.Planned > 0 && c.Spent > c.Planned
	return c
}

// nudge says once a step that its time has passed.
func (s *Session) nudge() {
	t := s.task()
	c := s.Clock(s.Elapsed())
	if c.Over && !s.nudged[t.step] {
		s.nudged[t.step] = true
		s.say(Clock, fmt.Sprintf("%s was planned for %s; %s have passed. Round it off when you can.",
			c.Step, minutes(c.Planned), minutes(c.Spent)))
	}
}

func minutes(d time.Duration) string {
	return noun.Count(int(d.Round(time.Minute)/time.Minute), "minute")
}
