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
	Page     string     // whose actions they are, "" those of every page
	Own      keymap.Own // the learner's keys among them
	Bindings []keymap.Binding
}

// origin is the name that an action has in the settings, and whether its keys
// are from there.
func (g Group) origin(b keymap.Binding) string {
	name := string(b.Action)
	if g.Page != "" {
		name = g.Page + "." + name
	}
	if g.Own.From(g.Page, b.Action) != "" && !b.Many() {
		name += ", yours"
	}
	return name
}

// HelpKeys are what keys do while the help is open.
func HelpKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Down, "one line down", "down"),
		keymap.New(keymap.Up, "one line up", "up"),
		keymap.New(keymap.PageDown, "half a screen down", "pgdown"),
		keymap.New(keymap.PageUp, "half a screen up", "pgup"),
		keymap.New(keymap.Top, "to the top", "home"),
		keymap.New(keymap.Bottom, "to the bottom", "end"),
		keymap.New(Fewer, "fewer letters of the word", "backspace"),
		keymap.New(keymap.Close, "close the help", "esc", "enter"),
	}
}

// Fewer takes a letter off the word that the help is filtered by.
const Fewer keymap.Action = "fewer-letters"

// Help draws the bindings with their meanings in words, scrolled by top lines
// when they are more than the screen of w by h cells holds. query is what the
// groups were filtered by, own gives the keys of the help itself. It returns the
// box and how far it can be scrolled.
func Help(th *theme.Theme, title string, groups []Group, query string, own keymap.Own, w, h, top int) (string, int) {
	keys, names := 0, 0
	for _, g := range groups {
		for _, b := range g.Bindings {
			keys = max(keys, widget.Width(label(th, b)))
			names = max(names, widget.Width(g.origin(b)))
		}
	}
	inner := min(78, w-4)
	keys = min(keys, max(4, inner/3))
	if names = min(names+2, inner/3); inner < 60 {
		names = 0
	}
	var lines []string
	for i, g := range groups {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, th.Strong.Render(g.Title))
		for _, b := range g.Bindings {
			lines = append(lines, row(th, g, b, keys, names, inner)...)
		}
	}
	if len(lines) == 0 {
		lines = []string{th.Muted.Render("No key and no word like this.")}
	}
	height := min(len(lines), max(1, h-4))
	most := len(lines) - height
	top = max(0, min(top, most))
	mine := own.ApplyTyping("help", HelpKeys())
	foot := keymap.Spell(mine, "press a key or type a word to see what it does  {close} closes", th.ASCII)
	if widget.Width(foot) > inner {
		foot = keymap.Spell(mine, "press a key, or type a word  {close} closes", th.ASCII)
	}
	if query != "" {
		foot = "shown: " + widget.Safe(query) + keymap.Spell(mine, "  {fewer-letters}: fewer letters  {close} closes", th.ASCII)
	}
	if scroll := keymap.Spell(mine, "{up} {down} scroll  ", th.ASCII); most > 0 && widget.Width(scroll+foot) <= inner {
		foot = scroll + foot
	}
	body := strings.Join(lines[top:top+height], "\n") + "\n" + th.Muted.Render(widget.Cut(foot, inner, th.Glyph.Ellipsis))
	return widget.Box(th, title, indent(body), inner+4, height+3, true), most
}

// row is one binding: its keys, what they do, and the action's name.
func row(th *theme.Theme, g Group, b keymap.Binding, keys, names, inner int) []string {
	text := max(8, inner-keys-4-names)
	meaning, shown := widget.Wrap(b.Meaning, text), widget.Wrap(label(th, b), max(1, keys))
	var lines []string
	for j := range max(len(meaning), len(shown)) {
		key, part, name := "", "", ""
		if j < len(shown) {
			key = shown[j]
		}
		if j < len(meaning) {
			part = meaning[j]
		}
		if j == 0 && names > 0 {
			name = "  " + th.Muted.Render(widget.Cut(g.origin(b), names-2, th.Glyph.Ellipsis))
		}
		lines = append(lines, " "+th.Key.Render(widget.Pad(key, keys))+"  "+widget.Pad(part, text)+name)
	}
	return lines
}

// label is the keys of a binding; one that has none says so.
func label(th *theme.Theme, b keymap.Binding) string {
	if len(b.Keys) == 0 {
		return "no key"
	}
	return b.Label(th.ASCII)
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
		kept := Group{Title: g.Title, Page: g.Page, Own: g.Own}
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
