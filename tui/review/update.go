package review

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/content/checklist"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
)

// Update handles actions, a note that is typed and the mouse.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		return p.act(msg.Action)
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		if p.noting {
			p.note.Handle(msg)
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.scroll.Act(keymap.Up)
		} else {
			p.scroll.Act(keymap.Down)
		}
	case tea.MouseClickMsg:
		return p.click(msg.X, msg.Y)
	case page.Selecting:
		p.selecting = msg.On
	case savedReport:
		return page.Do(msg.toast())
	}
	return nil
}

func (p *Page) act(a keymap.Action) tea.Cmd {
	if p.noting {
		return p.actOnNote(a)
	}
	if a != actAnew {
		p.sure = false
	}
	switch a {
	case actReport:
		return p.saveReport()
	case actAnew:
		return p.anew()
	case actFindings:
		p.results, p.scroll.Top = !p.showsResults(), 0
		if _, open := p.r.Item(); !p.results && !open && !p.r.Closed() {
			return p.do(checklist.Event{Type: checklist.Went, Item: p.r.List.Items[0].ID})
		}
		return page.Do(page.Moved{})
	case actFinish:
		return p.do(checklist.Event{Type: checklist.Closed})
	}
	if p.showsResults() {
		p.scroll.Act(a)
		return nil
	}
	return p.actOnItem(a)
}

func (p *Page) actOnItem(a keymap.Action) tea.Cmd {
	item, _ := p.r.Item()
	values := map[keymap.Action]checklist.Value{
		actYes: checklist.Yes, actNo: checklist.No, actNone: checklist.NotApplicable, actUnknown: checklist.Unknown,
	}
	last := len(p.r.List.Items) - 1
	switch a {
	case actYes, actNo, actNone, actUnknown:
		return p.do(checklist.Say(item.ID, values[a], ""))
	case actNote:
		p.noting = true
		p.note.Set(p.r.Answer(item.ID).Note)
	case actList:
		p.listing = !p.listing
	case keymap.Up:
		return p.goTo(p.r.At - 1)
	case keymap.Down:
		return p.goTo(p.r.At + 1)
	case keymap.Top:
		return p.goTo(0)
	case keymap.Bottom:
		return p.goTo(last)
	case keymap.PageUp, keymap.PageDown:
		p.scroll.Act(a)
	}
	return nil
}

// goTo opens an item.
func (p *Page) goTo(i int) tea.Cmd {
	if i < 0 || i >= len(p.r.List.Items) || i == p.r.At {
		return nil
	}
	return p.do(checklist.Event{Type: checklist.Went, Item: p.r.List.Items[i].ID})
}

// key edits the note.
func (p *Page) key(msg tea.KeyPressMsg) tea.Cmd {
	if b, ok := keymap.Find(p.Help(), msg.String()); ok {
		return p.actOnNote(b.Action)
	}
	p.note.Handle(msg)
	return nil
}

func (p *Page) actOnNote(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Close:
		p.noting, p.mistake = false, ""
	case keymap.Accept:
		item, open := p.r.Item()
		p.noting = false
		if !open {
			return nil
		}
		return p.do(checklist.Event{Type: checklist.Noted, Item: item.ID, Text: p.note.Value()})
	}
	return nil
}

// do applies an event and queues it to be saved.
func (p *Page) do(e checklist.Event) tea.Cmd {
	save, err := p.r.Do(e)
	if err != nil {
		p.mistake = err.Error()
		return nil
	}
	p.mistake, p.notice = "", ""
	if e.Type != checklist.Noted {
		p.scroll.Top = 0
	}
	p.env.Journal.Save("your answer", save)
	return page.Do(page.Moved{})
}

// anew starts the review over. It asks once more when one is under way, and
// waits until all that was said is saved.
func (p *Page) anew() tea.Cmd {
	switch {
	case !p.r.Closed() && !p.sure:
		p.sure = true
		return page.Do(page.Toast{Text: p.env.Hint(p, "This review is not finished. Press {start-over} again to leave it and start over.")})
	case p.env.Journal.Busy():
		return page.Do(page.Toast{Text: p.env.Hint(p, "Your answer is still being saved. Press {start-over} again in a moment.")})
	}
	return page.Do(page.Replace{Place: page.Place{Page: "review", Target: p.r.List.ID, State: State(true)}})
}

// click opens the item under the mouse, or gives the answer under it.
func (p *Page) click(x, y int) tea.Cmd {
	for _, one := range p.said {
		if at := x - p.text.X; y == p.saidAt && at >= one.from && at < one.to {
			return p.act(one.action)
		}
	}
	i, ok := p.area.row(x, y, &p.list)
	if !ok || i >= len(p.rows) || p.rows[i].item < 0 {
		return nil
	}
	p.listing, p.results = false, false
	return p.goTo(p.rows[i].item)
}
