package calculator

import (
	"fmt"
	"testing"

	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// The styles on dark and on light, with their escape codes.
func TestStyled(t *testing.T) {
	for _, dark := range []bool{true, false} {
		f := open(t, "nines", "").(*form)
		f.env.Theme.Apply(theme.Options{Dark: dark})
		tuitest.Golden(t, fmt.Sprintf("form dark-%v", dark), f.View(100, 28))
		l := open(t, "", "").(*list)
		l.env.Theme.Apply(theme.Options{Dark: dark})
		tuitest.Golden(t, fmt.Sprintf("list dark-%v", dark), l.View(100, 28))
	}
}
