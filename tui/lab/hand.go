package lab

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// hand is the open menu of what can be done to a single message in flight.
type hand struct{ from int } // where the list begins

const (
	actDrop  keymap.Action = "drop-message"
	actDelay keymap.Action = "delay-message"
)

func handHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "deliver the chosen message now", "enter").Hinted("deliver"),
		keymap.New(actDrop, "drop it", "x", "d").Hinted("drop"),
		keymap.New(actDelay, "delay it by 100 ms", "l", "right").Hinted("delay"),
		keymap.New(keymap.Up, "one up", "up", "k"),
		keymap.New(keymap.Down, "one down", "down", "j"),
		keymap.New(actEvent, "run exactly one event", "."),
		keymap.New(actClose, "close the list", "esc"),
	}
}

// openMessageMenu lists the messages in flight, the chosen one selected. Time
// stops: a message on the move can't be caught. It stays open when the last one is
// gone: its keys crash and wipe on the page below.
func (p *Page) openMessageMenu() {
	p.player.Pause()
	list := p.player.Snapshot().Messages
	p.hand = &hand{}
	if len(list) > 0 && !slices.ContainsFunc(list, func(m engine.Message) bool { return m.ID == p.message }) {
		p.message = list[0].ID
		for _, m := range list {
			if m.Operation != 0 && m.Operation == p.op {
				p.message = m.ID
				break
			}
		}
	}
}

func (p *Page) updateHand(press keymap.Press) tea.Cmd {
	list := p.player.Snapshot().Messages
	switch {
	case press.Action == actEvent:
		p.oneEvent()
		return nil
	case press.Action == actClose:
		p.hand = nil
		return nil
	case len(list) == 0:
		return nil
	}
	at := max(0, slices.IndexFunc(list, func(m engine.Message) bool { return m.ID == p.message }))
	id := list[at].ID
	switch press.Action {
	case keymap.Up, keymap.Down:
		by := 1
		if press.Action == keymap.Up {
			by = -1
		}
		p.message = list[max(0, min(at+by, len(list)-1))].ID
	case keymap.Open:
		return p.handle(scenario.Deliver{Message: id}, "delivered", at)
	case actDrop:
		return p.handle(scenario.Drop{Message: id}, "dropped", at)
	case actDelay:
		return p.handle(scenario.Delay{Message: id, By: 100 * time.Millisecond}, "100 ms later", at)
	}
	return nil
}

// handle does a step about the message at a place of the list, says which it was,
// and goes to the one that takes its place.
func (p *Page) handle(c scenario.Command, done string, at int) tea.Cmd {
	m := p.player.Snapshot().Messages[at]
	cmd := p.do(c)
	if p.said.bad {
		return cmd
	}
	p.say(fmt.Sprintf("%s: %s to %s: %s", done, m.From, m.To, m.Text))
	list := p.player.Snapshot().Messages
	if gone := !slices.ContainsFunc(list, func(x engine.Message) bool { return x.ID == m.ID }); gone && len(list) > 0 {
		p.message = list[min(at, len(list)-1)].ID
	}
	return cmd
}

// drawHand draws the list of messages at the foot of the page, so that the chosen
// one is seen on its way above.
func (p *Page) drawHand(c *scene.Canvas) {
	list := p.player.Snapshot().Messages
	w, h := min(c.Width-2, 96), min(max(len(list), 1)+4, c.Height, max(c.Height/3, 7))
	box := scene.NewCanvas(w, h)
	title := fmt.Sprintf("%d messages in flight, the next to arrive first", len(list))
	switch len(list) {
	case 0:
		title = "no message is in flight"
	case 1:
		title = "one message in flight"
	}
	scene.Frame(box, title, 0, 0, w, h, scene.BorderFocus, p.view().Glyphs())
	at := max(0, slices.IndexFunc(list, func(m engine.Message) bool { return m.ID == p.message }))
	rows := max(h-4, 1)
	p.over.laid(c.Width, c.Height, w, h)
	p.hand.from = scene.Follow(p.hand.from, len(list), rows, at)
	for i := p.hand.from; i < len(list) && i-p.hand.from < rows; i++ {
		m, y := list[i], 1+i-p.hand.from
		p.over.row(y, i)
		x := box.TextIn(2, y, 8, scene.Muted, fmt.Sprint(m.ID)) + 1
		x = box.TextIn(max(x, 9), y, w-12, scene.Plain, m.From+" to "+m.To+": "+m.Text)
		box.TextIn(x+1, y, w-x-3, scene.Muted, "due in "+scene.Duration(m.Arrives.Sub(p.player.Now())))
		if i == at {
			box.Select(1, y, w-2)
		}
	}
	text := p.spell("{open} delivers it now, {drop-message} drops it, {delay-message} delays it by 100 ms; each is a step. {close} closes")
	if len(list) == 0 {
		text = p.spell("{one-event} runs one event; {close} closes, then {run-or-pause} runs on")
		box.TextIn(2, 1, w-4, scene.Accent, p.said.text)
	} else if p.said.text != "" {
		text = p.said.text
	}
	box.TextIn(2, h-2, w-4, scene.Muted, text)
	c.Blit((c.Width-w)/2, max(0, c.Height-1-h), box)
}
