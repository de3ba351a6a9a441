package drill

import (
	"fmt"
	"strings"

	"netsplit/calc"
	"netsplit/calc/estimate"
	"netsplit/content/grade"
)

// opening is what the interviewer says when a task begins.
func (s *Session) opening(t task) string {
	switch t.kind {
	case Guess:
		return s.fill(t.estimate.Question)
	case Write:
		if t.topic != nil {
			return s.fill(t.topic.Question)
		}
		return "Draw the design in words: one line for each component and what flows between them."
	case RunTask:
		if t.failure == nil {
			return "Here is one design that works, to compare yours with:\n" + s.fill(s.Problem.About)
		}
	case Choose:
		return s.fill(t.failure.Question)
	case Reveal:
		return fmt.Sprintf("Rubric: %s. First look at what you really did.", t.axis.Title)
	case SelfGrade:
		return t.axis.Title + ": which of these is it?"
	case Done:
		return "That is the end of the drill. The report says what to practise next."
	}
	return ""
}

// ask answers a question: facts are told if they are asked for.
func (s *Session) ask(text string) {
	s.say(Candidate, text)
	q := question{text: text}
	for _, i := range matchFacts(text, s.Problem.Facts) {
		f := s.Problem.Facts[i]
		q.facts = append(q.facts, f.ID)
		answer := s.fill(f.Answer)
		if s.told[f.ID] {
			answer = "As I said: " + answer
		}
		s.told[f.ID] = true
		s.say(Interviewer, answer)
	}
	if len(q.facts) == 0 {
		s.say(Interviewer, s.fill(s.Problem.Unknown))
	}
	s.asked = append(s.asked, q)
}

// hint gives the next hint of a step.
func (s *Session) hint(step string) {
	s.say(Candidate, "Can you give me a hint?")
	for _, st := range s.Problem.Steps {
		if st.ID != step {
			continue
		}
		if n := s.hints[step]; n < len(st.Hints) {
			s.say(Interviewer, s.fill(st.Hints[n]))
		} else {
			s.say(Interviewer, "I have no more hints for this step. Say what you would try, and go on.")
		}
	}
	s.hints[step]++
}

// estimate grades a number and shows the working.
func (s *Session) estimate(e Estimate, text string) {
	s.say(Candidate, text)
	truth, _, err := e.solve(s.Drawn)
	if err != nil { // checked when the file was read, with other values drawn
		s.estimates[e.ID] = estimateAnswer{text: text}
		s.say(Interviewer, "This can't be computed: "+err.Error())
		return
	}
	answer := estimateAnswer{text: text, verdict: grade.Verdict{Credit: grade.None, Text: "not a number"}}
	if guess, err := estimate.ParseAnswer(truth.Unit(), text); err == nil {
		answer.verdict = grade.Estimate(guess.Float64(), truth.Float64())
	}
	s.estimates[e.ID] = answer
	s.reveal(e, answer.verdict.Text)
}

// reveal shows the true answer of an estimate and how it comes about.
func (s *Session) reveal(e Estimate, verdict string) {
	truth, sheet, err := e.solve(s.Drawn)
	if err != nil {
		return
	}
	lines := []string{"It is " + truth.String() + "."}
	if verdict != "" {
		lines = []string{strings.ToUpper(verdict[:1]) + verdict[1:] + ". It is " + truth.String() + "."}
	}
	lines = append(lines, e.working(sheet)...)
	if why := s.fill(e.Why); why != "" {
		lines = append(lines, why)
	}
	s.say(Interviewer, strings.Join(lines, "\n"))
}

