package lab

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/tui/keymap"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// scene is the scene of the table that a pane shows; false for the panes with a
// number.
func (p pane) scene() (scene.Scene, bool) {
	if list := scene.Scenes(); p >= panes && int(p-panes) < len(list) {
		return list[p-panes], true
	}
	return scene.Scene{}, false
}

// fitting lists the panes of the table that have something to show, those of what
// the scenario is about first.
func (p *Page) fitting() []pane {
	var out []pane
	for i, s := range scene.Scenes() {
		if _, forked := p.player.Forked(); s.Fits(p.player.Snapshot()) && (forked || !s.Fork) {
			out = append(out, panes+pane(i))
		}
	}
	return p.about.first(out)
}

// beside is the pane by places after the focused one, around the end, among those
// that have something to show.
func (p *Page) beside(by int) pane {
	var all []pane
	at := 0
	for i := range panes {
		if lacks(p.player.Snapshot(), i) == "" {
			all = append(all, i)
		}
	}
	all = append(all, p.fitting()...)
	for i, x := range all {
		if x == p.focus {
			at = i
		}
	}
	return all[(at+by+len(all))%len(all)]
}

// number goes to the pane with a number, or says why it has nothing to show.
func (p *Page) number(i pane) {
	if why := lacks(p.player.Snapshot(), i); why != "" {
		p.say(why)
		return
	}
	p.focus = i
}

// views is the open list of further scenes. What is typed filters it.
type views struct {
	input widget.Input
	at    int
}

// viewsHelp are the keys of the list; the digits are letters of a search that has
// begun.
func viewsHelp(digits bool) []keymap.Binding {
	keys := []keymap.Binding{
		keymap.New(keymap.Open, "show the chosen view", "enter").Hinted("show"),
		keymap.New(keymap.Up, "one up", "up", "shift+tab"),
		keymap.New(keymap.Down, "one down", "down", "tab"),
		keymap.New(actClose, "close the list", "esc"),
	}
	if digits {
		keys = append(keys, keymap.New(actPick, "show the view with this number", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
	}
	return keys
}

func (p *Page) openViews() { p.views = &views{input: widget.Input{Prompt: "search: "}} }

// paneDocs are what the panes with a number show.
var paneDocs = [panes]string{
	paneRing: "the circle of hashes: who keeps which key", paneSystem: "the design, and what moves through it now",
	paneReplicas: "what every replica has of each key", paneClients: "success and latency that clients see",
	paneWork: "what caches, queues, topics and streams hold", paneOperations: "reads and writes, yours and those that failed",
	paneWhy: "the reason, from the symptom to the cause", paneLog: "what happened, in sentences", paneScript: "the scenario's own steps",
}

// doc says what a pane shows.
func (p pane) doc() string {
	if s, ok := p.scene(); ok {
		return s.Doc
	}
	return paneDocs[p]
}

// offered are the panes that the list offers: the views of the table and, to a
// search, those with a number.
func (p *Page) offered() []pane {
	list := p.fitting()
	if p.views.input.Value() == "" {
		return list
	}
	for i := paneRing; i < panes; i++ {
		if lacks(p.player.Snapshot(), i) == "" {
			list = append(list, i)
		}
	}
	return list
}

// missing says what a search looks for that this design has nothing to show of.
func (p *Page) missing() string {
	for i := range scene.Scenes() {
		view := panes + pane(i)
		if s, _ := view.scene(); len(p.views.found([]pane{view})) > 0 && !s.Fits(p.player.Snapshot()) {
			return fmt.Sprintf("this design has nothing to show in %q; ", s.Name)
		}
	}
	for i := paneRing; i < panes; i++ {
		if why := lacks(p.player.Snapshot(), i); why != "" && len(p.views.found([]pane{i})) > 0 {
			return why + "; "
		}
	}
	return "no view of this design has these words; "
}

// found are the panes of a list that have all the words that were typed: first
// those that have them in their name.
func (v *views) found(list []pane) []pane {
	words := strings.Fields(strings.ToLower(v.input.Value()))
	lacks := func(text string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(text), w) })
	}
	var named, others []pane
	for _, i := range list {
		switch {
		case !lacks(i.String()):
			named = append(named, i)
		case !lacks(i.String() + " " + i.doc()):
			others = append(others, i)
		}
	}
	return append(named, others...)
}

// show closes the list and goes to a view.
func (p *Page) show(view pane) {
	p.views = nil
	p.focus = view
	if o, ok := p.player.Cluster().Operation(p.op); ok && p.op != 0 {
		p.fit(o)
	}
}

func (p *Page) updateViews(press keymap.Press) {
	v := p.views
	list := v.found(p.offered())
	n := max(len(list), 1)
	switch press.Action {
	case actClose:
		p.views = nil
	case keymap.Up:
		v.at = (v.at + n - 1) % n
	case keymap.Down:
		v.at = (v.at + 1) % n
	case keymap.Open:
		if v.at < len(list) {
			p.show(list[v.at])
		}
	case actPick:
		if i := int(press.Key[0] - '1'); i >= 0 && i < len(list) {
			p.show(list[i])
		}
	}
}

// drawViews draws the list into the middle of the page.
func (p *Page) drawViews(c *scene.Canvas) {
	v := p.views
	list := v.found(p.offered())
	v.at = max(0, min(v.at, len(list)-1))
	w, h := max(min(c.Width-2, 90), 0), min(len(p.fitting())+6, c.Height)
	box := scene.NewCanvas(w, h)
	scene.Frame(box, "views of this design", 0, 0, w, box.Height, scene.BorderFocus, p.view().Glyphs())
	x := box.TextIn(2, 1, w-4, scene.Accent|scene.Bold, v.input.Prompt)
	x = box.TextIn(x, 1, w-x-3, scene.Plain, v.input.Value())
	box.Set(x, 1, scene.Plain|scene.Reverse, ' ')
	rows := max(h-6, 1)
	p.over.laid(c.Width, c.Height, w, box.Height)
	first := scene.Scroll(len(list), rows, v.at)
	for i := first; i < len(list) && i-first < rows; i++ {
		y := 3 + i - first
		p.over.row(y, i)
		if i < 9 && v.input.Value() == "" {
			box.Set(2, y, scene.Accent|scene.Bold, rune('1'+i))
		}
		box.TextIn(4, y, 16, scene.Plain, p.name(list[i]))
		box.TextIn(21, y, w-23, scene.Muted, list[i].doc())
		if i == v.at {
			box.Select(1, y, w-2)
		}
	}
	text := p.spell("type to search; {open} or the number shows it; {close} closes")
	switch {
	case len(list) == 0:
		text = p.missing() + p.spell("{close} closes")
	case len(list) > rows:
		text = fmt.Sprintf("%d views: ", len(list)) + p.spell("{down} shows more; type to search, {open} shows, {close} closes")
	}
	box.TextIn(2, h-2, w-4, scene.Muted, text)
	c.Blit((c.Width-w)/2, max(0, (c.Height-box.Height)/2), box)
}
