package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/primary"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type sqlPart struct {
	member
	layout *primary.Layout
	turn   int
	now    func() clock.Time
	routes
	capture capture
}

func (p *sqlPart) build(w *world) {
	if p.spec.Int("shards") > 1 || p.spec.Text("shard-by") != "hash" {
		p.buildShards(w)
		return
	}
	shares := 1
	if p.buddies() {
		shares = p.spec.Int("nodes")
	}
	p.layout, p.now = primary.NewLayout(primary.Config{}, shares), w.sim.Now
	p.configure(p.spec)
	for range p.spec.Int("nodes") {
		p.newNode(w)
	}
	p.layout.Found(p.ids)
	p.addMonitor(w)
}

func (p *sqlPart) addMonitor(w *world) {
	zone := w.network.Zone(p.ids[len(p.ids)-1])
	if own := p.spec.List("monitor"); len(own) > 0 {
		zone = own[0]
	}
	p.layout.Monitor = w.addNode(p.spec.Name+"-monitor", p.spec, zone, func() sim.Node { return primary.NewMonitor(p.layout) })
	w.directory.SetRouter(p.spec.Name, p)
	p.addCapture(w)
}

func (p *sqlPart) newNode(w *world) sim.NodeID {
	return p.spawn(w, func() sim.Node { return primary.New(p.layout) })
}

func (p *sqlPart) configure(c scenario.Component) {
	p.layout.Config = sqlConfig(c)
	p.layout.Book.Questions.Capacity(p.now(), c.Int("directories")*c.Int("concurrency"))
}

func sqlConfig(c scenario.Component) primary.Config {
	return primary.Config{
		Replication: primary.Replication(c.Text("replication")), Acks: c.Int("acks"), DropAfter: c.Duration("drop-after"), FanOut: c.Int("fan-out"),
		Reads: primary.Reads(c.Text("reads")), Forward: c.Bool("forward"), Apply: c.Distribution("apply"),
		Heartbeat: c.Duration("heartbeat"), Detect: c.Duration("detect"), Failover: primary.Failover(c.Text("failover")),
		Cold: c.Text("standby") == "cold", Boot: c.Duration("boot"), Takeover: c.Duration("takeover"), Fencing: c.Bool("fencing"),
		Timeout: c.Duration("timeout"), Keep: c.Int("keep"), Backup: c.Duration("backup"), Ship: c.Duration("ship"),
		Exchange: c.Duration("exchange"), Merge: c.Text("conflicts") == "merge", Size: c.Bytes("size"),
		Work: c.Distribution("work"), RowWork: c.Duration("row-work"), LookUpWork: c.Distribution("look-up-work"), Concurrency: c.Int("concurrency"), Queue: c.Int("queue"), Rate: c.Bytes("copy-rate"),
		Connections: primary.Connections{Most: c.Int("connections"), Line: c.Int("connection-queue"), Idle: c.Duration("connection-idle"),
			Connect: c.Distribution("connect"), Memory: c.Bytes("connection-memory")},
	}
}

func (p *sqlPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "shards":
		return p.reshard(w, c)
	case "connections":
		if p.layout.Connections.Most == 0 && c.Int(parameter) > 0 {
			return fmt.Errorf("%s counts no connections in this run: write connections in the document", p.spec.Name)
		}
	case "look-up-ttl":
		p.keep = c.Duration(parameter)
		return nil
	case "nodes":
		if p.layout.Shards != nil || p.buddies() { // add and remove do not change them either
			return fmt.Errorf("%w", errFixed(parameter))
		}
		return errFixed(parameter)
	case "zones", "monitor", "mode", "shard-by", "shard-key", "placement", "split-at", "directories", "routing", "routers", "changes", "copy-of":
		return errFixed(parameter)
	}
	p.configure(c)
	for _, id := range p.ids {
		if n := p.node(w, id); n != nil {
			n.Changed(w.sim.Env(id))
		}
	}
	return nil
}

// Route implements request.Router.
func (p *sqlPart) Route(key string) []sim.NodeID { return p.RouteVerb(request.Put, key) }

// RouteVerb implements request.Splitter: writes go to the leader's address, and
// reads where they may be answered, one member after the other.
func (p *sqlPart) RouteVerb(v request.Verb, key string) []sim.NodeID {
	if p.anyNode {
		return p.anyone()
	}
	return p.in(p.layout.GroupOf(key), v)
}

