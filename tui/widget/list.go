package widget

import (
	"strings"

	"netsplit/tui/keymap"
	"netsplit/tui/theme"
)

// List is a cursor in rows that scroll. The rows stay with the page; List knows
// how many there are. Rows for which Skip is true (headings, blank lines) are
// stepped over.
type List struct {
	Cursor int
	Top    int // first row on the screen
	Len    int
	Height int // rows on the screen
	Skip   func(i int) bool
}

// Resize says how many rows there are and how many fit, and keeps the cursor in
// sight.
func (l *List) Resize(length, height int) {
	l.Len, l.Height = max(0, length), max(1, height)
	l.Go(l.Cursor, 1)
}

// Act moves the cursor for the moving actions of package keymap; false means
// the action is another one.
func (l *List) Act(a keymap.Action) bool {
	switch a {
	case keymap.Up:
		l.Go(l.Cursor-1, -1)
	case keymap.Down:
		l.Go(l.Cursor+1, 1)
	case keymap.PageUp:
		l.Go(l.Cursor-max(1, l.Height/2), -1)
	case keymap.PageDown:
		l.Go(l.Cursor+max(1, l.Height/2), 1)
	case keymap.Top:
		l.Go(0, 1)
	case keymap.Bottom:
		l.Go(l.Len-1, -1)
	default:
		return false
	}
	return true
}

// Go puts the cursor on row i or, if that is skipped, on the next one in the
// direction (1 or -1), else on the nearest the other way.
func (l *List) Go(i, direction int) {
	if l.Len == 0 {
		l.Cursor, l.Top = 0, 0
		return
	}
	i = max(0, min(i, l.Len-1))
	found, ok := l.seek(i, direction)
	if !ok {
		found, ok = l.seek(i, -direction)
	}
	if ok {
		i = found
	}
	l.Cursor = i
	l.Top = max(0, min(l.Top, l.Len-l.Height))
	if i < l.Top {
		l.Top = i
		// A heading above the first row comes into sight with it.
		for l.Top > 0 && l.Skip != nil && l.Skip(l.Top-1) && i-l.Top < l.Height-1 {
			l.Top--
		}
	}
	if i >= l.Top+l.Height {
		l.Top = i - l.Height + 1
	}
}

func (l *List) seek(i, direction int) (int, bool) {
	for ; i >= 0 && i < l.Len; i += direction {
		if l.Skip == nil || !l.Skip(i) {
			return i, true
		}
	}
	return 0, false
}

// At returns the row drawn at line y of the list, for the mouse.
func (l *List) At(y int) (int, bool) {
	i := l.Top + y
	return i, y >= 0 && y < l.Height && i < l.Len && (l.Skip == nil || !l.Skip(i))
}

// View draws the rows on the screen, w cells wide. The row under the cursor
// gets a mark and a style; the others are indented alike.
func (l *List) View(th *theme.Theme, w int, focused bool, row func(i int) string) string {
	var b strings.Builder
	for y := range l.Height {
		i := l.Top + y
		if y > 0 {
			b.WriteByte('\n')
		}
		if i >= l.Len {
			continue
		}
		text := row(i)
		if i == l.Cursor && (l.Skip == nil || !l.Skip(i)) {
			text = Selected(th, th.Glyph.Cursor+" "+text, w, focused)
		} else {
			text = Cut("  "+text, w, th.Glyph.Ellipsis)
		}
		b.WriteString(text)
	}
	return b.String()
}

// Scroll is a position in a text that is longer than its area.
type Scroll struct {
	Top, Len, Height int
}

// Resize sets the length of the text and of the area, and keeps Top inside.
func (s *Scroll) Resize(length, height int) {
	s.Len, s.Height = max(0, length), max(1, height)
	s.To(s.Top)
}

// To scrolls so that line i is the first, as far as the text allows.
func (s *Scroll) To(i int) { s.Top = max(0, min(i, s.Len-s.Height)) }

// Act scrolls for the moving actions of package keymap.
func (s *Scroll) Act(a keymap.Action) bool {
	switch a {
	case keymap.Up:
		s.To(s.Top - 1)
	case keymap.Down:
		s.To(s.Top + 1)
	case keymap.PageUp:
		s.To(s.Top - max(1, s.Height/2))
	case keymap.PageDown:
		s.To(s.Top + max(1, s.Height/2))
	case keymap.Top:
		s.To(0)
	case keymap.Bottom:
		s.To(s.Len)
	default:
		return false
	}
	return true
}

// Share is how much of the text has been seen, from 0 to 1.
func (s *Scroll) Share() float64 {
	if s.Len <= s.Height {
		return 1
	}
	return float64(min(s.Len, s.Top+s.Height)) / float64(s.Len)
}
