package widget

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/theme"
)

// maxInput bounds what can be typed or pasted, in runes.
const maxInput = 10_000

// Input is one line of text being typed. The page that owns it gives it keys
// while it has the focus and acts on enter and esc itself; Handle says whether a
// key was used.
type Input struct {
	Prompt string
	Ghost  string // shown when nothing is typed
	text   []rune
	cursor int
}

// Value is what was typed.
func (in *Input) Value() string { return string(in.text) }

// Set replaces the text and puts the cursor at its end.
func (in *Input) Set(s string) {
	in.text = cleaned(s)
	in.cursor = len(in.text)
}

// Cursor is the position of the cursor in runes, for completion.
func (in *Input) Cursor() int { return in.cursor }

// Insert puts text at the cursor. Control characters are dropped, line ends
// become spaces.
func (in *Input) Insert(s string) {
	add := cleaned(s)
	if room := maxInput - len(in.text); len(add) > room {
		add = add[:max(0, room)]
	}
	text := make([]rune, 0, len(in.text)+len(add))
	text = append(append(append(text, in.text[:in.cursor]...), add...), in.text[in.cursor:]...)
	in.text = text
	in.cursor += len(add)
}

// Handle edits the text for a key or a paste.
func (in *Input) Handle(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		in.Insert(msg.Content)
		return true
	case tea.KeyPressMsg:
		return in.key(msg)
	}
	return false
}

func (in *Input) key(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "left", "ctrl+b":
		in.cursor = max(0, in.cursor-1)
	case "right", "ctrl+f":
		in.cursor = min(len(in.text), in.cursor+1)
	case "home", "ctrl+a":
		in.cursor = 0
	case "end", "ctrl+e":
		in.cursor = len(in.text)
	case "backspace", "ctrl+h":
		in.remove(in.cursor-1, in.cursor)
	case "delete", "ctrl+d":
		in.remove(in.cursor, in.cursor+1)
	case "ctrl+u":
		in.remove(0, in.cursor)
	case "ctrl+k":
		in.remove(in.cursor, len(in.text))
	case "alt+b", "alt+left", "ctrl+left":
		in.cursor = in.word(-1, inWord)
	case "alt+f", "alt+right", "ctrl+right":
		in.cursor = in.word(1, inWord)
	case "alt+d", "alt+delete", "ctrl+delete":
		in.remove(in.cursor, in.word(1, inWord))
	case "alt+backspace", "ctrl+backspace":
		in.remove(in.word(-1, inWord), in.cursor)
	case "ctrl+w":
		in.remove(in.word(-1, func(r rune) bool { return !unicode.IsSpace(r) }), in.cursor)
	default:
		if msg.Text == "" {
			return false
		}
		in.Insert(msg.Text)
	}
	return true
}

func (in *Input) remove(from, to int) {
	from, to = max(0, from), min(len(in.text), to)
	if from >= to {
		return
	}
	in.text = append(in.text[:from:from], in.text[to:]...)
	in.cursor = from
}

// word is the far end of the next word from the cursor on (by is 1) or back (-1),
// as in readline (https://tiswww.case.edu/php/chet/readline/rltop.html).
func (in *Input) word(by int, part func(rune) bool) int {
	i, inside := in.cursor, false
	for ; by < 0 && i > 0 || by > 0 && i < len(in.text); i += by {
		now := part(in.text[i+min(by, 0)])
		if inside && !now {
			break
		}
		inside = now
	}
	return i
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// View draws prompt, text and cursor in w cells; a long text scrolls so that
// the cursor stays in sight. The cursor is a reversed cell: no focus, no cursor.
func (in *Input) View(th *theme.Theme, w int, focused bool) string {
	prompt := Cut(in.Prompt, w, "")
	room := w - cells(prompt)
	if room <= 0 {
		return prompt
	}
	prompt = th.Key.Render(prompt)
	if len(in.text) == 0 && in.Ghost != "" {
		ghost := []rune(in.Ghost)
		if !focused {
			return prompt + th.Muted.Render(Cut(in.Ghost, room, "…"))
		}
		return prompt + th.Selected.Render(string(ghost[:1])) + th.Muted.Render(Cut(string(ghost[1:]), room-1, "…"))
	}
	if !focused {
		return prompt + Cut(string(in.text), room, "…")
	}
	start := 0
	for start < in.cursor && cells(string(in.text[start:in.cursor])) > room-2 {
		start += max(1, (in.cursor-start-room)/2) // halving first keeps a long paste cheap
	}
	at, after := " ", ""
	if in.cursor < len(in.text) {
		at, after = string(in.text[in.cursor]), string(in.text[in.cursor+1:])
	}
	line := string(in.text[start:in.cursor]) + th.Selected.Render(at) + after
	return prompt + Cut(line, room, "")
}

func cleaned(s string) []rune {
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r == unicode.ReplacementChar || visible(r, 2) != r {
			continue
		}
		out = append(out, r)
		if len(out) == maxInput {
			break
		}
	}
	return out
}
