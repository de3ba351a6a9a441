package engine

import (
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/metric"
	"netsplit/engine/scaling"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// fleet keeps the number of a service's instances where it should be: it looks
// at them, orders new ones, replaces those that crashed and lets some go.
type fleet struct {
	mode    string // none, vms or pods
	config  scaling.Config
	group   *scaling.Group
	nodes   scaling.Nodes // of pods
	every   time.Duration
	boot    time.Duration // of an instance, with its image
	prepare time.Duration // of a machine for pods
	account int           // instances of all scaled components; 0: no limit

	booting  int // ordered, and not there yet
	pending  int // pods without a machine
	peak     int
	replaced int
	looked   time.Duration // since the latest decision
	idle     time.Duration // for how long a machine for pods was spare
	reason   string        // of the latest change
	past     []scalePoint  // by second, the latest
}

// scalePoint is what a fleet was in one second.
type scalePoint struct {
	second, running, booting int
	utilisation              float64
	machines, coming         int // of pods
}

// What a fleet is reminded of.
const (
	fleetLooks = iota
	fleetBooted
	fleetNodeUp
)

// tick is how often a fleet notes what it is.
const tick = time.Second

func (f *fleet) configure(c scenario.Component) {
	f.mode = c.Text("scale")
	f.config = scaling.Config{Target: c.Ratio("target"), Least: c.Int("instances"), Most: c.Int("max-instances"), CoolDown: c.Duration("cool-down"), Pods: f.mode == "pods"}
	if least := c.Int("min-instances"); least > 0 {
		f.config.Least = least
	}
	for _, p := range c.Schedule("schedule") {
		f.config.Schedule = append(f.config.Schedule, scaling.Planned{At: p.At, Count: p.Count})
	}
	f.every = c.Duration("look-every")
	f.boot = c.Duration("boot-delay")
	if bandwidth := c.Bytes("pull"); bandwidth > 0 {
		f.boot += time.Duration(c.Bytes("image")/bandwidth*1e6) * time.Microsecond
	}
	f.prepare = c.Duration("node-delay")
	f.nodes.Room, f.nodes.Least, f.nodes.Most = c.Int("per-node"), c.Int("nodes"), max(c.Int("nodes"), c.Int("max-nodes"))
	f.account = c.Int("account-limit")
	if f.group == nil {
		f.group = scaling.NewGroup(&f.config)
		f.nodes.Up = f.nodes.Least
	}
}

// woken is called by the fleet's reminders.
func (p *servicePart) woken(w *world, r reminder) {
	f := &p.fleet
	if f.mode == "none" {
		return
	}
	switch r.what {
	case fleetLooks:
		w.remind(tick, reminder{kind: remindPart, part: p.spec.Name, what: fleetLooks})
		f.note(w, p)
		if f.looked += tick; w.sim.Now() == 0 || f.looked >= f.every {
			f.looked = 0
			p.look(w)
		}
	case fleetBooted:
		f.booting--
		_ = p.add(w, 1)
		f.peak = max(f.peak, len(p.ids))
	case fleetNodeUp:
		f.nodes.Coming--
		f.nodes.Up++
		w.story.say(Info, "a new machine joins %s: it has room for %s", p.spec.Name, noun.Count(f.nodes.Room, "pod"))
		p.place(w)
		p.charge(w, p.spec)
	}
}

// look decides how many instances there should be, and begins to make it so.
func (p *servicePart) look(w *world) {
	f := &p.fleet
	p.replace(w)
	use := p.recent(w, min(f.every, time.Minute))
	have := len(p.ids) + f.booting + f.pending
	want := f.group.Want(w.sim.Now(), len(p.ids), have, use)
	switch {
	case want > have:
		f.reason = "the schedule asks for them"
		if f.group.Floor(w.sim.Now()) < want {
			f.reason = "the instances are " + metric.Format(use, metric.UnitRatio) + " busy"
		}
		p.order(w, want-have)
	case want < have:
		p.shrink(w, have-want, use)
	}
	p.spare(w)
}

// order begins to start instances.
func (p *servicePart) order(w *world, count int) {
	f := &p.fleet
	if room := w.accountRoom(f.account); f.account > 0 && room < count {
		w.story.say(Warning, "%s wants %d more, and the account allows %d: its limit is %d", p.spec.Name, count, max(room, 0), f.account)
		if count = max(room, 0); count == 0 {
			return
		}
	}
	w.story.say(Info, "%s orders %d more: %s", p.spec.Name, count, f.reason)
	f.pending += count
	p.place(w)
	p.charge(w, p.spec)
}

// place boots what has room: machines always have, pods need one.
func (p *servicePart) place(w *world) {
	f := &p.fleet
	start := f.pending
	if f.mode == "pods" {
		start = min(start, f.nodes.Fit(len(p.ids)+f.booting))
	}
	f.pending -= start
	f.booting += start
	for range start {
		w.remind(f.boot, reminder{kind: remindPart, part: p.spec.Name, what: fleetBooted})
	}
	if f.mode != "pods" || f.pending == 0 {
		return
	}
	more := f.nodes.Order(len(p.ids)+f.booting, f.pending)
	if more > 0 {
		w.story.say(Info, "no machine has room for %s of %s: the cluster orders %s, there in %s", noun.Count(f.pending, "pod"), p.spec.Name, noun.Count(more, "machine"), f.prepare)
	}
	f.nodes.Coming += more
	for range more {
		w.remind(f.prepare, reminder{kind: remindPart, part: p.spec.Name, what: fleetNodeUp})
	}
}

// shrink lets instances go: those that wait for a machine first, then the
// latest, which finish what they have.
func (p *servicePart) shrink(w *world, count int, use float64) {
	f := &p.fleet
	forgo := min(count, f.pending)
	f.pending -= forgo
	count = min(count-forgo, len(p.ids)-1)
	if count <= 0 {
		return
	}
	w.story.say(Info, "%s lets %d go: the instances are %s busy", p.spec.Name, count, metric.Format(use, metric.UnitRatio))
	for range count {
		p.retire(w, p.ids[len(p.ids)-1])
	}
}

// retire takes an instance out of the directory, and stops it when it is done.
func (p *servicePart) retire(w *world, id sim.NodeID) {
	p.ids = except(p.ids, id)
	w.directory.Set(p.spec.Name, p.ids)
	p.retired[id] = w.sim.Now()
	p.drain(w, id)
	w.leaving = append(w.leaving, departure{p, id})
	w.deregister(p.spec.Name, id)
	p.charge(w, p.spec)
}

// except is a copy: the directory keeps the members that it was given.
func except(ids []sim.NodeID, id sim.NodeID) []sim.NodeID {
	kept := make([]sim.NodeID, 0, len(ids))
	for _, o := range ids {
		if o != id {
			kept = append(kept, o)
		}
	}
	return kept
}

// replace orders a new instance for each that crashed, unless it comes back by
// itself.
func (p *servicePart) replace(w *world) {
	f := &p.fleet
	for _, id := range append([]sim.NodeID(nil), p.ids...) {
		if state, _, _ := w.sim.State(id); state != sim.Crashed || w.resumes(id) {
			continue
		}
		w.story.say(Info, "%s does not run: %s orders another in its place", w.sim.Name(id), p.spec.Name)
		_ = p.remove(w, id)
		f.replaced++
		f.pending++
	}
	p.place(w)
}

// resumes reports whether a node comes back by itself.
func (w *world) resumes(id sim.NodeID) bool {
	for _, r := range w.reminders { // order-free: looks for any
		if r.kind == remindResume && r.node == id {
			return true
		}
	}
	return false
}

// spare gives machines for pods back that were not needed for a cool-down.
func (p *servicePart) spare(w *world) {
	f := &p.fleet
	if f.mode != "pods" || f.nodes.Spare(len(p.ids)+f.booting, f.pending) == 0 || f.nodes.Coming > 0 {
		f.idle = 0
		return
	}
	if f.idle += f.every; f.idle > f.config.CoolDown {
		f.nodes.Up -= f.nodes.Spare(len(p.ids)+f.booting, f.pending)
		f.idle = 0
		p.charge(w, p.spec)
	}
}

// accountRoom is how many instances the account still allows over all scaled
// components.
func (w *world) accountRoom(limit int) int {
	for _, p := range w.order {
		if p, ok := p.(*servicePart); ok && p.fleet.mode != "none" {
			limit -= len(p.ids) + p.fleet.booting + p.fleet.pending
		}
	}
	return limit
}

// note remembers this second for the screen.
func (f *fleet) note(w *world, p *servicePart) {
	f.past = append(f.past, scalePoint{int(w.sim.Now().Seconds()), len(p.ids), f.booting + f.pending, p.recent(w, tick), f.nodes.Up, f.nodes.Coming})
	if len(f.past) > 2*secondsShown {
		f.past = append([]scalePoint(nil), f.past[len(f.past)-secondsShown:]...)
	}
	f.peak = max(f.peak, len(p.ids))
}

// linger is how long an instance stays for requests that are on their way to
// it when it is let go.
const linger = 500 * time.Millisecond

// left implements departing: an instance that was let go has nothing to do.
func (p *servicePart) left(id sim.NodeID) bool {
	s := p.stats[id]
	n, up := p.world.sim.Node(id).(*service.Node)
	if p.world.sim.Now() < p.retired[id].Add(linger) || up && (!n.Idle() || !p.world.drained(p.spec.Name, id)) {
		return false
	}
	p.gone.Add(s)
	delete(p.stats, id)
	delete(p.retired, id)
	return true
}
