package engine

import (
	"testing"
	"time"
)

// TestStepBack goes forth event by event, with steps between, and back again:
// at each event the run is the one it was.
func TestStepBack(t *testing.T) {
	c := start(t, threeNodes, 5)
	var hashes []string
	c.Advance(50 * time.Millisecond)
	first := c.Events()
	for i := range 60 {
		hashes = append(hashes, c.TraceHash())
		switch i {
		case 10:
			do(t, c, "put cart milk via store-1")
		case 20:
			do(t, c, "crash store-2")
		case 40:
			do(t, c, "restart store-2")
		}
		c.StepEvent()
	}
	for i := 59; i >= 0; i-- {
		if err := c.StepBack(); err != nil {
			t.Fatal(err)
		}
		if c.Events() != first+uint64(i) {
			t.Fatalf("%d events, want %d", c.Events(), first+uint64(i))
		}
		// A step right before the event stays: it was taken before it.
		if got := c.TraceHash(); got != hashes[i] && i != 10 && i != 20 && i != 40 {
			t.Errorf("event %d back is another run", i)
		}
	}
	if err := start(t, threeNodes, 5).StepBack(); err == nil {
		t.Error("it went back from the beginning")
	}
}
