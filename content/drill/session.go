package drill

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"netsplit/content"
	"netsplit/content/grade"
)

// Session is a drill in progress. Its methods read and write plain values
// only; it is not for several goroutines.
type Session struct {
	Problem *Problem
	Seed    uint64
	Drawn   map[string]string // the values drawn for this session

	tasks   []task
	current int // index of the open task

	Transcript []Entry

	asked       []question
	told        map[string]bool // ids of facts that were told because they were asked for
	assumptions []string
	hints       map[string]int // hints taken, by step
	notes       map[string][]string
	estimates   map[string]estimateAnswer
	choices     map[string]int
	runs        map[string]Run
	grades      map[string]int

	elapsed   float64            // at the latest event, in seconds
	stepBegan map[string]float64 // when each step was entered
	nudged    map[string]bool
	events    int
}

// question is what the candidate asked and which facts answered.
type question struct {
	text  string
	facts []string
}

type estimateAnswer struct {
	text    string // as typed; empty when skipped
	verdict grade.Verdict
}

// Speaker says whose words an entry of the transcript is.
type Speaker string

// The speakers.
const (
	Interviewer Speaker = "interviewer"
	Candidate   Speaker = "you"
	Clock       Speaker = "clock"
)

// Entry is one piece of the transcript.
type Entry struct {
	Speaker Speaker
	Text    string // may have several lines
}

// Errors of Apply and Replay.
var (
	ErrChanged  = errors.New("the drill's file has changed since this session began, so it can't be continued; start it anew")
	ErrFinished = errors.New("the drill is finished")
)

// Bounds of a session. They are beyond any real one.
const (
	maxText   = 4000
	maxEvents = 5000
)

// Start begins a session. The event must be saved first of all.
func Start(p *Problem, seed uint64) (*Session, Event) {
	s := newSession(p, seed)
	began := Event{Type: Began, Text: p.Version}
	if err := s.Apply(began); err != nil {
		panic("drill: a new session refused to begin: " + err.Error()) // a bug, not an input
	}
	return s, began
}

func newSession(p *Problem, seed uint64) *Session {
	return &Session{
		Problem: p, Seed: seed, Drawn: grade.Draw(p.Draw, seed), tasks: tasksOf(p), current: -1,
		told: map[string]bool{}, hints: map[string]int{}, notes: map[string][]string{},
		estimates: map[string]estimateAnswer{}, choices: map[string]int{}, runs: map[string]Run{},
		grades: map[string]int{}, stepBegan: map[string]float64{}, nudged: map[string]bool{},
	}
}

// Replay restores a session from its saved events.
func Replay(p *Problem, seed uint64, events []json.RawMessage) (*Session, error) {
	s := newSession(p, seed)
	for i, raw := range events {
		var e Event
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("event %d of the session can't be read: %w", i+1, err)
		}
		if err := s.Apply(e); err != nil {
			return nil, fmt.Errorf("event %d of the session: %w", i+1, err)
		}
	}
	if s.current < 0 {
		return nil, errors.New("the session has no events; start it anew")
	}
	return s, nil
}

// Apply does what an event says. An event that does not fit the open task is
// refused and changes nothing.
func (s *Session) Apply(e Event) error {
	if err := s.accepts(e); err != nil {
		return err
	}
	s.events++
	s.elapsed = max(s.elapsed, e.At)
	if e.Type == Began {
		s.say(Interviewer, s.fill(s.Problem.Opening))
		s.open(0)
		return nil
	}
	s.do(e)
	s.nudge()
	return nil
}

// accepts checks an event before anything changes.
func (s *Session) accepts(e Event) error {
	if s.events >= maxEvents {
		return fmt.Errorf("a session has at most %d events; finish it and start another", maxEvents)
	}
	if (e.Type == Began) != (s.current < 0) {
		return errors.New("the session must begin, and only once")
	}
	if e.Type == Began {
		if e.Text != s.Problem.Version {
			return ErrChanged
		}
		return nil
	}
	t := s.task()
	switch {
	case t.kind == Done:
		return ErrFinished
	case e.Task != t.id:
		return fmt.Errorf("it belongs to the task %s, but %s is open", e.Task, t.id)
	case utf8.RuneCountInString(e.Text) > maxText:
		return fmt.Errorf("the text has more than %d characters; say it shorter", maxText)
	}
	return t.accepts(e)
}

// do changes the state by an accepted event.
func (s *Session) do(e Event) {
	t := s.task()
	text := content.Visible(e.Text)
	switch e.Type {
	case Asked:
		s.ask(text)
	case Assumed:
		s.say(Candidate, "Assume "+text)
		s.assumptions = append(s.assumptions, text)
		s.say(Interviewer, "Noted. Go on.")
	case Noted:
		s.say(Candidate, text)
		s.notes[t.id] = append(s.notes[t.id], text)
	case Hinted:
		s.hint(t.step)
	case Estimated:
		s.estimate(*t.estimate, text)
		s.next()
	case Chose:
		s.choices[t.id] = e.Option
		s.say(Candidate, t.failure.Options[e.Option-1])
		s.next()
	case RanIt:
		s.runs[t.id] = *e.Run
		s.ran(t, *e.Run)
		s.next()
	case Skipped:
		if t.estimate != nil {
			s.estimates[t.estimate.ID] = estimateAnswer{}
			s.reveal(*t.estimate, "")
		}
		s.next()
	case Revealed:
		s.say(Interviewer, strings.Join(s.evidence(*t.axis), "\n"))
		s.next()
	case Graded:
		s.grades[t.axis.ID] = e.Option
		s.say(Candidate, fmt.Sprintf("%s: %d of 4", t.axis.Title, e.Option))
		s.next()
	case Went:
		s.finish(t)
		s.next()
	}
}

func (s *Session) say(who Speaker, text string) {
	if text = strings.TrimSpace(text); text != "" {
		s.Transcript = append(s.Transcript, Entry{who, text})
	}
}

func (s *Session) fill(text string) string { return strings.TrimSpace(grade.Fill(text, s.Drawn)) }

func (s *Session) task() task { return s.tasks[s.current] }

// next opens the task after the current one.
func (s *Session) next() { s.open(s.current + 1) }

func (s *Session) open(i int) {
	s.current = i
	t := s.task()
	if _, entered := s.stepBegan[t.step]; !entered {
		s.stepBegan[t.step] = s.elapsed
		for _, step := range s.Problem.Steps {
			if step.ID == t.step {
				s.say(Interviewer, fmt.Sprintf("%s (%d minutes). %s", step.Title, step.Minutes, step.Goal))
			}
		}
	}
	s.say(Interviewer, s.opening(t))
}

// Finished reports whether nothing is left to do.
func (s *Session) Finished() bool { return s.current >= 0 && s.task().kind == Done }

// Elapsed is the time spent up to the latest event. A composer that resumes a
// session counts on from it.
func (s *Session) Elapsed() time.Duration {
	return time.Duration(s.elapsed * float64(time.Second))
}
