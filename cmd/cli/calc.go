package cli

import (
	"errors"
	"fmt"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/tui/catalogue"
)

// calcCommand is the calculators. Each is a command of its own, so that its
// inputs have help and completion.
type calcCommand struct {
	List  calcListCommand `cmd:"" default:"withargs" hidden:"" help:"List the calculators."`
	Nines ninesCommand    `cmd:"" help:"How much downtime an availability allows, and the reverse."`

	Availability availabilityCommand `cmd:"" help:"Parts in series, in parallel, and k of n."`

	Slo      sloCommand      `cmd:"" help:"What an objective leaves to spend, and when to raise an alarm."`
	Estimate estimateCommand `cmd:"" help:"What users mean in requests, bytes, cache and servers."`

	Scale       scaleCommand       `cmd:"" help:"One large server or many small ones."`
	Shards      shardsCommand      `cmd:"" help:"How many shards data and writes need."`
	Connections connectionsCommand `cmd:"" help:"How many connections to a database are busy, open and allowed."`
	Replication replicationCommand `cmd:"" help:"The bandwidth replicas need, and how far they lag."`
	Fanout      fanoutCommand      `cmd:"" help:"A feed made when posts are written, or when it is read."`
	CDN         cdnCommand         `cmd:"" name:"cdn" help:"What an edge takes off the origin."`
	Cost        costCommand        `cmd:"" help:"What servers, storage and traffic cost in a month."`

	Quorum quorumCommand `cmd:"" help:"How stale reads can be, from N, R and W."`
	Little littleCommand `cmd:"" help:"How many are inside, from the rate and the time of each."`
	Queue  queueCommand  `cmd:"" help:"How long requests wait for one of several servers."`
	Tail   tailCommand   `cmd:"" help:"How often a request is slow that needs many answers."`

	Burst     burstCommand     `cmd:"" help:"How long a queue absorbs a burst, and when it is empty again."`
	Autoscale autoscaleCommand `cmd:"" help:"Whether new instances start before a rising load needs them."`

	Latency latencyCommand `cmd:"" help:"The numbers to know, and what a request's waits add up to."`
	DR      drCommand      `cmd:"" name:"dr" help:"The cheapest recovery that loses little enough, fast enough."`
	RTO     rtoCommand     `cmd:"" name:"rto" help:"How long a restore takes, from its size and rate."`
	Raid    raidCommand    `cmd:"" help:"What several disks hold, and how many may fail."`
	Cache   cacheCommand   `cmd:"" help:"How often a cache hits: policies over a trace or a law."`
	Ring    ringCommand    `cmd:"" help:"How evenly keys lie on nodes, and what moves when one joins."`
	Bloom   bloomCommand   `cmd:"" help:"Bits and hashes for a share of false positives."`
	IDs     idsCommand     `cmd:"" name:"ids" help:"How many identifiers there are, and how likely random ones collide."`
	Units   unitsCommand   `cmd:"" help:"Arithmetic with bytes, rates, times and money."`
	Powers  powersCommand  `cmd:"" help:"What 2^10 to 2^64 are, in thousands and in bytes."`
}

// Help shows examples.
func (*calcCommand) Help() string {
	return `Every answer comes with its working and its conventions; --json prints them for a program.

Examples:

  netsplit calc
  netsplit calc nines 99.95%
  netsplit calc estimate --writes 10M/month --object 1KB --keep 3y
  netsplit calc units '1TB / (1Gbps)'`
}

// calcListCommand is netsplit calc alone.
type calcListCommand struct {
	Name string `arg:"" optional:"" hidden:""` // no calculator of this name: those that are have commands
	JSON bool   `name:"json" help:"Print JSON."`
	// What follows a name that does not exist is no concern of ours: the name is.
	Rest []string `arg:"" optional:"" hidden:"" passthrough:""`
}

type listedCalculator struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Example string `json:"example"`
}

// Run lists the calculators, a line each.
func (c *calcListCommand) Run(p *Program) error {
	list := []listedCalculator{}
	var names []string
	longest := 0
	for _, each := range catalogue.All() {
		list = append(list, listedCalculator{each.Name, each.Summary, each.Example})
		names = append(names, each.Name)
		longest = max(longest, len(each.Name))
	}
	if c.Name != "" {
		cure := "see netsplit calc"
		if near, ok := unit.Nearest(c.Name, names); ok {
			cure = "did you mean " + near + "?"
		}
		return usagef("there is no calculator %s: %s", unit.Quote(c.Name), cure)
	}
	if c.JSON {
		return p.json(list)
	}
	for _, each := range list {
		fmt.Fprintf(p.Stdout, "%-*s  %s\n", longest, each.Name, each.Summary)
	}
	fmt.Fprintf(p.Stdout, "\nFor example: %s\n", list[0].Example)
	return nil
}

// sheetFlags are the flags of every calculator.
type sheetFlags struct {
	JSON bool `name:"json" help:"Print JSON."`
	Quiz bool `help:"Ask for the result instead, and grade the answer by its order of magnitude."`
}

// solve answers with one form of a calculator. A wrong input is a mistake on
// the command line.
func (p *Program) solve(form calc.Form, values map[string]string, flags sheetFlags) error {
	sheet, err := form.Solve(values)
	if err != nil {
		return wrongInput(err)
	}
	return p.show(sheet, flags)
}

// wrongInput makes a mistake of an input one of the command line.
func wrongInput(err error) error {
	var input *unit.Error
	if errors.As(err, &input) {
		return usageError{err}
	}
	return err
}

// show prints a worksheet.
func (p *Program) show(sheet calc.Worksheet, flags sheetFlags) error {
	if flags.Quiz {
		return p.quiz(sheet, flags)
	}
	if flags.JSON {
		return p.json(sheet)
	}
	style := func(_ unit.Meaning, text string) string { return text }
	if p.colour() {
		style = sheetColour
	}
	_, err := fmt.Fprint(p.Stdout, calc.Styled(sheet, min(p.Width, widestSheet), style))
	return err
}

// widestSheet keeps a worksheet readable on a wide terminal.
const widestSheet = 100

// sheetColour is the colour of each meaning, from the terminal's own sixteen.
// Nothing is told by colour alone.
func sheetColour(m unit.Meaning, text string) string {
	code := ""
	switch m {
	case unit.Heading:
		code = "1"
	case unit.Value:
		code = "36"
	case unit.Marked:
		code = "1;32"
	case unit.Operator, unit.Note:
		code = "2"
	default:
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
