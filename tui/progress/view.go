package progress

import (
	"fmt"
	"strings"

	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// View draws the report, scrolled.
func (p *Page) View(w, h int) string {
	margin := 0
	if w >= layout.NarrowWidth {
		margin = 2
	}
	lines := p.lines(max(1, min(w-2*margin, layout.TextWidth)))
	p.scroll.Resize(len(lines), h)
	end := min(len(lines), p.scroll.Top+max(0, h))
	shown := lines[p.scroll.Top:end]
	indented := make([]string, len(shown))
	for i, line := range shown {
		indented[i] = strings.Repeat(" ", margin) + line
	}
	return widget.Fit(strings.Join(indented, "\n"), w, h)
}

func (p *Page) lines(w int) []string {
	th, r := p.env.Theme, p.report
	out := []string{"", th.Title.Render("Progress")}
	if r.Place != "" {
		out = append(out, th.Muted.Render(widget.Cut("Last: "+r.Place, w, th.Glyph.Ellipsis)))
	}
	for _, t := range r.Tracks {
		share := float64(t.Done) / float64(max(1, len(t.Lessons)))
		head := widget.Edges(th.Strong.Render(t.Title), widget.Bar(th, share, min(20, w/4))+fmt.Sprintf("  %d of %d", t.Done, len(t.Lessons)), w)
		out = append(append(out, "", head), p.rows(t.Lessons, w)...)
	}
	if len(r.Notes) > 0 {
		out = append(append(out, "", widget.Rule(th, "Your notes", w)), p.rows(r.Notes, w)...)
	}
	if r.Given > 0 {
		out = append(out, "", widget.Rule(th, "Answers", w),
			fmt.Sprintf("  %d given; of %d graded, %d right", r.Given, r.Graded, r.Right))
	}
	for _, g := range r.Sessions {
		if len(g.Rows) > 0 {
			out = append(append(out, "", widget.Rule(th, g.Title, w)), p.rows(g.Rows, w)...)
		}
	}
	return out
}

func (p *Page) rows(rows []Row, w int) []string {
	th := p.env.Theme
	out := make([]string, len(rows))
	for i, r := range rows {
		mark := th.Glyph.Todo
		if r.Done {
			mark = th.Good.Render(th.Glyph.Done)
		}
		state := widget.Pad(r.State, 12)
		out[i] = widget.Edges("  "+mark+" "+state+widget.Safe(r.Name), th.Muted.Render(r.When), w)
	}
	return out
}
