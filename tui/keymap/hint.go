package keymap

import "strings"

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

func spelt(bindings []Binding, a Action, ascii bool) string {
	if key := First(bindings, a, ascii); key != "" {
		return key
	}
	if key := First(bindings, Palette, ascii); key != "" && a != Palette {
		return key + " " + string(a)
	}
	return "(" + string(a) + ")"
}

// Prints reports whether a key writes something into a line of text.
func Prints(key string) bool { return key == "space" || len([]rune(key)) == 1 }
