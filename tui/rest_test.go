package tui

import (
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// sleeper ends when it has seen its pace fall asleep and wake.
type sleeper struct {
	pace  *pace
	known bool
	slept bool
	awake bool
}

type later struct{}

func (s *sleeper) Init() tea.Cmd {
	return tea.Tick(3*restedIn, func(time.Time) tea.Msg { return later{} })
}

func (s *sleeper) View() tea.View { return tea.NewView("still") }

func (s *sleeper) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(later); ok {
		s.pace.mu.Lock()
		s.slept = s.pace.asleep
		s.pace.mu.Unlock()
	}
	s.pace.wake()
	s.known = s.pace.ticker != nil
	if _, ok := msg.(later); ok {
		s.awake = !s.pace.asleep
		return s, tea.Quit
	}
	return s, nil
}

// Goal: while nothing happens, nothing wakes the processor; and a later version of
// Bubble Tea in which that no longer works is noticed here.
func TestRendererSleepsAtRest(t *testing.T) {
	s := &sleeper{pace: &pace{}}
	s.pace.program = tea.NewProgram(s, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithWindowSize(20, 5))
	if _, err := s.pace.program.Run(); err != nil {
		t.Fatal(err)
	}
	if !s.known || !s.slept || !s.awake {
		t.Errorf("ticker known %v, asleep after a rest %v, awake after a message %v", s.known, s.slept, s.awake)
	}
}
