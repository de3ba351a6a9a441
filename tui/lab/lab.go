package lab

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/player"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// Options is what one lab runs.
type Options struct {
	Scenario *scenario.Scenario
	Seed     *uint64 // nil: the scenario's own, or that of the sitting that goes on
	// Subject names the sitting in the store, "" keeps nothing. A lesson gives
	// its own name, so that its lab and the free lab don't mix.
	Subject   string
	Store     player.Sessions // nil keeps nothing
	Target    string          // of the page's Place
	Directory string          // where saved scenarios go; "" is the current one
	// Make builds the cluster; nil takes engine.New.
	Make func(sc *scenario.Scenario, seed uint64) (player.Cluster, error)
}

// Page is a lab.
type Page struct {
	env     page.Env
	options Options
	seed    uint64
	player  *player.Player
	keep    *player.Sitting

	focus    pane
	shown    pane // the one that was looked at last, when the time line has the focus
	opening  pane // the one that the lab opened on
	unfork   pane // where the fork was begun
	about    subject
	expected []string // metrics
	zoomed   bool
	node     string
	key      string
	chosen   bool // the key was chosen by the learner
	op       uint64
	filter   scene.Filter
	memory   memory
	why      whyPane
	first    int // of the operations listed, on the screen
	back     int // lines the log is scrolled away from its end
	said     said
	sure     bool // reset was pressed once
	prompt   prompt
	menu     *menu
	views    *views
	hand     *hand
	gallery  *gallery
	guide    *guided
	window   window
	walk     walk
	metric   string       // the selected one
	scroll   map[pane]int // of the scenes of the table
	save     *saveDialog
	message  uint64 // the selected one
	values   int    // for the values that the put key writes

	layouts scene.Layouts // of the design, at the sizes drawn last
	painter *scene.Painter
	themed  int // theme version of painter
	touched int // counts what changes the screen besides the run
	frame   frame
	places  []placed // of the last frame, for the mouse
	line    layout.Rect
	spots   []scene.Spot
	over    over
}

// said is the latest answer to the learner: an error or what was done.
type said struct {
	text   string
	bad    bool
	script bool // how the script's latest step goes, as it goes on
}

// frame is the last screen drawn and what it was drawn of.
type frame struct {
	w, h, version, touched, theme int
	content                       string
}

// New opens a lab, where it was left if its sitting is in the store.
func New(env page.Env, o Options) (*Page, error) {
	if o.Make == nil {
		o.Make = func(sc *scenario.Scenario, seed uint64) (player.Cluster, error) { return engine.New(sc, seed) }
	}
	p := &Page{env: env, options: o, scroll: map[pane]int{}, seed: o.Scenario.Seed}
	if o.Seed != nil {
		p.seed = *o.Seed
	}
	var events []player.Event
	if o.Store != nil && o.Subject != "" {
		keep, err := player.OpenSitting(o.Store, o.Subject, o.Scenario.Source, p.seed, o.Seed != nil)
		if err != nil {
			return nil, err
		}
		p.keep, events = keep, keep.Events
		if o.Seed == nil {
			p.seed = keep.Seed
		}
	}
	var err error
	p.player, err = player.New(player.Options{
		Make:   func() (player.Cluster, error) { return o.Make(o.Scenario, p.seed) },
		Now:    env.Now,
		Save:   p.saveEvent,
		Events: events,
	})
	if err != nil {
		return nil, fmt.Errorf("the lab %s can't start: %w", o.Scenario.Name, err)
	}
	p.prompt.input = widget.Input{Prompt: ": "}
	s := p.player.Snapshot()
	p.about, p.expected = subjectOf(s), expected(s)
	p.opening = openingOf(s, p.about)
	p.chooseFirst()
	p.focus, p.shown = p.opening, p.opening
	return p, nil
}

// Init continues the way back to where the sitting was left.
func (p *Page) Init() tea.Cmd { return p.player.Init() }

// Title is the scenario's.
func (p *Page) Title() string {
	if t := p.options.Scenario.Title; t != "" {
		return t
	}
	return p.options.Scenario.Name
}

// Place is the lab and its scenario, and what is typed at the prompt; the rest
// is in the sitting's events.
func (p *Page) Place() page.Place {
	at := page.Place{Page: "lab", Target: p.options.Target}
	if typed := p.prompt.input.Value(); p.prompt.open && typed != "" {
		at.State, _ = json.Marshal(state{Typed: typed}) // a string always marshals
	}
	return at
}

// Status says where the run is, for the status line, and whether the lab asks for
// predictions and a fork goes on beside it.
func (p *Page) Status() string {
	var modes []string
	if p.guide != nil {
		modes = append(modes, "guided")
	}
	if _, ok := p.player.Forked(); ok {
		modes = append(modes, "forked")
	}
	if len(modes) > 0 {
		return strings.Join(modes, ", ") + ": " + p.moment()
	}
	return p.moment()
}

// moment is where the run is and whether it moves.
func (p *Page) moment() string {
	if _, busy := p.player.Busy(); busy {
		return "on the way, at " + p.player.Now().String()
	}
	if p.player.Running() {
		return "running at " + p.player.Now().String()
	}
	return "paused at " + p.player.Now().String()
}

// Snapshot is the run as it is shown.
func (p *Page) Snapshot() *engine.Snapshot { return p.player.Snapshot() }

// Metric is a measured value now, "users.availability". A lesson grades a
// prediction with it.
func (p *Page) Metric(name string) (engine.Metric, bool) {
	for _, m := range p.player.Snapshot().Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return engine.Metric{}, false
}

// LatestOperation is the latest operation that was done by hand and has an
// outcome.
func (p *Page) LatestOperation() (engine.Operation, bool) {
	p.remember()
	for _, o := range slices.Backward(p.memory.list) {
		if o.Manual && o.Outcome != engine.Pending {
			return o, true
		}
	}
	return engine.Operation{}, false
}

func (p *Page) view() scene.View {
	chosen, _ := p.player.Cluster().Operation(p.op)
	forked, _ := p.player.Forked()
	walking, share := p.walked()
	return scene.View{Layouts: &p.layouts, Walking: walking, Walk: share, Chosen: chosen, Fork: p.player.ForkSnapshot(), Forked: forked, Compared: p.player.Compared(), Snapshot: p.player.Snapshot(), Node: p.node, Key: p.key, Operation: p.op, Message: p.message, ASCII: p.env.Theme.ASCII, Spell: p.spell}
}

func (p *Page) say(text string) { p.said = said{text: text} }
func (p *Page) complain(err error) {
	text := sentence(err)
	if errors.Is(err, errNoNode) || errors.Is(err, errNoKey) || errors.Is(err, player.ErrTooLong) || errors.Is(err, player.ErrManyWait) {
		text = p.spell(text) // of our own words alone
	}
	p.said = said{text: text, bad: true}
}
func (p *Page) complainf(text string) { p.said = said{text: text, bad: true} }
