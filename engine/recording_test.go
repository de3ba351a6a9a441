package engine

import "testing"

// TestRecordingOfALaterStep does a step that waits for its time: a session
// saved as a scenario has it at that time, not at the one when it was typed.
func TestRecordingOfALaterStep(t *testing.T) {
	c := start(t, "scenario: later\ncomponents:\n  store: {kind: kv}", 1)
	do(t, c, "at 2s crash store-1")
	do(t, c, "at 1s crash store-2")
	for i, want := range []string{"at 2s crash store-1", "at 2s crash store-2"} {
		if got := c.Recording()[i].Text; got != want {
			t.Errorf("step %d is recorded as %q, not as %q", i+1, got, want)
		}
	}
}
