package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Goal: every setting is read, and none is there without words about it.
func TestParse(t *testing.T) {
	f, err := Parse("config.yaml", "# mine\ncolor: never\naccessible: true\ndb: /tmp/x.db\ntheme: light\nascii: false\nmouse: false\n")
	if err != nil {
		t.Fatal(err)
	}
	if f.Color != "never" || f.Accessible == nil || !*f.Accessible || f.DB != "/tmp/x.db" || f.Theme != "light" || f.ASCII == nil || *f.ASCII || f.Mouse == nil || *f.Mouse {
		t.Errorf("%+v", f)
	}
	for _, key := range Keys() {
		if key.Name == "" || key.About == "" {
			t.Errorf("%+v has no name or no words", key)
		}
	}
	for _, empty := range []string{"", "\n", "# nothing yet\n"} {
		if f, err := Parse("config.yaml", empty); err != nil || !reflect.DeepEqual(f, File{}) {
			t.Errorf("%q: %+v, %v", empty, f, err)
		}
	}
}

// Goal: an action may have several keys, one, or none; what YAML takes for
// something else than text is a key as it is written.
func TestOwnKeys(t *testing.T) {
	if f, err := Parse("config.yaml", "keys: {quit: Q, yes: [y, 1, ~], help: \"?\"}\n"); err != nil ||
		!reflect.DeepEqual(f.Keys.By, map[string][]string{"quit": {"Q"}, "yes": {"y", "1", "~"}, "help": {"?"}}) {
		t.Errorf("%+v, %v", f.Keys, err)
	}
	f, err := Parse("config.yaml", "keys:\n  quit: [Q, ctrl+q]\n  lab.crash: []\n")
	if err != nil || f.Keys.Lines["lab.crash"] != 3 || !reflect.DeepEqual(f.Keys.By["quit"], []string{"Q", "ctrl+q"}) || len(f.Keys.By["lab.crash"]) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"colour: never\n":      "did you mean color?",
		"\ncolor: sometimes":   "color is one of auto, always, never",
		"mouse: perhaps\n":     "mouse",
		"- a list\n":           "config.yaml",
		"theme: [dark]\n":      "theme",
		"keys: x\n":            "keys",
		"keys: {quit: {a: b}}": "a list of keys",
		"keys:\n  quit: [[x]]": "config.yaml:2",
		"color: never\ncolor":  "config.yaml",
	} {
		if _, err := Parse("config.yaml", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if _, err := Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if f, err := ReadIfThere(path); err != nil || !reflect.DeepEqual(f, File{}) {
		t.Errorf("%+v, %v", f, err)
	}
	if err := os.WriteFile(path, []byte("color: always\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err := ReadIfThere(path); err != nil || f.Color != "always" {
		t.Errorf("%+v, %v", f, err)
	}
}

// Goal: no file makes the reader panic.
func FuzzParse(f *testing.F) {
	f.Add("color: never\n")
	f.Add("color: &a [*a]\n")
	f.Add("\x00\x1b")
	f.Fuzz(func(t *testing.T, text string) { _, _ = Parse("config.yaml", text) })
}
