package calculator

import (
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// areas are where things were drawn.
type areas struct {
	inputs layout.Rect
	sheet  layout.Rect
	owner  []int // the field of each line of inputs, -1 for none
}

// inputsWidth is the width of the inputs where they stand beside the worksheet.
const inputsWidth = 46

// View draws the inputs and the worksheet: side by side on a wide screen, else
// one above the other, the inputs taking no more than they need.
func (p *form) View(w, h int) string {
	all := layout.Rect{W: w, H: h}
	if w >= layout.WideWidth {
		left, right := all.SplitLeft(inputsWidth)
		_, right = right.SplitLeft(2)
		lines, owner, _ := p.inputs(left.W, false)
		lines = append(lines, p.about(left.W)...)
		p.areas = areas{left, right, owner}
		return widget.Fit(widget.Beside(
			widget.Block(strings.Join(lines, "\n"), left.W, h),
			widget.Block("", 2, h),
			p.worksheet(right.W, h)), w, h)
	}
	lines, owner, focus := p.inputs(w, true)
	room := max(1, h*6/10)
	if len(lines) > room { // keep the focused input in sight
		from := max(0, min(focus-room/2, len(lines)-room))
		lines, owner = lines[from:from+room], owner[from:from+room]
	}
	top, rest := all.SplitTop(len(lines))
	_, sheet := rest.SplitTop(1)
	p.areas = areas{top, sheet, owner}
	rule := widget.Rule(p.env.Theme, "", w)
	return widget.Fit(strings.Join(lines, "\n")+"\n"+rule+"\n"+p.worksheet(w, max(0, rest.H-1)), w, h)
}

// inputs draws the form's rows, with what is wrong under the one it is about.
// With notes, what a value means stands beside it. It returns the field of each
// line, and the line of the focused one.
func (p *form) inputs(w int, notes bool) (lines []string, owner []int, focus int) {
	rows := p.fields()
	label := 0
	for _, f := range rows {
		label = max(label, len(f.Label))
	}
	culprit := p.culprit(rows)
	for i, f := range rows {
		if i == p.focus {
			focus = len(lines)
		}
		lines, owner = append(lines, p.row(f, i == p.focus, label, w, notes)), append(owner, i)
		if i != culprit {
			continue
		}
		th := p.env.Theme
		for n, text := range widget.Wrap(widget.Safe(p.err.Error()), max(1, w-6)) {
			mark := "  "
			if n == 0 {
				mark = th.Bad.Render(th.Glyph.Bad) + " "
			}
			lines, owner = append(lines, "    "+mark+th.Bad.Render(text)), append(owner, -1)
		}
	}
	return lines, owner, focus
}

// culprit is the row that the error is about, the last one when it is about
// none or several, and -1 when all is well.
func (p *form) culprit(rows []calc.Field) int {
	if p.err == nil {
		return -1
	}
	for i, f := range rows {
		if f.Name == unit.Argument(p.err) {
			return i
		}
	}
	return len(rows) - 1
}

// row draws one input: cursor, label, value, and in what room is left what it
// means.
func (p *form) row(f calc.Field, focused bool, label, w int, notes bool) string {
	th := p.env.Theme
	head := "  " + widget.Pad(f.Label, label+2)
	if focused {
		head = th.Accent.Render(th.Glyph.Cursor+" ") + th.Strong.Render(widget.Pad(f.Label, label+2))
	}
	room := w - widget.Width(head)
	if room <= 0 {
		return widget.Cut(head, w, "")
	}
	if len(f.Choices) > 0 {
		value, meaning := p.choice(f)
		text := th.Muted.Render("< ") + value + th.Muted.Render(" >")
		if focused {
			text = th.Key.Render("< ") + th.Selected.Render(value) + th.Key.Render(" >")
		}
		if notes {
			text = beside(text, th.Muted.Render(meaning), room)
		}
		return widget.Cut(head+text, w, th.Glyph.Ellipsis)
	}
	if !focused {
		return widget.Cut(head+widget.Safe(p.value(f)), w, th.Glyph.Ellipsis)
	}
	field := min(room, max(12, widget.Width(p.input.Value())+1))
	text := p.input.View(th, field, true)
	if p.whole && p.input.Value() != "" {
		text = th.Selected.Render(widget.Cut(widget.Safe(p.input.Value()), field, th.Glyph.Ellipsis))
	}
	if notes {
		text = beside(text, th.Muted.Render(f.Help), room)
	}
	return widget.Cut(head+text, w, th.Glyph.Ellipsis)
}

// about says in full what the focused input takes or means, for the room below
// the inputs of a wide screen.
func (p *form) about(w int) []string {
	f := p.fields()[p.focus]
	text := f.Label + ": " + f.Help
	if len(f.Choices) > 0 {
		_, meaning := p.choice(f)
		text = strings.TrimSuffix(f.Label+", "+meaning, ", ")
	}
	lines := []string{""}
	for _, l := range widget.Wrap(text, max(1, w-4)) {
		lines = append(lines, "  "+p.env.Theme.Muted.Render(l))
	}
	return lines
}

// choice is what a field of choices shows: its value, or in its place what an
// empty value means, and what the value means.
func (p *form) choice(f calc.Field) (value, meaning string) {
	value = p.value(f)
	if i := choiceOf(f, value); i >= 0 {
		meaning = f.Choices[i].Label
	}
	if value == "" {
		return meaning, ""
	}
	return widget.Safe(value), meaning
}

// beside puts a note after a text, in columns that line up, where at least a few
// words of it fit.
func beside(text, note string, room int) string {
	const column, least = 16, 12
	gap := max(2, column-widget.Width(text))
	if note == "" || widget.Width(text)+gap+least > room {
		return text
	}
	return text + strings.Repeat(" ", gap) + note
}

// worksheet draws the answer, scrolled, as exactly h lines.
func (p *form) worksheet(w, h int) string {
	th := p.env.Theme
	if p.answer.Command == "" {
		return widget.Block(th.Muted.Render("The answer appears here once the inputs make sense."), w, h)
	}
	if p.quiz.open() {
		return widget.Block(strings.Join(p.quiz.lines(p, w), "\n"), w, h)
	}
	stale := p.err != nil
	lines := append(p.above(w), p.sheet.lines(th, p.answer, w, stale)...)
	if stale {
		lines = append([]string{th.Warn.Render(th.Glyph.Warn + " the last answer, before the mistake")}, lines...)
	}
	lines = append(lines, "", th.Muted.Render("The same at a shell:"))
	for _, l := range widget.Wrap(widget.Safe(p.answer.Shell), max(1, w-2)) {
		lines = append(lines, "  "+l)
	}
	if h <= 0 {
		return ""
	}
	p.scroll.Resize(len(lines), h)
	shown := append([]string(nil), lines[p.scroll.Top:min(len(lines), p.scroll.Top+h)]...)
	if below := len(lines) - p.scroll.Top - h; below > 0 && !p.selecting {
		shown[h-1] = th.Muted.Render(widget.Cut(p.more(below+1), w, ""))
	}
	return widget.Block(strings.Join(shown, "\n"), w, h)
}
