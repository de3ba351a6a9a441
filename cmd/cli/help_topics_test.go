package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"netsplit/tui/theme"
)

// example is the indented YAML of a help text that begins with a line.
func example(t *testing.T, text, first string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n  "+first)
	body, _, ended := strings.Cut(rest, "\n\n")
	if !ok || !ended {
		t.Fatalf("no example that begins with %s:\n%s", first, text)
	}
	return strings.ReplaceAll(first+body, "\n  ", "\n") + "\n"
}

func helpOn(t *testing.T, topic string) string {
	t.Helper()
	var out, bad bytes.Buffer
	p := program(nil, false, globals{})
	p.Args, p.Stdin, p.Stdout, p.Stderr = []string{"help", topic}, strings.NewReader(""), &out, &bad
	if code := Run(p); code != codeOK || bad.Len() > 0 {
		t.Fatalf("help %s: code %d, %s", topic, code, bad.String())
	}
	return out.String()
}

// Goal: what the help shows as an example is taken as it stands.
func TestExamplesOfHelp(t *testing.T) {
	if _, err := theme.Read("mine.yaml", example(t, helpOn(t, "themes"), "base: dark"), theme.Options{}); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(example(t, helpOn(t, "keys"), "keys:")), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, bad bytes.Buffer
	p := program(nil, false, globals{})
	p.Args, p.Stdin, p.Stdout, p.Stderr = []string{"--config", file, "keys", "lab"}, strings.NewReader(""), &out, &bad
	if code := Run(p); code != codeOK || !strings.Contains(out.String(), "x ctrl+k") || !strings.Contains(out.String(), "yours") && !strings.Contains(out.String(), "your own") {
		t.Errorf("code %d, %s\n%s", code, bad.String(), out.String())
	}
}

// Goal: every page with keys is in the help on them, and every colour in that
// on themes; no line is wider than 80 columns but for the folders' names.
func TestHelpTopics(t *testing.T) {
	keys, themes := helpOn(t, "keys"), helpOn(t, "themes")
	for _, row := range pagesOfKeys() {
		if !strings.Contains(keys, row[0]) {
			t.Errorf("help keys lacks %s", row[0])
		}
	}
	for _, token := range theme.Tokens() {
		if token.About == "" || !strings.Contains(themes, token.Name) {
			t.Errorf("help themes lacks %s", token.Name)
		}
	}
}
