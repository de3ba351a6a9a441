package engine

import (
	"fmt"
	"strings"

	"netsplit/engine/clock"
	"netsplit/engine/dns"
	"netsplit/engine/fault"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/workload"
)

// Operator is the name of the person at the keyboard, as a node and a client.
const Operator = "you"

// world is one run: what Cluster replays from the seed to go back in time.
type world struct {
	scenario   *scenario.Scenario
	seed       uint64
	sim        *sim.Simulation
	network    *network.Network
	directory  *request.Directory
	nameBook   *dns.Names // who answers for which name; nil without a dns
	book       fault.Book
	order      []part
	parts      map[string]part
	nodes      []nodeInfo
	byName     map[string]sim.NodeID
	you        sim.NodeID
	operator   *workload.Operator
	processes  int
	operations *operations
	trace      *trace
	flights    flights
	ballots    ballots
	verdict    Verdict // of the latest check
	story      *story
	reminders  map[uint64]reminder
	reminded   uint64
	leaving    []departure
	disturbed  clock.Time        // when the latest step was taken
	conditions map[condition]int // faults of nodes beyond their state, by kind
	script     script
	stores     map[doorway]string   // the store behind each component, as far as it was asked for
	beside     map[doorway][]string // the stores that are changed as well
}

type nodeInfo struct {
	name, component, kind string
}

// departure is a node that stops once it is not needed any more: its keys
// have moved, or the others have removed it from the members.
type departure struct {
	part departing
	id   sim.NodeID
}

// departing is a part whose nodes leave in an orderly way.
type departing interface{ left(id sim.NodeID) bool }

// newWorld builds every component and starts every node. sink, if not nil, is
// given every record from the first on.
func newWorld(sc *scenario.Scenario, seed uint64, sink func(*world, sim.Record)) (*world, error) {
	w := &world{scenario: sc, seed: seed, directory: request.NewDirectory(), parts: map[string]part{}, byName: map[string]sim.NodeID{},
		reminders: map[uint64]reminder{}, conditions: map[condition]int{}, stores: map[doorway]string{}, beside: map[doorway][]string{}}
	n := sc.Network
	w.network = network.New(seed, network.Profile{Latency: n.Latency, BetweenZones: n.BetweenZones, BetweenRegions: n.BetweenRegions, Loss: n.Loss,
		Duplicate: n.Duplicate, Reorder: n.Reorder, Bandwidth: n.Bandwidth})
	w.trace, w.story, w.operations = newTrace(w), newStory(w), newOperations(w)
	w.trace.sink = sink
	w.sim = sim.New(seed, w.network, w.trace)
	for _, c := range sc.Components {
		p, err := newPart(c)
		if err != nil {
			return nil, err
		}
		w.order = append(w.order, p)
		w.parts[c.Name] = p
	}
	w.operator = workload.NewOperator(w.directory, w.operations, &w.processes, w.wake)
	w.you = w.addNode(Operator, scenario.Component{}, "", func() sim.Node { return w.operator })
	for _, p := range w.order {
		p.build(w)
	}
	for id := range w.nodes {
		w.sim.Start(sim.NodeID(id))
	}
	for _, p := range w.order {
		if p, ok := p.(wakeful); ok {
			p.woken(w, reminder{})
		}
	}
	w.story.begin()
	w.script = newScript(sc.Steps)
	return w, w.checkMetrics()
}

func (w *world) addNode(name string, c scenario.Component, zone string, make func() sim.Node) sim.NodeID {
	id := w.sim.Add(name, w.hosted(c, make))
	w.network.Place(id, zone)
	w.directory.Place(id, zone)
	w.nodes = append(w.nodes, nodeInfo{name, c.Name, c.Kind})
	w.byName[name] = id
	return id
}

func (w *world) kind(component string) string {
	if p, ok := w.parts[component]; ok {
		return p.base().spec.Kind
	}
	return ""
}

// isStore reports whether a part keeps keys.
func isStore(p part) bool {
	kind, _ := scenario.FindKind(p.base().spec.Kind)
	return kind.Stores
}

// measure looks a metric up by its full name.
func (w *world) measure(full string) (measure, error) {
	var all []string
	for _, p := range w.order {
		for _, m := range p.measures(w) {
			name := p.base().name() + "." + m.name
			if name == full {
				return m, nil
			}
			all = append(all, name)
		}
		if f, ok := p.(familial); ok {
			if rest, ok := strings.CutPrefix(full, p.base().name()+"."); ok {
				if m, ok := f.family(w, rest); ok {
					return m, nil
				}
			}
		}
	}
	return measure{}, unknownName("metric", full, all)
}

// checkMetrics finds conditions of the script that name no metric before
// anything runs.
func (w *world) checkMetrics() error {
	for _, s := range w.scenario.Steps {
		var c scenario.Condition
		switch command := s.Command.(type) {
		case scenario.ExpectMetric:
			c = command.Condition
		case scenario.WaitUntil:
			c = command.Condition
		default:
			continue
		}
		if _, err := w.measure(c.Metric); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", w.scenario.Path, s.Line, s.Text, err)
		}
	}
	return nil
}

// unknownName is the error for a name that does not exist.
func unknownName(what, name string, valid []string) error {
	const most = 12
	switch near, ok := scenario.Nearest(name, valid); {
	case ok:
		return fmt.Errorf("there is no %s %q (did you mean %q?)", what, name, near)
	case len(valid) == 0:
		return fmt.Errorf("there is no %s %q: this scenario has no %s", what, name, what)
	case len(valid) > most:
		return fmt.Errorf("there is no %s %q; there are %s and %d more", what, name, strings.Join(valid[:most], ", "), len(valid)-most)
	}
	return fmt.Errorf("there is no %s %q; there are: %s", what, name, strings.Join(valid, ", "))
}
