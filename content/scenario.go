package content

import (
	"strings"
)

// ReadScenario reads the name and title of a scenario from its text, and no
// more: the engine reads the rest when it runs. A missing name is "scenario",
// a missing title the name.
func ReadScenario(path, source string) Scenario {
	sc := Scenario{Source: source, Path: path, Line: 1}
	for text := range strings.Lines(source) {
		if value, ok := topLevel(text, "scenario"); ok && sc.Name == "" {
			sc.Name = value
		}
		if value, ok := topLevel(text, "title"); ok && sc.Title == "" {
			sc.Title = value
		}
		if sc.Name != "" && sc.Title != "" {
			break
		}
	}
	if sc.Name == "" {
		sc.Name = "scenario"
	}
	if sc.Title == "" {
		sc.Title = sc.Name
	}
	return sc
}

// topLevel reads the value of a key at the start of a line.
func topLevel(text, key string) (string, bool) {
	value, ok := strings.CutPrefix(text, key+":")
	if !ok {
		return "", false
	}
	value = strings.TrimSpace(value)
	if before, _, comment := strings.Cut(value, " #"); comment && !strings.HasPrefix(value, `"`) {
		value = strings.TrimSpace(before)
	}
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	}
	return Visible(value), true
}

// TopLevel finds the value of a key that stands at the start of a line of
// YAML, as text. It is for a glance at a file that need not be valid.
func TopLevel(yaml, key string) (string, bool) {
	for text := range strings.Lines(yaml) {
		if value, ok := topLevel(text, key); ok {
			return value, true
		}
	}
	return "", false
}
