package calculator

import (
	"netsplit/calc"
	"netsplit/tui/layout"
)

// Copy is the worksheet as the command line prints it, with the command.
func (p *form) Copy() (text, what string) {
	if p.answer.Command == "" || p.quiz.open() {
		return "", ""
	}
	return calc.Text(p.answer, 100) + "\n$ " + p.answer.Shell + "\n", "the worksheet"
}

// Texts are the worksheet and the inputs.
func (p *form) Texts() []layout.Rect { return []layout.Rect{p.areas.sheet, p.areas.inputs} }

// Scroll moves the worksheet.
func (p *form) Scroll(by int) int {
	before := p.scroll.Top
	p.scroll.To(before + by)
	return p.scroll.Top - before
}
