package sqllab

import (
	"slices"
	"strings"
)

// Word is what a typed line asks for.
type Word int

// The words of a line.
const (
	Next      Word = iota // an empty line: the next step
	Statement             // SQL
	CrashWord             // crash
	FormWord              // form
	Anew                  // anew
	Help                  // help
	Quit                  // quit
)

// Line is a line that a learner types, in the page or at a prompt.
type Line struct {
	Word    Word
	Session string // where a statement runs
	SQL     string
}

// ReadLine reads a line. SQL runs in the session at hand, or in the one that it
// names first: "ben: SELECT 1". "plan SELECT …" asks how a query is carried out.
func (l Lab) ReadLine(session, typed string) Line {
	typed = strings.TrimSpace(typed)
	if before, after, found := strings.Cut(typed, ":"); found && slices.Contains(l.Sessions[:], strings.TrimSpace(before)) {
		session, typed = strings.TrimSpace(before), strings.TrimSpace(after)
	}
	line := Line{Session: session, SQL: typed}
	switch word, rest, _ := strings.Cut(typed, " "); strings.ToLower(strings.TrimSuffix(word, ";")) {
	case "", "next":
		if rest == "" {
			return Line{Word: Next, Session: session}
		}
	case "crash":
		line.Word = CrashWord
		return line
	case "form", "login":
		if l.Form != nil {
			return Line{Word: FormWord, Session: session}
		}
	case "anew":
		return Line{Word: Anew, Session: session}
	case "help", "?":
		return Line{Word: Help, Session: session}
	case "quit", "exit", "q":
		return Line{Word: Quit, Session: session}
	case "plan":
		line.SQL = "EXPLAIN QUERY PLAN " + rest
	}
	line.Word = Statement
	return line
}
