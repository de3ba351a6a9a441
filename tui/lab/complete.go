package lab

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/scenario"
)

// completion is what tab offers for the last word, and which one is in the line.
type completion struct {
	head string // the line before the word
	list []string
	at   int
}

// complete puts the next of the words that fit into the line.
func (p *Page) complete(by int) {
	pr := &p.prompt
	if len(pr.words.list) > 0 {
		pr.words.at = (pr.words.at + by + len(pr.words.list)) % len(pr.words.list)
	} else {
		pr.words = p.candidates(pr.input.Value())
		if len(pr.words.list) == 0 {
			return
		}
	}
	text := pr.words.head + pr.words.list[pr.words.at]
	if len(pr.words.list) == 1 {
		text += " "
		pr.words = completion{}
	}
	pr.input.Set(text)
}

// candidates are the words that may stand where the line ends.
func (p *Page) candidates(line string) completion {
	cut := strings.LastIndexByte(line, ' ') + 1
	head, word := line[:cut], line[cut:]
	if strings.TrimSpace(head) == "" {
		return completion{head: head, list: withPrefix(append(verbNames(), "why"), word)}
	}
	if firstWord(head) == "why" {
		return completion{head: head, list: withPrefix(p.player.Cluster().Names(), word)}
	}
	verb, ok := verbOf(head)
	if !ok { // the second word of a name of two: "fail z"
		var list []string
		for _, v := range scenario.Verbs() {
			if rest, ok := strings.CutPrefix(v.Name, strings.TrimLeft(head, " ")); ok {
				list = append(list, rest)
			}
		}
		return completion{head: head, list: withPrefix(list, word)}
	}
	return completion{head: head, list: withPrefix(p.words(verb), word)}
}

// words are all words a step may contain: those of its form, then the names,
// keys and metrics that fit it.
func (p *Page) words(verb scenario.Verb) []string {
	var out []string
	keys, metrics, names := false, false, false
	for w := range strings.FieldsFuncSeq(strings.TrimPrefix(verb.Usage, verb.Name), func(r rune) bool { return strings.ContainsRune(" []|", r) }) {
		switch {
		case w == "KEY":
			keys = true
		case strings.Contains(w, "METRIC") || strings.Contains(w, "CONDITION"):
			metrics = true
		case strings.HasSuffix(w, "=K"):
			out = append(out, p.counts(strings.TrimSuffix(w, "K"))...)
		case w == strings.ToLower(w) && w != "->":
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
			names = names || w == "via"
		case w == "X" || w == "X.PARAM" || slices.Contains([]string{"A", "B", "C", "D", "NODE", "CLIENT", "QUEUE", "CACHE", "Z"}, w):
			names = true
		}
	}
	s := p.player.Snapshot()
	switch {
	case verb.Name == "check":
		return scenario.CheckNames()
	case verb.Name == "set":
		return p.parameters()
	}
	if keys {
		for _, store := range s.Stores {
			for _, row := range store.Keys {
				out = append(out, row.Key)
			}
		}
	}
	if names {
		out = append(out, p.player.Cluster().Names()...)
	}
	if metrics {
		for _, m := range s.Metrics {
			out = append(out, m.Name)
		}
	}
	return out
}

// counts are n=1, n=2 and so on, up to as many replicas as a kv keeps.
func (p *Page) counts(letter string) []string {
	most := 0
	for _, store := range p.player.Snapshot().Stores {
		if store.Kind == "kv" {
			most = max(most, store.Replicas)
		}
	}
	var out []string
	for n := range most {
		out = append(out, fmt.Sprintf("%s%d", letter, n+1))
	}
	return out
}

// parameters are the words of set: component.parameter.
func (p *Page) parameters() []string {
	var out []string
	for _, c := range p.options.Scenario.Components {
		if kind, ok := scenario.FindKind(c.Kind); ok {
			for _, param := range kind.Params {
				out = append(out, c.Name+"."+param.Name)
			}
		}
	}
	return out
}

func withPrefix(words []string, prefix string) []string {
	var out []string
	for _, w := range words {
		if strings.HasPrefix(w, prefix) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
