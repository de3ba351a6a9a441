package lesson

import (
	"encoding/json"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
)

// pane is the lab that is open: beside the text where there is room, else over
// it.
type pane struct {
	page    page.Page
	block   *content.Block
	focused bool
	warned  *content.Block // the learner was asked to predict first
	pending *labState      // of the place that was resumed
}

// split reports whether text and lab are side by side.
func (p *Page) split() bool { return p.lab.page != nil && p.size.Width >= layout.WideWidth }

// area is where the lab is drawn; empty when it can't be seen.
func (l *pane) area(p *Page) layout.Rect {
	all := layout.Rect{W: p.size.Width, H: p.size.Height}
	switch {
	case l.page == nil:
		return layout.Rect{}
	case p.split():
		_, right := all.SplitLeft(textShare(all.W))
		return right
	case l.focused:
		return all
	}
	return layout.Rect{}
}

// textShare is the width of the text beside a lab.
func textShare(w int) int { return max(50, min(80, w*2/5)) }

// runs reports whether a block is something to run beside the text: a scenario,
// or an experiment on a database.
func runs(b *content.Block) bool { return b != nil && (b.Scenario != nil || b.SQL != nil) }

// hasLab reports whether the document has something to run.
func (p *Page) hasLab() bool { return p.deps.Lab != nil && p.nearestLab() != nil }

// nearestLab is the lab that has the focus, else the first one on the
// screen or below, else the last one above.
func (p *Page) nearestLab() *content.Block {
	if t := p.target(); t != nil && runs(t.Block) {
		return t.Block
	}
	var above *content.Block
	f := p.open.flow
	for i := range f.Len() {
		b := f.Block(i)
		if !runs(b) {
			continue
		}
		if i >= p.open.top.chunk {
			return b
		}
		above = b
	}
	return above
}

// labKey goes to the lab, opening it first if need be.
func (p *Page) labKey() tea.Cmd {
	b := p.nearestLab()
	if b == nil {
		return nil
	}
	if p.lab.page != nil && p.focus.target == 0 && (p.onScreen(p.lab.block) || !p.onScreen(b)) {
		b = p.lab.block // reading on does not change what one comes back to
	}
	return p.startLab(b)
}

// onScreen reports whether part of a block can be seen.
func (p *Page) onScreen(b *content.Block) bool {
	last := p.bottom().chunk
	for i := p.open.top.chunk; i <= last && i < p.open.flow.Len(); i++ {
		if p.open.flow.Block(i) == b {
			return true
		}
	}
	return false
}

// startLab opens a scenario. A prediction that belongs to it is asked for
// first; asking a second time opens the lab without one.
func (p *Page) startLab(b *content.Block) tea.Cmd {
	if p.deps.Lab == nil {
		return page.Do(page.Toast{Text: "Labs can't be run from here.", Bad: true})
	}
	if p.lab.page != nil && p.lab.block == b {
		p.lab.focused = true
		return tea.Batch(p.sizeLab(), p.toLab(page.Shown{}))
	}
	if chunk, ok := p.unanswered(b); ok && p.lab.warned != b {
		p.lab.warned = b
		p.focusBlock(chunk)
		return page.Do(page.Toast{Text: "First say what you expect: press the number of an answer. To run the lab without, open it once more."})
	}
	return tea.Batch(p.closeLab(), p.openPane(b, true))
}

func (p *Page) makeLab(b *content.Block) (page.Page, error) {
	if b.SQL == nil {
		return p.deps.Lab(p.env, p.open.key+"#"+b.Name, b.Scenario)
	}
	if p.deps.SQL == nil {
		return nil, errors.New("experiments can't be run from here")
	}
	return p.deps.SQL(p.env, b.SQL.Name)
}

func (p *Page) openPane(b *content.Block, focused bool) tea.Cmd {
	lab, err := p.makeLab(b)
	if err != nil {
		return page.Do(page.Toast{Text: err.Error(), Bad: true})
	}
	p.lab = pane{page: lab, block: b, focused: focused, warned: p.lab.warned}
	p.resize(p.textArea().W)
	p.focus = focus{}
	cmd := p.sizeLab()
	if s, ok := lab.(page.Starter); ok {
		cmd = tea.Batch(cmd, s.Init())
	}
	return tea.Batch(cmd, p.toLab(page.Shown{}))
}

// reopen opens the lab that was open when the place was saved.
func (p *Page) reopen() tea.Cmd {
	pending := p.lab.pending
	p.lab.pending = nil
	if pending == nil || p.deps.Lab == nil {
		return nil
	}
	for i := range p.open.flow.Len() {
		if b := p.open.flow.Block(i); runs(b) && b.Name == pending.Block {
			cmd := p.openPane(b, pending.Focused)
			if l, ok := p.lab.page.(interface{ Restore(json.RawMessage) }); ok {
				l.Restore(pending.State)
			}
			return cmd
		}
	}
	return nil
}

// leaveLab returns to the text. Where the text covers the lab, the lab stops.
func (p *Page) leaveLab() tea.Cmd {
	p.lab.focused = false
	if p.split() {
		return nil
	}
	return p.toLab(page.Hidden{})
}

func (p *Page) closeLab() tea.Cmd {
	if p.lab.page == nil {
		return nil
	}
	cmd := p.toLab(page.Hidden{})
	page.Leave(p.lab.page)
	p.lab = pane{warned: p.lab.warned}
	p.resize(p.textArea().W)
	return cmd
}

// Leave closes the lab with the text.
func (p *Page) Leave() { page.Leave(p.lab.page) }

// sizeLab tells the lab its size.
func (p *Page) sizeLab() tea.Cmd {
	area := p.lab.area(p)
	if area.Empty() {
		return nil
	}
	return p.toLab(tea.WindowSizeMsg{Width: area.W, Height: area.H})
}

// toLab gives the lab a message and looks whether the run now shows who was
// right.
func (p *Page) toLab(msg tea.Msg) tea.Cmd {
	if p.lab.page == nil {
		return nil
	}
	cmd := p.lab.page.Update(msg)
	return tea.Batch(cmd, p.grade())
}

func (p *Page) labHelp() []keymap.Binding {
	keys := slices.Clone(p.lab.page.Help())
	text := toText()
	if _, taken := keymap.Find(keys, "esc"); taken || len(keys) == 0 {
		return append(keys, text) // the lab closes something first
	}
	return slices.Insert(keys, 1, text) // early, so that its hint is never without room
}
