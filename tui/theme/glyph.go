package theme

// Glyphs are the marks that say a state without colour. Each is one cell wide.
type Glyphs struct {
	Good, Bad, Warn, Info, Unknown string // a state
	Up, Down, Paused               string // a node's state
	Cursor, Bullet, Done, Todo     string // rows of a list
	Open, Closed                   string // a fold
	Left, Right, Above, Below      string // arrows
	Ellipsis, Separator, Line      string // text that was cut, breadcrumbs, rules
	Vertical, Cross, Double, Bar   string // rulers; Bar is the side of what asks for something
	Full, Empty                    string // bars
	Link, Dot                      string // the side of a quote, small separators
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		Good: "✓", Bad: "✗", Warn: "!", Info: "●", Unknown: "?",
		Up: "●", Down: "✗", Paused: "‖",
		Cursor: "▸", Bullet: "•", Done: "✓", Todo: "○",
		Open: "▾", Closed: "▸",
		Left: "←", Right: "→", Above: "↑", Below: "↓",
		Ellipsis: "…", Separator: "›", Line: "─",
		Vertical: "│", Cross: "┼", Double: "═", Bar: "┃", Full: "█", Empty: "░",
		Link: "↗", Dot: "·",
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		Good: "+", Bad: "x", Warn: "!", Info: "*", Unknown: "?",
		Up: "*", Down: "x", Paused: "=",
		Cursor: ">", Bullet: "*", Done: "+", Todo: "o",
		Open: "v", Closed: ">",
		Left: "<", Right: ">", Above: "^", Below: "v",
		Ellipsis: "~", Separator: ">", Line: "-",
		Vertical: "|", Cross: "+", Double: "=", Bar: "|", Full: "#", Empty: ".",
		Link: "@", Dot: "-",
	}
}

// GlyphSet returns the glyphs of a terminal with or without Unicode.
func GlyphSet(ascii bool) Glyphs {
	if ascii {
		return asciiGlyphs()
	}
	return unicodeGlyphs()
}
