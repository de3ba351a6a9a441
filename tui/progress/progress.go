// Package progress is the page that says how far the learner is: lessons by
// track, own notes, answers, drills, reviews and labs. It tells what `netsplit
// progress` tells.
//
//	p, err := progress.New(env, func() (progress.Report, error) { … })
package progress

import (
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
}

// Page shows a report.
type Page struct {
	env    page.Env
	load   func() (Report, error)
	report Report
	scroll widget.Scroll
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
	return &Page{env: env, load: load, report: report}, nil
}

// Title of the page.
func (p *Page) Title() string { return "Progress" }

// Place of the page.
func (p *Page) Place() page.Place { return page.Place{Page: "progress"} }

// Scroll moves the report by lines.
func (p *Page) Scroll(by int) int {
	before := p.scroll.Top
	p.scroll.To(before + by)
	return p.scroll.Top - before
}

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	keys := keymap.Moves()
	keys[1] = keys[1].Hinted("scroll")
	return keys
}

// Update scrolls, and loads again when the page is shown.
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
			p.scroll.To(p.scroll.Top - 3)
		} else {
			p.scroll.To(p.scroll.Top + 3)
		}
	case keymap.Press:
		p.scroll.Act(msg.Action)
	}
	return nil
}
