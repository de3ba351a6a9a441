package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// The README's table of commands has every command.
func TestReadmeNamesEveryCommand(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	parser, err := kong.New(&grammar{}, kong.Name("netsplit"))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Children {
		if command.Hidden {
			continue
		}
		named := false
		for line := range strings.Lines(string(text)) {
			cell, _, row := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
			words := strings.FieldsFunc(cell, func(r rune) bool { return r < 'a' || r > 'z' })
			if row && strings.HasPrefix(cell, "`netsplit") && slices.Contains(words, command.Name) {
				named = true
			}
		}
		if !named {
			t.Errorf("the README's table has no netsplit %s", command.Name)
		}
	}
}
