package widget

import (
	"strings"
	"unicode/utf8"
)

// Safe makes one line of foreign text harmless: control characters, among them
// the escape that starts terminal commands, are shown as visible signs (␛),
// tabs become spaces to the next stop of four, invalid UTF-8 becomes "�", and
// the signs that reverse the direction of text are shown as well. Line ends
// become spaces.
func Safe(s string) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s) + 8)
	column := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		column++
		switch {
		case r == '\t':
			n := 4 - (column-1)%4
			b.WriteString("    "[:n])
			column += n - 1
		case r == '\n' || r == '\r':
			b.WriteByte(' ')
		default:
			b.WriteRune(visible(r, size))
		}
	}
	return b.String()
}

// visible maps what a terminal would obey to a sign for it. U+2400 and on are
// the "control pictures" made for this.
func visible(r rune, size int) rune {
	switch {
	case r == utf8.RuneError && size <= 1:
		return utf8.RuneError
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	case r >= 0x80 && r < 0xa0: // eight-bit controls: one byte for ESC plus a letter
		return 0x241b
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
		return 0x2426 // text direction
	case r == 0x2028 || r == 0x2029:
		return ' '
	}
	return r
}
