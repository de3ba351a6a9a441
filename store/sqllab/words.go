package sqllab

import (
	"strings"
	"unicode/utf8"
)

// word is a token of SQL: an identifier or number in lower case, what stands
// between quotes, or one sign.
type word struct {
	text   string
	quoted bool
}

// words cuts SQL into statements of tokens, without comments and spaces. Closed
// reports whether the text ends behind a semicolon, with nothing open.
func words(text string) (statements [][]word, closed bool) {
	var now []word
	closed = true
	add := func(w word) { now, closed = append(now, w), false }
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
		case strings.HasPrefix(text[i:], "--"):
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				n = len(text) - i
			}
			i += n
		case strings.HasPrefix(text[i:], "/*"):
			n := strings.Index(text[i+2:], "*/")
			if n < 0 {
				return append(statements, now), false
			}
			i += n + 4
		case c == '\'' || c == '"' || c == '`' || c == '[':
			body, size, ok := quoted(text[i:])
			add(word{strings.ToLower(body), true})
			if !ok {
				return append(statements, now), false
			}
			i += size
		case c == ';':
			if len(now) > 0 {
				statements = append(statements, now)
			}
			now, closed = nil, true
			i++
		case letter(c):
			n := 1
			for i+n < len(text) && letter(text[i+n]) {
				n++
			}
			add(word{text: strings.ToLower(text[i : i+n])})
			i += n
		default:
			_, n := utf8.DecodeRuneInString(text[i:])
			add(word{text: text[i : i+n]})
			i += n
		}
	}
	if len(now) > 0 {
		statements = append(statements, now)
	}
	return statements, closed
}

func letter(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// quoted reads what stands between quotes at the start of a text; a doubled
// quote is one.
func quoted(text string) (body string, size int, closed bool) {
	end := text[0]
	if end == '[' {
		end = ']'
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != end {
			b.WriteByte(text[i])
			continue
		}
		if end != ']' && i+1 < len(text) && text[i+1] == end {
			b.WriteByte(end)
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return b.String(), len(text), false
}

// Complete reports whether a text ends a statement: it stops behind a semicolon
// that is not inside a string, a comment or the body of a trigger.
func Complete(text string) bool {
	statements, closed := words(text)
	if !closed || len(statements) == 0 {
		return false
	}
	body := false // of a trigger, whose statements end with semicolons too
	for _, s := range statements {
		if !body {
			body = len(s) > 1 && s[0].text == "create" && contains(s[:min(len(s), 4)], "trigger")
		}
		if last := s[len(s)-1]; body && last.text == "end" && !last.quoted {
			body = false
		}
	}
	return !body
}

func contains(words []word, text string) bool {
	for _, w := range words {
		if w.text == text && !w.quoted {
			return true
		}
	}
	return false
}
