package content

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Clean turns the bytes of a text file into text that is safe to print: line
// ends become \n, tabs become spaces, a byte order mark is dropped, UTF-16 is
// decoded, invalid bytes become U+FFFD. Control characters, and characters
// that turn the direction of text around, are made visible: a terminal shows
// ␛[31m and does not obey it.
func Clean(src []byte) string {
	text := Decode(src)
	if strings.Contains(text, "&#") {
		text = controlReference().ReplaceAllStringFunc(text, visibleReference)
	}
	if !needsCleaning(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/16)
	column := 0
	for i, r := range text {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
			column = 0
		case r == '\r':
			if !strings.HasPrefix(text[i+1:], "\n") {
				b.WriteByte('\n')
				column = 0
			}
		case r == '\t':
			n := 4 - column%4
			b.WriteString("    "[:n])
			column += n
		default:
			writeVisible(&b, r)
			column++
		}
	}
	return b.String()
}

// Visible makes the control characters of one value visible, also its line
// ends and tabs. Text that was escaped in YAML or percent-coded in a link
// must pass through it before it is printed.
func Visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\n', '\t':
			b.WriteRune(r)
		default:
			writeVisible(&b, r)
		}
	}
	return b.String()
}

func writeVisible(b *strings.Builder, r rune) {
	switch {
	case r < 0x20:
		b.WriteRune('\u2400' + r) // the Unicode pictures of control characters: ␛ for escape
	case r == 0x7f:
		b.WriteRune('\u2421')
	case r >= 0x80 && r < 0xa0:
		fmt.Fprintf(b, `\x%02x`, r) // one-character escape sequences such as CSI
	case turnsDirection(r):
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		b.WriteRune(r)
	}
}

// turnsDirection reports whether r changes the order in which text is drawn,
// so that what is read differs from what is there.
func turnsDirection(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

func needsCleaning(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < 0x20 && c != '\n', c == 0x7f, c == 0xc2 && i+1 < len(text) && text[i+1] < 0xa0:
			return true
		case c == 0xe2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2] >= 0xa8 && text[i+2] <= 0xae,
			c == 0xe2 && i+2 < len(text) && text[i+1] == 0x81 && text[i+2] >= 0xa6 && text[i+2] <= 0xa9,
			c == 0xef && i+2 < len(text) && text[i+1] == 0xbb && text[i+2] == 0xbf:
			return true // a line separator, a mark of direction, a byte order mark
		}
	}
	return false
}

// Decode reads UTF-8 or, by its mark, UTF-16. Invalid bytes become U+FFFD.
func Decode(src []byte) string {
	switch {
	case len(src) >= 3 && string(src[:3]) == "\xef\xbb\xbf":
		src = src[3:]
	case len(src) >= 2 && string(src[:2]) == "\xff\xfe":
		return decode16(src[2:], binary.LittleEndian)
	case len(src) >= 2 && string(src[:2]) == "\xfe\xff":
		return decode16(src[2:], binary.BigEndian)
	}
	if utf8.Valid(src) {
		return string(src)
	}
	return strings.ToValidUTF8(string(src), "\ufffd")
}

func decode16(src []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(src)/2)
	for i := range units {
		units[i] = order.Uint16(src[2*i:])
	}
	return string(utf16.Decode(units))
}

// controlReference matches a numeric character reference. One to a control
// character would become that character when the Markdown is rendered.
var controlReference = pattern(`&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));`)

func visibleReference(ref string) string {
	match := controlReference().FindStringSubmatch(ref)
	digits, base := match[2], 10
	if match[1] != "" {
		digits, base = match[1], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return ref
	}
	switch r := rune(code); {
	case r == '\n' || r == '\t' || r == '\r':
		return " "
	case r < 0xa0 && (r < 0x20 || r >= 0x7f), turnsDirection(r):
		return Visible(string(r))
	}
	return ref
}
