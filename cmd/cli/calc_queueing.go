package cli

import "netsplit/calc/queueing"

type littleCommand struct {
	Rate  string `placeholder:"RATE" help:"How many come and leave: 10k/s."`
	Time  string `placeholder:"TIME" help:"How long one stays: 50ms."`
	Count string `placeholder:"NUMBER" help:"How many are inside on average: 500."`

	sheetFlags
}

// Help shows examples.
func (*littleCommand) Help() string {
	return `Give two of the three; the third is the answer.

Examples:

  netsplit calc little --rate 10k/s --time 50ms
  netsplit calc little --count 100 --time 250ms
  netsplit calc little --rate 400/s --count 20`
}

// Run computes the one that is missing.
func (c *littleCommand) Run(p *Program) error {
	values := map[string]string{}
	form := -1
	for _, given := range []struct {
		name, value string
		missing     int // the form that answers it
	}{{"count", c.Count, queueing.InSystem}, {"rate", c.Rate, queueing.Rate}, {"time", c.Time, queueing.Time}} {
		if given.value != "" {
			values[given.name] = given.value
			continue
		}
		if form >= 0 {
			return usagef("give two of --rate, --time and --count, such as\n  netsplit calc little --rate 10k/s --time 50ms")
		}
		form = given.missing
	}
	if form < 0 {
		return usagef("give two of --rate, --time and --count: the third is the answer")
	}
	return p.solve(queueing.Little().Forms[form], values, c.sheetFlags)
}

type queueCommand struct {
	Arrivals string `required:"" placeholder:"RATE" help:"How many come: 100/30m, 400/s."`
	Service  string `required:"" placeholder:"TIME" help:"How long one takes to serve, on average: 3m, 20ms."`
	Servers  string `required:"" placeholder:"NUMBER" help:"How many are served at the same time."`
	Target   string `placeholder:"TIME" help:"How long one may wait: gives the share that waits less."`

	simulateFlags
	sheetFlags
}

// Help shows examples.
func (*queueCommand) Help() string {
	return `One line before several equal servers, with random arrivals and service times (M/M/c, Erlang C).

Examples:

  netsplit calc queue --arrivals 100/30m --service 3m --servers 14 --target 20s
  netsplit calc queue --arrivals 400/s --service 20ms --servers 10
  netsplit calc queue --arrivals 400/s --service 20ms --servers 10 --simulate`
}

// Run computes the waiting.
func (c *queueCommand) Run(p *Program) error {
	return p.solveBoth(queueing.Queue().Forms[0], map[string]string{
		"arrivals": c.Arrivals, "service": c.Service, "servers": c.Servers, "target": c.Target}, c.sheetFlags, c.simulateFlags)
}

type tailCommand struct {
	Fanout string `placeholder:"NUMBER" help:"How many answers one request waits for: 100 (default)."`
	Slow   string `placeholder:"SHARE" help:"Share of answers that is slow: 1% (default)."`

	sheetFlags
}

// Help shows examples.
func (*tailCommand) Help() string {
	return `Examples:

  netsplit calc tail --fanout 100 --slow 1%
  netsplit calc tail --fanout 2000 --slow 0.01%`
}

// Run computes the share of slow requests.
func (c *tailCommand) Run(p *Program) error {
	return p.solve(queueing.Tail().Forms[0], map[string]string{"fanout": c.Fanout, "slow": c.Slow}, c.sheetFlags)
}
