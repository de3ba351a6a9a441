package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	traces "netsplit/engine/replay"
	"netsplit/tui/caching"
)

type cacheCommand struct {
	Policy   string `default:"lru" placeholder:"NAMES" help:"fifo, lru (default), mru, lfu, clock, arc, sieve, s3-fifo or belady. Several with commas stand side by side."`
	Capacity string `required:"" placeholder:"NUMBER" help:"Objects that the cache holds, or bytes with --by bytes: 100k, 1GB. Several with commas."`

	Trace   string `placeholder:"FILE" help:"Replay this: one key [size] a line, also in gzip; - is standard input."`
	By      string `default:"objects" enum:"objects,bytes" help:"What the capacity counts: objects (default) or bytes."`
	Columns string `placeholder:"COLUMNS" help:"The trace is comma-separated: which columns hold what, key=2,size=3."`

	Zipf     string `placeholder:"SKEW" help:"Without a trace: key i is asked for in proportion to 1/i^SKEW."`
	Items    string `placeholder:"NUMBER" help:"How many keys that law has: 100k (default)."`
	Requests string `placeholder:"NUMBER" help:"How many requests by that law are counted: 200k (default)."`
	Seed     string `placeholder:"NUMBER" help:"Of the requests by that law: 1 (default)."`

	Simulate bool `help:"Repeat it with other requests by the law, and set the mean beside Che's approximation."`
	Runs     int  `default:"20" placeholder:"NUMBER" help:"With --simulate, how many: 20. More make the interval narrower."`

	sheetFlags
}

// Help shows examples.
func (*cacheCommand) Help() string {
	return `On a miss keys go until the new one fits, then it comes in. All policies see the trace in one pass, which
does not have to fit into memory; belady, which knows the future, takes 50 million requests at most.
In comma-separated values a first line whose size is not a number is a heading, and passed over.

Examples:

  netsplit calc cache --policy lru,arc,s3-fifo,belady --capacity 1k,10k --trace requests.txt.gz
  netsplit calc cache --capacity 1GB --by bytes --trace requests.csv --columns key=2,size=3
  zcat requests.gz | netsplit calc cache --policy sieve --capacity 100k --trace -
  netsplit calc cache --policy lru --capacity 100k --zipf 0.9 --items 1M`
}

// Run replays the trace, or requests by a law.
func (c *cacheCommand) Run(p *Program) error {
	switch {
	case c.Trace == "" && c.Zipf == "":
		return usagef("give --trace FILE, or --zipf SKEW for requests by a law, such as\n  netsplit calc cache --capacity %s --zipf 0.9 --items 1M", c.Capacity)
	case c.Trace != "" && c.Zipf != "":
		return usagef("give --trace or --zipf, not both: the requests come from one of them")
	case c.Trace != "" && c.Items+c.Requests+c.Seed != "":
		return usagef("--items, --requests and --seed are about a law: with --trace the file says what is asked for")
	case c.Zipf != "" && (c.By != "objects" || c.Columns != ""):
		return usagef("--by and --columns are about a trace: keys of a law have no sizes")
	case c.Simulate && c.Zipf == "":
		return usagef("--simulate draws requests by a law: give --zipf SKEW instead of --trace")
	case c.Zipf != "":
		return p.solveBoth(caching.Calculator().Forms[0], map[string]string{"policy": c.Policy, "capacity": c.Capacity,
			"zipf": c.Zipf, "items": c.Items, "requests": c.Requests, "seed": c.Seed}, c.sheetFlags,
			simulateFlags{Simulate: c.Simulate, Seed: c.firstSeed(), Runs: c.Runs})
	}
	sheet, err := c.replay(p)
	if err != nil {
		return wrongInput(err)
	}
	return p.show(sheet, c.sheetFlags)
}

// firstSeed is that of the first run, 1 unless given. One that can't be read is
// told by the form.
func (c *cacheCommand) firstSeed() uint64 {
	if n, err := strconv.ParseUint(c.Seed, 10, 53); err == nil {
		return n
	}
	return 1
}

