// Package keymap names what keys do. A page lists its bindings; the root finds
// the binding of a pressed key and sends the page its action. So pages never
// look at raw keys, and help, the status line, the mouse and tests all speak of
// the same actions.
//
//	const Open keymap.Action = "open"
//	keys := []keymap.Binding{keymap.New(Open, "open the selected item", "enter", "l").Hinted("open")}
//	if b, ok := keymap.Find(keys, "enter"); ok { page.Update(keymap.Press{Action: b.Action, Key: "enter"}) }
package keymap

import "strings"

// Action is the name of something a page can do.
type Action string

// Binding ties an action to its keys and says in a few words what it does.
type Binding struct {
	Action  Action
	Keys    []string // as tea.KeyPressMsg.String(): "enter", "space", "shift+tab", "A"
	Meaning string   // one line for the help page
	Hint    string   // one or two words for the status line; empty keeps it out of there
}

// New makes a binding that only help shows.
func New(a Action, meaning string, keys ...string) Binding {
	return Binding{Action: a, Keys: keys, Meaning: meaning}
}

// Hinted returns the binding with a word for the status line.
func (b Binding) Hinted(word string) Binding {
	b.Hint = word
	return b
}

// Press is what a page receives when one of its keys is pressed. Key tells
// apart the keys of one action, such as the digits of "choose".
type Press struct {
	Action Action
	Key    string
}

// Find returns the first binding that has the key.
func Find(bindings []Binding, key string) (Binding, bool) {
	for _, b := range bindings {
		for _, k := range b.Keys {
			if k == key {
				return b, true
			}
		}
	}
	return Binding{}, false
}

// Label writes the keys of a binding for people: "↑ k", "enter", "space".
// Without Unicode, arrows are spelled out. Long runs of digits become "1-9".
func (b Binding) Label(ascii bool) string {
	keys := b.Keys
	if len(keys) > 2 && isDigits(keys) {
		return keys[0] + "-" + keys[len(keys)-1]
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = KeyName(k, ascii)
	}
	return strings.Join(names, " ")
}

// First is the label of the first key alone, for narrow places.
func (b Binding) First(ascii bool) string {
	if len(b.Keys) == 0 {
		return ""
	}
	if len(b.Keys) > 2 && isDigits(b.Keys) {
		return b.Label(ascii)
	}
	return KeyName(b.Keys[0], ascii)
}

// First is the label of the first key of an action among bindings, "" where it
// has none.
func First(bindings []Binding, a Action, ascii bool) string {
	for _, b := range bindings {
		if b.Action == a {
			return b.First(ascii)
		}
	}
	return ""
}

// KeyName is the short printed name of one key.
func KeyName(key string, ascii bool) string {
	if !ascii {
		switch key {
		case "up":
			return "↑"
		case "down":
			return "↓"
		case "left":
			return "←"
		case "right":
			return "→"
		}
	}
	return key
}

// Many reports whether each of the keys means something else, as the digits of
// "choose" do.
func (b Binding) Many() bool { return len(b.Keys) > 1 && isDigits(b.Keys) }

func isDigits(keys []string) bool {
	for _, k := range keys {
		if len(k) != 1 || k[0] < '0' || k[0] > '9' {
			return false
		}
	}
	return true
}
