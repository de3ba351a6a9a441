package cli

import (
	"fmt"
	"strings"

	"netsplit/engine/fault"
	"netsplit/engine/scenario"
	"netsplit/tui/catalogue"
)

// explainCommand is the reference of what can stand in a scenario. All of it
// comes from the tables that the parser and the engine use.
type explainCommand struct {
	Any       explainAnyCommand       `cmd:"" default:"withargs" hidden:"" help:"Whatever has this name."`
	Kind      explainKindCommand      `cmd:"" help:"A kind of component and its parameters."`
	Parameter explainParameterCommand `cmd:"" help:"A parameter of a kind, of the network or of the objectives."`
	Step      explainStepCommand      `cmd:"" help:"A step: how it is written and what it does."`
	Fault     explainFaultCommand     `cmd:"" help:"A fault: what it means for a node or a link."`
	Check     explainCheckCommand     `cmd:"" help:"A check of everything that happened."`
	Metric    explainMetricCommand    `cmd:"" help:"A number that a component measures."`
	Code      explainCodeCommand      `cmd:"" help:"The code of an error, as expect names it."`
}

// Help shows examples.
func (*explainCommand) Help() string {
	return `Examples:

  netsplit explain quorum
  netsplit explain kind
  netsplit explain kind kv
  netsplit explain parameter kv.replicas
  netsplit explain step partition
  netsplit explain fault cut
  netsplit explain check linearizable
  netsplit explain metric client.p99
  netsplit explain code no-quorum`
}

// glossary is one of the lists, with what its rows are.
type glossary struct {
	what  string
	words []word
}

// glossaries are all lists.
func glossaries() []glossary {
	var kinds, steps, faults, calculators []word
	for _, k := range scenario.Kinds() {
		kinds = append(kinds, word{Name: k.Name, About: k.Doc})
	}
	for _, v := range scenario.Verbs() {
		steps = append(steps, word{Name: v.Name, About: v.Doc + ": " + v.Usage})
	}
	for _, d := range fault.Definitions() {
		faults = append(faults, word{Name: d.Name, About: d.Meaning})
	}
	for _, c := range catalogue.All() {
		calculators = append(calculators, word{Name: c.Name, About: c.Summary + ": " + c.Example})
	}
	return []glossary{{"kind", kinds}, {"parameter", parameterWords()}, {"step", steps}, {"fault", faults},
		{"check", checkWords()}, {"metric", metricWords()}, {"code", codeWords()}, {"calculator", calculators}}
}

type explainKindCommand struct {
	Name string `arg:"" optional:"" predictor:"kind" help:"Which one; without it, all are listed."`
	JSON bool   `name:"json" help:"Print JSON."`
}

type explainedKind struct {
	Kind       string           `json:"kind"`
	About      string           `json:"about"`
	Parameters []explainedParam `json:"parameters"`
}

type explainedParam struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Default  string   `json:"default"`
	Unit     string   `json:"unit"`
	Allowed  []string `json:"allowed"`
	About    string   `json:"about"`
}

// Run explains a kind, or lists them.
func (c *explainKindCommand) Run(p *Program) error {
	all := []explainedKind{}
	var names []string
	for _, k := range scenario.Kinds() {
		names = append(names, k.Name)
		e := explainedKind{k.Name, k.Doc, []explainedParam{}}
		for _, param := range k.Params {
			allowed := append([]string{}, param.Allowed...)
			e.Parameters = append(e.Parameters, explainedParam{param.Name, string(param.Type), param.Required, param.Default, param.Unit, allowed, param.Doc})
		}
		all = append(all, e)
	}
	if c.Name == "" {
		return p.list(c.JSON, all, len(all), func(i int) (string, string) { return all[i].Kind, all[i].About })
	}
	i, err := find("kind", c.Name, names)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.json(all[i])
	}
	fmt.Fprintf(p.Stdout, "%s: %s\n\n", all[i].Kind, all[i].About)
	rows := make([][2]string, 0, len(all[i].Parameters))
	for j, param := range all[i].Parameters {
		rows = append(rows, [2]string{param.Name, parameterAbout(scenario.Kinds()[i].Params[j])})
	}
	p.columns(rows)
	return nil
}

