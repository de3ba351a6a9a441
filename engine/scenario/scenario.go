// Package scenario reads the document that netsplit runs: components, a
// network, objectives and steps.
//
// Parsing is strict. An unknown key, kind, parameter, unit or verb is an
// *Error that names the file, the line, the excerpt and the nearest valid
// word. The tables of kinds and steps (see Kinds and Verbs) are the only list
// of what is valid: help, completion and the JSON Schema are made from them.
//
//	sc, err := scenario.Load("quorum.yaml")
//	fmt.Println(sc.Component("store").Int("replicas")) // 3
//	step, err := scenario.ParseStep("put cart milk via store-1")
package scenario

import (
	"time"

	"netsplit/engine/network"
)

// Scenario is a parsed and validated document.
type Scenario struct {
	Name       string // scenario:
	Title      string
	Seed       uint64
	Components []Component // in the order of the file
	Network    Network
	Objectives Objectives
	Steps      []Step

	Path   string // where it came from, for messages
	Source []byte // the text it was parsed from

	networkText, objectivesText map[string]Value // as written, for Format
}

// Component is one entry of components. Every parameter of its kind has a
// value: the file's, or the kind's default.
type Component struct {
	Name, Kind string
	Line       int
	Values     map[string]Value // by parameter name
}

// Network describes the links between all nodes.
type Network struct {
	Latency        network.Distribution // one way
	BetweenZones   time.Duration        // added between different zones
	BetweenRegions time.Duration        // added on top between different regions
	Loss           float64
	Duplicate      float64
	Reorder        float64
	Bandwidth      float64 // bytes a second, 0: unlimited
}

// Objectives is what the design promises. A nil field was not given.
type Objectives struct {
	Availability *float64
	P50, P99     *time.Duration
	StaleReads   *float64
	LostWrites   *float64
	RPO, RTO     *time.Duration
}

// Component returns the component of a name. One that does not exist is a zero
// Component; Find says so.
func (sc *Scenario) Component(name string) Component {
	c, _ := sc.find(name)
	return c
}

// Find returns the component of a name, if there is one.
func (sc *Scenario) Find(name string) (Component, bool) { return sc.find(name) }

func (sc *Scenario) find(name string) (Component, bool) {
	for _, c := range sc.Components {
		if c.Name == name {
			return c, true
		}
	}
	return Component{}, false
}

func (sc *Scenario) names() []string {
	names := make([]string, len(sc.Components))
	for i, c := range sc.Components {
		names[i] = c.Name
	}
	return names
}

// MemberCount is how many members the component starts with; a kind without
// members has one node.
func (c Component) MemberCount() int {
	if k, ok := FindKind(c.Kind); ok && k.Members != "" {
		n := c.Int(k.Members)
		if c.Has("shards") {
			n *= c.Int("shards") // each has as many
		}
		return n
	}
	return 1
}
