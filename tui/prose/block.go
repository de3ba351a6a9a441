package prose

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// least is the width that text keeps however deep it is nested: further
// indents are left out.
const least = 16

// builder lays one chunk out.
type builder struct {
	piece  *Piece
	src    []byte
	width  int
	glyph  theme.Glyphs
	print  bool // for paper or a pipe: addresses of links are written out
	layers []*layer
	indent int // cells the layers take
}

// layer is an indent: its first line carries the bullet.
type layer struct {
	first, rest Span
	started     bool
}

// push starts a layer; the returned function ends it.
func (b *builder) push(first, rest Span) func() {
	n := widget.Width(first.Text)
	if b.width-b.indent-n < min(least, b.width/2) {
		first.Text, rest.Text, n = "", "", 0
	}
	first.Look |= Margin
	rest.Look |= Margin
	b.layers = append(b.layers, &layer{first: first, rest: rest})
	b.indent += n
	return func() {
		b.layers = b.layers[:len(b.layers)-1]
		b.indent -= n
	}
}

func (b *builder) room() int { return max(1, b.width-b.indent) }

// emit writes a line behind the indents.
func (b *builder) emit(l Line) {
	out := make(Line, 0, len(b.layers)+len(l))
	for _, layer := range b.layers {
		s := layer.rest
		if !layer.started {
			s, layer.started = layer.first, true
		}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	b.piece.Lines = append(b.piece.Lines, append(out, l...))
}

// gap writes an empty line, of which only the bars of quotes are seen.
func (b *builder) gap() { b.emit(nil) }

// wrap writes spans as a paragraph.
func (b *builder) wrap(spans []Span) {
	from := len(b.piece.Lines)
	for _, l := range Wrap(spans, b.room()) {
		b.emit(l)
	}
	b.place(from)
}

// place corrects the lines of targets, which were numbered before the text
// was wrapped.
func (b *builder) place(from int) {
	for i := len(b.piece.Lines) - 1; i >= from; i-- {
		for _, s := range b.piece.Lines[i] {
			if s.Target > 0 {
				b.piece.Targets[s.Target-1].Line = i
			}
		}
	}
}

// blocks writes the block children of n, a blank line between them unless tight.
func (b *builder) blocks(n ast.Node, look Look, tight bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.block(c, look)
		if c.NextSibling() != nil && !tight {
			b.gap()
		}
	}
}

func (b *builder) block(n ast.Node, look Look) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		b.wrap(b.inline(n, look, 0))
	case *ast.Heading: // in a list or a quote; others are sections
		b.wrap(b.inline(n, look|Strong, 0))
	case *ast.List:
		b.list(n, look)
	case *ast.Blockquote:
		bar := Span{Text: b.glyph.Vertical + " ", Look: Border}
		end := b.push(bar, bar)
		b.blocks(n, look|Quote, false)
		end()
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.code(n, look)
	case *ast.HTMLBlock:
		b.code(n, look|Muted)
	case *ast.ThematicBreak:
		b.emit(Line{{strings.Repeat(b.glyph.Line, min(b.room(), 24)), Border | Margin, 0}})
	case *extast.Table:
		b.table(n, look)
	default:
		if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
			b.blocks(n, look, false)
			return
		}
		b.wrap(b.inline(n, look, 0))
	}
}

// list writes items with a bullet or their number; all numbers of a list take
// the same room.
func (b *builder) list(n *ast.List, look Look) {
	number, width := n.Start, 2
	if n.IsOrdered() {
		width = len(fmt.Sprint(n.Start+n.ChildCount()-1)) + 2
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := b.glyph.Bullet + " "
		if n.IsOrdered() {
			mark = widget.PadLeft(fmt.Sprintf("%d. ", number), width)
			number++
		}
		end := b.push(Span{Text: mark, Look: Accent}, Span{Text: strings.Repeat(" ", width)})
		if item.FirstChild() == nil {
			b.emit(nil)
		}
		b.blocks(item, look, n.IsTight)
		end()
		if item.NextSibling() != nil && !n.IsTight {
			b.gap()
		}
	}
}

// code writes code as it is. Lines that are too long go on in the next one: a
// reader can't scroll sideways, and nothing shall be lost.
func (b *builder) code(n ast.Node, look Look) {
	end := b.push(Span{Text: "  "}, Span{Text: "  "})
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		text := widget.Safe(strings.TrimRight(string(at.Value(b.src)), "\n"))
		for _, part := range widget.Parts(text, b.room()) {
			b.emit(Line{{part, look | Code, 0}})
		}
	}
	end()
}
