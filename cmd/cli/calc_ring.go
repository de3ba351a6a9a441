package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"netsplit/tui/placing"
)

type ringCommand struct {
	Scheme       string `predictor:"scheme" placeholder:"NAMES" help:"ring (default), modulo, rendezvous, jump, maglev, bounded or ketama. Several with commas stand side by side."`
	Nodes        string `placeholder:"NUMBER" help:"How many nodes, or their names with commas: 5 (default)."`
	VirtualNodes string `placeholder:"NUMBER" help:"Points of a node on the ring: 100 (default)."`
	Keys         string `placeholder:"NUMBER" help:"How many keys: 100k (default)."`
	Add          string `placeholder:"NUMBER" help:"Nodes that join: 1 (default, or 0 with --remove)."`
	Remove       string `placeholder:"NUMBER" help:"Nodes that leave, from the end of the list."`
	Weights      string `placeholder:"WEIGHTS" help:"Nodes by name with weights, instead of --nodes: a=600,b=300."`
	KeyFile      string `placeholder:"FILE" predictor:"file" help:"Keys from a file, one a line; - is standard input."`
	Place        bool   `help:"Print each key and its node, with a tab between."`

	sheetFlags
	simulateFlags
}

// Help shows examples.
func (*ringCommand) Help() string {
	return `Examples:

  netsplit calc ring --nodes 5 --virtual-nodes 100 --keys 100k --add 1
  netsplit calc ring --nodes 5 --scheme ring,modulo,rendezvous,jump,maglev,bounded,ketama --remove 1
  netsplit calc ring --scheme ketama --weights a:11211=600,b:11211=300 --key-file keys.txt --place
  netsplit calc ring --nodes 5 --virtual-nodes 100 --simulate`
}

// Run places the keys.
func (c *ringCommand) Run(p *Program) error {
	values := map[string]string{"scheme": c.Scheme, "nodes": c.Nodes, "virtual-nodes": c.VirtualNodes, "keys": c.Keys,
		"add": c.Add, "remove": c.Remove, "weights": c.Weights}
	if c.Remove != "" && c.Add == "" {
		values["add"] = "0"
	}
	if c.Weights != "" && c.Nodes != "" {
		return usagef("give --nodes or --weights, not both: --weights names the nodes too")
	}
	filled, err := placing.Calculator().Forms[0].Filled(values)
	if err != nil {
		return wrongInput(err)
	}
	q, err := placing.Read(filled)
	if err != nil {
		return wrongInput(err)
	}
	var keys []string
	if c.KeyFile != "" {
		if c.Keys != "" {
			return usagef("give --keys or --key-file, not both")
		}
		if keys, err = c.readKeys(p); err != nil {
			return err
		}
	}
	switch {
	case c.Simulate && (c.Place || c.KeyFile != ""):
		return usagef("--simulate makes names of its own: leave --place and --key-file out")
	case c.Place:
		return c.place(p, q, keys)
	case c.Simulate:
		return p.solveBoth(placing.Calculator().Forms[0], values, c.sheetFlags, c.simulateFlags)
	}
	stop := newBar(p, "keys", 1).ticking(func() string { return "placing keys" })
	sheet, err := q.Sheet(keys, filled)
	stop()
	if err != nil {
		return wrongInput(err)
	}
	if c.KeyFile != "" {
		sheet.Shell += " --key-file " + clean(c.KeyFile)
	}
	return p.show(sheet, c.sheetFlags)
}

// place prints where each key lies.
func (c *ringCommand) place(p *Program, q placing.Question, keys []string) error {
	if len(q.Schemes) != 1 {
		return usagef("--place prints the nodes of one scheme: give one with --scheme")
	}
	if c.JSON {
		return usagef("--place prints lines of key and node: leave --json out")
	}
	if keys == nil {
		keys = q.Names()
	}
	stop := newBar(p, "keys", 1).ticking(func() string { return "placing keys" })
	owners, err := q.Place(q.Schemes[0], q.Nodes, keys)
	stop()
	if err != nil {
		return wrongInput(err)
	}
	for i, key := range keys {
		if _, err := fmt.Fprintf(p.Stdout, "%s\t%s\n", key, q.Nodes[owners[i]].Name); err != nil {
			return err
		}
	}
	return nil
}

// Bounds of a file of keys.
const (
	mostKeysRead = 10_000_000
	longestKey   = 64 << 10
)

func (c *ringCommand) readKeys(p *Program) ([]string, error) {
	name, in := "standard input", p.Stdin
	if c.KeyFile != "-" {
		file, err := os.Open(c.KeyFile)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		name, in = c.KeyFile, io.Reader(file)
	} else if p.StdinTerminal {
		return nil, usagef("--key-file - reads standard input, and that is this terminal: give a file, or pipe one in")
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 4096), longestKey)
	var keys []string
	number := 0
	for lines.Scan() {
		number++
		key := strings.TrimSuffix(lines.Text(), "\r")
		if number == 1 {
			key = strings.TrimPrefix(key, "\ufeff") // some editors on Windows begin with it
		}
		switch {
		case key == "":
			continue
		case strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return nil, fmt.Errorf("%s:%d: the key holds a control character: write one key a line", name, number)
		case len(keys) == mostKeysRead:
			return nil, fmt.Errorf("%s has more than %d keys", name, mostKeysRead)
		}
		keys = append(keys, key)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s:%d: the key is longer than %d KiB", name, number+1, longestKey>>10)
	case err != nil:
		return nil, err
	case len(keys) == 0:
		return nil, errors.New(name + " holds no keys: write one a line")
	}
	return keys, nil
}
