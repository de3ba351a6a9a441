package lab

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// fault is an entry of the fault menu, with a key of its own.
type fault int

const (
	faultCrash fault = iota
	faultPause
	faultPartition
	faultCut
	faultSlow
	faultWipe
	faultSkew
	faultLoss
	faultDuplicate
	faultReorder
	faultBandwidth
	faultSwizzle
	faultZone
	faultFlush
	faultSpike
	faultHotKey
	faultAdd
	faultRemove
	faultPromote
	faultMessage
	faultHeal
	faultPut
	faultGet
	faults // how many
)

// entry is what the menu says of a fault. Those that a key of the page does
// have the same action, and so the same key, in the menu.
type entry struct {
	action       keymap.Action
	key, meaning string
}

func (f fault) entry() entry {
	return [...]entry{
		{actCrash, "x", "It stops at once: its memory is lost, its disk stays."},
		{actFreeze, "z", "It freezes with its memory, as in a long garbage collection."},
		{actPartition, "p", "Nothing passes between it and its peers, both ways; it stays up."},
		{actCut, "c", "Nothing passes from it to one peer; the way back stays open."},
		{actSlow, "s", "All it sends arrives 200 ms later: slow, but not down."},
		{actWipe, "W", "It stops and its disk is lost too: it comes back empty."},
		{"skew", "C", "Its clock is 2 s ahead: who trusts its time stamps is misled."},
		{"loss", "L", "Half of the messages between the two are lost."},
		{"duplicate", "D", "Half of the messages between the two arrive twice."},
		{"reorder", "O", "Half of the messages between the two are overtaken."},
		{"bandwidth", "B", "The link carries 10 kB/s; the rest waits."},
		{"swizzle", "w", "The members are cut off one by one, and healed in another order."},
		{"fail-zone", "Z", "Every node of its zone crashes; again restores the zone."},
		{"flush", "e", "The cache forgets everything: its store takes the whole load."},
		{actSpike, "b", "Five times the traffic, for 10 s."},
		{"hot-key", "K", "Half of the traffic goes to the chosen key."},
		{"add-member", "a", "One more member joins."},
		{"remove-member", "X", "It leaves its component in an orderly way."},
		{"promote", "P", "It becomes the leader."},
		{actMessage, "d", "Deliver, drop or delay a single message by hand."},
		{actHeal, "H", "Ends all partitions, cuts and link faults."},
		{actPut, "u", "Writes the chosen key, via the chosen node of a store."},
		{actGet, "r", "Reads the chosen key, via the chosen node of a store."},
	}[f]
}

// fitting lists the faults that fit what is selected.
func (p *Page) fittingFaults() []fault {
	var out []fault
	for f := range faults {
		if f == faultMessage {
			if len(p.player.Snapshot().Messages) > 0 {
				out = append(out, f)
			}
			continue
		}
		if _, err := p.command(f); err == nil {
			out = append(out, f)
		}
	}
	return out
}

// menu is the open fault menu.
type menu struct{ at, from int }

// menuHelp are the keys of the menu with these faults.
func menuHelp(list []fault) []keymap.Binding {
	keys := []keymap.Binding{
		keymap.New(keymap.Open, "carry out the chosen one", "enter", "space").Hinted("do it"),
		keymap.New(keymap.Up, "one up", "up", "k"),
		keymap.New(keymap.Down, "one down", "down", "j"),
		keymap.New(actClose, "close the menu", "esc", "f"),
	}
	for _, f := range list {
		e := f.entry()
		keys = append(keys, keymap.New(e.action, e.meaning, e.key))
	}
	return keys
}

func (p *Page) updateMenu(press keymap.Press) tea.Cmd {
	list := p.fittingFaults()
	n := max(len(list), 1)
	switch press.Action {
	case keymap.Up:
		p.menu.at = (p.menu.at + n - 1) % n
	case keymap.Down:
		p.menu.at = (p.menu.at + 1) % n
	case keymap.Open:
		at := min(p.menu.at, len(list)-1)
		p.menu = nil
		if at >= 0 {
			return p.inflict(list[at])
		}
	case actClose:
		p.menu = nil
	default:
		for _, f := range list {
			if f.entry().action == press.Action {
				p.menu = nil
				return p.inflict(f)
			}
		}
	}
	return nil
}

// drawMenu draws the menu into the middle of the page.
func (p *Page) drawMenu(c *scene.Canvas) {
	list := p.fittingFaults()
	w, h := min(c.Width-2, 110), min(len(list)+4, c.Height)
	box := scene.NewCanvas(w, h)
	scene.Frame(box, "what can be done to "+orNone(p.node), 0, 0, w, h, scene.BorderFocus, p.view().Glyphs())
	rows := max(h-4, 1)
	p.over.laid(c.Width, c.Height, w, h)
	p.menu.from = scene.Follow(p.menu.from, len(list), rows, p.menu.at)
	bound, label := p.env.Keys.Apply("lab", p.Help()), 1
	for _, f := range list {
		label = max(label, scene.Width(keymap.First(bound, f.entry().action, p.env.Theme.ASCII)))
	}
	wide := (w - 7 - label) * 2 / 5
	for i := p.menu.from; i < len(list) && i-p.menu.from < rows; i++ {
		f, y := list[i], 1+i-p.menu.from
		p.over.row(y, i)
		text, meaning := p.menuText(f)
		box.TextIn(2, y, label, scene.Accent|scene.Bold, keymap.First(bound, f.entry().action, p.env.Theme.ASCII))
		box.TextIn(3+label, y, wide, scene.Plain, text)
		box.TextIn(4+label+wide, y, w-6-label-wide, scene.Muted, meaning)
		if i == p.menu.at {
			box.Select(1, y, w-2)
		}
	}
	if p.menu.at < len(list) {
		_, meaning := p.menuText(list[p.menu.at])
		box.TextIn(2, h-3, w-4, scene.Accent, meaning)
	}
	more := ""
	if len(list) > rows {
		more = fmt.Sprintf("%d of %d; ", min(p.menu.at+1, len(list)), len(list))
	}
	box.TextIn(2, h-2, w-4, scene.Muted, more+p.spell("{open} or the key carries it out; {close} closes. Any other step: ")+keymap.First(p.env.Keys.Apply("lab", selecting()), actPrompt, p.env.Theme.ASCII))
	c.Blit((c.Width-w)/2, max(0, (c.Height-h)/2), box)
}

// menuText is the step that an entry does, and what it means.
func (p *Page) menuText(f fault) (text, meaning string) {
	meaning = f.entry().meaning
	if f == faultMessage {
		return "one message …", meaning
	}
	cmd, err := p.command(f)
	if err != nil {
		return err.Error(), meaning
	}
	switch c := cmd.(type) {
	case scenario.Restart:
		meaning = "Starts it again, or ends its pause."
	case scenario.RestoreZone:
		meaning = "Starts every node of the zone again."
	case scenario.Slow:
		if c.By == 0 {
			meaning = "Ends the delay."
		}
	case scenario.Skew:
		if c.By == 0 {
			meaning = "Sets its clock right."
		}
	}
	return cmd.String(), meaning
}

func orNone(s string) string {
	if s == "" {
		return "the cluster"
	}
	return s
}

// kindOf is the kind of a component, and its members.
func kindOf(s *engine.Snapshot, component string) (string, []string) {
	i := slices.IndexFunc(s.Components, func(c engine.Component) bool { return c.Name == component })
	if i < 0 {
		return "", nil
	}
	return s.Components[i].Kind, s.Components[i].Members
}
