package calc

import (
	"strings"

	"netsplit/calc/unit"
)

// Line is one line of a printed worksheet.
type Line []unit.Span

// Width is the number of columns the line takes.
func (l Line) Width() int {
	n := 0
	for _, s := range l {
		n += columns(s.Text)
	}
	return n
}

// Text is the worksheet as plain text, no line wider than width.
func Text(w Worksheet, width int) string {
	return Styled(w, width, func(_ unit.Meaning, text string) string { return text })
}

// Styled is the worksheet as text with every span put through style, which
// must not change its width. Lines are laid out before they are styled.
func Styled(w Worksheet, width int, style func(unit.Meaning, string) string) string {
	var b strings.Builder
	for _, line := range Lines(w, width) {
		for _, s := range line {
			b.WriteString(style(s.Meaning, s.Text))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Lines lays the worksheet out at a width: the answer first, then its working,
// the conventions it rests on, and what would move it. No line is wider than
// width.
func Lines(w Worksheet, width int) []Line {
	p := &page{width: max(width, 1)}
	p.line(unit.Span{Meaning: unit.Heading, Text: w.Title})
	if len(w.Tables) == 0 || w.Tables[0].Key == "" || w.Tables[0].RowKey != "" {
		p.result(w.Result)
	} else {
		p.result(topLevel(w.Result))
	}
	for _, t := range w.Tables {
		p.table(t)
	}
	p.steps(w.Steps)
	p.assumptions(w.Assumptions)
	p.matters(w.Matters)
	return p.lines
}

// topLevel is the entries that a table with a key does not repeat.
func topLevel(entries []Entry) []Entry {
	var kept []Entry
	for _, e := range entries {
		if !strings.Contains(e.Key, ".") {
			kept = append(kept, e)
		}
	}
	return kept
}

func (p *page) result(entries []Entry) {
	entries = labelled(entries)
	if len(entries) == 0 {
		return
	}
	p.heading("Result")
	names, values := 0, 0
	for _, e := range entries {
		names = max(names, columns(e.Label))
		values = max(values, columns(e.Value.String()))
	}
	for _, e := range entries {
		line := p.label(e.Label, names)
		line = append(line, e.Value.Spans()...)
		if m, ok := e.Value.(interface{ Also() []unit.Span }); ok && len(m.Also()) > 0 {
			line = append(line, unit.Span{Meaning: unit.Note, Text: ", " + unit.Join(m.Also())})
		}
		if reason := e.Value.Infinite(); reason != "" {
			line = append(line, unit.Span{Meaning: unit.Note, Text: ", " + reason})
		}
		p.wrap(line, names+4)
	}
}

// labelled is the entries that are for readers.
func labelled(entries []Entry) []Entry {
	var kept []Entry
	for _, e := range entries {
		if e.Label != "" {
			kept = append(kept, e)
		}
	}
	return kept
}

func (p *page) steps(steps []Step) {
	if len(steps) == 0 {
		return
	}
	p.heading("Working")
	names, expressions := 0, 0
	for _, s := range steps {
		names = max(names, columns(s.Label))
		expressions = max(expressions, columns(unit.Join(s.Expression)))
	}
	for _, s := range steps {
		line := append(p.label(s.Label, names), s.Expression...)
		line = append(line, pad(expressions-columns(unit.Join(s.Expression))), equals(s.Value))
		p.wrap(append(line, s.Value.Spans()...), names+4)
	}
}

// equals is the sign before a printed value: = where all of it is shown.
func equals(q unit.Quantity) unit.Span {
	if q.Exact() {
		return unit.Span{Meaning: unit.Operator, Text: " = "}
	}
	return unit.Span{Meaning: unit.Operator, Text: " ≈ "}
}

func (p *page) assumptions(list []Assumption) {
	if len(list) == 0 {
		return
	}
	p.heading("Assumptions")
	names, conventions := 0, 0
	for _, a := range list {
		names = max(names, columns(a.Name))
		conventions = max(conventions, columns(a.Convention))
	}
	for _, a := range list {
		line := p.label(a.Name, names)
		line = append(line, unit.Span{Meaning: unit.Value, Text: a.Convention})
		if a.Why != "" {
			gap := pad(conventions - columns(a.Convention) + 2)
			line = append(line, gap, unit.Span{Meaning: unit.Note, Text: a.Why})
		}
		p.wrap(line, names+4+conventions+2)
	}
}

func (p *page) matters(list []Matter) {
	if len(list) == 0 {
		return
	}
	p.heading("What matters most")
	names := 0
	for _, m := range list {
		names = max(names, columns(m.Input))
	}
	for _, m := range list {
		line := append(p.label(m.Input, names), unit.Span{Meaning: unit.Text, Text: m.Change + ": "})
		if m.From == nil { // a threshold: words say all
			line[len(line)-1].Text = m.Change
			p.wrap(line, names+4)
			continue
		}
		line = append(line, m.From.Spans()...)
		line = append(line, unit.Span{Meaning: unit.Operator, Text: " → "})
		p.wrap(append(line, m.To.Spans()...), names+4)
	}
}
