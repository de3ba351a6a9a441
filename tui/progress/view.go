package progress

import (
	"fmt"
	"strings"

	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// View draws the report, scrolled.
func (p *Page) View(w, h int) string {
	margin := 0
	if w >= layout.NarrowWidth {
		margin = 2
	}
	inner := max(1, min(w-2*margin, layout.TextWidth))
	lines := p.lines(inner)
	p.list.Resize(len(lines), h)
	th := p.env.Theme
	var shown []string
	for i := p.list.Top; i < min(len(lines), p.list.Top+max(0, h)); i++ {
		line := lines[i]
		if i == p.list.Cursor && !p.list.Skip(i) {
			line = widget.Selected(th, th.Glyph.Cursor+strings.TrimPrefix(line, " "), inner, true)
		}
		shown = append(shown, strings.Repeat(" ", margin)+line)
	}
	return widget.Fit(strings.Join(shown, "\n"), w, h)
}

// lines draws all of it, and notes where its rows lead.
func (p *Page) lines(w int) []string {
	th, r := p.env.Theme, p.report
	var out []string
	p.places = nil
	add := func(lines ...string) {
		out, p.places = append(out, lines...), append(p.places, make([]page.Place, len(lines))...)
	}
	rows := func(rows []Row) {
		for _, r := range rows {
			mark := th.Glyph.Todo
			if r.Done {
				mark = th.Good.Render(th.Glyph.Done)
			}
			out = append(out, widget.Edges("  "+mark+" "+widget.Pad(r.State, 12)+widget.Safe(r.Name), th.Muted.Render(r.When), w))
			p.places = append(p.places, r.Place)
		}
	}
	add("", th.Title.Render("Progress"))
	if r.Place != "" {
		add(th.Muted.Render(widget.Cut("Last: "+r.Place, w, th.Glyph.Ellipsis)))
	}
	for _, t := range r.Tracks {
		share := float64(t.Done) / float64(max(1, len(t.Lessons)))
		add("", widget.Edges(th.Strong.Render(t.Title), widget.Bar(th, share, min(20, w/4))+fmt.Sprintf("  %d of %d", t.Done, len(t.Lessons)), w))
		rows(t.Lessons)
	}
	if len(r.Notes) > 0 {
		add("", widget.Rule(th, "Your notes", w))
		rows(r.Notes)
	}
	if r.Given > 0 {
		add("", widget.Rule(th, "Answers", w), fmt.Sprintf("  %d given; of %d graded, %d right", r.Given, r.Graded, r.Right))
	}
	for _, g := range r.Sessions {
		if len(g.Rows) > 0 {
			add("", widget.Rule(th, g.Title, w))
			rows(g.Rows)
		}
	}
	return out
}