func (c *cacheCommand) replay(p *Program) (calc.Worksheet, error) {
	var none calc.Worksheet
	policies, err := caching.Policies(c.Policy)
	if err != nil {
		return none, err
	}
	bytes := c.By == "bytes"
	capacities, err := caching.Capacities(c.Capacity, bytes)
	if err != nil {
		return none, err
	}
	columns, err := parseColumns(c.Columns)
	if err != nil {
		return none, err
	}
	r, err := traces.New(policies, capacities, bytes)
	if err != nil {
		return none, usageError{err}
	}
	name, in, size := "standard input", p.Stdin, int64(0)
	if c.Trace != "-" {
		file, err := os.Open(c.Trace)
		if err != nil {
			return none, err
		}
		defer func() { _ = file.Close() }()
		if info, err := file.Stat(); err == nil {
			size = info.Size()
		}
		name, in = c.Trace, file
	} else if p.StdinTerminal {
		return none, usagef("--trace - reads standard input, and that is this terminal: give a file, or pipe one in")
	}
	seen := &counted{r: in}
	reader := traces.NewReader(name, seen, columns)
	bar := newBar(p, "bytes", uint64(max(size, 1)))
	err = r.Read(reader, func(done int64) bool {
		note := ", " + strconv.FormatInt(done, 10) + " requests"
		if size == 0 {
			bar.say(strconv.FormatInt(done, 10) + " requests")
		} else {
			bar.show(seen.n, note)
		}
		return true
	})
	bar.clear()
	if err != nil {
		return none, err
	}
	runs := r.Runs()
	if len(runs) > 0 && runs[0].Requests == 0 {
		return none, errors.New(name + " holds no requests: write one key, or key and size, a line")
	}
	sheet := caching.Sheet(caching.Question{Title: "Cache, replay of " + clean(name), Bytes: bytes, Shell: c.shell()}, runs)
	sheet.Input("policy", "policies", unit.Word(strings.Join(policies, ",")), c.Policy)
	sheet.Input("capacity", "capacities", unit.Word(c.Capacity), c.Capacity)
	sheet.Input("trace", "trace", unit.Word(clean(c.Trace)), c.Trace)
	sheet.Input("by", "capacity in", unit.Word(c.By), c.By)
	sheet.Assume("keys", "by a 64-bit hash", "two of a million are taken for the same with a probability of 3 in 100 million")
	if reader.Heading() {
		sheet.Assume("first line", "is a heading", "its size is not a number: it was passed over")
	}
	return sheet, nil
}

// shell is the question as typed.
func (c *cacheCommand) shell() string {
	text := "netsplit calc cache --policy " + calc.Quote(c.Policy) + " --capacity " + calc.Quote(c.Capacity) + " --trace " + calc.Quote(clean(c.Trace))
	if c.By != "objects" {
		text += " --by " + c.By
	}
	if c.Columns != "" {
		text += " --columns " + calc.Quote(c.Columns)
	}
	return text
}

// counted counts what was read, for the bar.
type counted struct {
	r io.Reader
	n uint64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += uint64(n)
	return n, err
}

// parseColumns reads key=2,size=3.
func parseColumns(text string) (c traces.Columns, err error) {
	if text == "" {
		return c, nil
	}
	const form = "write --columns key=2, or key=2,size=3"
	for _, item := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1000 {
			return c, usageError{fmt.Errorf("--columns: %s does not give a column from 1 to 1000: %s", unit.Quote(item), form)}
		}
		switch name {
		case "key":
			c.Key = n
		case "size":
			c.Size = n
		default:
			return c, usageError{fmt.Errorf("--columns: %s is neither key nor size: %s", unit.Quote(name), form)}
		}
	}
	if c.Key == 0 {
		return c, usageError{errors.New("--columns names no key: " + form)}
	}
	return c, nil
}
