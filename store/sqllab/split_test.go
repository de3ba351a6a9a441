package sqllab

import (
	"slices"
	"strings"
	"testing"
)

// What was typed is cut behind the semicolons that end a statement, and behind
// no others.
func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"select 1":                           {"select 1"},
		"select 1;":                          {"select 1;"},
		"select 1; select 2":                 {"select 1;", "select 2"},
		"select 1;select 2; -- and no 3":     {"select 1;", "select 2;"},
		"select 'a;b'; select \";\"":         {"select 'a;b';", "select \";\""},
		"-- a;\nselect 1; /* b; */ select 2": {"-- a;\nselect 1;", "/* b; */ select 2"},
		"create trigger t after insert on a begin delete from a; select 1; end; select 3": {
			"create trigger t after insert on a begin delete from a; select 1; end;", "select 3"},
		"select 'open; select 2": {"select 'open; select 2"},
		"select 4;;":             {"select 4;"},
		"":                       {""},
		";":                      {";"},
	} {
		got := Split(text)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Split(strings.Repeat("select 1;", 50_000)); len(got) != 1 {
		t.Errorf("a text of 450 kB is cut into %d", len(got))
	}
}
