// Package complete answers a shell that asks what may come next on a command
// line. It walks the grammar by which the line is parsed, so that the two can't
// differ.
//
// A flag or argument says by its tag predictor:"NAME" who knows its values;
// without one, those of its enum are offered.
package complete

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Predictor offers values for a word that was begun. What does not continue the
// word is left out afterwards.
type Predictor func(word string) []string

// Quoted is Line for bash, which takes what it is offered as it is.
func Quoted(model *kong.Application, line string, predictors map[string]Predictor) []string {
	_, open := split(line)
	found := Line(model, line, predictors)
	for i, word := range found {
		found[i] = quote(word, open)
	}
	return found
}

// Line lists what the last word of a command line may become, sorted.
func Line(model *kong.Application, line string, predictors map[string]Predictor) []string {
	words, _ := split(line)
	last := len(words) - 1
	at := place{node: model.Node, flags: model.Node.Flags, predictors: predictors}
	if last > 0 {
		for _, w := range words[1:last] {
			at.pass(w)
		}
	}
	found, word := at.offers(words[last])
	found = slices.DeleteFunc(found, func(s string) bool { return !strings.HasPrefix(s, word) })
	slices.Sort(found)
	return slices.Compact(found)
}

// place is how far a command line has come.
type place struct {
	node       *kong.Node
	flags      []*kong.Flag // of the node and those above it
	arguments  int          // that were given to the node
	awaits     *kong.Flag   // whose value comes next
	noFlags    bool         // after --
	predictors map[string]Predictor
}

// pass takes a complete word.
func (p *place) pass(word string) {
	switch {
	case p.awaits != nil:
		p.awaits = nil
	case word == "--":
		p.noFlags = true
	case p.isFlag(word):
		name, _, given := strings.Cut(word, "=")
		if f := p.flag(name); f != nil && !given && !f.IsBool() {
			p.awaits = f
		}
	default:
		for _, child := range p.node.Children {
			if child.Name == word || slices.Contains(child.Aliases, word) {
				p.node, p.arguments = child, 0
				p.flags = append(slices.Clip(p.flags), child.Flags...)
				return
			}
		}
		p.arguments++
	}
}

func (p *place) isFlag(word string) bool { return !p.noFlags && len(word) > 1 && word[0] == '-' }

// flag finds a flag by its name with the hyphens.
func (p *place) flag(name string) *kong.Flag {
	for _, f := range p.flags {
		if slices.Contains(names(f), name) {
			return f
		}
	}
	return nil
}

func names(f *kong.Flag) []string {
	list := []string{"--" + f.Name}
	if f.Short != 0 {
		list = append(list, "-"+string(f.Short))
	}
	return list
}

// offers lists what may stand in place of the last word, and the part of it that
// they must continue: of --flag=value shells complete the value alone.
func (p *place) offers(word string) (list []string, begun string) {
	if p.awaits != nil {
		return p.values(p.awaits.Value, word), word
	}
	if name, value, given := strings.Cut(word, "="); given && p.isFlag(word) {
		if f := p.flag(name); f != nil {
			return p.values(f.Value, value), value
		}
		return nil, value
	}
	if !p.noFlags && strings.HasPrefix(word, "-") {
		for _, f := range p.flags {
			if !f.Hidden {
				list = append(list, names(f)...)
			}
		}
	}
	for _, child := range p.node.Children {
		if !child.Hidden {
			list = append(list, child.Name)
		}
	}
	if arguments := p.node.Positional; len(arguments) > 0 {
		i := min(p.arguments, len(arguments)-1)
		if i == p.arguments || arguments[i].IsCumulative() {
			list = append(list, p.values(arguments[i], word)...)
		}
	}
	return list, word
}

func (p *place) values(v *kong.Value, word string) []string {
	if predictor := p.predictors[v.Tag.Get("predictor")]; predictor != nil {
		return predictor(word)
	}
	if v.IsBool() || v.Enum == "" {
		return nil
	}
	return v.EnumSlice()
}
