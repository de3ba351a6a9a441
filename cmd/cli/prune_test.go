package cli

import (
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Goal: a command says of itself the same in the grammar of its own as in that
// of all commands: flags, arguments, help and place.
func TestPrunedGrammarIsTheSame(t *testing.T) {
	all, err := kong.New(&grammar{}, kong.Name("netsplit"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var compare func(node *kong.Node, path []string)
	compare = func(node *kong.Node, path []string) {
		for _, child := range node.Children {
			if child.Hidden {
				continue
			}
			words := append(append([]string{}, path...), child.Name)
			g, _ := grammarFor(words)
			parser, err := kong.New(g, kong.Name("netsplit"))
			if err != nil {
				t.Fatalf("%v: %v", words, err)
			}
			own := parser.Model.Node
			for _, word := range words {
				if own = commandOf(own, word); own == nil {
					t.Fatalf("%v is not in its own grammar", words)
				}
			}
			if a, b := describe(child), describe(own); a != b {
				t.Errorf("%v:\n%s\n%s", words, a, b)
			}
			if len(words) == 1 && len(parser.Model.Children) != 1 && !isWhole(words[0]) {
				t.Errorf("%v brings %d commands", words, len(parser.Model.Children))
			}
			seen++
			if words[0] == "calc" {
				compare(child, words)
			}
		}
	}
	compare(all.Model.Node, nil)
	if seen < 40 {
		t.Errorf("only %d commands", seen)
	}
}

func commandOf(node *kong.Node, name string) *kong.Node {
	for _, child := range node.Children {
		if child.Name == name {
			return child
		}
	}
	return nil
}

func isWhole(name string) bool {
	for _, w := range whole {
		if w == name {
			return true
		}
	}
	return false
}

func describe(node *kong.Node) string {
	var b strings.Builder
	b.WriteString(node.FullPath() + "|" + node.Summary() + "|" + node.Help + "|" + node.Detail)
	if node.Group != nil {
		b.WriteString("|" + node.Group.Key)
	}
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			b.WriteString("|" + f.String() + f.Help + f.Default + reflect.TypeOf(f.Target.Interface()).String())
		}
	}
	for _, a := range node.Positional {
		b.WriteString("|" + a.Summary() + a.Help)
	}
	return b.String()
}
