package strict

import (
	"errors"
	"strings"
	"testing"
)

type file struct {
	Name    string
	Minutes int
	Tags    []string
	Parts   []part
	Deep    map[string]part
	Own     string `yaml:"own-key"`
	Any     any
	hidden  string
}

type part struct{ ID, Text string }

func TestDecode(t *testing.T) {
	var f file
	err := Decode("x.yaml", 1, "name: a\nminutes: 3\ntags: [b]\nparts: [{id: c}]\ndeep: {d: {id: e}}\nown-key: f\nany: {x: [1, {y: 2}]}\n", &f)
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "a" || f.Minutes != 3 || f.Parts[0].ID != "c" || f.Deep["d"].ID != "e" || f.Own != "f" || f.hidden != "" {
		t.Errorf("%+v", f)
	}
}

// Goal: every mistake names its line in the file and a cure.
func TestDecodeErrors(t *testing.T) {
	for _, test := range []struct {
		name, src string
		line      int
		want      string
	}{
		{"unknown key", "name: a\nminute: 3\n", 11, "did you mean minutes?"},
		{"unknown key of an item", "parts:\n  - id: a\n    txt: b\n", 12, "did you mean text?"},
		{"unknown key in a map", "deep:\n  a: {idd: b}\n", 11, "did you mean id?"},
		{"unexported field", "hidden: a\n", 10, "unknown key hidden"},
		{"repeated key", "name: a\nname: b\n", 11, "given twice"},
		{"word for a number", "minutes: many\n", 10, "a whole number"},
		{"colon in text", "name: a: b\n", 10, "double quotes"},
		{"mapping for text", "name: {a: b}\n", 10, "double quotes"},
		{"text for a mapping", "just text\n", 10, "expected"},
		{"open bracket", "tags: [a\n", 10, "brackets"},
		{"nothing", "# only a comment\n", 10, "there is nothing here"},
		{"two documents", "name: a\n---\nname: b\n", 12, "second YAML document"},
		{"alias", "name: &x a\nown-key: *x\n", 10, "anchors and aliases"},
		{"alias where anything goes", "any: {a: &x 1, b: *x}\n", 10, "anchors and aliases"},
		{"deep", strings.Repeat("[", 200), 10, "nested"},
		{"large", "name: " + strings.Repeat("a", MaxBytes), 10, "bytes of YAML"},
		{"no YAML", "\x00\x01{{{", 10, "binary file, not text"},
		{"no UTF-8", "name: caf\xe9\n", 10, "not UTF-8 text"},
		{"behind a byte order mark", "\ufeffname: a\nminute: 3\n", 11, "did you mean minutes?"},
	} {
		var f file
		err := Decode("x.yaml", 10, test.src, &f)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want an *Error", test.name, err)
			continue
		}
		if e.Line != test.line || !strings.Contains(err.Error(), test.want) || e.Cure == "" {
			t.Errorf("%s: line %d, want %d and %q:\n%v", test.name, e.Line, test.line, test.want, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("name: a\nparts:\n - {id: [}\n")
	f.Add("? a\n: b\n? c\n")
	f.Add("<<: *a\n")
	f.Fuzz(func(t *testing.T, src string) {
		var target file
		_ = Decode("x.yaml", 1, src, &target)
	})
}

func TestNearest(t *testing.T) {
	words := []string{"minutes", "title", "track"}
	for word, want := range map[string]string{"minute": "minutes", "tittle": "title", "Track": "track", "zzzzzz": ""} {
		if got, _ := Nearest(word, words); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
