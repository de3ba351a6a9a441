package lesson

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/prose"
	"netsplit/tui/widget"
)

// The bounds of a search. Documents above large are searched when enter is
// pressed, not at every key, and chunks are looked through as Markdown before
// they are laid out.
const (
	large   = 2 << 20 // bytes
	maxHits = 1000
)

// find is a search in the text.
type find struct {
	typing  bool
	input   widget.Input
	from    position // where it began; esc returns there
	query   string
	hits    []hit
	capped  bool
	current int
	stale   bool // the layout changed: hits must be found again
}

type hit struct {
	chunk int
	prose.Hit
}

func (h hit) at() position { return position{h.chunk, h.Hit[0].Line} }

func (p *Page) startFind() {
	p.find = find{typing: true, from: p.open.top, input: widget.Input{Prompt: "/", Ghost: "search in this text"}}
}

// typeFind edits the query and shows the first match below where it began.
func (p *Page) typeFind(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if b, ok := keymap.Find(findKeys(), key.String()); ok {
			p.actInFind(b.Action)
			return nil
		}
	}
	if p.find.input.Handle(msg) && p.bytes() <= large {
		p.search(p.find.input.Value())
	}
	return nil
}

func (p *Page) actInFind(a keymap.Action) {
	switch a {
	case keymap.Close:
		p.open.top = p.find.from
		p.find = find{}
	case keymap.Accept:
		p.find.typing = false
		p.search(p.find.input.Value())
		p.keep()
	}
}

func (p *Page) bytes() int {
	if n := len(p.open.sizes); n > 0 {
		return p.open.sizes[n-1]
	}
	return 0
}

// search finds all matches and goes to the first from where it began.
func (p *Page) search(query string) {
	p.find.query = query
	p.collect()
	if len(p.find.hits) == 0 {
		p.open.top = p.find.from
		return
	}
	p.find.current = 0
	for i, h := range p.find.hits {
		if !before(h.at(), p.find.from) {
			p.find.current = i
			break
		}
	}
	p.show(p.find.hits[p.find.current].at())
}

// collect finds all matches in the text as it is laid out. Folds that hide a
// match are opened.
func (p *Page) collect() {
	p.find.hits, p.find.capped, p.find.stale = nil, false, false
	if p.find.query == "" {
		return
	}
	f := p.open.flow
	for i := range f.Len() {
		if p.bytes() > large && !prose.MayContain(f.Source(i), p.find.query) {
			continue
		}
		found := prose.Find(f.Chunk(i, p.open.width), p.find.query)
		if len(found) == 0 && f.HasFolds(i) && prose.MayContain(f.Source(i), p.find.query) {
			f.OpenFolds(i)
			found = prose.Find(f.Chunk(i, p.open.width), p.find.query)
		}
		for _, h := range found {
			if len(p.find.hits) == maxHits {
				p.find.capped = true
				return
			}
			p.find.hits = append(p.find.hits, hit{i, h})
		}
	}
}

// fresh finds the matches again after the layout changed.
func (p *Page) fresh() {
	if p.find.stale && p.find.query != "" {
		p.collect()
		p.find.current = min(p.find.current, max(0, len(p.find.hits)-1))
	}
}

// step goes to the next match, round the ends.
func (p *Page) step(by int) {
	p.fresh()
	n := len(p.find.hits)
	if n == 0 {
		return
	}
	p.find.current = ((p.find.current+by)%n + n) % n
	p.show(p.find.hits[p.find.current].at())
}

// clear lets go of the focus first, then of the search.
func (p *Page) clear() {
	if p.focus.target > 0 {
		p.focus = focus{}
		return
	}
	p.find = find{}
}

// count says which match of how many this is.
func (p *Page) count() string {
	switch n := len(p.find.hits); {
	case p.find.query == "":
		return ""
	case n == 0:
		return "no match"
	case p.find.capped:
		return fmt.Sprintf("match %d of more than %d", p.find.current+1, n)
	default:
		return fmt.Sprintf("match %d of %d", p.find.current+1, n)
	}
}

// marks are the stretches of a line that the search found.
func (p *Page) marks(chunk, line int) []prose.Range {
	var marks []prose.Range
	for i, h := range p.find.hits {
		if h.chunk < chunk {
			continue
		}
		if h.chunk > chunk {
			break
		}
		for _, s := range h.Hit {
			if s.Line == line {
				marks = append(marks, prose.Range{From: s.From, To: s.To, Current: i == p.find.current})
			}
		}
	}
	return marks
}