// in lists whom to ask in a group.
func (p *sqlPart) in(g *primary.Group, v request.Verb) []sim.NodeID {
	if v.Writes() || p.layout.Reads == primary.ReadLeader {
		return []sim.NodeID{g.Address()}
	}
	members := g.Members()
	p.turn++
	first := p.turn % len(members)
	return slices.Concat(members[first:], members[:first])
}

// Sole implements request.Address.
func (p *sqlPart) Sole() bool { return !p.anyNode }

// buddies reports whether each node leads its own share of the keys.
func (p *sqlPart) buddies() bool { return p.spec.Text("mode") == "buddy" }

// add starts nodes that copy what there is.
func (p *sqlPart) add(w *world, count int) error {
	if p.layout.Shards != nil {
		return fmt.Errorf("the nodes of %s belong to shards: set %s.shards %d adds a shard", p.spec.Name, p.spec.Name, len(p.layout.Shards.Placement().Owners())+1)
	}
	if p.buddies() {
		return fmt.Errorf("the shares of %s are those of its first nodes: no more can be added", p.spec.Name)
	}
	for range count {
		id := p.newNode(w)
		p.layout.Join(id)
		w.sim.Start(id)
	}
	return nil
}

// remove takes a node that does not lead out.
func (p *sqlPart) remove(w *world, id sim.NodeID) error {
	if id == p.layout.Monitor {
		return fmt.Errorf("%s is no member: it can't be removed", w.sim.Name(id))
	}
	if p.buddies() {
		return fmt.Errorf("%s has its own share of the keys: it can't be removed", w.sim.Name(id))
	}
	for i, g := range p.layout.Groups() {
		leader := g.Address()
		if m := p.monitor(w); m != nil {
			leader, _ = m.Leader(i)
		}
		if id == leader || id == g.Address() {
			return fmt.Errorf("%s leads: promote another member first", w.sim.Name(id))
		}
	}
	p.layout.Leave(id)
	p.drop(w, id)
	return nil
}

// promote orders the monitor to make a member the leader.
func (p *sqlPart) promote(w *world, id sim.NodeID) error {
	m := p.monitor(w)
	switch {
	case m == nil:
		return fmt.Errorf("%s is down, and decides who leads: restart it first", w.sim.Name(p.layout.Monitor))
	case !slices.Contains(p.ids, id):
		return fmt.Errorf("%s keeps no data: it can't be promoted", w.sim.Name(id))
	}
	return p.promoteIn(w, m, id)
}

// restoreTo implements restorable: all shares go back to the same moment.
func (p *sqlPart) restoreTo(w *world, moment clock.Time) error {
	m := p.monitor(w)
	if m == nil {
		return fmt.Errorf("%s is down, and decides who leads: restart it first", w.sim.Name(p.layout.Monitor))
	}
	for _, g := range p.layout.Groups() {
		if err := g.Restorable(moment); err != nil && !g.Retired() {
			return fmt.Errorf("%s: %w", p.spec.Name, err)
		}
	}
	for i, g := range p.layout.Groups() {
		if g.Retired() {
			continue
		}
		if err := m.Restore(w.sim.Env(p.layout.Monitor), i, moment); err != nil {
			return fmt.Errorf("%s: %w", p.spec.Name, err)
		}
	}
	return nil
}

// promoteIn makes a member the leader of its own share; if it leads that
// already, of the share that it keeps a copy of.
func (p *sqlPart) promoteIn(w *world, m *primary.Monitor, id sim.NodeID) error {
	var refused error
	for _, own := range []bool{true, false} {
		for i, g := range p.layout.Groups() {
			if !slices.Contains(g.Members(), id) || own != (g.Members()[0] == id) {
				continue
			}
			if refused = m.Promote(w.sim.Env(p.layout.Monitor), i, id); refused == nil {
				return nil
			}
		}
	}
	return refused
}

// halted notes when the leader that clients ask fails: that is when an outage
// begins.
func (p *sqlPart) halted(id sim.NodeID) {
	p.layout.Book.Questions.Halted(p.now(), id)
	for _, g := range p.layout.Groups() {
		if g.Address() == id {
			g.Fail(p.now())
		}
	}
}

func (p *sqlPart) node(w *world, id sim.NodeID) *primary.Node {
	n, _ := w.sim.Node(id).(*primary.Node)
	return n
}

// monitor is the monitor, nil if it does not run.
func (p *sqlPart) monitor(w *world) *primary.Monitor {
	if state, _, _ := w.sim.State(p.layout.Monitor); state != sim.Up {
		return nil
	}
	m, _ := w.sim.Node(p.layout.Monitor).(*primary.Monitor)
	return m
}

