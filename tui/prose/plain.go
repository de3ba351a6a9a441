package prose

import (
	"bufio"
	"io"
	"strings"

	"netsplit/content"
	"netsplit/tui/theme"
)

// PrintOptions say how a document is printed.
type PrintOptions struct {
	Width  int          // of the lines; 0 means 80
	ASCII  bool         // no Unicode in bullets and rules
	Colour *theme.Theme // nil: text alone, no escape codes
}

// Print writes a whole document as text for a pipe, a file or a terminal.
func Print(w io.Writer, doc *content.Document, o PrintOptions) error {
	if o.Width <= 0 {
		o.Width = 80
	}
	out := bufio.NewWriter(w)
	f := New(doc, Options{ASCII: o.ASCII, Print: true})
	var painter *Painter
	if o.Colour != nil {
		painter = NewPainter(o.Colour)
	}
	for i := range f.Len() {
		p := f.layOut(i, o.Width)
		if i == f.Len()-1 && len(p.Lines) > 0 { // no empty line at the end
			p.Lines = p.Lines[:len(p.Lines)-1]
		}
		for _, l := range p.Lines {
			text := ""
			if painter != nil {
				text = painter.Paint(l, 0, nil)
			} else {
				text = strings.TrimRight(l.Plain(), " ")
			}
			if _, err := out.WriteString(text + "\n"); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
