package search

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// shown is how many hits the page lists. Who needs the next one types a word
// more.
const shown = 200

// Page searches while the query is typed.
type Page struct {
	env   page.Env
	build func() (*Index, error)
	index *Index
	input widget.Input
	hits  []Hit
	list  widget.List
	back  int // the hit that was chosen last time

	instead string // what is looked for, since nothing has what was typed

	top int // first line of the list, for the mouse
}

type built struct {
	index *Index
	err   error
}

// Constructor makes the page over an index. It is built when the page first
// opens, beside the screen. The target is what to look for.
func Constructor(build func() (*Index, error)) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		p := &Page{env: env, build: build, input: widget.Input{Prompt: "/ ", Ghost: "words in any lesson, scenario, drill, checklist"}}
		p.input.Set(place.Target)
		if json.Unmarshal(place.State, &p.back) != nil || p.back < 0 {
			p.back = 0 // nothing, or of another version
		}
		return p, nil
	}
}

// Init reads what can be searched.
func (p *Page) Init() tea.Cmd {
	build := p.build
	return func() tea.Msg {
		index, err := build()
		return built{index, err}
	}
}

// Title of the page.
func (p *Page) Title() string { return "Search" }

// Place keeps the query, and which hit is chosen.
func (p *Page) Place() page.Place {
	at := page.Place{Page: "search", Target: p.input.Value()}
	if chosen := max(p.list.Cursor, p.back); chosen > 0 {
		at.State = strconv.AppendInt(nil, int64(chosen), 10)
	}
	return at
}

// Typing is always true: what is typed is what is looked for.
func (p *Page) Typing() bool { return true }

// Status counts the hits.
func (p *Page) Status() string {
	switch {
	case p.index == nil, len(Words(p.input.Value())) == 0:
		return ""
	case len(p.hits) == 0:
		return "nothing found"
	case len(p.hits) == shown:
		return fmt.Sprintf("%d of more than %d", p.list.Cursor+1, shown)
	}
	return fmt.Sprintf("%d of %d", p.list.Cursor+1, len(p.hits))
}

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "open what was found, at the place", "enter").Hinted("open"),
		keymap.New(keymap.Up, "one up", "up"),
		keymap.New(keymap.Down, "one down", "down", "tab").Hinted("next"),
		keymap.New(keymap.PageUp, "half a screen up", "pgup"),
		keymap.New(keymap.PageDown, "half a screen down", "pgdown"),
		keymap.New(keymap.Back, "back", "esc"),
	}
}

// Update edits the query and opens what was found.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case built:
		if p.index = msg.index; msg.err != nil {
			p.find()
			return page.Do(page.Toast{Text: msg.err.Error(), Bad: true})
		}
		p.find()
		p.list.Go(min(p.back, len(p.hits)-1), 1)
		p.back = 0
	case keymap.Press:
		return p.act(msg.Action)
	case tea.KeyPressMsg:
		if b, ok := keymap.Find(p.Help(), msg.String()); ok {
			return p.act(b.Action)
		}
		p.edit(msg)
	case tea.PasteMsg:
		p.edit(msg)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.list.Act(keymap.Up)
		} else {
			p.list.Act(keymap.Down)
		}
	case tea.MouseClickMsg:
		if y := msg.Y - p.top; y >= 0 && msg.Button == tea.MouseLeft {
			if i, ok := p.list.At(y / rowLines); ok && i == p.list.Cursor {
				return p.act(keymap.Open)
			} else if ok {
				p.list.Go(i, 1)
			}
		}
	}
	return nil
}

// Copy is what was found and is selected: where it stands, and its text.
func (p *Page) Copy() (text, what string) {
	if p.list.Cursor >= len(p.hits) {
		return "", ""
	}
	hit := p.hits[p.list.Cursor]
	return hit.Title + "\n" + hit.Excerpt + "\n", "what was found"
}

func (p *Page) edit(msg tea.Msg) {
	if before := p.input.Value(); p.input.Handle(msg) && p.input.Value() != before {
		p.back = 0
		p.find()
	}
}

