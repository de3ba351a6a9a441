package drill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"netsplit/calc/estimate"
)

// Prompt is what the candidate can do now.
type Prompt struct {
	Kind    TaskKind
	Task    string   // id of the task
	Step    string   // of the interview: scope design deep-dive wrap-up rubric
	Options []string // of choose and selfgrade
	Hint    string   // how to answer, one line
}

// Prompt says what the candidate can do now.
func (s *Session) Prompt() Prompt {
	t := s.task()
	p := Prompt{Kind: t.kind, Task: t.id, Step: t.step}
	switch t.kind {
	case Ask:
		p.Hint = "Ask a question. Or: assume …, hint, next."
	case Guess:
		p.Hint = "Give a number with its unit, such as 1.2k/s or 3 TB. Or: skip."
	case Write:
		p.Hint = "Write a line, as many as you like, then next. Or: hint."
	case Choose:
		p.Options = t.failure.Options
		p.Hint = fmt.Sprintf("Choose 1 to %d.", len(p.Options))
	case RunTask:
		p.Hint = "Type run to run it on the cluster, or skip."
	case Reveal:
		p.Hint = "Press enter to see the evidence."
	case SelfGrade:
		p.Options = t.axis.Levels
		p.Hint = "Grade yourself 1 to 4 by the evidence above."
	case Done:
		p.Hint = "Finished."
	}
	return p
}

// RunRequest is a scenario to run for the open task.
type RunRequest struct {
	Task     string
	Title    string
	Scenario string // the whole text, steps included
}

// WantsRun returns the scenario to run, if the open task is to run one.
func (s *Session) WantsRun() (RunRequest, bool) {
	t := s.task()
	if t.kind != RunTask {
		return RunRequest{}, false
	}
	steps := []string{"wait 30s"}
	title := "the reference design"
	if t.failure != nil {
		steps, title = t.failure.Steps, s.fill(t.failure.Question)
	}
	return RunRequest{Task: t.id, Title: title, Scenario: withSteps(s.Problem.Design, steps)}, true
}

func withSteps(design string, steps []string) string {
	var b strings.Builder
	b.WriteString(strings.TrimRight(design, "\n") + "\nsteps:\n")
	for _, step := range steps {
		b.WriteString("  - " + strconv.Quote(step) + "\n")
	}
	return b.String()
}

// Ran makes the event of a finished run.
func (s *Session) Ran(run Run, elapsed time.Duration) Event {
	return Event{Type: RanIt, Task: s.task().id, Run: &run, At: elapsed.Seconds()}
}

// ErrRun is what Read returns for the word run: the composer runs the
// scenario of WantsRun and applies the event of Ran.
var ErrRun = fmt.Errorf("run the scenario")

// Read says what a line of input means for the open task. An error is for the
// candidate: it says what can be typed. Nothing changes until the event is
// applied.
func (s *Session) Read(input string, elapsed time.Duration) (Event, error) {
	t := s.task()
	text := strings.TrimSpace(input)
	e := Event{Task: t.id, At: elapsed.Seconds()}
	word := strings.ToLower(strings.Trim(text, " ."))
	fits := func(kind EventType) bool { return slices.Contains(t.kind.events(), kind) }
	rest, isAssumption := cutWord(text, "assume", "assuming", "i assume", "let's assume", "we assume")
	switch {
	case t.kind == Done:
		return e, ErrFinished
	case t.kind == Reveal:
		e.Type = Revealed
		return e, nil
	case word == "":
		return e, fmt.Errorf("nothing was typed. %s", s.Prompt().Hint)
	case (word == "next" || word == "done") && fits(Went):
		e.Type = Went
		return e, nil
	case word == "hint" && fits(Hinted):
		e.Type = Hinted
		return e, nil
	case (word == "skip" || word == "next") && fits(Skipped):
		e.Type = Skipped
		return e, nil
	case t.kind == RunTask && word == "run":
		return e, ErrRun
	case isAssumption && fits(Assumed):
		if rest == "" {
			return e, fmt.Errorf("assume what? Write it after the word: assume 1 KB a link")
		}
		e.Type, e.Text = Assumed, rest
		return e, nil
	}
	return s.answer(t, e, text)
}

// answer reads a line that is no command.
func (s *Session) answer(t task, e Event, text string) (Event, error) {
	switch t.kind {
	case Ask:
		e.Type, e.Text = Asked, text
	case Write:
		e.Type, e.Text = Noted, text
	case Guess:
		truth, _, err := t.estimate.solve(s.Drawn)
		if err != nil {
			return e, err
		}
		if _, err := estimate.ParseAnswer(truth.Unit(), text); err != nil {
			return e, fmt.Errorf("%w, or skip", err)
		}
		e.Type, e.Text = Estimated, text
	case Choose:
		return choice(e, Chose, text, len(t.failure.Options))
	case SelfGrade:
		return choice(e, Graded, text, len(t.axis.Levels))
	default:
		return e, fmt.Errorf("that can't be done here. %s", s.Prompt().Hint)
	}
	return e, nil
}

func choice(e Event, kind EventType, text string, options int) (Event, error) {
	n, err := strconv.Atoi(strings.Trim(text, " .)"))
	if err != nil || n < 1 || n > options {
		return e, fmt.Errorf("type a number from 1 to %d", options)
	}
	e.Type, e.Option = kind, n
	return e, nil
}

// cutWord cuts one of the beginnings off a text.
func cutWord(text string, beginnings ...string) (rest string, ok bool) {
	for _, b := range beginnings {
		if len(text) >= len(b) && strings.EqualFold(text[:len(b)], b) {
			after := text[len(b):]
			if after == "" || strings.ContainsRune(" :,", rune(after[0])) {
				after = strings.TrimLeft(after, " :,")
				return strings.TrimPrefix(after, "that "), true
			}
		}
	}
	return text, false
}
