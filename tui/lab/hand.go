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
// stops: a message on the move can't be caught.
func (p *Page) openMessageMenu() {
	p.player.Pause()
	list := p.player.Snapshot().Messages
	if len(list) == 0 {
		p.say(p.spell("no message is in flight now: {one-event} runs one event"))
		return
	}
	if !slices.ContainsFunc(list, func(m engine.Message) bool { return m.ID == p.message }) {
		p.message = list[0].ID
		for _, m := range list {
			if m.Operation != 0 && m.Operation == p.op {
				p.message = m.ID
				break
			}
		}
	}
	p.hand = &hand{}
}

func (p *Page) updateHand(press keymap.Press) tea.Cmd {
	list := p.player.Snapshot().Messages
	at := max(0, slices.IndexFunc(list, func(m engine.Message) bool { return m.ID == p.message }))
	if len(list) == 0 {
		p.hand = nil
		return nil
	}
	id := list[at].ID
	switch press.Action {
	case keymap.Up, keymap.Down:
		by := 1
		if press.Action == keymap.Up {
			by = -1
		}
		p.message = list[max(0, min(at+by, len(list)-1))].ID
		return nil
	case keymap.Open:
		return p.handle(scenario.Deliver{Message: id})
	case actDrop:
		return p.handle(scenario.Drop{Message: id})
	case actDelay:
		return p.handle(scenario.Delay{Message: id, By: 100 * time.Millisecond})
	case actEvent:
		p.oneEvent()
		return nil
	}
	p.hand = nil
	return nil
}

// handle does a step about a message and goes to the next one.
func (p *Page) handle(c scenario.Command) tea.Cmd {
	cmd := p.do(c)
	if len(p.player.Snapshot().Messages) == 0 {
		p.hand = nil
	}
	return cmd
}

// drawHand draws the list of messages at the foot of the page, so that the chosen
// one is seen on its way above.
func (p *Page) drawHand(c *scene.Canvas) {
	list := p.player.Snapshot().Messages
	w, h := min(c.Width-2, 96), min(len(list)+4, c.Height, max(c.Height/3, 7))
	box := scene.NewCanvas(w, h)
	title := fmt.Sprintf("%d messages in flight, the next to arrive first", len(list))
	if len(list) == 1 {
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
	if p.said.text != "" {
		text = p.said.text
	}
	box.TextIn(2, h-2, w-4, scene.Muted, text)
	c.Blit((c.Width-w)/2, max(0, c.Height-1-h), box)
}
