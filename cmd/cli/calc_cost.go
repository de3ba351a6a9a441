package cli

import (
	"errors"
	"fmt"
	"os"

	"netsplit/calc/cost"
)

type costCommand struct {
	Servers      string `placeholder:"NUMBER" help:"Of 2 cores and 8 GB: 10 (default)."`
	Disk         string `placeholder:"BYTES" help:"On disks of servers, copies counted: 5TB (default)."`
	Objects      string `placeholder:"BYTES" help:"In object storage: 50TB (default)."`
	Backups      string `placeholder:"BYTES" help:"In backups: 5TB (default)."`
	Requests     string `placeholder:"RATE" help:"To object storage: 1B/month (default)."`
	Egress       string `placeholder:"RATE" help:"Out to users: 20TB/month (default)."`
	BetweenZones string `placeholder:"RATE" help:"Between zones: 10TB/month (default)."`

	Prices      priceFile `placeholder:"FILE" predictor:"file" help:"Your own list of prices; - is standard input."`
	PrintPrices bool      `help:"Print the list that comes along, to start one of your own, and stop."`

	sheetFlags
}

// priceFile is a file name that is not an input of the calculator.
type priceFile string

// Help shows examples.
func (*costCommand) Help() string {
	return `The list of prices has a date, which the answer shows. Prices change: keep what --print-prices prints in a file,
change it, and give it with --prices FILE.

Examples:

  netsplit calc cost --servers 10 --egress 20TB/month
  netsplit calc cost --servers 0 --disk 0B --objects 500TB --requests 10B/month
  netsplit calc cost --print-prices`
}

// Run adds the month up.
func (c *costCommand) Run(p *Program) error {
	if c.PrintPrices {
		fmt.Fprint(p.Stdout, cost.Embedded())
		return nil
	}
	prices := cost.Standard()
	if c.Prices != "" {
		var err error
		if prices, err = p.readPrices(string(c.Prices)); err != nil {
			return err
		}
	}
	return p.solve(cost.Calculator(prices).Forms[0], formValues(c), c.sheetFlags)
}

// readPrices reads a list of prices from a file or standard input.
func (p *Program) readPrices(name string) (cost.Prices, error) {
	const most = 1 << 20 // a list has a few lines: more is another file
	text, err := p.readText(name, most)
	if errors.Is(err, os.ErrNotExist) {
		return cost.Prices{}, fmt.Errorf("there is no file %s: netsplit calc cost --print-prices >FILE makes one", name)
	}
	if err != nil {
		return cost.Prices{}, err
	}
	prices, err := cost.ParsePrices(text)
	if err != nil {
		return prices, fmt.Errorf("%s: %w", shownName(name), err)
	}
	return prices, nil
}
