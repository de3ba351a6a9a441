package drill

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/content/grade"
)

// evidence lists what the candidate really did, for one axis.
func (s *Session) evidence(a Axis) []string {
	lines := []string{"Evidence for " + a.Title + ":"}
	for _, kind := range a.Evidence {
		lines = append(lines, s.evidenceOf(kind)...)
	}
	return lines
}

func (s *Session) evidenceOf(kind string) []string {
	switch kind {
	case "facts":
		return s.factEvidence()
	case "assumptions":
		return list("Assumptions stated", s.assumptions)
	case "clock":
		return s.clockEvidence()
	case "estimates":
		return s.estimateEvidence()
	case "sketch":
		return append(list("Your design", s.notes["sketch"]), pointLines(s.notes["sketch"], s.Problem.Parts, "Components named", "Not named")...)
	case "deep-dive", "wrap-up":
		return s.topicEvidence(kind)
	case "failures":
		return s.failureEvidence()
	case "hints":
		var taken []string
		for _, step := range s.Problem.Steps {
			if n := s.hints[step.ID]; n > 0 {
				taken = append(taken, fmt.Sprintf("%s: %d", step.Title, n))
			}
		}
		return list("Hints asked for", taken)
	}
	return nil
}

// list is a heading with items below, or "none".
func list(heading string, items []string) []string {
	if !strings.HasSuffix(heading, "?") {
		heading += ":"
	}
	if len(items) == 0 {
		return []string{heading + " none."}
	}
	lines := []string{heading}
	for _, item := range items {
		lines = append(lines, "- "+strings.ReplaceAll(item, "\n", " "))
	}
	return lines
}

func (s *Session) factEvidence() []string {
	var asked, missed []string
	essential, found := 0, 0
	for _, q := range s.asked {
		text := q.text
		if len(q.facts) == 0 {
			text += " (no fact answered it)"
		}
		asked = append(asked, text)
	}
	for _, f := range s.Problem.Facts {
		switch {
		case !f.Essential:
			continue
		case s.told[f.ID]:
			found++
		default:
			missed = append(missed, s.fill(f.About))
		}
		essential++
	}
	lines := list("Questions asked", asked)
	lines = append(lines, fmt.Sprintf("Essential facts asked for: %d of %d.", found, essential))
	if len(missed) > 0 {
		lines = append(lines, "Not asked for: "+strings.Join(missed, "; ")+".")
	}
	return lines
}

func (s *Session) estimateEvidence() []string {
	var items []string
	for _, e := range s.Problem.Estimates {
		a, ok := s.estimates[e.ID]
		truth, _, err := e.solve(s.Drawn)
		switch {
		case !ok:
		case err != nil || a.text == "":
			items = append(items, e.ID+": skipped")
		default:
			items = append(items, fmt.Sprintf("%s: you said %s, it is %s, %s", e.ID, a.text, truth, a.verdict.Text))
		}
	}
	return list("Estimates", items)
}

func (s *Session) topicEvidence(step string) []string {
	var lines []string
	for _, t := range s.Problem.Topics {
		if t.Step != step {
			continue
		}
		notes := s.notes["topic "+t.ID]
		lines = append(lines, list(s.fill(t.Question), notes)...)
		lines = append(lines, pointLines(notes, t.Points, "Points made", "Not made")...)
	}
	return lines
}

func (s *Session) failureEvidence() []string {
	var items []string
	for _, f := range s.Problem.Failures {
		o, ok := s.outcome(f)
		switch {
		case !ok:
			continue
		case o.err != nil:
			items = append(items, fmt.Sprintf("%s: you said %q; it was not run", s.fill(f.Question), o.chosen))
		case o.right:
			items = append(items, fmt.Sprintf("%s: you said %q, and the run agreed", s.fill(f.Question), o.chosen))
		default:
			items = append(items, fmt.Sprintf("%s: you said %q, the run showed %q", s.fill(f.Question), o.chosen, o.showed))
		}
	}
	return list("Failures predicted", items)
}

// outcome is what became of a prediction.
type outcome struct {
	chosen, showed, reason string
	right                  bool
	err                    error // it was not run, or can't be compared
}

func (s *Session) outcome(f Failure) (o outcome, predicted bool) {
	chosen, ok := s.choices["predict "+f.ID]
	if !ok {
		return outcome{}, false
	}
	o.chosen = f.Options[chosen-1]
	run, ran := s.runs["run "+f.ID]
	if !ran {
		o.err = fmt.Errorf("not run")
		return o, true
	}
	is, err := grade.Cases(f.Cases, grade.Run{Metrics: run.Metrics, Operation: run.Operation})
	if err != nil {
		o.err = err
		return o, true
	}
	o.showed, o.reason, o.right = f.Options[is.Option-1], is.Reason, is.Option == chosen
	return o, true
}

// spent is the time in each step that was entered, in their order.
func (s *Session) spent() []ClockState {
	ids := append(stepIDs(), "rubric")
	var states []ClockState
	for i, id := range ids {
		began, ok := s.stepBegan[id]
		if !ok || id == "rubric" {
			continue
		}
		end := s.elapsed
		if next, ok := s.stepBegan[ids[i+1]]; ok {
			end = next
		}
		at := slices.IndexFunc(s.Problem.Steps, func(step Step) bool { return step.ID == id })
		planned := time.Duration(s.Problem.Steps[at].Minutes) * time.Minute
		spent := time.Duration((end - began) * float64(time.Second))
		states = append(states, ClockState{Step: s.Problem.Steps[at].Title, Spent: spent, Planned: planned, Over: spent > planned})
	}
	return states
}

func (s *Session) clockEvidence() []string {
	var items []string
	for _, c := range s.spent() {
		items = append(items, fmt.Sprintf("%s: %s, planned %s", c.Step, minutes(c.Spent), minutes(c.Planned)))
	}
	return list("Time", items)
}
