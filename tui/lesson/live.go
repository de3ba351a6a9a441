package lesson

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/prose"
)

// live draws a block that asks or runs something, as it stands now.
func (p *Page) live(b *content.Block, width int) *prose.Piece {
	s := &prose.Sheet{Width: width}
	switch {
	case b.Predict != nil:
		p.drawPredict(s, b)
	case b.Quiz != nil:
		p.drawQuiz(s, b)
	case b.Scenario != nil:
		t := s.Target(b, 0)
		s.Head("Lab", scenarioTitle(b.Scenario))
		s.Row(prose.Span{Text: p.env.Theme.Glyph.Cursor + " ", Look: prose.Accent},
			prose.Span{Text: "run it here", Look: prose.LinkLook, Target: t}, prose.Span{Text: p.env.Spell("lesson", false, []keymap.Binding{labBinding()}, "  ({lab})"), Look: prose.Muted})
	case b.SQL != nil:
		t := s.Target(b, 0)
		title := ""
		if p.deps.SQLTitle != nil {
			title = p.deps.SQLTitle(b.SQL.Name)
		}
		if title == "" {
			title = b.SQL.Name
		}
		s.Head("Experiment on a real database", title)
		s.Row(prose.Span{Text: p.env.Theme.Glyph.Cursor + " ", Look: prose.Accent},
			prose.Span{Text: "run it here", Look: prose.LinkLook, Target: t}, prose.Span{Text: p.env.Spell("lesson", false, []keymap.Binding{labBinding()}, "  ({lab})"), Look: prose.Muted})
	case b.Card != nil:
		p.drawCard(s, b)
	case b.Calc != nil:
		t := s.Target(b, 0)
		s.Head("Calculator", b.Calc.Title)
		s.Text(2, prose.Span{Text: "netsplit calc " + b.Calc.Command, Look: prose.LinkLook, Target: t})
	default:
		return nil
	}
	return &s.Piece
}

func scenarioTitle(s *content.Scenario) string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}

func (p *Page) drawPredict(s *prose.Sheet, b *content.Block) {
	a := p.open.answers[b.Name]
	s.Head("Predict", b.Predict.Question)
	p.options(s, b, b.Predict.Options, a)
	switch {
	case a.graded():
		p.verdict(s, a, "The run showed just that.", "The run showed otherwise.", b.Predict.Options)
		s.Text(2, prose.Span{Text: b.Predict.Why})
	case a.choice > 0:
		s.Note("Noted. Now run the lab; the run says whether it is so.")
	default:
		s.Note(fmt.Sprintf("Answer with 1-%d before you run the lab.", len(b.Predict.Options)))
	}
}

func (p *Page) drawQuiz(s *prose.Sheet, b *content.Block) {
	a := p.open.answers[b.Name]
	s.Head("Question", b.Quiz.Question)
	p.options(s, b, b.Quiz.Options, a)
	if a.graded() {
		p.verdict(s, a, "Right.", "Not so.", b.Quiz.Options)
		s.Text(2, prose.Span{Text: b.Quiz.Why})
		return
	}
	s.Note(fmt.Sprintf("Answer with 1-%d.", len(b.Quiz.Options)))
}

// options draws the answers to choose from. Marks, not colour alone, tell which
// was chosen and which is right.
func (p *Page) options(s *prose.Sheet, b *content.Block, options []string, a answer) {
	g := p.env.Theme.Glyph
	for i, o := range options {
		n, look, mark := i+1, prose.Look(0), g.Todo
		if n == a.choice {
			look, mark = prose.Strong, g.Info
		}
		switch {
		case a.graded() && n == a.right:
			look, mark = look|prose.Good, g.Good
		case a.graded() && n == a.choice && !*a.correct:
			look, mark = look|prose.Bad, g.Bad
		}
		t := s.Target(b, n)
		s.Row(prose.Span{Text: fmt.Sprintf("%s %d. ", mark, n), Look: look | prose.Accent, Target: t}, prose.Span{Text: o, Look: look, Target: t})
	}
}

func (p *Page) verdict(s *prose.Sheet, a answer, right, wrong string, options []string) {
	g := p.env.Theme.Glyph
	switch {
	case a.correct == nil: // ran without a prediction
		s.Text(2, prose.Span{Text: fmt.Sprintf("The run showed answer %d.", a.right), Look: prose.Strong})
	case *a.correct:
		s.Text(2, prose.Span{Text: g.Good + " " + right, Look: prose.Good | prose.Strong})
	case a.right > 0 && a.right <= len(options):
		s.Text(2, prose.Span{Text: fmt.Sprintf("%s %s It is answer %d.", g.Bad, wrong, a.right), Look: prose.Bad | prose.Strong})
	default:
		s.Text(2, prose.Span{Text: g.Bad + " " + wrong, Look: prose.Bad | prose.Strong})
	}
}

func (p *Page) drawCard(s *prose.Sheet, b *content.Block) {
	t := s.Target(b, 0)
	s.Head("Remember", b.Card.Front)
	if p.open.shown[b.Name] {
		s.Text(2, prose.Span{Text: b.Card.Back})
		return
	}
	s.Row(prose.Span{Text: p.env.Theme.Glyph.Closed + " ", Look: prose.Accent}, prose.Span{Text: "show the answer", Look: prose.LinkLook, Target: t})
}

// live1 does what the focused part of a live block is for.
func (p *Page) live1(t prose.Target) tea.Cmd {
	b := t.Block
	switch {
	case runs(b):
		return p.startLab(b)
	case b.Card != nil:
		p.open.shown[b.Name] = !p.open.shown[b.Name]
		p.changed()
	case b.Calc != nil:
		if p.deps.Calculator != nil {
			return page.Do(page.Open{Place: p.deps.Calculator(b.Calc.Command)})
		}
	default:
		return p.answer(b, t.Option)
	}
	return nil
}

// changed lays the live blocks out again.
func (p *Page) changed() {
	p.open.flow.Refresh()
	p.find.stale = true
}
