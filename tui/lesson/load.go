package lesson

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/prose"
)

// arrived is a document read outside of Update, with what is known of it.
type arrived struct {
	path    string
	doc     *content.Document
	reading store.Reading
	answers []store.Answer
	err     error

	anchor  string // go there
	resume  bool   // go to where it was left
	at      *want  // go there, on the way back
	history bool   // remember where it was asked from
}

// load reads a document and what the store knows of it.
func (p *Page) load(path string) arrived {
	a := arrived{path: path, resume: true}
	if a.doc, a.err = p.book.Document(path); a.err != nil {
		return a
	}
	key := p.book.Key(path)
	if a.reading, _, a.err = p.deps.Store.Reading(key); a.err != nil {
		return a
	}
	a.answers, a.err = p.deps.Store.Answers(key)
	return a
}

// fetch is load as a command.
func (p *Page) fetch(path string) tea.Cmd {
	return func() tea.Msg { return p.load(path) }
}

// arrive shows a document that was asked for.
func (p *Page) arrive(a arrived) tea.Cmd {
	if a.err != nil {
		return page.Do(page.Toast{Text: a.err.Error(), Bad: true})
	}
	if a.history {
		p.remember()
	}
	if p.open.doc == a.doc {
		p.goTo(a)
	} else {
		close := p.closeLab()
		p.enter(a, true)
		p.keep()
		return close
	}
	p.keep()
	return nil
}

// enter makes a document the one on the screen.
func (p *Page) enter(a arrived, keepWidth bool) {
	width := 0
	if keepWidth {
		width = p.open.width
	}
	p.open = document{
		doc: a.doc, key: p.book.Key(a.path), width: width,
		seen: a.reading.Seen, done: a.reading.Done,
		answers: restoreAnswers(a.doc, a.answers), shown: map[string]bool{},
	}
	p.open.flow = prose.New(a.doc, prose.Options{ASCII: p.env.Theme.ASCII, Live: p.live})
	total := 0
	for i := range p.open.flow.Len() {
		total += len(p.open.flow.Source(i)) + 1
		p.open.sizes = append(p.open.sizes, total)
	}
	p.focus, p.find = focus{}, find{query: p.find.query, stale: true}
	p.contents.build(p)
	p.goTo(a)
}

// goTo goes to the part of the document that was asked for.
func (p *Page) goTo(a arrived) {
	w := want{}
	switch {
	case a.at != nil:
		w = *a.at
	case a.anchor != "":
		if i, ok := p.open.doc.Anchor(a.anchor); ok {
			w.section = i
		}
	case a.resume && a.reading.Section != "":
		if i, ok := p.open.doc.Anchor(a.reading.Section); ok {
			w = want{section: i, line: a.reading.Line}
		}
	case a.resume:
		w.line = a.reading.Line
	}
	p.focus = focus{}
	if p.open.width == 0 {
		p.open.want = &w
		return
	}
	p.open.top = p.wanted(w)
}
