package sqllab

import "strings"

// Form is one that somebody fills in by hand, and the statement behind it.
type Form struct {
	Fields []string
	SQL    string // with a ? for each field
	Try    string // something to type into the last field
}

// Joined is the statement of a program that joins strings: what was typed
// becomes a part of the SQL.
func (f Form) Joined(typed []string) string {
	var b strings.Builder
	parts := strings.Split(f.SQL, "?")
	for i, part := range parts {
		b.WriteString(part)
		if i < len(parts)-1 && i < len(typed) {
			b.WriteString("'" + typed[i] + "'")
		}
	}
	return b.String()
}

// Bound are the values of a program that uses parameters: what was typed stays
// text.
func (f Form) Bound(typed []string) []any {
	values := make([]any, strings.Count(f.SQL, "?"))
	for i := range values {
		values[i] = ""
		if i < len(typed) {
			values[i] = typed[i]
		}
	}
	return values
}
