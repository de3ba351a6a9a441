package sqllab

import (
	"fmt"
	"strings"

	"netsplit/store/sqllab"
	"netsplit/tui/keymap"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// Bounds of what a session keeps.
const (
	mostEntries = 60
	mostPast    = 100
	copyWidth   = 78
)

// pane is a session: what was run in it, and what is being typed.
type pane struct {
	name    string
	entries []*entry
	scroll  int // lines above the last that the bottom is at
	height  int // lines that were drawn
	most    int // how far it can be scrolled
	input   widget.Input
	past    []string // typed before
	recent  int      // of past, from the end; 0: what is typed now
	work    *work    // nil: idle
	behind  []string // statements of the line that is at work, yet to come
	open    bool     // in a transaction
}

// entry is a statement and what came of it.
type entry struct {
	step   sqllab.Step
	result sqllab.Result
	key    drawn
	lines  []string
}

// drawn is what the lines of an entry depend on.
type drawn struct {
	width, version int
	plans          bool
}

func (p *pane) add(e *entry) {
	p.entries = append(p.entries, e)
	if len(p.entries) > mostEntries {
		p.entries = p.entries[1:]
	}
	p.scroll = 0
}

// remember keeps a typed line for later, and empties the input.
func (p *pane) remember(typed string) {
	if len(p.past) == 0 || p.past[len(p.past)-1] != typed {
		p.past = append(p.past, typed)
	}
	if len(p.past) > mostPast {
		p.past = p.past[1:]
	}
	p.recent = 0
	p.input.Set("")
}

// recall brings back what was typed before (-1) or after (1).
func (p *pane) recall(by int) {
	p.recent = max(0, min(p.recent-by, len(p.past)))
	text := ""
	if p.recent > 0 {
		text = p.past[len(p.past)-p.recent]
	}
	p.input.Set(text)
}

// move scrolls.
func (p *pane) move(action keymap.Action) {
	by := 0
	switch action {
	case keymap.Up:
		by = 1
	case keymap.Down:
		by = -1
	case keymap.PageUp:
		by = max(1, p.height/2)
	case keymap.PageDown:
		by = -max(1, p.height/2)
	case keymap.Top:
		by = p.most
	case keymap.Bottom:
		by = -p.most
	}
	p.scroll = max(0, min(p.scroll+by, p.most))
}

// transcript is the end of what was run, scrolled, in at most h lines.
func (p *pane) transcript(th *theme.Theme, w, h int, plans bool) []string {
	var all []string
	for i, e := range p.entries {
		if i > 0 {
			all = append(all, "")
		}
		all = append(all, e.draw(th, w, plans)...)
	}
	p.height, p.most = h, max(0, len(all)-h)
	p.scroll = max(0, min(p.scroll, p.most))
	end := len(all) - p.scroll
	return all[max(0, end-h):end]
}

// draw writes an entry as lines of at most w cells.
func (e *entry) draw(th *theme.Theme, w int, plans bool) []string {
	key := drawn{w, th.Version, plans}
	if e.key == key && e.lines != nil {
		return e.lines
	}
	e.key, e.lines = key, nil
	add := func(text string) { e.lines = append(e.lines, text) }
	wrapped := func(style func(...string) string, first, text string) {
		pad := strings.Repeat(" ", widget.Width(first))
		for i, l := range widget.Wrap(widget.Safe(text), max(1, w-len(pad))) {
			lead := pad
			if i == 0 {
				lead = first
			}
			add(style(lead + l))
		}
	}
	r := e.result
	if e.step.Crash {
		add(widget.Rule(th, "the process crashed", w))
		if r.Error != "" {
			wrapped(th.Bad.Render, th.Glyph.Bad+" ", r.Error)
		}
		return e.lines
	}
	wrapped(th.Strong.Render, "> ", e.step.SQL)
	for i, v := range e.step.Values {
		wrapped(th.Strong.Render, fmt.Sprintf("  ?%d = ", i+1), fmt.Sprintf("%q", fmt.Sprint(v)))
	}
	if plans {
		for _, l := range r.Plan {
			wrapped(th.Info.Render, "plan: ", l)
		}
	}
	switch {
	case r.Error != "":
		wrapped(th.Bad.Render, th.Glyph.Bad+" ", r.Error)
	case r.IsPlan():
		for _, l := range r.Tree() {
			wrapped(th.Info.Render, "  ", l)
		}
	case len(r.Columns) > 0:
		e.table(th, w)
	}
	for _, l := range tail(r) {
		wrapped(th.Muted.Render, "  ", l)
	}
	return e.lines
}

// tail is what is said below the rows.
func tail(r sqllab.Result) []string {
	var out []string
	if r.Cut {
		out = append(out, "more than is shown")
	}
	if r.Changed > 0 {
		out = append(out, fmt.Sprintf("rows changed: %d", r.Changed))
	}
	if r.Visited > 0 {
		out = append(out, fmt.Sprintf("rows visited: %d", r.Visited))
	}
	took := fmt.Sprintf("%.1f ms", r.Seconds*1000)
	if r.Error != "" || r.IsPlan() {
		return out
	}
	if len(out) == 0 && len(r.Columns) == 0 {
		out = append(out, "done")
	}
	if len(out) == 0 {
		return []string{took}
	}
	out[len(out)-1] += ", " + took
	return out
}

// table draws the rows in columns that fit.
func (e *entry) table(th *theme.Theme, w int) {
	r := e.result
	most := max(1, (w-2)/4) // columns that have room for a letter or two
	head := make([]string, min(len(r.Columns), most))
	for i := range head {
		head[i] = widget.Safe(r.Columns[i])
	}
	rows := make([][]string, len(r.Rows))
	for i, row := range r.Rows {
		rows[i] = make([]string, len(head))
		for c := range head {
			rows[i][c] = widget.Cut(widget.Safe(row[c]), w, th.Glyph.Ellipsis)
		}
	}
	text := widget.Table(th, head, rows, max(1, w-2))
	if th.ASCII {
		text = strings.ReplaceAll(text, "…", th.Glyph.Ellipsis)
	}
	for l := range strings.SplitSeq(text, "\n") {
		e.lines = append(e.lines, "  "+l)
	}
	if len(r.Rows) == 0 {
		e.lines = append(e.lines, th.Muted.Render("  (no row)"))
	}
	if n := len(r.Columns) - len(head); n > 0 {
		e.lines = append(e.lines, th.Muted.Render(widget.Cut(fmt.Sprintf("  (%d more columns)", n), w, "")))
	}
}

// plain is a theme without colours, to copy.
func plain() *theme.Theme { return theme.New(theme.Options{NoColour: true, ASCII: true, Mono: true}) }
