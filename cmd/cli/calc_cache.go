package cli

import (
	"errors"
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
	Policy   string `predictor:"policy" default:"lru" placeholder:"NAMES" help:"fifo, lru (default), mru, lfu, clock, arc, sieve, s3-fifo or belady. Several with commas stand side by side."`
	Capacity string `required:"" placeholder:"NUMBER" help:"Objects that the cache holds, or bytes with --by bytes: 100k, 1GB. Several with commas."`

	Trace   string `placeholder:"FILE" predictor:"file" help:"Replay this: one key [size] a line, also in gzip or bzip2; - is standard input."`
	By      string `default:"objects" enum:"objects,bytes" help:"What the capacity counts: objects (default) or bytes."`
	Columns string `placeholder:"COLUMNS" help:"The trace has columns, between commas, tabs, semicolons or blanks: which hold what, key=2,size=3."`

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
A first line that names the columns is passed over, as are lines above it that begin with "# ".

Several columns with + belong together: the key of a block is its disk and its place (key=3+5), the size that of
key and value (size=3+4). With count=2 a line asks for that many keys one after another, as traces of blocks do.

Examples:

  netsplit calc cache --policy lru,arc,s3-fifo,belady --capacity 1k,10k --trace requests.txt.gz
  netsplit calc cache --capacity 1GB --by bytes --trace requests.csv --columns key=2,size=3
  netsplit calc cache --policy arc --capacity 64k --trace P1.lis --columns key=1,count=2
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
		return p.solveBoth(c.law(p), map[string]string{"policy": c.Policy, "capacity": c.Capacity,
			"zipf": c.Zipf, "items": c.Items, "requests": c.Requests, "seed": c.Seed}, c.sheetFlags,
			simulateFlags{Simulate: c.Simulate, Seed: c.firstSeed(), Runs: c.Runs})
	}
	sheet, err := c.replay(p)
	if err != nil {
		return wrongInput(err)
	}
	return p.show(sheet, c.sheetFlags)
}

// law is the form of requests by a law, with a bar while they are drawn.
func (c *cacheCommand) law(p *Program) calc.Form {
	bar := newBar(p, "requests", 1)
	form := caching.Telling(func(done, of int64, belady bool) {
		bar.what, bar.total = "requests", uint64(max(of, 1))
		if belady {
			bar.what = "requests for belady"
		}
		bar.show(uint64(done), "")
	})
	solve := form.Solve
	form.Solve = func(values map[string]string) (calc.Worksheet, error) {
		defer bar.clear()
		return solve(values)
	}
	return form
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
	err = r.Read(reader, func(done, of int64) bool {
		note := strconv.FormatInt(done, 10) + " requests"
		switch {
		case of > 0:
			bar.what, bar.total = "requests for belady", uint64(of)
			bar.show(uint64(done), "")
		case size == 0:
			bar.say(note)
		default:
			bar.show(seen.n, ", "+note)
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
	assumeRead(&sheet, reader)
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
