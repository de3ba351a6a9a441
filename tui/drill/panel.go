package drill

import (
	"fmt"
	"strings"

	"netsplit/tui/widget"
)

// panel shows the four steps with their time, and what there is so far.
func (p *Page) panel(w int) string {
	th := p.env.Theme
	prompt := p.d.Prompt()
	c := p.d.Clock(p.elapsed())
	var lines []string
	lines = append(lines, th.Title.Render("Steps"), "")
	passed := true
	for i, step := range p.d.Problem.Steps {
		mark, style := th.Glyph.Done, th.Muted
		if step.ID == prompt.Step && !p.d.Finished() {
			mark, style, passed = th.Glyph.Cursor, th.Strong, false
		} else if !passed {
			mark = th.Glyph.Todo
		}
		if prompt.Step == "rubric" {
			mark = th.Glyph.Done
		}
		title := step.Title
		if _, after, ok := strings.Cut(title, ": "); ok {
			title = after
		}
		time := fmt.Sprintf("%d min", step.Minutes)
		if step.ID == prompt.Step {
			time = p.clock(c)
		}
		for n, l := range widget.Wrap(fmt.Sprintf("%d %s", i+1, title), w-14) {
			head := "  "
			if n == 0 {
				head = mark + " "
				lines = append(lines, widget.Edges(head+style.Render(l), time, w))
				continue
			}
			lines = append(lines, head+"  "+style.Render(l))
		}
	}
	mark := th.Glyph.Todo
	if prompt.Step == "rubric" {
		mark = th.Glyph.Cursor
	}
	if p.d.Finished() {
		mark = th.Glyph.Done
	}
	lines = append(lines, mark+" 5 Grade yourself", "")
	if !p.untimed {
		lines = append(lines, widget.Edges("In all", th.Muted.Render(fmt.Sprintf("%d of %d min", int(c.Total.Minutes()), int(c.Of.Minutes()))), w), "")
	}
	lines = append(lines, th.Title.Render("So far"), "")
	for _, l := range p.soFar() {
		lines = append(lines, widget.Edges(l[0], th.Muted.Render(l[1]), w))
	}
	return strings.Join(lines, "\n")
}

// soFar counts what was done. It does not tell how many facts there are.
func (p *Page) soFar() [][2]string {
	s := p.d.Summary()
	return [][2]string{
		{"Questions asked", fmt.Sprint(s.Questions)},
		{"Assumptions stated", fmt.Sprint(s.Assumptions)},
		{"Hints", fmt.Sprint(s.Hints)},
		{"Estimates within a factor of 2", fmt.Sprintf("%d of %d", s.EstimatesFull, s.Estimates)},
		{"Failures predicted", fmt.Sprintf("%d of %d", s.FailuresRight, s.Failures)},
	}
}
