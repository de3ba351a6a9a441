package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// spelt are the ASCII characters for others, each one cell wide like those it
// stands for: the first of each word for the rest of it.
func spelt() []string {
	return []string{
		"aàáâãäåā", "AÀÁÂÃÄÅ", "cçć", "CÇ", "eèéêëē", "EÈÉÊË", "iìíîï", "IÌÍÎÏ", "nñ", "NÑ", "oòóôõöø", "OÒÓÔÕÖØ", "sšśß", "SŠΣ", "uùúûüµμ", "UÙÚÛÜ", "yýÿ", "zžź", "lł",
		"~…≈∼", "-–—−‐‑─━═╌┄·", "x×✗✘╳", "/÷⁄╱", "\\╲", ">→▸▶›»≥⇒↗", "<←◂◀‹«≤⇐", "^↑▲△", "v↓▼▽▾", "*•●◆∗★", "o○◦°◯", "+✓✔┼╭╮╰╯┌┐└┘├┤┬┴╔╗╚╝", "|│┃║‖", "#█▓▆▇", "=▄▅▃≡", "_▁▂", ".░▒⋅", "'‘’′", "\"“”″", "0∅⌀⁰", "1¹", "2²", "3³", "E€", "L£", "!≠", "8∞", "p∂πρ", "S∑", "y√",
	}
}

// asciiOf maps each character to the one that stands for it.
func asciiOf() map[rune]byte {
	all := map[rune]byte{}
	for _, word := range spelt() {
		for _, r := range word[1:] {
			all[r] = word[0]
		}
	}
	return all
}

// Spelt is a styled text with ASCII alone, as many cells wide: what has no
// character that stands for it becomes question marks. A terminal whose locale
// is not UTF-8 shows nothing readable for the rest.
type Spelt struct{ table map[rune]byte }

// NewSpelt makes the table once.
func NewSpelt() *Spelt { return &Spelt{asciiOf()} }

// Text spells a text.
func (s *Spelt) Text(text string) string {
	at := strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 })
	if at < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for text != "" {
		if text[0] < 0x80 {
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		if cluster == "" {
			cluster, width = text[:1], 1
		}
		text = text[len(cluster):]
		first := []rune(cluster)[0]
		switch c, ok := s.table[first]; {
		case ok && width == 1:
			b.WriteByte(c)
		case first >= '⠀' && first <= '⣿': // braille: how many dots
			b.WriteByte(dots(first))
		default:
			b.WriteString(strings.Repeat("?", max(0, width)))
		}
	}
	return b.String()
}

// dots is a character about as dark as a pattern of braille.
func dots(r rune) byte {
	n := 0
	for bits := r - '⠀'; bits > 0; bits >>= 1 {
		n += int(bits & 1)
	}
	return " ..::oo##"[n]
}
