package keymap

// The actions the root itself carries out. A page that binds the same key wins:
// it may, for example, take "esc" to close a search before esc goes back.
const (
	Quit      Action = "quit"
	ForceQuit Action = "force-quit"
	Suspend   Action = "suspend"
	Back      Action = "back"
	Help      Action = "help"
	Palette   Action = "palette"
	Search    Action = "search"
	Copy      Action = "copy"
	Select    Action = "select-text"
)

// The actions nearly every page has, so that the same keys move everywhere.
const (
	Up       Action = "up"
	Down     Action = "down"
	Left     Action = "left"
	Right    Action = "right"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	Top      Action = "top"
	Bottom   Action = "bottom"
	Open     Action = "open"
	Next     Action = "next"
	Previous Action = "previous"
	Accept   Action = "accept" // what was typed or chosen
	Close    Action = "close"  // what lies over the page, or a line of text
)

// Global lists the bindings that work on every page.
func Global() []Binding {
	return []Binding{
		New(Back, "go back to the page before", "esc").Hinted("back"),
		New(Help, "show what the keys do here", "?").Hinted("keys"),
		New(Palette, "open anything, do anything: type a few letters of it", "ctrl+p"),
		New(Search, "search all lessons, labs, drills and lists", "/", "ctrl+f"),
		New(Copy, "copy to the clipboard: the worksheet, the scenario, the answer, or what is shown", "y", "ctrl+y"),
		New(Select, "select text with the keys, to copy it", "V", "ctrl+x"),
		New(Quit, "leave netsplit; it opens here again next time", "q").Hinted("quit"),
		New(ForceQuit, "leave at once, also while typing", "ctrl+c"),
		New(Suspend, "stop it and go to the shell; fg brings it back", "ctrl+z"),
	}
}

// Moves lists the bindings that move through a list or a text.
func Moves() []Binding {
	return []Binding{
		New(Up, "one up", "up", "k"),
		New(Down, "one down", "down", "j"),
		New(PageUp, "half a screen up", "pgup", "ctrl+u", "u"),
		New(PageDown, "half a screen down", "pgdown", "ctrl+d", "d"),
		New(Top, "to the top", "home", "g"),
		New(Bottom, "to the bottom", "end", "G"),
	}
}

// WhileTyping reports whether an action of the root also works in a text input,
// by those of its keys that write nothing.
func WhileTyping(a Action) bool {
	return a == Palette || a == Copy || a == Select || a == Suspend || a == ForceQuit
}
