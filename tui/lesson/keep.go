package lesson

import (
	"encoding/json"

	"netsplit/store"
	"netsplit/tui/page"
)

// placeState is what the reader keeps in its place, besides the target.
type placeState struct {
	Path    string    `json:"path,omitempty"` // of the document, in a folder
	Section string    `json:"section,omitempty"`
	Index   int       `json:"index,omitempty"` // of the section: anchors of notes may be empty
	Line    int       `json:"line,omitempty"`
	Of      int       `json:"of,omitempty"` // lines of the section when Line was counted
	Lab     *labState `json:"lab,omitempty"`
}

// labState is the lab that is open beside the text.
type labState struct {
	Block   string `json:"block"`
	Focused bool   `json:"focused,omitempty"`
	// State is that of the lab's own place: what is half typed in it.
	State json.RawMessage `json:"state,omitempty"`
}

func readState(data json.RawMessage) placeState {
	var s placeState
	if json.Unmarshal(data, &s) != nil {
		return placeState{} // nothing, or of another version: begin at the top
	}
	return s
}

// Place is the document and the line on top of the screen.
func (p *Page) Place() page.Place {
	w := p.here()
	s := placeState{Path: p.open.doc.Path, Index: w.section, Line: w.line, Of: w.of}
	if w.section < len(p.open.doc.Sections) {
		s.Section = p.open.doc.Sections[w.section].Anchor
	}
	if p.lab.page != nil {
		s.Lab = &labState{Block: p.lab.block.Name, Focused: p.lab.focused, State: p.lab.page.Place().State}
	}
	state, err := json.Marshal(s)
	if err != nil {
		state = nil // plain values always marshal
	}
	return page.Place{Page: "lesson", Target: p.book.Target(p.open.doc.Path), State: state}
}

// restore goes to where a place says, and opens its lab again.
func (p *Page) restore(s placeState) {
	sections := p.open.doc.Sections
	if s.Path == "" || s.Of == 0 || len(sections) == 0 {
		return // a place from a list or a link: where the document was left
	}
	w := want{section: min(max(0, s.Index), len(sections)-1), line: s.Line, of: s.Of}
	if sections[w.section].Anchor != s.Section {
		i, ok := p.open.doc.Anchor(s.Section)
		if !ok {
			return
		}
		w.section = i
	}
	p.open.want = &w
	if s.Lab != nil {
		p.lab.pending = s.Lab
	}
}

// keep notes how far the text was read, and saves it when that changed.
func (p *Page) keep() {
	if p.open.width == 0 {
		return
	}
	p.open.seen = max(p.open.seen, p.share())
	if p.open.atEnd {
		p.open.done, p.open.atEnd = true, false
	}
	w := p.here()
	r := store.Reading{Document: p.open.key, Line: w.line, Seen: p.open.seen, Done: p.open.done}
	if w.section < len(p.open.doc.Sections) {
		r.Section = p.open.doc.Sections[w.section].Anchor
	}
	if r == p.open.saved {
		return
	}
	marked := r.Done != p.open.saved.Done
	p.open.saved = r
	r.Updated = p.env.Now()
	p.env.Journal.Save("your place in the text", func() error {
		// Another program may have read on, or to the end.
		if known, ok, err := p.deps.Store.Reading(r.Document); err == nil && ok {
			r.Seen = max(r.Seen, known.Seen)
			if !marked {
				r.Done = known.Done
			}
		}
		return p.deps.Store.SaveReading(r)
	})
}

// share is how much of the text lies above the bottom of the screen.
func (p *Page) share() float64 {
	total := p.bytes()
	if total == 0 {
		return 1
	}
	at := p.bottom()
	above := 0
	if at.chunk > 0 {
		above = p.open.sizes[at.chunk-1]
	}
	size := p.open.sizes[at.chunk] - above
	return (float64(above) + float64(size)*float64(at.line+1)/float64(max(1, p.lines(at.chunk)))) / float64(total)
}
