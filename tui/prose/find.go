package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hit is a place that a search found in a piece: one stretch for each line
// that it spans.
type Hit []Stretch

// Stretch is a part of one line, in bytes of its plain text.
type Stretch struct{ Line, From, To int }

// Find returns where the query is in the text of a piece, whatever the case.
// Text that was wrapped is found across the line end; indents, bullets and
// rules are not text.
func Find(p *Piece, query string) []Hit {
	q := fold(query)
	if strings.TrimSpace(q) == "" {
		return nil
	}
	text, at := flatten(p)
	text = fold(text)
	var hits []Hit
	for from := 0; ; {
		i := strings.Index(text[from:], q)
		if i < 0 {
			return hits
		}
		hits = append(hits, stretches(at[from+i:from+i+len(q)]))
		from += i + len(q)
	}
}

// spot is the line and byte that a byte of the flat text came from; the spaces
// that stand for line ends came from nowhere.
type spot struct{ line, at int }

// flatten joins the text of all lines with single spaces.
func flatten(p *Piece) (string, []spot) {
	var b strings.Builder
	var at []spot
	for y, l := range p.Lines {
		if b.Len() > 0 {
			b.WriteByte(' ')
			at = append(at, spot{-1, 0})
		}
		x := 0
		for _, s := range l {
			if s.Look&Margin == 0 {
				b.WriteString(s.Text)
				for i := range len(s.Text) {
					at = append(at, spot{y, x + i})
				}
			}
			x += len(s.Text)
		}
	}
	return b.String(), at
}

func stretches(at []spot) Hit {
	var hit Hit
	for _, s := range at {
		if s.line < 0 {
			continue
		}
		if n := len(hit); n > 0 && hit[n-1].Line == s.line && hit[n-1].To == s.at {
			hit[n-1].To++
			continue
		}
		hit = append(hit, Stretch{s.line, s.at, s.at + 1})
	}
	return hit
}

// fold is s in lower case with every byte where it was: a letter whose lower
// case takes another number of bytes stays.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if low := unicode.ToLower(r); utf8.RuneLen(low) == utf8.RuneLen(r) {
			return low
		}
		return r
	}, s)
}

// MayContain is a quick look at a chunk's Markdown: false means that a word of
// the query is not in it, unless marks stand within the word. So a search need
// not lay out a whole book.
func MayContain(source, query string) bool {
	source = fold(source)
	for word := range strings.FieldsSeq(fold(query)) {
		if !strings.Contains(source, word) {
			return false
		}
	}
	return true
}
