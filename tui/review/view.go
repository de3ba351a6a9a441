package review

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/content/checklist"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// listWidth is the width of the list beside the item.
const listWidth = 38

// region is where the list was drawn.
type region struct{ layout.Rect }

// row is the row of the list at a cell.
func (r region) row(x, y int, l *widget.List) (int, bool) {
	if !r.Contains(x, y) {
		return 0, false
	}
	return l.At(y - r.Y)
}

// row is a line of the list: an item or, with item < 0, the name of a part.
type row struct {
	item int
	part string
}

// View draws the item or the findings; where there is room the list of items
// stands beside them.
func (p *Page) View(w, h int) string {
	p.area, p.text, p.said = region{}, layout.Rect{W: w, H: h}, nil
	if w >= layout.TreeWidth {
		left := layout.Rect{W: listWidth, H: h}
		p.area = region{left}
		right := w - listWidth - 3
		p.text = layout.Rect{X: listWidth + 3, W: right, H: h}
		return widget.Fit(widget.Beside(
			widget.Block(p.items(left.W, h), left.W, h),
			p.divider(h),
			widget.Block(p.main(right, h), right, h)), w, h)
	}
	if p.listing && !p.showsResults() {
		p.area = region{layout.Rect{W: w, H: h}}
		return widget.Fit(p.items(w, h), w, h)
	}
	return widget.Fit(p.main(w, h), w, h)
}

func (p *Page) divider(h int) string {
	th := p.env.Theme
	lines := make([]string, max(0, h))
	for i := range lines {
		lines[i] = " " + th.Border.Render(th.Glyph.Vertical) + " "
	}
	return strings.Join(lines, "\n")
}

// items is the list, by parts of the design.
func (p *Page) items(w, h int) string {
	p.rows = p.rows[:0]
	part, open := "", 0
	for i, item := range p.r.List.Items {
		if item.Part != part {
			part = item.Part
			p.rows = append(p.rows, row{-1, part})
		}
		if i == p.r.At {
			open = len(p.rows)
		}
		p.rows = append(p.rows, row{item: i})
	}
	p.list.Skip = func(i int) bool { return i < len(p.rows) && p.rows[i].item < 0 }
	p.list.Resize(len(p.rows), h)
	p.list.Go(open, 1)
	return p.list.View(p.env.Theme, w, !p.showsResults(), func(i int) string {
		r := p.rows[i]
		if r.item < 0 {
			return p.env.Theme.Muted.Render(r.part)
		}
		item := p.r.List.Items[r.item]
		mark, style, _ := p.mark(p.r.Answer(item.ID).Value)
		return style.Render(mark) + " " + strings.ReplaceAll(item.ID, "-", " ")
	})
}

// mark is a sign, a style and a word for an answer.
func (p *Page) mark(v checklist.Value) (sign string, style lipgloss.Style, word string) {
	th := p.env.Theme
	switch v {
	case checklist.Yes:
		return th.Glyph.Good, th.Good, "yes"
	case checklist.No:
		return th.Glyph.Bad, th.Bad, "no"
	case checklist.Unknown:
		return th.Glyph.Unknown, th.Warn, "unknown"
	case checklist.NotApplicable:
		return "-", th.Muted, "not applicable"
	}
	return th.Glyph.Todo, th.Muted, "no answer yet"
}

// main is the open item or the findings, as exactly h lines.
func (p *Page) main(w, h int) string {
	if h <= 0 {
		return ""
	}
	if p.showsResults() {
		return p.scrolled(p.findings(w), w, h)
	}
	bottom := p.bottom(w)
	p.saidAt = h - 1
	if len(bottom) >= h {
		return strings.Join(bottom[len(bottom)-h:], "\n")
	}
	return p.scrolled(p.item(w), w, h-len(bottom)) + "\n" + strings.Join(bottom, "\n")
}

