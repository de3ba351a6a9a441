package prose

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/widget"
)

// Wrap breaks spans into lines of at most w cells at spaces, and between the
// characters of scripts that have no spaces. A word longer than a line is
// broken anywhere, so that nothing is lost. "\n" in a span is a line break.
func Wrap(spans []Span, w int) []Line {
	k := wrapper{width: max(1, w)}
	for _, s := range spans {
		k.span(s)
	}
	k.word()
	if len(k.line) > 0 || len(k.lines) == 0 {
		k.newline()
	}
	return k.lines
}

type wrapper struct {
	width int
	lines []Line
	line  Line
	used  int

	pieces []Span // the word being read
	cells  int
	space  *Span // the space before it; nil: may break here, but no space
}

func (k *wrapper) span(s Span) {
	text := s.Text
	for text != "" {
		i := strings.IndexAny(text, " \n")
		if i < 0 {
			k.part(text, s)
			return
		}
		if i > 0 {
			k.part(text[:i], s)
		}
		k.word()
		if text[i] == '\n' {
			k.newline()
			k.space = nil
		} else if k.used > 0 {
			k.space = &Span{" ", s.Look, s.Target}
		}
		text = text[i+1:]
	}
}

// part adds text without spaces to the word; wide characters of scripts
// without spaces are words of their own.
func (k *wrapper) part(text string, s Span) {
	if isASCII(text) {
		k.join(text, len(text), s)
		return
	}
	from := 0
	for at := 0; at < len(text); {
		cluster, cells := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		if unspaced(cluster) {
			k.join(text[from:at], widget.Width(text[from:at]), s)
			k.word()
			k.join(cluster, cells, s)
			k.word()
			from = at + len(cluster)
		}
		at += max(1, len(cluster))
	}
	k.join(text[from:], widget.Width(text[from:]), s)
}

// unspaced reports whether a line may break beside the character: Chinese and
// Japanese signs. Korean has spaces.
func unspaced(cluster string) bool {
	for _, r := range cluster {
		return r >= 0x2e80 && r < 0xa4d0 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xffe0 || r >= 0x20000 && r < 0x40000
	}
	return false
}

func (k *wrapper) join(text string, cells int, s Span) {
	if text != "" {
		k.pieces = append(k.pieces, Span{text, s.Look, s.Target})
		k.cells += cells
	}
}

// word puts the word that was read on the line, or on the next.
func (k *wrapper) word() {
	if len(k.pieces) == 0 {
		return
	}
	gap := 0
	if k.space != nil {
		gap = 1
	}
	switch {
	case k.used == 0:
	case k.used+gap+k.cells <= k.width:
		if k.space != nil {
			k.put(*k.space, 1)
		}
	default:
		k.newline()
	}
	for _, p := range k.pieces {
		k.long(p)
	}
	k.pieces, k.cells, k.space = k.pieces[:0], 0, nil
}

// long puts a piece on the line, and on as many more as it needs.
func (k *wrapper) long(p Span) {
	for p.Text != "" {
		n, cells := widget.Head(p.Text, k.width-k.used)
		if n > 0 {
			k.put(Span{p.Text[:n], p.Look, p.Target}, cells)
			p.Text = p.Text[n:]
			continue
		}
		if k.used == 0 { // a wide character, a single cell: it can't be shown
			cluster, _ := ansi.FirstGraphemeCluster(p.Text, ansi.GraphemeWidth)
			p.Text = p.Text[max(1, len(cluster)):]
			continue
		}
		k.newline()
	}
}

func (k *wrapper) put(s Span, cells int) {
	k.used += cells
	if n := len(k.line); n > 0 && k.line[n-1].Look == s.Look && k.line[n-1].Target == s.Target {
		k.line[n-1].Text += s.Text
		return
	}
	k.line = append(k.line, s)
}

func (k *wrapper) newline() {
	k.lines = append(k.lines, k.line)
	k.line, k.used = nil, 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
