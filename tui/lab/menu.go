package lab

import (
	tea "charm.land/bubbletea/v2"

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
	faultHeal
	faultSpike
	faultPut
	faultGet
	faults // how many
)

// keys and meanings of the entries.
func (f fault) key() string {
	return [...]string{"x", "z", "p", "c", "s", "W", "H", "b", "u", "g"}[f]
}

func (f fault) meaning() string {
	return [...]string{
		"stops; loses memory, keeps its disk",
		"freezes with its memory",
		"cuts it off from its peers, both ways",
		"loses its messages to one peer",
		"delays all it sends by 200 ms",
		"stops; loses its disk too",
		"ends all partitions and link faults",
		"five times the traffic",
		"writes the chosen key",
		"reads the chosen key",
	}[f]
}

// menu is the open fault menu.
type menu struct{ at fault }

func (m *menu) help() []keymap.Binding {
	picks := make([]string, faults)
	for f := range faults {
		picks[f] = f.key()
	}
	return []keymap.Binding{
		keymap.New(keymap.Open, "carry out the chosen one", "enter", "space").Hinted("do it"),
		keymap.New(keymap.Up, "one up", "up", "k"),
		keymap.New(keymap.Down, "one down", "down", "j"),
		keymap.New(actPick, "carry out the one with this key", picks...),
		keymap.New(actClose, "close the menu", "esc", "f"),
	}
}

func (p *Page) updateMenu(press keymap.Press) tea.Cmd {
	switch press.Action {
	case keymap.Up:
		p.menu.at = (p.menu.at + faults - 1) % faults
	case keymap.Down:
		p.menu.at = (p.menu.at + 1) % faults
	case keymap.Open:
		at := p.menu.at
		p.menu = nil
		return p.inflict(at)
	case actPick:
		for f := range faults {
			if f.key() == press.Key {
				p.menu = nil
				return p.inflict(f)
			}
		}
	case actClose:
		p.menu = nil
	}
	return nil
}

// drawMenu draws the menu into the middle of the page.
func (p *Page) drawMenu(c *scene.Canvas) {
	w, h := min(c.Width-2, 92), int(faults)+4
	box := scene.NewCanvas(w, min(h, c.Height))
	g := p.view().Glyphs()
	scene.Frame(box, "faults on "+orNone(p.node), 0, 0, w, box.Height, scene.BorderFocus, g)
	for f := range faults {
		y := 1 + int(f)
		box.TextIn(2, y, 2, scene.Accent|scene.Bold, f.key())
		text := ""
		meaning := f.meaning()
		switch cmd, err := p.command(f); c := cmd.(type) {
		case nil:
			text = err.Error()
		case scenario.Restart:
			text, meaning = cmd.String(), "starts it again, or ends its pause"
		case scenario.Slow:
			text = cmd.String()
			if c.By == 0 {
				meaning = "ends the delay"
			}
		default:
			text = cmd.String()
		}
		wide := (w - 8) / 2
		box.TextIn(4, y, wide, scene.Plain, text)
		box.TextIn(5+wide, y, w-7-wide, scene.Muted, meaning)
		if f == p.menu.at {
			box.Select(1, y, w-2)
		}
	}
	box.TextIn(2, 2+int(faults), w-4, scene.Muted, "enter or the key carries it out; esc closes. Other steps: :")
	c.Blit((c.Width-w)/2, max(0, (c.Height-box.Height)/2), box)
}

func orNone(s string) string {
	if s == "" {
		return "the cluster"
	}
	return s
}
