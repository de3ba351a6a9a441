package latency

import (
	"math/big"

	"netsplit/calc/unit"
)

// Operation is something a program waits for, with how long it takes by year.
type Operation struct {
	Name  string // for a budget: "memory"
	What  string // "a reference to main memory"
	nanos map[string]float64
}

// Years returns the years there are numbers for, oldest first.
func Years() []string { return []string{"2012", "2020", "2026"} }

// sourceOf says whose numbers a year's are.
func sourceOf(year string) string {
	switch year {
	case "2012":
		return "Jeff Dean's and Peter Norvig's, as passed on since"
	case "2020":
		return "Colin Scott's, a line drawn on from measured ones: network and drives came out faster than any"
	}
	return "round figures for one core, a local NVMe drive, a network of 25 Gbit/s and one zone: measure your own"
}

// Operations returns the table, the fastest of 2012 first.
func Operations() []Operation {
	row := func(name, what string, of2012, of2020, of2026 float64) Operation {
		return Operation{name, what, map[string]float64{"2012": of2012, "2020": of2020, "2026": of2026}}
	}
	return []Operation{
		row("l1", "L1 cache reference", 0.5, 1, 1),
		row("branch", "branch mispredicted", 5, 3, 4),
		row("l2", "L2 cache reference", 7, 4, 4),
		row("mutex", "mutex locked and unlocked", 25, 17, 20),
		row("memory", "main memory reference", 100, 100, 100),
		row("compress", "1 KB compressed, fast", 3e3, 2e3, 2e3),
		row("send", "2 KB put on the network", 20e3, 44, 700),
		row("ssd", "random read from an SSD", 150e3, 16e3, 100e3),
		row("memory-mb", "1 MB read from memory", 250e3, 3e3, 50e3),
		row("datacentre", "round trip in a data centre", 500e3, 500e3, 250e3),
		row("ssd-mb", "1 MB read from an SSD", 1e6, 49e3, 200e3),
		row("disk", "disk seek", 10e6, 2e6, 10e6),
		row("disk-mb", "1 MB read from a disk", 20e6, 825e3, 4e6),
		row("world", "round trip California to the Netherlands", 150e6, 150e6, 150e6),
	}
}

// In is how long the operation takes in a year.
func (o Operation) In(year string) unit.Duration {
	return unit.Seconds(new(big.Rat).Mul(unit.FromFloat(o.nanos[year]), big.NewRat(1, 1_000_000_000)))
}