func (p *Page) find() {
	p.hits, p.instead = nil, ""
	if p.index != nil {
		p.hits = p.index.Find(p.input.Value(), shown)
		if near, ok := p.near(); ok {
			p.hits, p.instead = p.index.Find(near, shown), near
		}
	}
	p.list.Cursor, p.list.Top = 0, 0
	p.list.Resize(len(p.hits), max(1, p.list.Height))
}

func (p *Page) act(action keymap.Action) tea.Cmd {
	switch {
	case action == keymap.Back:
		return page.Do(page.Back{})
	case action != keymap.Open:
		p.list.Act(action)
	case p.list.Cursor < len(p.hits):
		hit := p.hits[p.list.Cursor]
		if hit.Place.Page == "" {
			return page.Do(page.Toast{Text: hit.Kind + " " + hit.Title + ": " + hit.Text})
		}
		return page.Do(page.Open{Place: hit.Place})
	}
	return nil
}

// near is what to show where nothing has what was typed.
func (p *Page) near() (string, bool) {
	if len(p.hits) > 0 {
		return "", false
	}
	return p.index.Near(p.input.Value())
}

// rowLines is what a hit takes: its title and its excerpt.
const rowLines = 2

// View draws the query and the hits, each with its excerpt.
func (p *Page) View(w, h int) string {
	th := p.env.Theme
	margin := 0
	if w >= 80 {
		margin = 2
	}
	inner := max(1, min(w-2*margin, 110))
	lines := []string{p.input.View(th, inner, true), th.Border.Render(strings.Repeat(th.Glyph.Line, inner))}
	words := Words(p.input.Value())
	if p.instead != "" {
		said := fmt.Sprintf("  Nothing has all of: %s. Shown: %s", strings.Join(words, " "), p.instead)
		lines = append(lines, th.Warn.Render(widget.Cut(widget.Safe(said), inner, th.Glyph.Ellipsis)))
		words = Words(p.instead)
	}
	p.top = len(lines)
	p.list.Resize(len(p.hits), max(1, (h-p.top)/rowLines))
	switch {
	case p.index == nil:
		lines = append(lines, th.Muted.Render("  Reading everything there is."))
	case len(words) == 0:
		lines = append(lines, th.Muted.Render(widget.Cut(fmt.Sprintf("  Type a word. %d stretches of text are searched.", p.index.Len()), inner, th.Glyph.Ellipsis)))
	case len(p.hits) == 0:
		lines = append(lines, th.Muted.Render("  Nothing has all of these words. Try fewer, or a part of one."))
	}
	for y := range p.list.Height {
		if i := p.list.Top + y; i < len(p.hits) {
			lines = append(lines, p.row(p.hits[i], words, i == p.list.Cursor, inner)...)
		}
	}
	for i := range lines {
		lines[i] = strings.Repeat(" ", margin) + lines[i]
	}
	return widget.Fit(strings.Join(lines, "\n"), w, h)
}

// row is a hit: what and where it is, then its excerpt with the words marked.
func (p *Page) row(h Hit, words []string, selected bool, w int) []string {
	th := p.env.Theme
	title := h.Title
	if h.Section != "" && h.Section != h.Title {
		title += " " + th.Glyph.Separator + " " + h.Section
	}
	title = widget.Safe(title)
	head := "  " + widget.Edges(th.Strong.Render(widget.Cut(title, max(1, w-14), th.Glyph.Ellipsis)), th.Muted.Render(h.Kind), w-2)
	if selected {
		head = widget.Selected(th, th.Glyph.Cursor+" "+widget.Edges(title, h.Kind, w-2), w, true)
	}
	excerpt := widget.Cut(widget.Safe(h.Excerpt), max(0, w-4), th.Glyph.Ellipsis)
	return []string{widget.Cut(head, w, ""), "    " + marked(th, excerpt, words)}
}

// marked underlines the words in a text.
func marked(th *theme.Theme, text string, words []string) string {
	var b strings.Builder
	last := 0
	for _, m := range Marks(text, words) {
		b.WriteString(th.Muted.Render(text[last:m[0]]) + th.Match.Render(text[m[0]:m[1]]))
		last = m[1]
	}
	return b.String() + th.Muted.Render(text[last:])
}
