package keymap

import (
	"slices"
	"strings"
)

// Spell puts keys into a hint: "{crash} crashes it" becomes "x crashes it", with
// the first key of the first of the bindings that has the action. An action
// without a key can still be found by its name, so that name stands there.
func Spell(bindings []Binding, text string, ascii bool) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		b.WriteString(spelt(bindings, Action(name), ascii))
		text = after
	}
}

// Arrows stands in hints for the four keys that move: "arrows" while they
// are these.
const Arrows Action = "arrows"

func spelt(bindings []Binding, a Action, ascii bool) string {
	if a == Arrows {
		return arrows(bindings, ascii)
	}
	if key := First(bindings, a, ascii); key != "" {
		return key
	}
	if key := First(bindings, Palette, ascii); key != "" && a != Palette {
		return key + " " + string(a)
	}
	return "(" + string(a) + ")"
}

func arrows(bindings []Binding, ascii bool) string {
	var others []string
	for _, a := range []Action{Left, Down, Up, Right} {
		i := slices.IndexFunc(bindings, func(b Binding) bool { return b.Action == a })
		if i >= 0 && len(bindings[i].Keys) > 0 && !slices.Contains(bindings[i].Keys, string(a)) {
			others = append(others, bindings[i].First(ascii))
		}
	}
	if len(others) == 0 {
		return "arrows"
	}
	return strings.Join(others, " ")
}

// Prints reports whether a key writes something into a line of text.
func Prints(key string) bool { return key == "space" || len([]rune(key)) == 1 }
