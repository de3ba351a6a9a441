package cli

import "netsplit/calc/quorum"

type quorumCommand struct {
	N       string `short:"n" placeholder:"NUMBER" help:"Replicas of each key: 3 (default)."`
	R       string `short:"r" placeholder:"NUMBER" help:"Responses a read waits for: 1 (default)."`
	W       string `short:"w" placeholder:"NUMBER" help:"Acknowledgements a write waits for: 1 (default)."`
	Latency string `predictor:"latency" placeholder:"LEGS" help:"lnkd-ssd, lnkd-disk, ymmr, wan, or w=exp(5ms),a=1ms,r=1ms,s=1ms: adds what time tells."`
	After   string `placeholder:"TIME" help:"With --latency, how long after the write the read starts: 0s (default)."`
	Up      string `placeholder:"SHARE" help:"How available one replica is: 99% (default)."`

	simulateFlags
	sheetFlags
}

// Help shows examples.
func (*quorumCommand) Help() string {
	return `A leg is one message: w to write, a to acknowledge, r to read, s to respond. Each takes a time or a law: exp(MEAN),
pareto(LEAST, ALPHA), uniform(LOW, HIGH), lognormal(MEDIAN, SIGMA), mix(90%: LAW, 10%: LAW).

Examples:

  netsplit calc quorum -n 3 -r 1 -w 1
  netsplit calc quorum -n 3 -r 2 -w 2 --up 99.9%
  netsplit calc quorum -n 3 -r 1 -w 1 --latency lnkd-disk --after 10ms
  netsplit calc quorum -n 5 -r 1 -w 2 --latency 'w=exp(20ms),a=1ms,r=1ms,s=1ms' --json
  netsplit calc quorum -n 3 -r 1 -w 1 --latency lnkd-disk --simulate`
}

// Run computes the promises.
func (c *quorumCommand) Run(p *Program) error {
	if c.After != "" && c.Latency == "" {
		return usagef("--after needs latencies: add --latency, such as --latency lnkd-disk --after %s", c.After)
	}
	return p.solveBoth(quorum.Calculator().Forms[0], map[string]string{
		"n": c.N, "r": c.R, "w": c.W, "latency": c.Latency, "after": c.After, "up": c.Up}, c.sheetFlags, c.simulateFlags)
}
