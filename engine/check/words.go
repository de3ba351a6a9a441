package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"netsplit/engine/history"
)

// longestWord is how much of a value or key is shown.
const longestWord = 40

// word shows a key or value as it is if that is safe and clear, else quoted.
// What clients write may hold terminal escapes, or megabytes.
func word(s string) string {
	cut := s
	if len(s) > longestWord {
		cut = s[:longestWord]
	}
	plain := s != "" && cut == s && s != "nothing"
	for _, r := range cut {
		if !unicode.IsGraphic(r) || r == unicode.ReplacementChar || r == '"' {
			plain = false
		}
	}
	switch {
	case plain:
		return s
	case cut != s:
		return strconv.Quote(cut) + "…"
	}
	return strconv.Quote(s)
}

// request is what was asked: "put cart eggs".
func request(o *history.Operation) string {
	switch o.Kind {
	case history.Get, history.Delete:
		return fmt.Sprintf("%s %s", o.Kind, word(o.Key))
	case history.CompareAndSet:
		return fmt.Sprintf("%s %s %s %s", o.Kind, word(o.Key), word(o.Expected), word(o.Value))
	}
	return fmt.Sprintf("%s %s %s", o.Kind, word(o.Key), word(o.Value))
}

// name is the request with who made it: "put cart eggs by you (op 7)".
func name(o *history.Operation) string {
	if o.Client == "" {
		return fmt.Sprintf("%s (op %d)", request(o), o.ID)
	}
	return fmt.Sprintf("%s by %s (op %d)", request(o), word(o.Client), o.ID)
}

// told is a finished operation with what came of it: "get cart by you (op 9)
// at 4.100 s read milk".
func told(o *history.Operation) string {
	if o.Kind == history.Get {
		return fmt.Sprintf("%s at %v read %s", name(o), o.Invoked, result(o))
	}
	return fmt.Sprintf("%s at %v", name(o), o.Invoked)
}

// result is what a read returned.
func result(o *history.Operation) string {
	if !o.Found {
		return "nothing"
	}
	return word(o.Value)
}

// ended says when and how an operation ended, as a clause to follow name.
func ended(o *history.Operation) string {
	switch {
	case o.Outcome == history.Info:
		return fmt.Sprintf("had begun at %v and may have happened", o.Invoked)
	case o.Kind == history.Get:
		return fmt.Sprintf("had returned %s at %v", result(o), o.Returned)
	}
	return fmt.Sprintf("had been acknowledged at %v", o.Returned)
}

func join(parts []string) string { return strings.Join(parts, "; ") }

// ids are the operations' numbers by the time they began, each once.
func ids(operations ...*history.Operation) []uint64 {
	sorted := byInvocation(operations)
	var list []uint64
	for i, o := range sorted {
		if i == 0 || sorted[i-1].ID != o.ID {
			list = append(list, o.ID)
		}
	}
	return list
}
