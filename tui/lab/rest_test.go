package lab

import (
	"testing"
	"time"

	"netsplit/tui/theme"
)

// A paused lab asks for no more ticks, whatever was looked at; a walk around the
// ring ends by itself.
func TestNoWakeUpsAtRest(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	r.press("u")
	r.pass(2 * time.Second)
	if r.p.player.Running() {
		t.Fatal("the write does not end")
	}
	r.p.Update(walkTick{r.p.walk.number})
	if cmd := r.p.Update(walkTick{r.p.walk.number}); cmd != nil {
		t.Error("a walk that is over asks for another frame")
	}
	if cmd := r.p.Update(r.p.player.Awaited()); cmd != nil {
		t.Error("a paused run asks for another tick")
	}
	for _, key := range []string{"v", "down", "enter", "left", "right", "]", "[", "m", "tab", "w", "f", "esc", "F", ";", "F"} {
		if cmd := r.key(key); cmd != nil {
			t.Errorf("%s asks for something to happen later", key)
		}
	}
}
