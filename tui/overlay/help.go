package overlay

import (
	"slices"
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
// when they are more than the screen of w by h cells holds. query is what the
// groups were filtered by. It returns the box
// and how far it can be scrolled.
func Help(th *theme.Theme, title string, groups []Group, query string, w, h, top int) (string, int) {
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
	if len(lines) == 0 {
		lines = []string{th.Muted.Render("No key and no word like this.")}
	}
	height := min(len(lines), max(1, h-4))
	most := len(lines) - height
	top = max(0, min(top, most))
	foot := "a key or a word shows what it does  esc closes"
	if query != "" {
		foot = "shown: " + widget.Safe(query) + "  backspace: fewer letters  esc closes"
	}
	if most > 0 && inner > 60 {
		foot = "up and down scroll  " + foot
	}
	body := strings.Join(lines[top:top+height], "\n") + "\n" + th.Muted.Render(widget.Cut(foot, inner, th.Glyph.Ellipsis))
	return widget.Box(th, title, indent(body), inner+4, height+3, true), most
}

func indent(s string) string { return " " + strings.ReplaceAll(s, "\n", "\n ") }

// Filter keeps what a key does, where the query is one of the keys; otherwise
// what has the query among its words.
func Filter(groups []Group, query string) []Group {
	if query == "" {
		return groups
	}
	if found := keep(groups, func(b keymap.Binding) bool { return slices.Contains(b.Keys, query) }); len(found) > 0 {
		return found
	}
	word := strings.ToLower(strings.TrimSpace(query))
	return keep(groups, func(b keymap.Binding) bool {
		return strings.Contains(strings.ToLower(b.Meaning+" "+string(b.Action)+" "+strings.Join(b.Keys, " ")), word)
	})
}

func keep(groups []Group, want func(keymap.Binding) bool) []Group {
	var out []Group
	for _, g := range groups {
		kept := Group{Title: g.Title}
		for _, b := range g.Bindings {
			if want(b) {
				kept.Bindings = append(kept.Bindings, b)
			}
		}
		if len(kept.Bindings) > 0 {
			out = append(out, kept)
		}
	}
	return out
}
