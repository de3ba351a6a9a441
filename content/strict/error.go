package strict

import (
	"fmt"
	"strings"
)

// Error is a mistake in a file written by hand: where it is and how to cure it.
type Error struct {
	Path    string
	Line    int // 0 when the whole file is meant
	Message string
	Excerpt string // the line at fault
	Cure    string
}

// Error shows the place, the mistake, the line and the cure.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	b.WriteString(": " + e.Message)
	if e.Excerpt != "" {
		fmt.Fprintf(&b, "\n  %4d | %s", e.Line, Shorten(e.Excerpt, 100))
	}
	if e.Cure != "" {
		b.WriteString("\n  " + e.Cure)
	}
	return b.String()
}

// Shorten cuts s to at most n characters.
func Shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}
