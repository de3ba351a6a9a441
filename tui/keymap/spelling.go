package keymap

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// modifiers are the beginnings of keys that people write, and what they mean.
func modifiers() [][2]string {
	return [][2]string{{"ctrl+", "ctrl+"}, {"control+", "ctrl+"}, {"control-", "ctrl+"}, {"ctrl-", "ctrl+"}, {"c-", "ctrl+"}, {"^", "ctrl+"},
		{"alt+", "alt+"}, {"alt-", "alt+"}, {"m-", "alt+"}, {"a-", "alt+"}, {"meta+", "alt+"}, {"meta-", "alt+"}, {"option+", "alt+"}, {"opt+", "alt+"},
		{"shift+", "shift+"}, {"shift-", "shift+"}, {"s-", "shift+"}}
}

// respelt is the name of a key that other programs call differently.
func respelt(base string) string {
	switch base {
	case "escape":
		return "esc"
	case "return", "cr", "ret":
		return "enter"
	case "pageup":
		return "pgup"
	case "pagedown", "pgdn", "pagedn":
		return "pgdown"
	case "del":
		return "delete"
	case "ins":
		return "insert"
	case " ", "spacebar", "spc":
		return "space"
	case "bs":
		return "backspace"
	}
	return base
}

// sent is the key that terminals send for another.
func sent(name string) string {
	switch name {
	case "ctrl+i":
		return "tab"
	case "ctrl+m":
		return "enter"
	case "ctrl+[":
		return "esc"
	case "ctrl+@":
		return "ctrl+space"
	case "ctrl+?":
		return "backspace"
	case "ctrl+/":
		return "ctrl+_"
	}
	return name
}

// Canonical is the name under which a key is known here: modifiers in one order,
// capitals by shift where there is another modifier, and the key that terminals
// send where they cannot tell two apart: ctrl+i is tab. Other notations are
// understood, "M-x" and "<C-Space>", so that an error can name the right one.
// What is no key stays as it is.
func Canonical(key string) string {
	base, mods := key, map[string]bool{}
	if n := len(base); n > 2 && base[0] == '<' && base[n-1] == '>' {
		base = base[1 : n-1]
	}
	for again := true; again; {
		again = false
		for _, one := range modifiers() {
			if n := len(one[0]); len(base) > n && strings.EqualFold(base[:n], one[0]) {
				base, mods[one[1]], again = base[n:], true, true
				break
			}
		}
	}
	if word := strings.ToLower(base); utf8.RuneCountInString(base) > 1 {
		base = strings.NewReplacer("_", "", "-", "", " ", "").Replace(word)
	}
	if base == "backtab" {
		base, mods["shift+"] = "tab", true
	}
	base = respelt(base)
	if r, n := utf8.DecodeRuneInString(base); n == len(base) && unicode.ToLower(r) != unicode.ToUpper(r) {
		switch upper := unicode.IsUpper(r); {
		case len(mods) == 0:
		case mods["ctrl+"] || mods["alt+"]:
			mods["shift+"] = mods["shift+"] || upper && !mods["ctrl+"]
			base = string(unicode.ToLower(r))
		default: // shift alone
			base, mods = string(unicode.ToUpper(r)), nil
		}
	}
	name := ""
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if mods[mod] {
			name += mod
		}
	}
	if name += base; !named(name) {
		return key
	}
	return sent(name)
}

// Valid reports whether it is the name of a key that a terminal can send.
func Valid(key string) bool { return named(key) && Canonical(key) == key }

// named reports whether a key is modifiers in their order and then a key.
func named(key string) bool {
	base := key
	modified := false
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if rest, ok := strings.CutPrefix(base, mod); ok {
			base, modified = rest, true
		}
	}
	switch base {
	case "enter", "space", "tab", "esc", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown":
		return true
	}
	if n, ok := strings.CutPrefix(base, "f"); ok && n != "" {
		return slices.Contains([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}, n)
	}
	r, n := utf8.DecodeRuneInString(base)
	return n == len(base) && n > 0 && r > ' ' && r != utf8.RuneError && r != 0x7f && !(modified && strings.HasPrefix(key, "shift+"))
}
