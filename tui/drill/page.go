// Package drill is the page of a mock interview: what was said, the question
// that is open, and a clock that nudges. All decisions are made by the state
// machine of content/drill; the page turns keys and lines into its events and
// saves each one.
//
//	pages["drill"] = drill.Constructor(lib, db)
package drill

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	interview "netsplit/content/drill"
	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/record"
	"netsplit/tui/widget"
)

// Page is a drill on the screen.
type Page struct {
	env     page.Env
	d       *record.Drill
	untimed bool

	base  time.Duration // time spent before since
	since time.Time     // zero while the page is hidden

	input   widget.Input
	typing  bool
	mistake string // what was wrong with the last line
	running bool   // the cluster runs
	notice  string // said once, on top

	scroll widget.Scroll
	follow bool // what was said last stays in sight
	fresh  int  // the entry of the transcript that was said first since the last answer
	cache  cache
	spots  []spot      // where options were drawn, for the mouse
	said   layout.Rect // where what was said was drawn
	sure   bool        // start over was pressed once
}

// state is what the page keeps in its place, and what a command line gives it.
type state struct {
	Untimed bool    `json:"untimed,omitempty"`
	Anew    bool    `json:"anew,omitempty"` // start over instead of going on
	Seed    *uint64 `json:"seed,omitempty"` // of a drill that is started
	Draft   string  `json:"draft,omitempty"`
}

// State is the state of a place at which a drill opens without a clock, starts
// over, or draws its numbers from a seed.
func State(untimed, anew bool, seed *uint64) json.RawMessage {
	raw, err := json.Marshal(state{Untimed: untimed, Anew: anew, Seed: seed})
	if err != nil {
		return nil // plain values always marshal
	}
	return raw
}

// Constructor makes the page of the drill that a place names.
func Constructor(lib *content.Library, db record.Store) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		var s state
		if json.Unmarshal(place.State, &s) != nil {
			s = state{} // nothing, or of another version
		}
		seed := uint64(env.Now().UnixNano())
		if s.Seed != nil {
			seed = *s.Seed
		}
		d, err := record.OpenDrill(lib, db, place.Target, seed)
		if err == nil && s.Anew && d.Resumed {
			d, err = d.Anew(seed)
		}
		if err != nil {
			return nil, err
		}
		return newPage(env, d, s), nil
	}
}

func newPage(env page.Env, d *record.Drill, s state) *Page {
	p := &Page{env: env, d: d, untimed: s.Untimed, base: d.Elapsed(), since: env.Now(), typing: true, follow: true, notice: d.Notice}
	p.input.Prompt = "> "
	p.input.Set(s.Draft)
	p.fresh = max(0, len(d.Transcript)-2)
	return p
}

// Title is for the breadcrumb.
func (p *Page) Title() string { return p.d.Problem.Title }

// Place is the drill, and the line that is being written.
func (p *Page) Place() page.Place {
	raw, err := json.Marshal(state{Untimed: p.untimed, Draft: p.input.Value()})
	if err != nil {
		raw = nil // plain values always marshal
	}
	return page.Place{Page: "drill", Target: p.d.Problem.ID, State: raw}
}

// elapsed is the time spent in the drill. Time on other pages doesn't count.
func (p *Page) elapsed() time.Duration {
	if p.untimed || p.since.IsZero() {
		return p.base
	}
	return p.base + p.env.Now().Sub(p.since)
}

// writes reports whether the open task is answered in words.
func (p *Page) writes() bool {
	switch p.d.Prompt().Kind {
	case interview.Ask, interview.Guess, interview.Write:
		return true
	}
	return false
}

// Typing reports whether keys go to the line of text.
func (p *Page) Typing() bool { return p.typing && p.writes() }

// Status is the place in the drill.
func (p *Page) Status() string {
	if p.running {
		return "the cluster runs"
	}
	c := p.d.Clock(p.elapsed())
	if p.untimed || c.Planned == 0 || p.d.Finished() {
		return ""
	}
	return fmt.Sprintf("%d of %d min", int(c.Spent.Minutes()), int(c.Planned.Minutes()))
}

