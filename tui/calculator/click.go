package calculator

import (
	"fmt"
)

// click gives the focus to the input under the mouse, and where it has it
// already goes to the next choice, or edits the text.
func (p *form) click(x, y int) {
	if !p.areas.inputs.Contains(x, y) || y-p.areas.inputs.Y >= len(p.areas.owner) {
		return
	}
	i := p.areas.owner[y-p.areas.inputs.Y]
	switch {
	case i < 0:
	case i == p.focus:
		p.whole = false // a second click edits
		p.cycle(1)
	default:
		p.focusOn(i)
	}
}

// more says how much of the worksheet is below the screen.
func (p *form) more(lines int) string {
	return fmt.Sprintf("%s %d more lines: %s", p.env.Theme.Glyph.Below, lines, p.env.Hint(p, "{page-down}"))
}
