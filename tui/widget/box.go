package widget

import (
	"strings"

	"netsplit/tui/theme"
)

// Box draws a frame of w by h cells around body, with the title in its upper
// edge. A focused box has another colour and a mark before its title, since
// colour alone must not tell. Below 4x3 there is no room for a frame and the
// body is drawn alone.
func Box(th *theme.Theme, title, body string, w, h int, focused bool) string {
	if w < 4 || h < 3 {
		return Block(body, w, h)
	}
	f, style := th.Frame, th.Border
	if focused {
		style = th.Focus
	}
	top := style.Render(f.TopLeft + strings.Repeat(f.Top, w-2) + f.TopRight)
	if title != "" && w >= 8 {
		if focused {
			title = th.Glyph.Cursor + " " + title
		}
		title = Cut(title, w-6, th.Glyph.Ellipsis)
		name := th.Muted.Render(title)
		if focused {
			name = th.Title.Render(title)
		}
		top = style.Render(f.TopLeft+f.Top) + " " + name + " " +
			style.Render(strings.Repeat(f.Top, max(0, w-5-cells(title)))+f.TopRight)
	}
	left, right := style.Render(f.Left), style.Render(f.Right)
	var b strings.Builder
	b.WriteString(top)
	for line := range strings.SplitSeq(Block(body, w-2, h-2), "\n") {
		b.WriteString("\n" + left + line + right)
	}
	b.WriteString("\n" + style.Render(f.BottomLeft+strings.Repeat(f.Bottom, w-2)+f.BottomRight))
	return b.String()
}

// Rule is a horizontal line of w cells with an optional title at its start.
func Rule(th *theme.Theme, title string, w int) string {
	if title == "" {
		return th.Border.Render(strings.Repeat(th.Glyph.Line, max(0, w)))
	}
	title = Cut(title, w, th.Glyph.Ellipsis)
	rest := w - cells(title) - 1
	if rest <= 0 {
		return th.Strong.Render(title)
	}
	return th.Strong.Render(title) + " " + th.Border.Render(strings.Repeat(th.Glyph.Line, rest))
}
