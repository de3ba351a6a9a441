package cards

import (
	"fmt"
	"testing"

	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// Front, back and the end of the deck at three sizes, and their styles on dark
// and on light.
func TestGolden(t *testing.T) {
	for _, dark := range []bool{true, false} {
		e := env()
		e.Theme.Apply(theme.Options{Dark: dark})
		p := New(e, three()[:1], nil, nil)
		for _, step := range []struct{ name, key string }{{"front", ""}, {"back", "space"}, {"done", "4"}} {
			if step.key != "" {
				tuitest.Press(t, p, step.key)
			}
			tuitest.Golden(t, fmt.Sprintf("%s dark-%v", step.name, dark), p.View(80, 22))
			for _, size := range [][2]int{{80, 22}, {100, 28}, {140, 43}} {
				tuitest.Golden(t, fmt.Sprintf("%s %dx%d", step.name, size[0], size[1]), tuitest.Plain(p.View(size[0], size[1])))
			}
		}
	}
}
