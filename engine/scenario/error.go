package scenario

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// Error is one thing that is wrong in a scenario or a step, and how to cure
// it. Line 0 means a step at the prompt; Column 0 that the place is unknown.
type Error struct {
	File         string
	Line, Column int    // from 1, in characters
	Excerpt      string // the line as it is in the file
	Message      string
	Cure         string // may be empty
}

// Error is the place and the message on the first line, then the excerpt with
// a caret under the column.
//
//	quorum.yaml:7:12: unknown parameter "replica" of kind kv (did you mean "replicas"?)
//	  7 | store: {kind: kv, replica: 3}
//	    |                   ^
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(visible(e.File) + ":")
		if e.Line > 0 {
			fmt.Fprintf(&b, "%d:", e.Line)
			if e.Column > 0 {
				fmt.Fprintf(&b, "%d:", e.Column)
			}
		}
		b.WriteByte(' ')
	}
	b.WriteString(e.Sentence())
	if e.Excerpt == "" {
		return b.String()
	}
	margin := "  "
	if e.Line > 0 {
		margin = fmt.Sprintf("  %d | ", e.Line)
	}
	text, caret := window(e.Excerpt, e.Column)
	b.WriteString("\n" + margin + text)
	if e.Column > 0 {
		under := margin
		if e.Line > 0 {
			under = strings.Repeat(" ", len(margin)-2) + "| "
		}
		b.WriteString("\n" + under + strings.Repeat(" ", caret) + "^")
	}
	return b.String()
}

// Sentence is the message and the cure, without the place.
func (e *Error) Sentence() string {
	if e.Cure == "" {
		return e.Message
	}
	return e.Message + " (" + e.Cure + ")"
}

// Errors is everything that is wrong in a file, in the order of its lines.
type Errors []*Error

// Error is the errors one below the other.
func (es Errors) Error() string {
	texts := make([]string, len(es))
	for i, e := range es {
		texts[i] = e.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap lets errors.As find the first *Error.
func (es Errors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// visible shows control characters and other things that do not print as
// escapes, so that a file can't move the cursor or turn text around.
func visible(s string) string {
	var b strings.Builder
	for i, r := range s {
		b.WriteString(visibleRune(s[i:], r))
	}
	return b.String()
}

func visibleRune(rest string, r rune) string {
	switch {
	case r == unicode.ReplacementChar && !strings.HasPrefix(rest, "\uFFFD"):
		return fmt.Sprintf(`\x%02x`, rest[0])
	case unicode.IsPrint(r):
		return string(r)
	}
	q := strconv.QuoteRune(r)
	return q[1 : len(q)-1]
}

// window is the part of a line around a column, and how many cells its caret
// stands from the left.
func window(line string, column int) (text string, caret int) {
	const before, width = 60, 100
	runes := 0
	for range line {
		runes++
	}
	from := 1
	if runes > width && column > before {
		from = column - before
	}
	cells := runewidth.Condition{}
	var b strings.Builder
	if from > 1 {
		b.WriteString("...")
		caret = 3
	}
	at := 0
	for i, r := range line {
		at++
		if at < from {
			continue
		}
		if at >= from+width {
			b.WriteString("...")
			break
		}
		shown := visibleRune(line[i:], r)
		b.WriteString(shown)
		if at < column {
			caret += cells.StringWidth(shown)
		}
	}
	return b.String(), caret
}

// parts is the message and the cure of an error; only an *Error has a cure.
func parts(err error) (message, cure string) {
	var e *Error
	if errors.As(err, &e) {
		return e.Message, e.Cure
	}
	return err.Error(), ""
}