type explainStepCommand struct {
	Name []string `arg:"" optional:"" predictor:"step" help:"Which one; without it, all are listed."`
	JSON bool     `name:"json" help:"Print JSON."`
}

type explainedStep struct {
	Step    string `json:"step"`
	Usage   string `json:"usage"`
	About   string `json:"about"`
	Example string `json:"example"`
}

// Run explains a step, or lists them.
func (c *explainStepCommand) Run(p *Program) error {
	all := []explainedStep{}
	var names []string
	for _, v := range scenario.Verbs() {
		names = append(names, v.Name)
		all = append(all, explainedStep{v.Name, v.Usage, v.Doc, v.Example})
	}
	if len(c.Name) == 0 {
		return p.list(c.JSON, all, len(all), func(i int) (string, string) { return all[i].Usage, all[i].About })
	}
	i, err := find("step", strings.Join(c.Name, " "), names)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.json(all[i])
	}
	fmt.Fprintf(p.Stdout, "%s\n  %s\n  For example: %s\n", all[i].Usage, all[i].About, all[i].Example)
	return nil
}

type explainFaultCommand struct {
	Name []string `arg:"" optional:"" predictor:"fault" help:"Which one; without it, all are listed."`
	JSON bool     `name:"json" help:"Print JSON."`
}

type explainedFault struct {
	Fault string `json:"fault"`
	Usage string `json:"usage"`
	About string `json:"about"`
}

// Run explains a fault, or lists them.
func (c *explainFaultCommand) Run(p *Program) error {
	all := []explainedFault{}
	var names []string
	for _, d := range fault.Definitions() {
		names = append(names, d.Name)
		all = append(all, explainedFault{d.Name, d.Usage, d.Meaning})
	}
	if len(c.Name) == 0 {
		return p.list(c.JSON, all, len(all), func(i int) (string, string) { return all[i].Fault, all[i].About })
	}
	i, err := find("fault", strings.Join(c.Name, " "), names)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.json(all[i])
	}
	fmt.Fprintf(p.Stdout, "%s\n  %s\n  As a step: %s\n", all[i].Fault, all[i].About, all[i].Usage)
	return nil
}

// list prints a table of names, or the values as JSON.
func (p *Program) list(asJSON bool, values any, n int, row func(i int) (name, about string)) error {
	if asJSON {
		return p.json(values)
	}
	rows := make([][2]string, n)
	for i := range rows {
		rows[i][0], rows[i][1] = row(i)
	}
	p.columns(rows)
	return nil
}

// columns prints names and what they are, aligned. A name that is wider than
// most gets a line of its own.
func (p *Program) columns(rows [][2]string) {
	widest := 0
	for _, row := range rows {
		if w := len([]rune(row[0])); w <= 28 {
			widest = max(widest, w)
		}
	}
	for _, row := range rows {
		if len([]rune(row[0])) > widest {
			fmt.Fprintf(p.Stdout, "%s\n%*s  %s\n", row[0], widest, "", row[1])
			continue
		}
		fmt.Fprintf(p.Stdout, "%-*s  %s\n", widest, row[0], row[1])
	}
}

// find is the place of a name in a list; the error has the nearest one.
func find(what, name string, names []string) (int, error) {
	for i, n := range names {
		if n == name {
			return i, nil
		}
	}
	cure := "All of them: netsplit explain " + what
	if near, ok := scenario.Nearest(name, names); ok {
		cure = "Did you mean " + near + "?"
	}
	return 0, fmt.Errorf("there is no %s %q. %s", what, name, cure)
}
