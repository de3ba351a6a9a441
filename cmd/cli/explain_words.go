package cli

import (
	"fmt"
	"strings"

	"netsplit/engine/request"
	"netsplit/engine/scenario"
)

// word is a row of a reference table: a name that can stand in a scenario, and
// what it means. Whose says which kind it belongs to.
type word struct {
	Name  string `json:"name"`
	Of    string `json:"of,omitempty"`
	About string `json:"about"`
}

func (w word) full() string {
	if w.Of == "" {
		return w.Name
	}
	return w.Of + "." + w.Name
}

func checkWords() []word {
	var list []word
	for _, c := range scenario.Checks() {
		list = append(list, word{Name: c.Name, About: c.Doc})
	}
	return list
}

func codeWords() []word {
	var list []word
	for _, c := range request.Codes() {
		list = append(list, word{Name: c[0], About: c[1]})
	}
	return list
}

func metricWords() []word {
	var list []word
	for _, m := range scenario.Metrics() {
		list = append(list, word{Name: m.Name, Of: m.Kind, About: m.Doc})
	}
	return list
}

// parameterWords are the parameters of every kind, of the network and of the
// objectives.
func parameterWords() []word {
	var list []word
	add := func(of string, params []scenario.Param) {
		for _, p := range params {
			list = append(list, word{Name: p.Name, Of: of, About: parameterAbout(p)})
		}
	}
	for _, k := range scenario.Kinds() {
		add(k.Name, k.Params)
	}
	add("network", scenario.NetworkParams())
	add("objectives", scenario.ObjectiveParams())
	return list
}

// parameterAbout is a parameter in a line, with its type, its default and the
// words it takes.
func parameterAbout(p scenario.Param) string {
	about := p.Doc
	if len(p.Allowed) > 0 {
		about += ": " + strings.Join(p.Allowed, ", ")
	}
	switch {
	case p.Required:
		return about + fmt.Sprintf(" (%s, required)", typeOf(p))
	case p.Default != "":
		return about + fmt.Sprintf(" (%s, %s)", typeOf(p), p.Default)
	}
	return about + fmt.Sprintf(" (%s)", typeOf(p))
}

// typeOf is what a parameter takes. A list of names is not always one of zones.
func typeOf(p scenario.Param) string {
	switch {
	case p.Type == scenario.TypeZones && p.Unit == "keys":
		return "list of keys"
	case p.Type == scenario.TypeZones && p.Unit == "name":
		return "zone"
	}
	return string(p.Type)
}

type explainCheckCommand struct {
	Name string `arg:"" optional:"" predictor:"check" help:"Which one; without it, all are listed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run explains a check, or lists them.
func (c *explainCheckCommand) Run(p *Program) error {
	return p.explainWord("check", checkWords(), c.Name, c.JSON)
}

type explainCodeCommand struct {
	Name string `arg:"" optional:"" predictor:"code" help:"Which one; without it, all are listed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run explains the code of an error, or lists them.
func (c *explainCodeCommand) Run(p *Program) error {
	return p.explainWord("code", codeWords(), c.Name, c.JSON)
}

type explainMetricCommand struct {
	Name string `arg:"" optional:"" predictor:"metric" help:"Which one, such as hints, kv.hints or client.p99; without it, all are listed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run explains a metric, or lists them.
func (c *explainMetricCommand) Run(p *Program) error {
	return p.explainWord("metric", metricWords(), c.Name, c.JSON)
}

type explainParameterCommand struct {
	Name string `arg:"" optional:"" predictor:"parameter" help:"Which one, such as replicas, kv.replicas or network.loss; without it, all are listed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run explains a parameter, or lists them.
func (c *explainParameterCommand) Run(p *Program) error {
	return p.explainWord("parameter", parameterWords(), c.Name, c.JSON)
}

// explainWord prints the rows of a table that have a name, or all of them. A
// name with a point is that of one kind.
func (p *Program) explainWord(what string, table []word, name string, asJSON bool) error {
	found := table
	if name != "" {
		if found = matching(table, name); len(found) == 0 {
			var names []string
			for _, w := range table {
				names = append(names, w.Name, w.full())
			}
			_, err := find(what, name, names)
			return err
		}
	}
	return p.list(asJSON, found, len(found), func(i int) (string, string) { return found[i].full(), found[i].About })
}

// matching is the rows of a name. Of a kind's own row and one for all kinds, the
// own one is meant.
func matching(table []word, name string) []word {
	var exact, all []word
	of, short, dotted := strings.Cut(name, ".")
	for _, w := range table {
		switch {
		case w.full() == name || !dotted && w.Name == name:
			exact = append(exact, w)
		case dotted && w.Of == "" && w.Name == short:
			if _, ok := scenario.FindKind(of); ok {
				all = append(all, w)
			}
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return all
}

// explainAnyCommand is netsplit explain NAME: whatever has that name.
type explainAnyCommand struct {
	Name []string `arg:"" optional:"" predictor:"word" help:"Any name that can stand in a scenario, or a calculator's."`
	JSON bool     `name:"json" help:"Print JSON."`
}

// meaning is a name with what kind of thing it is.
type meaning struct {
	What string `json:"what"`
	word
}

// Run explains everything of a name.
func (c *explainAnyCommand) Run(p *Program) error {
	name := strings.Join(c.Name, " ")
	if name == "" {
		return usagef("what do you want explained? Give a name, such as\n  netsplit explain kv\n  netsplit explain no-quorum\n" +
			"or list a table: netsplit explain kind, step, fault, check, metric, parameter, code")
	}
	found := []meaning{}
	var names []string
	for _, t := range glossaries() {
		for _, w := range t.words {
			names = append(names, w.Name)
		}
		for _, w := range matching(t.words, name) {
			found = append(found, meaning{t.what, w})
		}
	}
	if len(found) == 0 {
		cure := "netsplit explain kind, step, fault, check, metric, parameter and code list what there is, and netsplit calc the calculators"
		if near, ok := scenario.Nearest(name, names); ok {
			cure = "Did you mean " + near + "?"
		}
		return fmt.Errorf("nothing in a scenario is called %q. %s", name, cure)
	}
	return p.list(c.JSON, found, len(found), func(i int) (string, string) { return found[i].What + " " + found[i].full(), found[i].About })
}
