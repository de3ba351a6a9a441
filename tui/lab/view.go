package lab

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/engine"
	"netsplit/tui/layout"
	"netsplit/tui/scene"
	"netsplit/tui/theme"
)

// View draws the lab. The same state at the same size is drawn once.
func (p *Page) View(w, h int) string {
	now := frame{w: w, h: h, version: p.player.Version(), touched: p.touched, theme: p.env.Theme.Version}
	now.content = p.frame.content
	if now == p.frame && p.frame.content != "" {
		return p.frame.content
	}
	if p.painter == nil || p.themed != p.env.Theme.Version {
		p.painter, p.themed = scene.NewPainter(Styles(p.env.Theme)), p.env.Theme.Version
	}
	now.content = p.draw(w, h).String(p.painter)
	p.frame = now
	return now.content
}

// Styles are the scene's roles in a theme.
func Styles(th *theme.Theme) scene.Styles {
	s := scene.Styles{
		scene.Plain: th.Text, scene.Muted: th.Muted, scene.Title: th.Title, scene.Accent: th.Accent,
		scene.Good: th.Good, scene.Caution: th.Warn, scene.Bad: th.Bad, scene.Border: th.Border, scene.BorderFocus: th.Focus,
	}
	for i := range scene.OwnerColours {
		s[int(scene.Owner)+i] = lipgloss.NewStyle()
		if len(th.Series) > 0 {
			s[int(scene.Owner)+i] = th.Series[i%len(th.Series)]
		}
	}
	return s
}

// draw draws everything onto one canvas.
func (p *Page) draw(w, h int) *scene.Canvas {
	c := scene.NewCanvas(w, h)
	c.ASCII = p.env.Theme.ASCII
	if w <= 0 || h <= 0 {
		return c
	}
	v := p.view()
	if p.focus != paneTime {
		p.shown = p.focus
	}
	a := arrange(w, h, p.shown, p.zoomed, p.design(v.Snapshot))
	p.places, p.line = a.panes, layout.Rect{}
	if a.time.H > 1 {
		p.line = layout.Rect{X: a.time.X, Y: a.time.Y + 1, W: a.time.W, H: 1}
	}
	if p.save != nil || p.prompt.open {
		p.drawTyping(c, a)
	} else {
		text, role := p.hint(a.hint.W)
		c.TextIn(0, a.hint.Y, a.hint.W, role, text)
	}
	c.Blit(a.time.X, a.time.Y, scene.TimeBar(v, p.clock(), a.time.W, a.time.H))
	if !a.tabs.Empty() {
		p.drawTabs(c, a.tabs.Y, w)
	}
	if !a.summary.Empty() {
		p.drawSummary(c, v, a.summary.Y, w)
	}
	for _, place := range a.panes {
		p.drawPane(c, v, place)
	}
	p.spots = c.Spots
	if p.prompt.open {
		p.drawAdvice(c, a.hint.Y-1, w)
	}
	if p.menu != nil {
		p.drawMenu(c)
	}
	if p.views != nil {
		p.drawViews(c)
	}
	if p.hand != nil {
		p.drawHand(c)
	}
	if p.guide != nil && p.guide.asked != nil {
		p.drawGuide(c)
	}
	if p.guide != nil && p.guide.result != nil {
		p.drawResult(c)
	}
	if p.gallery != nil {
		p.drawGallery(c)
	}
	return c
}

// design is what the arrangement depends on.
func (p *Page) design(s *engine.Snapshot) design {
	kinds := 0
	for _, n := range []int{len(s.Caches), len(s.Queues), len(s.Topics), len(s.Streams)} {
		kinds += min(n, 1)
	}
	d := design{ring: p.opening == paneRing, clients: len(s.Clients) > 0, script: len(s.Script) > 0,
		cacheOrQueue: kinds > 0}
	list := scene.Scenes()
	for _, name := range telling {
		if kinds == 1 && (name == "stream" || name == "topic") {
			continue // the pane of caches and queues shows it, and nothing else
		}
		if i := slices.IndexFunc(list, func(x scene.Scene) bool { return x.Name == name }); i >= 0 && list[i].Fits(s) {
			d.extra = append(d.extra, panes+pane(i))
		}
	}
	d.extra = p.about.first(d.extra)
	return d
}