// state is a member as it is on its disk, and in memory if it runs.
func (p *sqlPart) state(w *world, g *primary.Group, id sim.NodeID) primary.State {
	s := primary.StateOf(p.node(w, id), w.sim.Env(id), g, p.disk(w, g, id))
	switch state, _, _ := w.sim.State(id); state {
	case sim.Up:
	case sim.Paused:
		s.Role, s.Acts, s.Fenced = primary.Frozen, false, false
	default:
		s.Role, s.Acts, s.Fenced = primary.Down, false, false
	}
	return s
}

func (p *sqlPart) disk(w *world, g *primary.Group, id sim.NodeID) *primary.Disk {
	return primary.DiskOf(w.sim.Disk(id), g.Number)
}

// leader is the running member that leads in the latest epoch.
func (p *sqlPart) leader(w *world, g *primary.Group) (sim.NodeID, primary.State) {
	found, best := sim.Nobody, primary.State{}
	for _, id := range g.Members() {
		if s := p.state(w, g, id); s.Role == primary.Leader && (found == sim.Nobody || s.Epoch > best.Epoch) {
			found, best = id, s
		}
	}
	return found, best
}

// surviving is the disk whose history lasts: that of the latest leader, or the
// one with most of the log while nobody leads. Nil: no disk holds anything.
func (p *sqlPart) surviving(w *world, g *primary.Group) *primary.Disk {
	if id, _ := p.leader(w, g); id != sim.Nobody {
		return p.disk(w, g, id)
	}
	var best *primary.Disk
	for _, id := range g.Members() {
		d := p.disk(w, g, id)
		if d == nil || d.Blank() {
			continue
		}
		if best == nil || d.Last().Epoch > best.Last().Epoch || d.Last().Epoch == best.Last().Epoch && d.Last().Index > best.Last().Index {
			best = d
		}
	}
	return best
}

// quiet reports whether all that can be copied is: every member that reaches
// the leader has its log, and no change of leader is on its way.
func (p *sqlPart) quiet(w *world) bool {
	if m := p.monitor(w); m != nil && m.Busy() {
		return false
	}
	if p.layout.Shards != nil && (p.layout.Shards.Moving() && p.mayMove(w) || !p.listed(w)) {
		return false
	}
	if !p.captured(w) {
		return false
	}
	for _, g := range p.layout.Groups() {
		id, leader := p.leader(w, g)
		if id == sim.Nobody || !leader.Acts {
			if p.mayLead(w, g) {
				return false
			}
			continue
		}
		if leader.Applied != leader.Last.Index {
			return false
		}
		if g.Address() != id {
			return false
		}
		for _, o := range g.Members() {
			if !w.connected(id, o) || !w.connected(p.layout.Monitor, o) {
				continue
			}
			s := p.state(w, g, o)
			if s.Role == primary.Leader && o != id && !p.layout.Fencing {
				continue // split brain: nothing ends it by itself
			}
			if s.Last != leader.Last || s.Applied != leader.Applied && s.Role != primary.Standby {
				return false
			}
		}
	}
	return true
}

// mayLead reports whether somebody could come to lead without being told to.
func (p *sqlPart) mayLead(w *world, g *primary.Group) bool {
	if p.layout.Failover != primary.Auto {
		return false
	}
	for _, id := range g.Members() {
		d := p.disk(w, g, id)
		if d == nil || d.Blank() {
			continue
		}
		if w.connected(p.layout.Monitor, id) {
			return true
		}
	}
	return false
}

func (p *sqlPart) detail(w *world, id sim.NodeID) string {
	if n := p.node(w, id); n != nil {
		return n.Detail()
	}
	if m, ok := w.sim.Node(id).(interface{ Detail() string }); ok {
		return m.Detail() // the monitor, a directory, a router
	}
	for _, g := range p.layout.Groups() {
		if d := p.disk(w, g, id); d != nil {
			return noun.Count(int(d.Last().Index), "entry") + " on its disk"
		}
	}
	return "its disk is empty"
}

func (p *sqlPart) sends() []string {
	if p.capture.to == "" {
		return nil
	}
	return []string{p.capture.to}
}

// connected reports whether two nodes run and nothing is cut between them.
func (w *world) connected(a, b sim.NodeID) bool {
	for _, id := range []sim.NodeID{a, b} {
		if state, _, _ := w.sim.State(id); state != sim.Up {
			return false
		}
	}
	there, _, _ := w.network.Condition(a, b)
	back, _, _ := w.network.Condition(b, a)
	return a == b || !there && !back
}
