// Package review is the page that walks a checklist: the items at the side or
// behind a key, the open item with its reasons, and the findings, worst first.
// All decisions are made by the state machine of content/checklist; every
// answer is saved as it is given.
//
//	pages["review"] = review.Constructor(lib, db)
package review

import (
	"encoding/json"
	"fmt"

	"netsplit/content"
	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/record"
	"netsplit/tui/widget"
)

// Page is a review on the screen.
type Page struct {
	env page.Env
	r   *record.Review

	note    widget.Input
	noting  bool // a note is being written
	listing bool // the list is shown instead of the item, on a narrow screen
	results bool // the findings are shown
	notice  string
	mistake string
	sure    bool // start over was pressed once

	list   widget.List
	scroll widget.Scroll
	rows   []row       // of the list, as last drawn
	area   region      // where the list was drawn, for the mouse
	text   layout.Rect // where the item or the findings were
	said   []said      // what can be clicked on the last line of it
	saidAt int         // that line

	selecting bool // text is selected on the page
}

// said is an action between two cells of a line.
type said struct {
	from, to int
	action   keymap.Action
}

// state is what the page keeps in its place.
type state struct {
	Results bool   `json:"results,omitempty"`
	Anew    bool   `json:"anew,omitempty"`
	Note    string `json:"note,omitempty"` // a note that is being written
}

// State is the state of a place at which a review starts over.
func State(anew bool) json.RawMessage {
	raw, err := json.Marshal(state{Anew: anew})
	if err != nil {
		return nil // plain values always marshal
	}
	return raw
}

// Constructor makes the page of the checklist that a place names.
func Constructor(lib *content.Library, db record.Store) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		var s state
		if json.Unmarshal(place.State, &s) != nil {
			s = state{} // nothing, or of another version
		}
		r, err := record.OpenReview(lib, db, place.Target)
		if err == nil && s.Anew && r.Resumed {
			r, err = r.Anew()
		}
		if err != nil {
			return nil, err
		}
		p := &Page{env: env, r: r, notice: r.Notice, results: s.Results}
		p.note.Prompt = "Note: "
		if s.Note != "" {
			p.noting = true
			p.note.Set(s.Note)
		}
		return p, nil
	}
}

// Title is for the breadcrumb.
func (p *Page) Title() string { return p.r.List.Title }

// Place is the review, and the note that is being written.
func (p *Page) Place() page.Place {
	s := state{Results: p.showsResults()}
	if p.noting {
		s.Note = p.note.Value()
	}
	raw, err := json.Marshal(s)
	if err != nil {
		raw = nil // plain values always marshal
	}
	return page.Place{Page: "review", Target: p.r.List.ID, State: raw}
}

// Typing reports whether keys go to the note.
func (p *Page) Typing() bool { return p.noting }

// Status says how far the review is.
func (p *Page) Status() string {
	return fmt.Sprintf("%d of %d answered", p.r.Answered(), len(p.r.List.Items))
}

// showsResults reports whether the findings are on the screen.
func (p *Page) showsResults() bool {
	_, open := p.r.Item()
	return p.results || !open
}

// The page's own actions.
const (
	actYes      keymap.Action = "yes"
	actNo       keymap.Action = "no"
	actNone     keymap.Action = "not-applicable"
	actUnknown  keymap.Action = "unknown"
	actNote     keymap.Action = "note"
	actList     keymap.Action = "list"
	actFindings keymap.Action = "findings"
	actFinish   keymap.Action = "finish"
	actReport   keymap.Action = "save-report"
	actAnew     keymap.Action = "start-over"
)

// Help lists what works now.
func (p *Page) Help() []keymap.Binding {
	var own []keymap.Binding
	switch {
	case p.noting:
		return noteKeys()
	case p.r.Closed():
		own = append(own,
			keymap.New(actReport, "save the report as a Markdown file here", "s").Hinted("save report"))
		own = append(own, keymap.Moves()...)
	case p.showsResults():
		own = findingsKeys()
	default:
		own = itemKeys()
	}
	return append(own, keymap.New(actAnew, "start this review over", "N"))
}

// Keys lists everything that keys can do in a review.
func Keys() []keymap.Group {
	anew := keymap.New(actAnew, "start this review over", "N")
	return []keymap.Group{{Bindings: append(itemKeys(), anew)}, {Title: "findings", Bindings: append(findingsKeys(), anew)},
		{Title: "a note", Typing: true, Bindings: noteKeys()}}
}

func noteKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "keep the note", "enter").Hinted("keep"),
		keymap.New(keymap.Close, "leave the note as it was", "esc").Hinted("leave it"),
	}
}

func findingsKeys() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(actFindings, "back to the items", "f", "esc").Hinted("items"),
		keymap.New(actFinish, "finish the review; its answers can't be changed after that", "F").Hinted("finish"),
		keymap.New(actReport, "save the report as a Markdown file here", "s").Hinted("save report"),
	}, keymap.Moves()...)
}

func itemKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(actYes, "yes: it is safe", "y").Hinted("yes"),
		keymap.New(actNo, "no: a finding", "n").Hinted("no"),
		keymap.New(actUnknown, "nobody knows: a finding, a level lower", "u").Hinted("unknown"),
		keymap.New(actNone, "not applicable to this design", "a").Hinted("n/a"),
		keymap.New(actNote, "write a note to this item", "e").Hinted("note"),
		keymap.New(actFindings, "what was found so far, worst first", "f").Hinted("findings"),
		keymap.New(keymap.Up, "the item before", "up", "k"),
		keymap.New(keymap.Down, "the next item", "down", "j"),
		keymap.New(keymap.PageUp, "scroll the text of the item up", "pgup", "ctrl+u"),
		keymap.New(keymap.PageDown, "scroll the text of the item down", "pgdown", "ctrl+d"),
		keymap.New(keymap.Top, "the first item", "home", "g"),
		keymap.New(keymap.Bottom, "the last item", "end", "G"),
		keymap.New(actList, "the list of items, on a narrow screen", "tab", "enter"),
	}
}
