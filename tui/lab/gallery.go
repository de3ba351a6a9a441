package lab

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc/order"
	"netsplit/content"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// exhibit is a scenario that the gallery offers.
type exhibit struct{ target, title, topic string }

// topics are what scenarios are grouped by, from the kinds of their components:
// the rarest first, since nearly all have clients and stores.
var topics = []struct {
	name  string
	kinds []string
}{
	{"consensus", []string{"raft"}},
	{"databases with a leader", []string{"sql"}},
	{"queues, topics and streams", []string{"queue", "topic", "stream", "worker"}},
	{"caches and the edge", []string{"cache", "cdn", "dns"}},
	{"disks", []string{"disk"}},
	{"functions and containers", []string{"function"}},
	{"services under load", []string{"service", "balancer", "gateway", "proxy"}},
	{"replication and quorums", []string{"kv"}},
}

// topicOf names what a scenario with these kinds is about. One with many is about
// how they work together.
func topicOf(kinds map[string]bool) string {
	if len(kinds) >= 6 {
		return "a whole system"
	}
	for _, t := range topics {
		if slices.ContainsFunc(t.kinds, func(k string) bool { return kinds[k] }) {
			return t.name
		}
	}
	return "other"
}

var kindWord = regexp.MustCompile(`\bkind:\s*([a-z]+)`)

// TopicOf is the topic of a scenario's text, by the kinds that it names: a list of
// many needs no more, and reading each as a document takes long.
func TopicOf(source string) string {
	kinds := map[string]bool{}
	for _, m := range kindWord.FindAllStringSubmatch(source, -1) {
		kinds[m[1]] = true
	}
	return topicOf(kinds)
}

func topicOfScenario(sc *scenario.Scenario) string {
	kinds := map[string]bool{}
	for _, c := range sc.Components {
		kinds[c.Kind] = true
	}
	return topicOf(kinds)
}

// exhibits lists the built-in scenarios by topic and name, then the files of a
// folder that parse as scenarios.
func exhibits(lib *content.Library, folder string) []exhibit {
	var out []exhibit
	for _, name := range lib.ScenarioNames() {
		sc, err := load(lib, name)
		if err != nil {
			continue
		}
		out = append(out, exhibit{name, sc.Title, topicOfScenario(sc)})
	}
	order.By(out, func(a, b exhibit) int {
		return cmp.Or(cmp.Compare(a.topic, b.topic), cmp.Compare(a.target, b.target))
	})
	const most = 100
	files, _ := filepath.Glob(filepath.Join(folder, "*.y*ml")) // the pattern is well formed
	for _, f := range files[:min(len(files), most)] {
		if info, err := os.Stat(f); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if sc, err := scenario.Load(f); err == nil {
			path, err := filepath.Abs(f)
			if err != nil {
				path = f
			}
			out = append(out, exhibit{path, sc.Title, "files in this folder"})
		}
	}
	return out
}

// gallery is the open list of scenarios.
type gallery struct {
	input    widget.Input
	list     []exhibit
	loaded   bool
	at, from int
}

// galleryLoaded brings the list: reading files is no work for Update.
type galleryLoaded struct{ list []exhibit }

func (p *Page) openGallery() tea.Cmd {
	p.player.Pause()
	p.gallery = &gallery{input: widget.Input{Prompt: "search: "}}
	lib, folder := content.Embedded(), p.options.Directory
	return func() tea.Msg { return galleryLoaded{exhibits(lib, folder)} }
}

// found are the exhibits that have all the words.
func (g *gallery) found() []exhibit {
	words := strings.Fields(strings.ToLower(g.input.Value()))
	var out []exhibit
	for _, e := range g.list {
		text := strings.ToLower(e.topic + " " + filepath.Base(e.target) + " " + e.title)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, e)
		}
	}
	return out
}

func galleryHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "open the chosen scenario", "enter").Hinted("open"),
		keymap.New(keymap.Up, "one up", "up", "shift+tab"),
		keymap.New(keymap.Down, "one down", "down", "tab"),
		keymap.New(keymap.PageUp, "ten up", "pgup"),
		keymap.New(keymap.PageDown, "ten down", "pgdown"),
		keymap.New(actClose, "close the list", "esc"),
	}
}

func (p *Page) updateGallery(a keymap.Action) tea.Cmd {
	g := p.gallery
	list := g.found()
	switch a {
	case actClose:
		p.gallery = nil
	case keymap.Up:
		g.at = max(g.at-1, 0)
	case keymap.Down:
		g.at = min(g.at+1, max(len(list)-1, 0))
	case keymap.PageUp:
		g.at = max(g.at-10, 0)
	case keymap.PageDown:
		g.at = min(g.at+10, max(len(list)-1, 0))
	case keymap.Open:
		if g.at < len(list) {
			p.gallery = nil
			return page.Do(page.Open{Place: page.Place{Page: "lab", Target: list[g.at].target}})
		}
	}
	return nil
}

// drawGallery draws the list over the page, topics as headings.
func (p *Page) drawGallery(c *scene.Canvas) {
	g := p.gallery
	w, h := max(min(c.Width-2, 100), 0), max(c.Height-2, 0)
	box := scene.NewCanvas(w, h)
	scene.Frame(box, "scenarios", 0, 0, w, h, scene.BorderFocus, p.view().Glyphs())
	x := box.TextIn(2, 1, w-4, scene.Accent|scene.Bold, g.input.Prompt)
	x = box.TextIn(x, 1, w-x-3, scene.Plain, g.input.Value())
	box.Set(x, 1, scene.Plain|scene.Reverse, ' ')
	list := g.found()
	g.at = max(0, min(g.at, len(list)-1))
	type row struct {
		heading string
		index   int
	}
	var rows []row
	chosen := 0
	for i, e := range list {
		if i == 0 || list[i-1].topic != e.topic {
			rows = append(rows, row{heading: e.topic})
		}
		if i == g.at {
			chosen = len(rows)
		}
		rows = append(rows, row{index: i})
	}
	title := 0 // lines at the foot for the whole title of the chosen one
	if h >= 14 {
		title = 2
	}
	room := max(h-5-title, 1)
	p.over.laid(c.Width, c.Height, w, h)
	g.from = scene.Follow(g.from, len(rows), room, chosen)
	for i := g.from; i < len(rows) && i-g.from < room; i++ {
		y := 3 + i - g.from
		if rows[i].heading != "" {
			box.TextIn(2, y, w-4, scene.Title, rows[i].heading)
			continue
		}
		e := list[rows[i].index]
		p.over.row(y, rows[i].index)
		end := box.TextIn(4, y, min(30, w/2), scene.Plain, filepath.Base(e.target))
		box.TextIn(max(end+2, min(34, w/2+2)), y, w-4-max(end, min(34, w/2+2)), scene.Muted, e.title)
		if rows[i].index == g.at {
			box.Select(3, y, w-5)
			for n, line := range scene.Wrap(e.title, w-4) {
				if n < title {
					box.TextIn(2, h-2-title+n, w-4, scene.Accent, line)
				}
			}
		}
	}
	text := fmt.Sprintf("%d of %d; ", len(list), len(g.list)) + p.spell("type to search, {open} opens, {close} closes")
	switch {
	case !g.loaded:
		text = "reading …"
	case len(list) == 0:
		text = p.spell("no scenario has these words; {close} closes")
	}
	box.TextIn(2, h-2, w-4, scene.Muted, text)
	c.Blit((c.Width-w)/2, max(0, (c.Height-h)/2), box)
}
