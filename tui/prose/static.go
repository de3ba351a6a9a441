package prose

import (
	"fmt"

	"netsplit/content"
)

// Static lays a live block out for print: what it asks and how to run it. Answers
// are left out, since somebody may still want to answer.
func Static(b *content.Block, width int) *Piece {
	s := &Sheet{Width: width}
	switch {
	case b.Predict != nil:
		s.Head("Predict", b.Predict.Question)
		s.options(b.Predict.Options)
	case b.Quiz != nil:
		s.Head("Question", b.Quiz.Question)
		s.options(b.Quiz.Options)
	case b.Estimate != nil:
		s.Head("Estimate", b.Estimate.Question)
	case b.Scenario != nil:
		s.Head("Lab", title(b.Scenario))
		s.Note("Run it: netsplit lab " + b.Scenario.Name)
	case b.Calc != nil:
		s.Head("Calculator", b.Calc.Title)
		s.Note("netsplit calc " + b.Calc.Command)
	case b.SQL != nil:
		s.Head("Experiment", b.SQL.Name)
		s.Note("Run it on a real database: netsplit sql " + b.SQL.Name)
	case b.Card != nil:
		s.Head("Remember", b.Card.Front)
		s.Text(2, Span{Text: b.Card.Back})
	default:
		s.Text(0, Span{Text: b.Source, Look: Code})
	}
	return &s.Piece
}

func title(s *content.Scenario) string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}

// Sheet builds the piece of a live block line by line.
type Sheet struct {
	Piece
	Width int
}

// Head writes what kind of block this is and its main text.
func (s *Sheet) Head(kind, text string) {
	s.Text(0, Span{Text: kind + ": ", Look: Accent | Strong}, Span{Text: text, Look: Strong})
}

// Note writes a muted line.
func (s *Sheet) Note(text string) { s.Text(2, Span{Text: text, Look: Muted}) }

// Text writes spans as a paragraph indented by some cells.
func (s *Sheet) Text(indent int, spans ...Span) { s.hang(indent, Span{}, spans...) }

// Row writes spans behind a mark; further lines line up with the text.
func (s *Sheet) Row(mark Span, spans ...Span) { s.hang(2, mark, spans...) }

func (s *Sheet) hang(indent int, mark Span, spans ...Span) {
	b := &builder{piece: &s.Piece, width: max(1, s.Width)}
	pad := Span{Text: fmt.Sprintf("%*s", indent, "")}
	end := b.push(pad, pad)
	defer end()
	if mark.Text != "" {
		keep := mark.Target
		endMark := b.push(mark, Span{Text: fmt.Sprintf("%*s", spanWidth([]Span{mark}), "")})
		defer endMark()
		if keep > 0 {
			s.Targets[keep-1].Line = len(s.Lines)
		}
	}
	b.wrap(spans)
}

// Blank writes an empty line.
func (s *Sheet) Blank() { s.Lines = append(s.Lines, nil) }

// Target adds something to focus that acts on a block; put its number into
// spans.
func (s *Sheet) Target(b *content.Block, option int) int {
	return s.add(Target{Kind: LiveTarget, Block: b, Option: option})
}

func (s *Sheet) options(options []string) {
	for i, o := range options {
		s.Row(Span{Text: fmt.Sprintf("%d. ", i+1), Look: Accent}, Span{Text: o})
	}
}
