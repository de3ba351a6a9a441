package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxStep bounds a step, in bytes.
const maxStep = 4096

// word is one word of a step. A quoted word is never a keyword, so that a key
// may be called "via".
type word struct {
	text   string
	quoted bool
	column int // from 1, in characters
}

// splitWords cuts a step at its spaces, outside of double quotes. Inside them
// \" \\ \n \t and the like mean what they mean in Go.
func splitWords(text string) ([]word, *Error) {
	fail := func(at int, message, cure string) *Error {
		return &Error{Column: 1 + utf8.RuneCountInString(text[:at]), Excerpt: text, Message: message, Cure: cure}
	}
	if len(text) > maxStep {
		return nil, &Error{Message: fmt.Sprintf("a step is at most %d characters", maxStep), Cure: "split it, or use a shorter value"}
	}
	if !utf8.ValidString(text) {
		return nil, &Error{Message: "a step is UTF-8 text", Cure: `write other bytes as "\xff"`}
	}
	var words []word
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == ' ' || r == '\t':
			i += size
		case r == '\n' || r == '\r':
			return nil, fail(i, "a step is one line", "put each step on a line of its own")
		case unicode.IsControl(r):
			return nil, fail(i, "a control character", `remove it, or write it in quotes, like "\x1b"`)
		case r == '"':
			end := closingQuote(text[i:])
			if end < 0 {
				return nil, fail(i, "a quote is not closed", `end the text with "`)
			}
			s, err := strconv.Unquote(text[i : i+end])
			if err != nil {
				return nil, fail(i, "a quoted text is broken", `inside quotes write \" for a quote and \\ for a backslash`)
			}
			words = append(words, word{s, true, 1 + utf8.RuneCountInString(text[:i])})
			i += end
			if i < len(text) && text[i] != ' ' && text[i] != '\t' {
				return nil, fail(i, "text goes on right after a quote", "put a space there, or take the whole word into the quotes")
			}
		default:
			end := strings.IndexFunc(text[i:], func(r rune) bool { return r == ' ' || unicode.IsControl(r) })
			if end < 0 {
				end = len(text) - i
			}
			words = append(words, word{text[i : i+end], false, 1 + utf8.RuneCountInString(text[:i])})
			i += end
		}
	}
	return words, nil
}

// closingQuote is the length of the quoted text that s begins with, or -1.
func closingQuote(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// keywords are words with a meaning of their own after a key or a value.
func keywords() []string {
	return []string{"via", "as", "with", "for", "by", "at", "timeout", "until", "quiet", "none", "->", "|"}
}

// show writes a word so that it reads back: in quotes where it must be.
func show(s string) string {
	plain := s != "" && utf8.ValidString(s) && !slices.Contains(keywords(), s)
	for _, r := range s {
		if r == ' ' || r == '"' || r == '\\' || !unicode.IsPrint(r) {
			plain = false
		}
	}
	if plain {
		return s
	}
	return strconv.Quote(s)
}

// split cuts unquoted words apart at a mark, so that a->b is a -> b.
func split(words []word, mark string) []word {
	var out []word
	for _, w := range words {
		for !w.quoted {
			i := strings.Index(w.text, mark)
			if i < 0 || w.text == mark {
				break
			}
			if i > 0 {
				out = append(out, word{w.text[:i], false, w.column})
				w.column += utf8.RuneCountInString(w.text[:i])
				w.text = w.text[i:]
				continue
			}
			out = append(out, word{mark, false, w.column})
			w.text = w.text[len(mark):]
			w.column += len(mark)
		}
		out = append(out, w)
	}
	return out
}
