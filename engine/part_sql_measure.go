package engine

import (
	"math"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/primary"
	"netsplit/engine/sim"
)

// keys are all keys that some member holds, in the order of the members.
func (p *sqlPart) keys(w *world) []string {
	seen := map[string]bool{}
	var out []string
	for _, g := range p.layout.Groups() {
		for _, id := range g.Members() {
			d := p.disk(w, g, id)
			if d == nil {
				continue
			}
			for _, k := range d.Table().Keys() {
				if !seen[k] {
					seen[k] = true
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// record is what a member has carried out of a key.
func (p *sqlPart) record(w *world, id sim.NodeID, key string) (primary.Record, bool) {
	if d := p.disk(w, p.layout.GroupOf(key), id); d != nil {
		return d.Table().Get(key)
	}
	return primary.Record{}, false
}

// converged checks that the running members hold the same. A cold standby has
// not carried out what it holds, and does not count.
func (p *sqlPart) converged(w *world) check.Verdict {
	var states []check.KeyState
	for _, key := range p.keys(w) {
		k := check.KeyState{Key: key}
		g := p.layout.GroupOf(key)
		for _, id := range g.Members() {
			if s := p.state(w, g, id); s.Role == primary.Down || s.Role == primary.Frozen || s.Role == primary.Standby {
				continue
			}
			r, found := p.record(w, id, key)
			k.Cells = append(k.Cells, check.Cell{Node: w.sim.Name(id), Version: r.At.String(), Missing: !found})
		}
		states = append(states, k)
	}
	return check.Converged(states)
}

// finals implements holder: what each key holds once all is carried out.
func (p *sqlPart) finals(w *world) map[string]string {
	out := map[string]string{}
	for _, g := range p.layout.Groups() {
		d := p.surviving(w, g)
		if d == nil {
			continue
		}
		for key, r := range d.Final() { // order-free: fills a map
			if p.layout.GroupOf(key) == g && !r.Deleted {
				out[key] = r.Value
			}
		}
	}
	return out
}

// lost checks that what was acknowledged is in the history that lasts.
func (p *sqlPart) lost(w *world) check.Verdict {
	final := map[string]check.FinalState{}
	for _, g := range p.layout.Groups() {
		d := p.surviving(w, g)
		if d == nil {
			continue
		}
		for key, r := range d.Final() { // order-free: fills a map
			if p.layout.GroupOf(key) == g && !r.Deleted {
				final[key] = check.FinalState{Values: []string{r.Value}, Found: true}
			}
		}
	}
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	return check.NoLostWrites(operations, final)
}

// gone are the acknowledged writes that the history that lasts does not have,
// whether or not they were overwritten since, and when the leader that took
// each failed.
func (p *sqlPart) gone(w *world, visit func(o *operation, failed time.Duration)) {
	disks := map[*primary.Group]*primary.Disk{}
	for _, g := range p.layout.Groups() {
		disks[g] = p.surviving(w, g)
	}
	for _, o := range w.operations.all {
		if o.store != p.spec.Name || o.Outcome != history.OK || o.pending || o.Kind == history.Get {
			continue
		}
		at, ok := primary.PositionOf(o.answer.Version)
		g := p.layout.GroupOf(o.Key)
		if in, asked := p.layout.HandedOver(o.Key, o.answer.Version); in && p.holds(disks[g], o.Key) || !asked && disks[g] != nil && disks[g].Contains(at) || !ok {
			continue
		}
		failed, ended := g.Ended(at)
		if !ended {
			if failed, ended = g.Failing(); !ended {
				failed = w.sim.Now()
			}
		}
		visit(o, max(0, failed.Sub(o.Returned)))
	}
}

// rpo is how much of the latest data was lost, in time: from the oldest
// acknowledged write that is gone to the failure of the leader that took it.
func (p *sqlPart) rpo(w *world) float64 {
	oldest := time.Duration(0)
	first, last := time.Duration(-1), time.Duration(0)
	p.gone(w, func(o *operation, before time.Duration) {
		oldest = max(oldest, before)
		if first < 0 {
			first = o.Returned.Duration()
		}
		last = o.Returned.Duration()
	})
	if first >= 0 && oldest == 0 {
		oldest = last - first // an old leader took them after it had been replaced
	}
	return oldest.Seconds()
}

// oneLeader checks that no epoch had two leaders, and that none took writes
// while a later one did.
func (p *sqlPart) oneLeader(w *world) check.Verdict {
	epochs := 0
	for _, g := range p.layout.Groups() {
		epochs += g.Epochs()
		if broken := g.SecondLeaders(); len(broken) > 0 {
			return check.Verdict{Name: "one-leader", Explanation: broken[0].Sentence(w.sim.Name)}
		}
	}
	return check.Verdict{Name: "one-leader", OK: true, Explanation: noun.Count(epochs, "epoch") + " had a leader, and none took writes beside a later one"}
}

// lag is how far the replica that is furthest behind is: in entries, and in the
// age of the oldest one that it has not carried out.
func (p *sqlPart) lag(w *world) (entries, seconds float64) {
	for _, g := range p.layout.Groups() {
		leader, _ := p.leader(w, g)
		if leader == sim.Nobody {
			continue
		}
		d := p.disk(w, g, leader)
		for _, id := range g.Members() {
			s := p.state(w, g, id)
			if id == leader || s.Role == primary.Down {
				continue
			}
			n, oldest := primary.Lag(d, s, p.layout.Cold)
			if n > 0 {
				entries = max(entries, float64(n))
				seconds = max(seconds, w.sim.Now().Sub(oldest).Seconds())
			}
		}
	}
	return entries, seconds
}

// acting counts the members that take writes now.
func (p *sqlPart) acting(w *world) int {
	n := 0
	for _, g := range p.layout.Groups() {
		for _, id := range g.Members() {
			if p.state(w, g, id).Acts {
				n++
			}
		}
	}
	return n
}

// spans is the longest of some durations of the groups, not a number if there is none.
func (p *sqlPart) spans(of func(*primary.Group) []time.Duration) (longest float64) {
	longest = math.NaN()
	for _, g := range p.layout.Groups() {
		for _, d := range of(g) {
			if s := d.Seconds(); !(s <= longest) {
				longest = s
			}
		}
	}
	return longest
}

// rto is the longest time from a failure of the leader until one acted at the
// address again, also one that is not over.
func (p *sqlPart) rto(w *world) float64 {
	longest := p.spans((*primary.Group).Outages)
	for _, g := range p.layout.Groups() {
		if since, failing := g.Failing(); failing {
			if s := w.sim.Now().Sub(since).Seconds(); !(s <= longest) {
				longest = s
			}
		}
	}
	if math.IsNaN(longest) {
		return 0
	}
	return longest
}

func (p *sqlPart) measures(w *world) []measure {
	seconds := func(name string, heavy bool, f func() float64) measure {
		return measure{name: name, unit: metric.UnitSeconds, heavy: heavy, value: f}
	}
	stats := &p.layout.Stats
	list := append(p.captureMeasures(w), []measure{
		figure("nodes", false, func() float64 { return float64(len(p.ids)) }),
		figure("up", false, func() float64 { return float64(p.up(w)) }),
		figure("leaders", false, func() float64 { return float64(p.acting(w)) }),
		figure("rows-read", false, func() float64 { return float64(stats.RowsRead) }),
		figure("rows-written", false, func() float64 { return float64(stats.RowsWritten) }),
		figure("epoch", false, func() float64 {
			epoch := uint64(0)
			for _, g := range p.layout.Groups() {
				for _, id := range g.Members() {
					epoch = max(epoch, p.state(w, g, id).Epoch)
				}
			}
			return float64(epoch)
		}),
		seconds("lag", false, func() float64 { _, s := p.lag(w); return s }),
		figure("lag-entries", false, func() float64 { n, _ := p.lag(w); return n }),
		figure("failovers", false, func() float64 { return float64(stats.Failovers) }),
		figure("promotions", false, func() float64 { return float64(stats.Promotions) }),
		seconds("failover-seconds", false, func() float64 { return p.spans((*primary.Group).Changes) }),
		figure("split-writes", false, func() float64 { return float64(stats.SplitWrites) }),
		figure("dropped-entries", false, func() float64 { return float64(stats.Dropped) }),
		figure("stale-reads", false, func() float64 { return float64(w.operations.stale[p.spec.Name]) }),
		figure("lost-writes", true, func() float64 {
			n := 0
			p.gone(w, func(*operation, time.Duration) { n++ })
			return float64(n)
		}),
		seconds("rpo", true, func() float64 { return p.rpo(w) }),
		seconds("rto", false, func() float64 { return p.rto(w) }),
		figure("copies", false, func() float64 { return float64(stats.Copies) }),
		figure("backups", false, func() float64 { return float64(stats.Backups) }),
		figure("restores", false, func() float64 { return float64(stats.Restores) }),
		figure("shards", false, func() float64 {
			if p.layout.Shards == nil {
				return float64(len(p.layout.Groups()))
			}
			return float64(len(p.layout.Shards.Placement().Owners()))
		}),
		figure("keys", true, func() float64 { return float64(len(p.keys(w))) }),
	}...)
	return append(append(list, p.connectionMeasures(w)...), p.shardMeasures(w)...)
}