// telling are the views that stand beside the system where there is room, the
// one that says most about a design first. The last two fit every design.
var telling = []string{"raft log", "listeners", "shards", "database", "scaling", "functions", "names", "fronts", "disks", "stream", "topic", "members", "balancer", "services", "metrics", "messages"}

func (p *Page) clock() scene.Clock {
	k := scene.Clock{
		Now: p.player.Now(), End: p.player.End(), Running: p.player.Running(), Speed: p.player.Speed(),
		Behind: p.player.Behind(), Focused: p.focus == paneTime, Note: p.spell(p.player.Note()),
	}
	_, k.Jumping = p.player.Busy()
	for _, m := range p.player.Marks() {
		k.Marks = append(k.Marks, scene.Mark{Time: m.Time, Fault: m.Fault})
	}
	return k
}

// drawTabs names the panes that have something to show, with their keys; where there is little room only
// the chosen one has its name. A click on one shows its pane.
func (p *Page) drawTabs(c *scene.Canvas, y, w int) {
	full := 0
	var list []pane
	for i := paneRing; i < panes; i++ {
		if lacks(p.player.Snapshot(), i) == "" {
			list = append(list, i)
			full += len(p.tab(i, false))
		}
	}
	more := p.spell(" {views} more")
	if s, ok := p.focus.scene(); ok {
		more = "  " + s.Name
	}
	short := full+scene.Width(more) > w
	if short {
		full -= len("operations") - len("ops")
	}
	x := 0
	for _, i := range list {
		name := p.tab(i, short)
		if full > w && i != p.focus {
			name = fmt.Sprintf(" %d", int(i))
		}
		start := x
		x = c.TextIn(x, y, w-x, scene.Muted, name)
		p.places = append(p.places, placed{i, layout.Rect{X: start, Y: y, W: x - start, H: 1}}) // for the mouse
		if i == p.focus {
			c.TextIn(start+1, y, w-start-1, scene.Accent|scene.Reverse, name[1:])
		}
	}
	if s, ok := p.focus.scene(); ok {
		c.TextIn(x+1, y, w-x-1, scene.Accent|scene.Reverse, s.Name)
	} else if x+scene.Width(more) <= w {
		c.TextIn(x, y, w-x, scene.Muted, more)
	}
}

// tab is a pane's key and the first word of its name, a short one where all of
// them and the key of the other views would not fit.
func (p *Page) tab(i pane, short bool) string {
	name, _, _ := strings.Cut(p.name(i), ",")
	if short && i == paneOperations {
		name = "ops"
	}
	return fmt.Sprintf(" %d %s", int(i), name)
}

// name is a pane's name in this design: the pane of caches and queues is called by
// what it shows.
func (p *Page) name(i pane) string {
	if i != paneWork {
		return i.String()
	}
	s := p.player.Snapshot()
	switch caches, queues := len(s.Caches) > 0, len(s.Queues) > 0; {
	case caches && queues:
		return "cache, queue"
	case caches:
		return "cache"
	case queues:
		return "queue"
	case len(s.Topics) > 0:
		return "topic"
	case len(s.Streams) > 0:
		return "stream"
	}
	return i.String()
}

// drawSummary says in one line what the panes that are not shown would: how the
// clients fare and how the latest operation ended.
func (p *Page) drawSummary(c *scene.Canvas, v scene.View, y, w int) {
	x := scene.ClientLine(c, v, 0, y, w*11/20)
	if x > 0 {
		x += 3
	}
	if o, ok := p.LatestOperation(); ok && x < w-9 {
		scene.OperationLine(c, v, o, x, y, w-x)
	}
}

func (p *Page) drawPane(c *scene.Canvas, v scene.View, place placed) {
	r := place.Rect
	if r.W < 4 || r.H < 3 {
		c.Blit(r.X, r.Y, p.content(v, place.pane, r.W, r.H))
		return
	}
	role := scene.Border
	if place.pane == p.focus {
		role = scene.BorderFocus
	}
	scene.Frame(c, p.paneTitle(place.pane), r.X, r.Y, r.W, r.H, role, v.Glyphs())
	pad := 1
	c.Blit(r.X+1+pad, r.Y+1, p.content(v, place.pane, r.W-2-2*pad, r.H-2))
	if place.pane == paneWhy && p.why.more {
		text := p.spell(" more below: {down} ")
		if p.focus != paneWhy {
			text = " more: 7 "
		}
		c.TextIn(r.X+r.W-2-len(text), r.Y+r.H-1, len(text), scene.Accent, text)
	}
}

