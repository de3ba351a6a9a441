package review

import (
	"fmt"
	"testing"

	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// The styles on dark and on light, with their escape codes.
func TestStyled(t *testing.T) {
	for _, dark := range []bool{true, false} {
		s := newStage(t)
		s.env.Theme.Apply(theme.Options{Dark: dark})
		for _, scene := range scenes() {
			scene.play(s)
			tuitest.Golden(t, fmt.Sprintf("%s dark-%v", scene.name, dark), s.page.View(100, 28))
		}
	}
}