// working is the steps of a worksheet up to the one that is asked for.
func (e Estimate) working(sheet calc.Worksheet) []string {
	var inputs []string
	for _, in := range sheet.Inputs {
		if _, given := e.Inputs[in.Label]; given {
			inputs = append(inputs, in.Label+" "+in.Given)
		}
	}
	key := e.Result
	lines := []string{"With " + strings.Join(inputs, ", ") + ":"}
	for i, r := range sheet.Result {
		step := sheet.Steps[i]
		var expression strings.Builder
		for _, span := range step.Expression {
			expression.WriteString(span.Text)
		}
		if r.Key == key || needed(r.Key, key) {
			lines = append(lines, fmt.Sprintf("  %s = %s = %s", step.Label, expression.String(), step.Value))
		}
		if r.Key == key {
			break
		}
	}
	return lines
}

// needed reports whether the result key is a step on the way to want.
func needed(key, want string) bool {
	reads := strings.Contains(want, "reads") || strings.Contains(want, "egress") || strings.Contains(want, "cache")
	if reads {
		return key == "reads_per_second"
	}
	return key == "writes_per_second"
}

// finish says what is said when the candidate goes on from a task.
func (s *Session) finish(t task) {
	switch {
	case t.kind == Ask:
		var missed []string
		for _, f := range s.Problem.Facts {
			if f.Essential && !s.told[f.ID] {
				missed = append(missed, "- "+s.fill(f.About)+": "+s.fill(f.Answer))
			}
		}
		if len(missed) > 0 {
			s.say(Interviewer, "Before you go on, you need these, which you did not ask for:\n"+strings.Join(missed, "\n"))
		} else {
			s.say(Interviewer, "You have asked for everything that the design depends on.")
		}
	case t.id == "sketch":
		s.say(Interviewer, strings.Join(pointLines(s.notes[t.id], s.Problem.Parts, "You named", "Not named"), "\n"))
	case t.topic != nil:
		s.say(Interviewer, strings.Join(pointLines(s.notes[t.id], t.topic.Points, "You said", "Also worth saying"), "\n"))
	}
}

// pointLines lists points that were made, and those that were not with why
// they matter. Words are matched, not meaning, and the candidate is told so by
// seeing which ones were found.
func pointLines(texts []string, points []Point, made, missing string) []string {
	var yes, no []string
	for i, hit := range matchPoints(texts, points) {
		if hit {
			yes = append(yes, points[i].Name)
		} else {
			no = append(no, "- "+points[i].Name+": "+points[i].Why)
		}
	}
	var lines []string
	if len(yes) > 0 {
		lines = append(lines, made+": "+strings.Join(yes, "; ")+".")
	}
	if len(no) > 0 {
		lines = append(lines, missing+":")
		lines = append(lines, no...)
	}
	return lines
}

// ran compares a run with what was predicted.
func (s *Session) ran(t task, run Run) {
	var lines []string
	if t.failure == nil {
		lines = append(lines, fmt.Sprintf("The design ran for %.0f virtual seconds.", run.Seconds))
		lines = append(lines, metricLines(run, []string{"users.availability", "users.p50", "users.p99", "hot.hit-ratio", "store.stale-reads"})...)
		s.say(Interviewer, strings.Join(lines, "\n"))
		return
	}
	f := t.failure
	chosen := s.choices["predict "+f.ID]
	lines = append(lines, "You said: "+f.Options[chosen-1])
	outcome, err := grade.Cases(f.Cases, grade.Run{Metrics: run.Metrics, Operation: run.Operation})
	switch {
	case err != nil:
		lines = append(lines, "The run can't be compared: "+err.Error())
	case outcome.Option == chosen:
		lines = append(lines, "The run agrees: "+outcome.Reason+".")
	default:
		lines = append(lines, "The run says otherwise: "+f.Options[outcome.Option-1], "because "+outcome.Reason+".")
	}
	lines = append(lines, metricLines(run, f.Show)...)
	lines = append(lines, s.fill(f.Why))
	s.say(Interviewer, strings.Join(lines, "\n"))
}

func metricLines(run Run, names []string) []string {
	var lines []string
	for _, name := range names {
		if value, ok := run.Metrics[name]; ok {
			lines = append(lines, "  "+name+"  "+grade.Show(name, value))
		}
	}
	return lines
}
