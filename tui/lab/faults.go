package lab

import (
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// do carries out a command as a step, and says what came of it.
func (p *Page) do(c scenario.Command) tea.Cmd {
	return p.step(scenario.Step{Text: c.String(), Command: c})
}

func (p *Page) step(s scenario.Step) tea.Cmd {
	op, cmd, err := p.player.Do(s)
	if err != nil {
		p.complain(err)
		return nil
	}
	if _, busy := p.player.Busy(); busy { // it waits, and the hint says so
		p.said = said{}
		return cmd
	}
	switch s.Command.(type) {
	case scenario.WaitUntil: // only begun; the head says how it ends
		p.said = said{}
	case scenario.Check, scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric:
		p.say("it holds: " + s.Command.String())
	default:
		p.say("done: " + s.Command.String())
	}
	if op != 0 {
		p.op = op
		p.said = said{}
		if key := keyOf(s.Command); key != "" {
			p.key, p.chosen = key, true
			return tea.Batch(cmd, p.startWalk())
		}
	}
	return cmd
}

func keyOf(c scenario.Command) string {
	switch c := c.(type) {
	case scenario.Put:
		return c.Key
	case scenario.Get:
		return c.Key
	case scenario.CompareAndSet:
		return c.Key
	case scenario.Delete:
		return c.Key
	}
	return ""
}

// sentence is an error for one line of the screen: without the excerpt, which
// the learner has just typed.
func sentence(err error) string {
	var e *scenario.Error
	if errors.As(err, &e) {
		return e.Sentence()
	}
	return err.Error()
}

var (
	errNoNode   = errors.New("choose a node first: {arrows} in the ring or the system pane")
	errNoKey    = errors.New("there is no key to read yet: {put} writes one")
	errNoClient = errors.New("this design has no client traffic to multiply")
	errNoZone   = errors.New("the node is in no zone")
	errAlone    = errors.New("the node has nobody to be cut off from")
)

// command builds the step behind a key, from what is chosen.
func (p *Page) command(a fault) (scenario.Command, error) {
	s := p.player.Snapshot()
	switch a {
	case faultHeal:
		return scenario.Heal{}, nil
	case faultSpike, faultHotKey:
		client := sender(s)
		if client == "" {
			return nil, errNoClient
		}
		if a == faultHotKey {
			if p.key == "" {
				return nil, errNoKey
			}
			return scenario.HotKey{Client: client, Key: p.key, Ratio: .5}, nil
		}
		return scenario.Spike{Client: client, Factor: 5, For: 10 * time.Second}, nil
	case faultPut, faultGet:
		return p.access(s, a)
	}
	i := slices.IndexFunc(s.Nodes, func(n engine.Node) bool { return n.Name == p.node })
	if i < 0 {
		return nil, errNoNode
	}
	return nodeCommand(s, s.Nodes[i], a)
}

func nodeCommand(s *engine.Snapshot, n engine.Node, a fault) (scenario.Command, error) {
	switch a {
	case faultCrash:
		if n.State != engine.Up {
			return scenario.Restart{Target: n.Name}, nil
		}
		return scenario.Crash{Target: n.Name}, nil
	case faultPause:
		if n.State == engine.Paused {
			return scenario.Restart{Target: n.Name}, nil
		}
		return scenario.Pause{Target: n.Name}, nil
	case faultSlow:
		if n.Slow > 0 {
			return scenario.Slow{Target: n.Name}, nil
		}
		return scenario.Slow{Target: n.Name, By: 200 * time.Millisecond}, nil
	case faultWipe:
		return scenario.Wipe{Target: n.Name}, nil
	case faultPartition:
		rest := peers(s, n)
		if len(rest) == 0 {
			return nil, errAlone
		}
		return scenario.Partition{Groups: [][]string{{n.Name}, rest}}, nil
	case faultCut:
		rest := peers(s, n)
		if len(rest) == 0 {
			return nil, errAlone
		}
		return scenario.Cut{From: n.Name, To: following(s, n, rest)}, nil
	case faultSkew:
		if n.Skew != 0 {
			return scenario.Skew{Target: n.Name}, nil
		}
		return scenario.Skew{Target: n.Name, By: 2 * time.Second}, nil
	case faultLoss, faultDuplicate, faultReorder, faultBandwidth:
		return linkCommand(s, n, a)
	case faultZone:
		if n.Zone == "" {
			return nil, errNoZone
		}
		for _, x := range s.Nodes {
			if x.Zone == n.Zone && x.State == engine.Up {
				return scenario.FailZone{Zone: n.Zone}, nil
			}
		}
		return scenario.RestoreZone{Zone: n.Zone}, nil
	}
	return memberCommand(s, n, a)
}

// linkCommand disturbs the link between a node and the next of its peers.
func linkCommand(s *engine.Snapshot, n engine.Node, a fault) (scenario.Command, error) {
	rest := peers(s, n)
	if len(rest) == 0 {
		return nil, errAlone
	}
	to := following(s, n, rest)
	switch a {
	case faultLoss:
		return scenario.Loss{A: n.Name, B: to, Ratio: .5}, nil
	case faultDuplicate:
		return scenario.Duplicate{A: n.Name, B: to, Ratio: .5}, nil
	case faultReorder:
		return scenario.Reorder{A: n.Name, B: to, Ratio: .5}, nil
	}
	return scenario.Bandwidth{A: n.Name, B: to, BytesPerSecond: 10_000}, nil
}

// memberCommand is a step that only some kinds of component know.
func memberCommand(s *engine.Snapshot, n engine.Node, a fault) (scenario.Command, error) {
	kind, members := kindOf(s, n.Component)
	can := func(kinds ...string) bool { return slices.Contains(kinds, kind) }
	switch {
	case a == faultSwizzle && len(members) > 1:
		return scenario.Swizzle{Target: n.Component}, nil
	case a == faultFlush && can("cache"):
		return scenario.Flush{Cache: n.Component}, nil
	case a == faultAdd && can("kv", "raft", "service", "worker"):
		return scenario.Add{Component: n.Component, Count: 1}, nil
	case a == faultRemove && can("kv", "raft", "service", "worker") && len(members) > 1:
		return scenario.Remove{Member: n.Name}, nil
	case a == faultPromote && can("raft", "sql"):
		return scenario.Promote{Member: n.Name}, nil
	}
	return nil, fmt.Errorf("no step for %v", a)
}

// access builds the put or get of the chosen key. Via a node of a store only:
// with another node chosen the design's own way is taken.
func (p *Page) access(s *engine.Snapshot, a fault) (scenario.Command, error) {
	key := p.key
	if a == faultPut && !p.chosen {
		key = "cart" // a key of the learner's own, which no traffic writes
	}
	if key == "" {
		return nil, errNoKey
	}
	via := ""
	for _, r := range s.Rings {
		if slices.Contains(r.Nodes, p.node) {
			via = p.node
		}
	}
	if a == faultGet {
		return scenario.Get{Key: key, Via: via}, nil
	}
	return scenario.Put{Key: key, Value: fmt.Sprintf("v%d", p.values+1), Via: via}, nil
}

// peers are the members of a node's own component, if it talks to them;
// otherwise all it has links with.
func peers(s *engine.Snapshot, n engine.Node) []string {
	var same, all []string
	for _, l := range s.Links {
		if l.From != n.Name || slices.Contains(all, l.To) {
			continue
		}
		all = append(all, l.To)
		if i := slices.IndexFunc(s.Nodes, func(x engine.Node) bool { return x.Name == l.To }); i >= 0 && s.Nodes[i].Component == n.Component {
			same = append(same, l.To)
		}
	}
	if len(same) > 0 {
		return same
	}
	return all
}

// following is the first of the peers after a node, in the order of the design,
// to which the way is still open.
func following(s *engine.Snapshot, n engine.Node, peers []string) string {
	at := slices.IndexFunc(s.Nodes, func(x engine.Node) bool { return x.Name == n.Name })
	for i := range s.Nodes {
		x := s.Nodes[(at+1+i)%len(s.Nodes)].Name
		cut := slices.ContainsFunc(s.Links, func(l engine.Link) bool { return l.From == n.Name && l.To == x && l.Cut })
		if slices.Contains(peers, x) && !cut {
			return x
		}
	}
	return peers[0]
}

// inflict builds the step behind a key and carries it out.
func (p *Page) inflict(a fault) tea.Cmd {
	if a == faultMessage {
		p.openMessageMenu()
		return nil
	}
	c, err := p.command(a)
	if err != nil {
		p.complain(err)
		return nil
	}
	if a == faultPut {
		p.values++
	}
	return p.do(c)
}

// sender is the first client that sends traffic, and does not only listen.
func sender(s *engine.Snapshot) string {
	for _, c := range s.Clients {
		if !slices.ContainsFunc(s.Listenings, func(l engine.Listening) bool { return l.Component == c.Component }) {
			return c.Component
		}
	}
	return ""
}
