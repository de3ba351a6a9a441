package lesson_test

import (
	"fmt"
	"testing"

	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// The styles of a lesson, and of one with a lab beside it, on dark and on light,
// with their escape codes.
func TestStyled(t *testing.T) {
	for _, dark := range []bool{true, false} {
		r := open(t, "split")
		r.env.Theme.Apply(theme.Options{Dark: dark})
		r.size(100, 28)
		tuitest.Golden(t, fmt.Sprintf("text dark-%v", dark), r.View(100, 28))
		r.size(140, 43)
		r.keys("1", "l")
		tuitest.Golden(t, fmt.Sprintf("lab dark-%v", dark), r.View(140, 43))
	}
}
