package cli

import "netsplit/calc/estimate"

type estimateCommand struct {
	Users       string `placeholder:"NUMBER" help:"People who have an account: 100M. With it, writes and reads are those of one active user."`
	Active      string `placeholder:"SHARE" help:"Share of them that uses it on a day: 50%. All without."`
	Writes      string `placeholder:"RATE" help:"2/day of each user, or without --users in all: 10M/month."`
	Reads       string `placeholder:"RATE" help:"100/day of each user, or without --users in all: 1B/month."`
	Object      string `placeholder:"BYTES" help:"What one write stores and one read returns: 1KB."`
	Keep        string `placeholder:"TIME" help:"How long a write is kept: 1y (default), 90d."`
	Peak        string `placeholder:"FACTOR" help:"The busiest hour over the average: 2 (default)."`
	Fanout      string `placeholder:"NUMBER" help:"To how many readers each write is delivered."`
	Replicas    string `placeholder:"NUMBER" help:"Copies of each object: 1 (default)."`
	Cache       string `placeholder:"SHARE" help:"Share of a day's reads to hold in memory: 20%."`
	ServiceTime string `name:"service-time" placeholder:"TIME" help:"How long a request keeps a core busy: 20ms. Gives cores and servers."`
	Cores       string `placeholder:"NUMBER" help:"Cores of a server: 8 (default)."`
	Utilisation string `placeholder:"SHARE" help:"How busy a core may be at the peak: 70% (default)."`
	Spare       string `placeholder:"NUMBER" help:"Servers that may fail: 1 (default)."`
	As          string `placeholder:"NAME" help:"Whose month and year: primer is 2.5Ms and twelve of them."`
	Month       string `placeholder:"TIME" help:"A month: 30d (default), 2.5Ms, year/12. Several with commas stand side by side."`
	Year        string `placeholder:"TIME" help:"A year: 365d (default), 365.25d or 12months."`

	sheetFlags
}

// Help shows examples.
func (*estimateCommand) Help() string {
	return `Only what the inputs allow is computed: storage needs --object, servers need --service-time.

Examples:

  netsplit calc estimate --users 100M --active 50% --writes 2/day --reads 100/day --object 1KB --keep 3y --replicas 3
  netsplit calc estimate --writes 10M/month --reads 100M/month --object 1.27KB --month 2.5Ms,30d
  netsplit calc estimate --reads 1B/month --service-time 20ms --cores 8 --spare 2 --json`
}

// Run estimates from just what is given.
func (c *estimateCommand) Run(p *Program) error {
	return p.solve(estimate.AsGiven(), map[string]string{
		"users": c.Users, "active": c.Active, "writes": c.Writes, "reads": c.Reads, "object": c.Object, "keep": c.Keep,
		"peak": c.Peak, "fanout": c.Fanout, "replicas": c.Replicas, "cache": c.Cache, "service-time": c.ServiceTime,
		"cores": c.Cores, "utilisation": c.Utilisation, "spare": c.Spare, "as": c.As, "month": c.Month, "year": c.Year}, c.sheetFlags)
}
