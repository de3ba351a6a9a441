package overlay

import (
	"strings"

	"netsplit/tui/keymap"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// Group is a titled part of the help.
type Group struct {
	Title    string
	Bindings []keymap.Binding
}

// Help draws the bindings with their meanings in words, scrolled by top lines
// when they are more than the screen of w by h cells holds. It returns the box
// and how far it can be scrolled.
func Help(th *theme.Theme, title string, groups []Group, w, h, top int) (string, int) {
	keys := 0
	for _, g := range groups {
		for _, b := range g.Bindings {
			keys = max(keys, widget.Width(b.Label(th.ASCII)))
		}
	}
	inner := min(72, w-4)
	keys = min(keys, max(4, inner/3))
	var lines []string
	for i, g := range groups {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, th.Strong.Render(g.Title))
		for _, b := range g.Bindings {
			for j, part := range widget.Wrap(b.Meaning, max(8, inner-keys-4)) {
				label := ""
				if j == 0 {
					label = b.Label(th.ASCII)
				}
				lines = append(lines, " "+th.Key.Render(widget.Pad(label, keys))+"  "+part)
			}
		}
	}
	height := min(len(lines), max(1, h-4))
	most := len(lines) - height
	top = max(0, min(top, most))
	foot := "any key closes this"
	if most > 0 {
		foot = "up and down scroll, any other key closes this"
	}
	body := strings.Join(lines[top:top+height], "\n") + "\n" + th.Muted.Render(widget.Cut(foot, inner, th.Glyph.Ellipsis))
	return widget.Box(th, title, indent(body), inner+4, height+3, true), most
}

func indent(s string) string { return " " + strings.ReplaceAll(s, "\n", "\n ") }
