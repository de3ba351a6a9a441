// Package welcome is the first minute: a cluster that somebody new writes to,
// breaks and heals with one key, and that says why a write failed.
//
//	pages["welcome"] = welcome.New
//
// It is shown once; esc skips it.
package welcome

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/lab"
	"netsplit/tui/page"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// source is the cluster: small enough that its ring is a picture.
const source = `scenario: welcome
title: A cart on five nodes
seed: 4
components:
  store: {kind: kv, nodes: 5, replicas: 3, read: 2, write: 2, quorum: strict}
network: {latency: constant(2ms)}
`

// stage is what is shown before a key, and the steps that the key takes.
type stage struct {
	says  string   // what has happened and what it means
	next  string   // what enter does
	steps []string // by it
}

func stages() []stage {
	return []stage{
		{"Five computers keep a shopping cart. Each key lives on three of them. This cluster is real: it runs in this program.",
			"write milk into the cart", []string{"put cart milk via store-1"}},
		{"A write needs two of the three copies.",
			"cut the network in two", []string{"partition store-1 store-2 | store-3 store-4 store-5"}},
		{"The network is cut. No computer has failed, and store-1 still answers.",
			"write eggs, via store-1", []string{"put cart eggs via store-1"}},
		{"The write failed.",
			"heal the network, and read", []string{"heal", "wait 1s", "get cart via store-1"}},
		{"The write that failed is there: who is told of a failure can't know what happened. Every lesson has such a cluster. {palette} opens anything, {help} shows the keys.",
			"begin", nil},
	}
}

// Page is the welcome.
type Page struct {
	env     page.Env
	cluster *engine.Cluster
	at      int    // stage
	op      uint64 // the latest operation
	painter *scene.Painter
	themed  int
}

// New starts the cluster.
func New(env page.Env, _ page.Place) (page.Page, error) {
	sc, err := scenario.Parse("welcome", []byte(source))
	if err != nil {
		return nil, err
	}
	cluster, err := engine.New(sc, 0)
	if err != nil {
		return nil, err
	}
	return &Page{env: env, cluster: cluster}, nil
}

// Title of the page.
func (p *Page) Title() string { return "Welcome" }

// Place of the page. Who comes back to it begins at home.
func (p *Page) Place() page.Place { return page.Place{Page: "welcome"} }

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, stages()[p.at].next, "enter", "space", "right", "down", "l", "j", "n", "tab").Hinted("go on"),
		keymap.New(keymap.Back, "skip this; netsplit --welcome shows it again", "esc").Hinted("skip"),
	}
}

// Keys lists what keys do here.
func Keys() []keymap.Group { return []keymap.Group{{Bindings: (&Page{}).Help()}} }

// Update takes the next steps.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		if msg.Action == keymap.Back {
			return page.Do(page.Back{})
		}
		if msg.Action == keymap.Open {
			return p.goOn()
		}
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return p.goOn()
		}
	}
	return nil
}

func (p *Page) goOn() tea.Cmd {
	now := stages()[p.at]
	if now.steps == nil {
		return page.Do(page.Back{})
	}
	for _, text := range now.steps {
		if err := p.do(text); err != nil {
			return page.Do(page.Toast{Text: err.Error(), Bad: true})
		}
	}
	p.at++
	return nil
}

// do takes one step and gives it time to end.
func (p *Page) do(text string) error {
	step, err := scenario.ParseStep(text)
	if err != nil {
		return err
	}
	op, err := p.cluster.Do(step)
	if err != nil {
		return err
	}
	if op != 0 {
		p.op = op
	}
	p.cluster.Advance(3 * time.Second)
	return nil
}

// outcome is what became of the latest operation, and why it failed.
func (p *Page) outcome() (line string, failed bool, why []string) {
	o, ok := p.cluster.Operation(p.op)
	if !ok || p.op == 0 {
		return "", false, nil
	}
	took := scene.Duration(o.End.Sub(o.Start).Round(time.Millisecond))
	if o.Outcome == engine.OK {
		line = fmt.Sprintf("%s: done in %s", o.Name, took)
		if o.Found {
			line = fmt.Sprintf("%s: %s, in %s", o.Name, o.Value, took)
		}
		return line, false, nil
	}
	// The symptom and the root cause; the lab shows what is between them.
	if chain := p.cluster.Why(p.op).Chain; len(chain) > 0 {
		why = append(why, chain[0].Text)
		if len(chain) > 1 {
			why = append(why, chain[len(chain)-1].Text)
		}
	}
	return fmt.Sprintf("%s: failed, %s", o.Name, o.Code), true, why
}

// View draws the ring and what is said about it.
func (p *Page) View(w, h int) string {
	th := p.env.Theme
	if p.painter == nil || p.themed != th.Version {
		p.painter, p.themed = scene.NewPainter(lab.Styles(th)), th.Version
	}
	if w < 76 {
		text := p.text(max(1, w-2))
		if room := h - len(text) - 1; room >= 6 {
			text = append(append(text, ""), strings.Split(p.ring(w-2, room), "\n")...)
		}
		return widget.Fit(" "+strings.Join(text, "\n "), w, h)
	}
	ring := min(w*11/20, 2*h+12)
	left := widget.Block("\n"+p.ring(ring, max(1, h-2)), ring, h)
	right := widget.Block("\n"+strings.Join(p.text(min(w-ring-4, 60)), "\n"), w-ring-4, h)
	return widget.Fit(widget.Beside(left, widget.Block("", 3, h), right), w, h)
}

func (p *Page) ring(w, h int) string {
	now := p.cluster.Snapshot()
	v := scene.View{Snapshot: &now, Node: "store-1", ASCII: p.env.Theme.ASCII}
	if p.at > 0 { // before, nothing is written
		v.Key = "cart"
	}
	v.Spell = func(hint string) string { return p.env.Hint(p, strings.ReplaceAll(hint, "{put}", "{open}")) }
	return scene.Ring(v, w, h).String(p.painter)
}

// text is what is said, in lines of w cells.
func (p *Page) text(w int) []string {
	th, now := p.env.Theme, stages()[p.at]
	lines := []string{th.Muted.Render(fmt.Sprintf("%d of %d", p.at+1, len(stages()))), ""}
	line, failed, why := p.outcome()
	if line != "" {
		mark, style := th.Glyph.Good, th.Good
		if failed {
			mark, style = th.Glyph.Bad, th.Bad
		}
		for _, l := range widget.Wrap(mark+" "+widget.Safe(line), w) {
			lines = append(lines, style.Render(l))
		}
		lines = append(lines, "")
	}
	lines = append(lines, widget.Wrap(p.env.Hint(p, now.says), w)...)
	if len(why) > 0 {
		lines = append(lines, "", th.Strong.Render("Why"))
		for _, one := range why {
			for i, l := range widget.Wrap(widget.Safe(one), max(1, w-2)) {
				lead := "  "
				if i == 0 {
					lead = th.Glyph.Bullet + " "
				}
				lines = append(lines, lead+l)
			}
		}
	}
	lines = append(lines, "")
	for _, l := range widget.Wrap(p.env.Hint(p, "{open}: ")+now.next, w) {
		lines = append(lines, th.Key.Render(l))
	}
	return lines
}
