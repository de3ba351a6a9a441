package complete

import "strings"

// split cuts a command line into words as a shell does: quotes and backslashes are
// taken away, and the quote that is open at its end is told, 0 for none. What ends
// with a space goes on with an empty word.
func split(line string) (words []string, open rune) {
	var word strings.Builder
	begun, escaped := false, false
	for _, r := range line {
		switch {
		case escaped:
			escaped = false
			if open == '"' && !strings.ContainsRune("\"\\$`", r) {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
		case r == '\\' && open != '\'':
			begun, escaped = true, true
		case open != 0 && r == open:
			open = 0
		case open == 0 && (r == '"' || r == '\''):
			begun, open = true, r
		case open == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	return append(words, word.String()), open
}

// quote writes a word so that bash, which takes what it is offered as it is, reads
// it as one: after a quote that is open, only what has a meaning in there.
func quote(word string, open rune) string {
	special := " \t\n\\'\"`$&|;<>()[]{}*?!#~"
	switch open {
	case '\'':
		return strings.ReplaceAll(word, "'", `'\''`)
	case '"':
		special = "\\\"`$"
	}
	var b strings.Builder
	for i, r := range word {
		if strings.ContainsRune(special, r) && (r != '~' && r != '#' || i == 0) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