// The page's own actions.
const (
	actWrite  keymap.Action = "write"
	actGoOn   keymap.Action = "go-on"
	actHint   keymap.Action = "hint"
	actSkip   keymap.Action = "skip"
	actRun    keymap.Action = "run"
	actChoose keymap.Action = "choose"
	actShow   keymap.Action = "show-evidence"
	actClock  keymap.Action = "clock"
	actReport keymap.Action = "save-report"
	actAnew   keymap.Action = "start-over"
	actKeys   keymap.Action = "leave-line"
)

// Help lists what works now.
func (p *Page) Help() []keymap.Binding {
	if p.Typing() {
		return lineKeys()
	}
	prompt := p.d.Prompt()
	return keysOf(prompt.Kind, len(prompt.Options))
}

// Keys lists everything that keys can do in a drill, by what it asks for.
func Keys() []keymap.Group {
	return []keymap.Group{
		{Title: "asking and writing", Bindings: keysOf(interview.Write, 0)}, {Title: "an estimate", Bindings: keysOf(interview.Guess, 0)},
		{Title: "a run", Bindings: keysOf(interview.RunTask, 0)}, {Title: "evidence", Bindings: keysOf(interview.Reveal, 0)},
		{Title: "a choice", Bindings: keysOf(interview.Choose, 4)},
		{Title: "the end", Bindings: keysOf(interview.Done, 0)}, {Title: "a line of text", Typing: true, Bindings: lineKeys()},
	}
}

// lineKeys are the keys while a line is written. The words next, hint and skip
// do there what keys do elsewhere.
func lineKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "send the line", "enter").Hinted("send"),
		keymap.New(actKeys, "leave the line for the keys of the page: hint, next part, scrolling", "tab").Hinted("other keys"),
		keymap.New(keymap.Close, "leave the line, or go back where nothing is written", "esc"),
		keymap.New(keymap.Up, "scroll up", "up"),
		keymap.New(keymap.Down, "scroll down", "down"),
		keymap.New(keymap.PageUp, "half a screen up", "pgup"),
		keymap.New(keymap.PageDown, "half a screen down", "pgdown"),
	}
}

func keysOf(kind interview.TaskKind, options int) []keymap.Binding {
	var own []keymap.Binding
	switch kind {
	case interview.Ask, interview.Write:
		own = append(own,
			keymap.New(actWrite, "write a line", "enter", "i", "tab").Hinted("write"),
			keymap.New(actGoOn, "go on to the next part", "n").Hinted("next part"),
			keymap.New(actHint, "ask for a hint; it is noted", "h").Hinted("hint"))
	case interview.Guess:
		own = append(own,
			keymap.New(actWrite, "write the number", "enter", "i", "tab").Hinted("write"),
			keymap.New(actSkip, "skip this estimate", "s").Hinted("skip"))
	case interview.Choose, interview.SelfGrade:
		var digits []string
		for i := range options {
			digits = append(digits, strconv.Itoa(i+1))
		}
		own = append(own, keymap.New(actChoose, "choose", digits...).Hinted("choose"))
	case interview.RunTask:
		own = append(own,
			keymap.New(actRun, "run it on the cluster", "enter", "r").Hinted("run"),
			keymap.New(actSkip, "go on without the run", "s").Hinted("skip"))
	case interview.Reveal:
		own = append(own, keymap.New(actShow, "show what you did, then grade it", "enter").Hinted("show the evidence"))
	case interview.Done:
		own = append(own, keymap.New(actReport, "save the report as a Markdown file here", "s").Hinted("save report"))
	}
	own = append(own, keymap.Moves()...)
	return append(own,
		keymap.New(actClock, "show or hide the clock", "c"),
		keymap.New(actAnew, "start this drill over, with other numbers", "N"))
}

// tick redraws the clock.
type tick struct{}

// clockEvery is how often the clock is drawn anew; it shows minutes.
const clockEvery = 10 * time.Second

// Init starts the clock.
func (p *Page) Init() tea.Cmd { return p.nextTick() }

func (p *Page) nextTick() tea.Cmd {
	if p.untimed || p.since.IsZero() || p.d.Finished() {
		return nil
	}
	return tea.Tick(clockEvery, func(time.Time) tea.Msg { return tick{} })
}