func (p *Page) scrolled(lines []string, w, h int) string {
	th := p.env.Theme
	p.scroll.Resize(len(lines), h)
	shown := append([]string(nil), lines[p.scroll.Top:min(len(lines), p.scroll.Top+h)]...)
	if below := len(lines) - p.scroll.Top - h; below > 0 && h > 2 && !p.selecting {
		shown[h-1] = th.Muted.Render(widget.Cut(fmt.Sprintf("%s %d more lines: %s", th.Glyph.Below, below+1, p.env.Hint(p, "{page-down}")), w, ""))
	}
	return widget.Block(strings.Join(shown, "\n"), w, h)
}

// item is the open item with its reasons.
func (p *Page) item(w int) []string {
	th := p.env.Theme
	item, _ := p.r.Item()
	answer := p.r.Answer(item.ID)
	room := min(w, layout.TextWidth)
	var lines []string
	head := fmt.Sprintf("%d of %d  %s", p.r.At+1, len(p.r.List.Items), item.Part)
	lines = append(lines, th.Muted.Render(widget.Cut(head, w, th.Glyph.Ellipsis)), "")
	for _, l := range widget.Wrap(item.Question, room) {
		lines = append(lines, th.Title.Render(l))
	}
	lines = append(lines, "")
	if answer.Value == checklist.No || answer.Value == checklist.Unknown {
		lines = append(lines, p.labelled("Cure", item.Cure, room)...)
	}
	lines = append(lines, p.labelled("Why", item.Why, room)...)
	lines = append(lines, p.labelled("How to tell", item.Check, room)...)
	lines = append(lines, p.labelled("Severity", string(item.Severity), room)...)
	return lines
}

// answers is the line of what can be said, which can be clicked.
func (p *Page) answers(w int) string {
	th, line := p.env.Theme, ""
	p.said = p.said[:0]
	for _, b := range p.env.Keys.Apply("review", itemKeys()[:5]) {
		key, word := b.First(th.ASCII), b.Hint
		if b.Action == actNone {
			word = "not applicable"
		}
		if key == "" {
			continue
		}
		before := line
		if line != "" {
			line += "  "
		}
		from := widget.Width(line)
		line += th.Key.Render(key) + " " + th.Muted.Render(word)
		if widget.Width(line) > w {
			return before
		}
		p.said = append(p.said, said{from, widget.Width(line), b.Action})
	}
	return line
}

// labelled is a paragraph behind a label, or under it on a narrow screen.
func (p *Page) labelled(label, text string, w int) []string {
	const column = 13
	th := p.env.Theme
	if w < 50 {
		return append([]string{th.Strong.Render(label)}, append(widget.Wrap(text, w), "")...)
	}
	var lines []string
	for i, l := range widget.Wrap(text, w-column) {
		head := strings.Repeat(" ", column)
		if i == 0 {
			head = th.Strong.Render(widget.Pad(label, column))
		}
		lines = append(lines, head+l)
	}
	return append(lines, "")
}

// bottom is the answer, its note and what to press.
func (p *Page) bottom(w int) []string {
	th := p.env.Theme
	item, _ := p.r.Item()
	answer := p.r.Answer(item.ID)
	sign, style, word := p.mark(answer.Value)
	lines := []string{widget.Rule(th, "", w)}
	if p.notice != "" {
		for _, l := range widget.Wrap(p.notice, max(1, w-2)) {
			lines = append(lines, th.Warn.Render(th.Glyph.Warn)+" "+l)
		}
	}
	if p.mistake != "" {
		for _, l := range widget.Wrap(p.mistake, max(1, w-2)) {
			lines = append(lines, th.Bad.Render(th.Glyph.Bad+" "+l))
		}
	}
	lines = append(lines, style.Render(sign+" "+word))
	if p.noting {
		lines = append(lines, p.note.View(th, w, true), th.Muted.Render(p.env.Hint(p, "{accept} keeps the note, {close} leaves it as it was.")))
	} else {
		for _, l := range widget.Wrap(answer.Note, max(1, w-6)) {
			if l != "" {
				lines = append(lines, th.Muted.Render("Note: ")+l)
			}
		}
		lines = append(lines, p.answers(w))
	}
	for i := range lines {
		lines[i] = widget.Cut(lines[i], w, th.Glyph.Ellipsis)
	}
	return lines
}
