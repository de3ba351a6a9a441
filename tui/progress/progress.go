// Package progress is the page that says how far the learner is: lessons by
// track, own notes, answers, drills, reviews and labs. It tells what `netsplit
// progress` tells.
//
//	p, err := progress.New(env, func() (progress.Report, error) { … })
package progress

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// Report is what the page tells.
type Report struct {
	Place    string // where the learner was last, in words
	Tracks   []Track
	Notes    []Row
	Given    int // answers
	Graded   int
	Right    int
	Sessions []Group // drills, reviews, labs; empty groups are left out
}

// Track is a row of lessons.
type Track struct {
	Title   string
	Done    int
	Lessons []Row
}

// Group is a titled list.
type Group struct {
	Title string
	Rows  []Row
}

// Row is one line: how far, and what.
type Row struct {
	State string // "done", "45%", "not started", "under way"
	Done  bool
	Name  string
	When  string
	Place page.Place // where it goes on
}

// Page shows a report.
type Page struct {
	env    page.Env
	load   func() (Report, error)
	report Report
	list   widget.List
	places []page.Place // of the lines last drawn; without a page: not a row
}

type loaded struct {
	report Report
	err    error
}

// New loads the report at once, so that the first frame is complete.
func New(env page.Env, load func() (Report, error)) (*Page, error) {
	report, err := load()
	if err != nil {
		return nil, err
	}
	p := &Page{env: env, load: load, report: report}
	p.list.Skip = func(i int) bool { return i >= len(p.places) || p.places[i].Page == "" }
	return p, nil
}

// Title of the page.
func (p *Page) Title() string { return "Progress" }

// Place of the page.
func (p *Page) Place() page.Place { return page.Place{Page: "progress"} }

// Scroll moves the report by lines. The cursor stays on the screen.
func (p *Page) Scroll(by int) int {
	l := &p.list
	before := l.Top
	l.Top = max(0, min(before+by, l.Len-l.Height))
	if at := max(l.Top, min(l.Cursor, l.Top+l.Height-1)); at != l.Cursor {
		for i := at; i >= l.Top && i < l.Top+l.Height; i += cmp.Compare(at, l.Cursor) {
			if !l.Skip(i) {
				l.Cursor = i
				break
			}
		}
	}
	return l.Top - before
}

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	return append([]keymap.Binding{keymap.New(keymap.Open, "open the lesson, drill, review or lab of the row", "enter", "space", "right", "l").Hinted("open")}, keymap.Moves()...)
}

// Update moves the cursor, opens rows, and loads again when the page is shown.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Shown:
		load := p.load
		return func() tea.Msg {
			report, err := load()
			return loaded{report, err}
		}
	case loaded:
		if msg.err != nil {
			return page.Do(page.Toast{Text: msg.err.Error(), Bad: true})
		}
		p.report = msg.report
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.Scroll(-3)
		} else {
			p.Scroll(3)
		}
	case tea.MouseClickMsg:
		if i, ok := p.list.At(msg.Y); ok && msg.Button == tea.MouseLeft {
			if i == p.list.Cursor {
				return p.open()
			}
			p.list.Cursor = i
		}
	case keymap.Press:
		if msg.Action == keymap.Open {
			return p.open()
		}
		p.list.Act(msg.Action)
		p.ends()
	}
	return nil
}

// ends shows what stands before the first row, and after the last.
func (p *Page) ends() {
	l := p.list
	if l.Go(0, 1); l.Cursor == p.list.Cursor {
		p.list.Top = 0
	}
	if l.Go(l.Len-1, -1); l.Cursor == p.list.Cursor && l.Len-l.Cursor < l.Height {
		p.list.Top = max(0, l.Len-l.Height)
	}
}

func (p *Page) open() tea.Cmd {
	if p.list.Len == 0 || p.list.Skip(p.list.Cursor) {
		return nil
	}
	return page.Do(page.Open{Place: p.places[p.list.Cursor]})
}