func (p *Page) paneTitle(i pane) string {
	title := fmt.Sprintf("%d %s", int(i), p.name(i))
	if i >= panes {
		title = p.spell("{views} ") + i.String()
	}
	if i == p.focus {
		title = p.env.Theme.Glyph.Cursor + " " + title
	}
	switch i {
	case paneOperations:
		title += ": " + p.filter.String()
	case paneReplicas:
		if s, ok := p.view().Store(); ok {
			title += fmt.Sprintf(" of %s: N=%d R=%d W=%d", s.Component, s.Replicas, s.Read, s.Write)
		}
	case paneScript:
		if p.guide != nil {
			title += p.spell(": guided, {guided} ends it")
		}
	case paneLog:
		if p.back > 0 {
			title += fmt.Sprintf(": %d lines back", p.back)
		}
	}
	return title
}

func (p *Page) content(v scene.View, i pane, w, h int) *scene.Canvas {
	switch i {
	case paneSystem:
		return scene.Topology(v, w, h)
	case paneReplicas:
		return scene.Replicas(v, w, h)
	case paneClients:
		return scene.Clients(v, w, h)
	case paneWork:
		return scene.Work(v, w, h)
	case paneOperations:
		list := p.listed()
		chosen := slices.IndexFunc(list, func(o engine.Operation) bool { return o.ID == p.op })
		p.first = scene.Follow(p.first, len(list), max(h, 0), chosen)
		return scene.Operations(v, p.filter, list[p.first:min(p.first+max(h, 0), len(list))], w, h)
	case paneWhy:
		return p.drawWhy(v, w, h)
	case paneScript:
		return scene.Script(v, w, h)
	case paneLog:
		return scene.Log(v, p.back, w, h)
	}
	if s, ok := i.scene(); ok {
		v.Scroll = p.scroll[i]
		if s.Series {
			v.Series, v.Metric = foremost(p.player.AllSeries(), p.expected), p.metric
		}
		if s.Latency {
			if c, ok := p.player.Cluster().(interface{ Latencies() []engine.Latencies }); ok {
				v.Latencies = c.Latencies()
			}
		}
		for _, id := range v.Snapshot.Verdict.Operations {
			if o, ok := p.player.Cluster().Operation(id); ok {
				v.Marked = append(v.Marked, o)
			}
		}
		if s.Past {
			v.Past = p.past()
			v.Flight, _ = p.player.Cluster().Message(p.message)
		}
		c := s.Draw(v, w, h)
		if c.ScrollEnd > 0 {
			p.scroll[i] = min(p.scroll[i], c.ScrollEnd)
		}
		return c
	}
	return scene.Ring(v, w, h)
}

// drawTyping draws the line that is being typed, with its cursor.
func (p *Page) drawTyping(c *scene.Canvas, a screen) {
	y, w := a.hint.Y, a.hint.W
	input := &p.prompt.input
	if p.save != nil {
		if p.save.overwrite != "" {
			c.TextIn(0, y, w, scene.Caution|scene.Bold, p.save.overwrite+p.spell(" is there already. Overwrite it? {overwrite}/{close}"))
			return
		}
		input = &p.save.input
	}
	x := c.TextIn(0, y, w, scene.Accent|scene.Bold, input.Prompt)
	runes := []rune(input.Value())
	cursor := input.Cursor()
	// Keep the cursor in sight: a cell a rune is near enough for steps.
	from := min(cursor, max(0, cursor-(w-x-2)))
	end := c.TextIn(x, y, w-x-1, scene.Plain, string(runes[from:]))
	at := x + scene.Width(string(runes[from:cursor]))
	if at >= end {
		c.Set(at, y, scene.Plain|scene.Reverse, ' ')
	} else {
		c.Mark(at, y, 1, scene.Reverse)
	}
}

// drawAdvice draws what helps with the step being typed, above the prompt.
func (p *Page) drawAdvice(c *scene.Canvas, y, w int) {
	text, role := p.advice()
	lines := scene.Wrap(text, w-2)
	if len(lines) > 3 {
		lines = append(lines[:2:2], lines[2]+" …")
	}
	for i, l := range lines {
		row := y - len(lines) + 1 + i
		c.TextIn(0, row, w, role, " "+l+strings.Repeat(" ", max(0, w-1-scene.Width(l))))
	}
}
