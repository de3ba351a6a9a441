package calc

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"netsplit/calc/unit"
)

// page collects lines that fit a width.
type page struct {
	width int
	lines []Line
}

func columns(text string) int { return runewidth.StringWidth(text) }

func pad(n int) unit.Span {
	return unit.Span{Meaning: unit.Text, Text: strings.Repeat(" ", max(n, 0))}
}

func (p *page) heading(text string) {
	p.lines = append(p.lines, nil)
	p.line(unit.Span{Meaning: unit.Heading, Text: text})
}

// line adds spans, wrapped where they don't fit.
func (p *page) line(spans ...unit.Span) { p.wrap(spans, 2) }

// label starts a line with a name, padded to the widest one.
func (p *page) label(name string, widest int) Line {
	return Line{pad(2), {Meaning: unit.Label, Text: name}, pad(widest - columns(name) + 2)}
}

// wrap adds a line, broken at spaces where it is too wide, with what follows
// indented. Values keep their units: "8 h 45 min" is not broken. Where an
// indent would leave less than half the width, a small one is used.
func (p *page) wrap(line Line, indent int) {
	if indent > p.width/2 {
		indent = min(4, p.width/4)
	}
	var current Line
	used, empty := 0, true
	next := func() {
		p.lines = append(p.lines, trimRight(current))
		current, used, empty = Line{pad(indent)}, indent, true
	}
	for _, piece := range pieces(line) {
		if !empty && used+trimmed(piece) > p.width {
			next()
			piece = trimLeft(piece)
		}
		if empty && used >= p.width { // no room beside the indent
			current, used = nil, 0
		}
		for used+trimmed(piece) > p.width {
			head, tail := cut(piece, p.width-used)
			current = append(current, head...)
			next()
			piece = tail
		}
		current, used = append(current, piece...), used+piece.Width()
		empty = empty && blank(piece)
	}
	p.lines = append(p.lines, trimRight(current))
}

// pieces cuts a line into parts that are kept whole: a word with the space
// after it, or a quantity.
func pieces(line Line) []Line {
	var parts []Line
	var open Line
	for _, s := range line {
		if s.Meaning == unit.Value || s.Meaning == unit.Unit {
			open = append(open, s)
			continue
		}
		for text := s.Text; text != ""; {
			end := wordEnd(text)
			if s.Meaning == unit.Operator && end == len(text) { // "= 3" stays together
				open = append(open, unit.Span{Meaning: s.Meaning, Text: text})
				break
			}
			open = append(open, unit.Span{Meaning: s.Meaning, Text: text[:end]})
			if strings.HasSuffix(text[:end], " ") {
				parts, open = append(parts, open), nil
			}
			text = text[end:]
		}
	}
	if open != nil {
		parts = append(parts, open)
	}
	return parts
}

// wordEnd is where the first word of text ends, with the spaces after it.
func wordEnd(text string) int {
	i := strings.IndexByte(text, ' ')
	if i < 0 {
		return len(text)
	}
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i
}

// trimmed is the width of a piece without the spaces that end it.
func trimmed(piece Line) int { return columns(strings.TrimRight(unit.Join(piece), " ")) }

func blank(piece Line) bool { return strings.TrimSpace(unit.Join(piece)) == "" }

func trimLeft(piece Line) Line {
	out := append(Line(nil), piece...)
	for i := range out {
		out[i].Text = strings.TrimLeft(out[i].Text, " ")
		if out[i].Text != "" {
			break
		}
	}
	return out
}

func trimRight(line Line) Line {
	out := append(Line(nil), line...)
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].Text = strings.TrimRight(out[i].Text, " "); out[i].Text != "" {
			return merge(out[:i+1])
		}
	}
	return nil
}

// merge joins neighbours that mean the same.
func merge(line Line) Line {
	var out Line
	for _, s := range line {
		if n := len(out); n > 0 && out[n-1].Meaning == s.Meaning {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// cut splits a piece that is wider than a whole line.
func cut(piece Line, width int) (head, tail Line) {
	for i, s := range piece {
		w := columns(s.Text)
		if w <= width {
			head, width = append(head, s), width-w
			continue
		}
		first := runewidth.Truncate(s.Text, width, "")
		if first == "" && len(head) == 0 { // a rune wider than the line: it goes, since text is never wider
			_, size := utf8.DecodeRuneInString(s.Text)
			return nil, append(Line{{Meaning: s.Meaning, Text: s.Text[size:]}}, piece[i+1:]...)
		}
		head = append(head, unit.Span{Meaning: s.Meaning, Text: first})
		tail = append(Line{{Meaning: s.Meaning, Text: s.Text[len(first):]}}, piece[i+1:]...)
		return head, tail
	}
	return head, tail
}
