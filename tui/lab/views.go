package lab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// scene is the scene of the table that a pane shows; false for the panes with a
// number.
func (p pane) scene() (scene.Scene, bool) {
	if list := scene.Scenes(); p >= panes && int(p-panes) < len(list) {
		return list[p-panes], true
	}
	return scene.Scene{}, false
}

// fitting lists the panes of the table that have something to show.
func (p *Page) fitting() []pane {
	var out []pane
	for i, s := range scene.Scenes() {
		if _, forked := p.player.Forked(); s.Fits(p.player.Snapshot()) && (forked || !s.Fork) {
			out = append(out, panes+pane(i))
		}
	}
	return out
}

// beside is the pane by places after the focused one, around the end.
func (p *Page) beside(by int) pane {
	var all []pane
	at := 0
	for i := range panes {
		all = append(all, i)
	}
	all = append(all, p.fitting()...)
	for i, x := range all {
		if x == p.focus {
			at = i
		}
	}
	return all[(at+by+len(all))%len(all)]
}

// views is the open list of further scenes.
type views struct{ at int }

func viewsHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "show the chosen view", "enter", "space").Hinted("show"),
		keymap.New(keymap.Up, "one up", "up", "k"),
		keymap.New(keymap.Down, "one down", "down", "j"),
		keymap.New(actPick, "show the view with this number", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		keymap.New(actClose, "close the list", "esc", "v"),
	}
}

func (p *Page) updateViews(press keymap.Press) tea.Cmd {
	list := p.fitting()
	show := func(i int) {
		p.views = nil
		if i < len(list) {
			p.focus = list[i]
			if o, ok := p.player.Cluster().Operation(p.op); ok && p.op != 0 {
				p.fit(o)
			}
		}
	}
	n := max(len(list), 1)
	switch press.Action {
	case keymap.Up:
		p.views.at = (p.views.at + n - 1) % n
	case keymap.Down:
		p.views.at = (p.views.at + 1) % n
	case keymap.Open:
		show(p.views.at)
	case actPick:
		if i := int(press.Key[0] - '1'); i < len(list) {
			show(i)
		}
	case actClose:
		p.views = nil
	}
	return nil
}

// drawViews draws the list into the middle of the page.
func (p *Page) drawViews(c *scene.Canvas) {
	list := p.fitting()
	w, h := min(c.Width-2, 76), min(len(list)+4, c.Height)
	box := scene.NewCanvas(w, h)
	scene.Frame(box, "views of this design", 0, 0, w, box.Height, scene.BorderFocus, p.view().Glyphs())
	rows := max(h-4, 1)
	first := scene.Scroll(len(list), rows, p.views.at)
	for i := first; i < len(list) && i-first < rows; i++ {
		s, _ := list[i].scene()
		y := 1 + i - first
		if i < 9 {
			box.Set(2, y, scene.Accent|scene.Bold, rune('1'+i))
		}
		box.TextIn(4, y, 16, scene.Plain, s.Name)
		box.TextIn(21, y, w-23, scene.Muted, s.Doc)
		if i == p.views.at {
			box.Select(1, y, w-2)
		}
	}
	box.TextIn(2, h-2, w-4, scene.Muted, "enter or the number shows it; esc closes. tab goes through all panes")
	c.Blit((c.Width-w)/2, max(0, (c.Height-box.Height)/2), box)
}
