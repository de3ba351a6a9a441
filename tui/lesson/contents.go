package lesson

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

const leaveContents keymap.Action = "leave-contents"

// contents is the tree beside the text: the files of a folder, and the
// sections of the open one.
type contents struct {
	auto    bool // shown where there is room, until toggled
	hidden  bool
	focused bool
	rows    []treeRow
	lines   []treeLine  // the rows as they are drawn
	wrapped [2]int      // width and height that lines are for
	list    widget.List // of lines; its cursor is on the first of a row
}

// treeRow is a file (section < 0) or a section of the open document.
type treeRow struct {
	path    string
	section int
	depth   int
	title   string
}

// build lists the rows for the open document.
func (c *contents) build(p *Page) {
	c.rows, c.lines = nil, nil
	base := 7
	for _, s := range p.open.doc.Sections {
		if s.Title != "" {
			base = min(base, max(1, s.Level))
		}
	}
	sections := func(depth int) {
		for i, s := range p.open.doc.Sections {
			if s.Title != "" {
				c.rows = append(c.rows, treeRow{p.open.doc.Path, i, depth + max(1, s.Level) - base, plainTitle(s.Title)})
			}
		}
	}
	if len(p.files) == 0 {
		sections(0)
		return
	}
	for _, f := range p.files {
		c.rows = append(c.rows, treeRow{f.Path, -1, 0, f.Name})
		if f.Path == p.open.doc.Path {
			sections(1)
		}
	}
}

// plainTitle drops the marks that a title in the tree has no room for.
func plainTitle(title string) string {
	return strings.TrimSpace(strings.NewReplacer("**", "", "`", "", `\`, "").Replace(title))
}

// SectionTitle is the title of the section with an anchor, as the contents show
// it.
func SectionTitle(doc *content.Document, anchor string) (string, bool) {
	i, ok := doc.Anchor(anchor)
	if !ok {
		return "", false
	}
	return plainTitle(doc.Sections[i].Title), true
}

// shown reports whether the tree is on the screen.
func (p *Page) treeShown() bool {
	switch {
	case p.contents.focused:
		return true
	case p.size.Width < layout.TreeWidth || p.contents.hidden || p.lab.page != nil:
		return false
	}
	return len(p.contents.rows) > 1
}

func (p *Page) toggleContents() {
	if p.contents.focused {
		p.contents.focused, p.contents.hidden = false, true
		return
	}
	p.contents.focused, p.contents.hidden = true, false
	p.follows()
}

// follows puts the tree's cursor on the section on the screen.
func (p *Page) follows() {
	now := 0
	if p.open.flow.Len() > 0 {
		now = p.open.flow.Section(p.open.top.chunk)
	}
	best := 0
	for i, r := range p.contents.rows {
		if r.path == p.open.doc.Path && r.section <= now {
			best = i
		}
	}
	area := p.treeArea()
	p.contents.wrap(area.W, max(1, area.H))
	p.contents.goTo(best)
}

func (p *Page) pressContents(msg keymap.Press) (tea.Cmd, bool) {
	switch {
	case msg.Action == leaveContents:
		p.contents.focused = false
	case msg.Action == follow:
		return p.openRow(), true
	case p.contents.list.Act(msg.Action):
	default:
		return nil, false
	}
	return nil, true
}

// openRow goes to the section or file under the cursor.
func (p *Page) openRow() tea.Cmd {
	if p.contents.list.Cursor >= len(p.contents.lines) {
		return nil
	}
	r := p.contents.rows[p.contents.lines[p.contents.list.Cursor].row]
	if r.path != p.open.doc.Path {
		return p.fetch(r.path) // the tree keeps the focus: a section may come next
	}
	p.contents.focused = false
	if r.section < 0 {
		p.to(0)
	} else {
		p.to(p.open.flow.First(r.section))
	}
	p.keep()
	return nil
}
