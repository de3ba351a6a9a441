package unit

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Error is an argument that could not be read. It names the argument and says
// what to write instead.
type Error struct {
	Argument string // which one: "availability"
	Text     string // what was given
	Problem  string // what is wrong with it, as what follows it in a sentence: "is negative"
	Cure     string // what to write instead
}

// Error is one line: which argument, what is wrong, what to do.
func (e *Error) Error() string {
	if e.Text == "" {
		return fmt.Sprintf("%s %s: %s", e.Argument, e.Problem, e.Cure)
	}
	return fmt.Sprintf("%s %s %s: %s", e.Argument, Quote(e.Text), e.Problem, e.Cure)
}

// longestQuote keeps a message on a line when the argument is a megabyte.
const longestQuote = 40

// Quote puts text between quotes, with control characters shown rather than
// sent to the terminal, and cuts it where it is very long.
func Quote(text string) string {
	if utf8.RuneCountInString(text) > longestQuote {
		cut := 0
		for i := range text {
			if cut++; cut == longestQuote {
				return fmt.Sprintf("%q", text[:i]+"…")
			}
		}
	}
	return fmt.Sprintf("%q", text)
}

// Argument returns which argument err is about, or "" when it is about none.
func Argument(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Argument
	}
	return ""
}
