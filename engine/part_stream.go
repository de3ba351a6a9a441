package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/stream"
	"netsplit/engine/worker"
)

type streamPart struct {
	member
	w       *world
	config  *stream.Config
	stats   stream.Stats
	groups  []string                    // the pools of workers that read it
	ledgers []*ledger                   // of each group
	shared  map[string][]stream.Sharing // the latest rebalances of each group
	replays map[string][]replayed
}

func (p *streamPart) build(w *world) {
	p.w, p.shared, p.replays = w, map[string][]stream.Sharing{}, map[string][]replayed{}
	p.config = &stream.Config{Partitions: p.spec.Int("partitions")}
	for _, o := range w.order {
		if c := o.base().spec; c.Kind == "worker" && workerFrom(c) == p.spec.Name {
			p.groups = append(p.groups, c.Name)
			p.ledgers = append(p.ledgers, newLedger())
		}
	}
	p.configure(p.spec)
	p.spawn(w, func() sim.Node { return stream.New(p.config, &p.stats, p) })
}

func (p *streamPart) configure(c scenario.Component) {
	p.config.Retention = c.Duration("retention")
	p.config.RetentionBytes = int(c.Bytes("retention-size"))
	p.config.SessionTimeout = c.Duration("session-timeout")
	p.config.RebalanceDelay = c.Duration("rebalance-delay")
	p.config.Time = c.Distribution("time")
}

func (p *streamPart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "partitions", "zones", "session-timeout":
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

// Appended implements stream.Ledger.
func (p *streamPart) Appended(r stream.Record, partition int) uint64 {
	number := uint64(p.stats.Appended + 1)
	for _, l := range p.ledgers {
		number = l.accept(check.Message{Operation: r.Operation, Body: r.Body, Group: stream.Name(partition), Accepted: r.Appended, Partition: partition, Offset: r.Offset})
	}
	return number
}

// Worked implements worker.Witness.
func (p *streamPart) Worked(t worker.Task, by sim.NodeID) {
	if i := slices.Index(p.groups, p.w.nodes[by].component); i >= 0 {
		p.ledgers[i].work(t.Job, p.w.sim.Name(by), p.w.sim.Now())
		if m := p.ledgers[i].get(t.Job); m != nil {
			m.Work[len(m.Work)-1].Generation = t.Generation
		}
	}
}

func (p *streamPart) hire(w *world, _ string, c *worker.Config, s *worker.Stats) sim.Node {
	c.BeatEvery = p.spec.Duration("session-timeout") / 3
	return worker.NewFollow(c, s, w.directory, p)
}

func (p *streamPart) node(w *world) *stream.Node {
	n, _ := w.sim.Node(p.ids[0]).(*stream.Node)
	return n
}

func (p *streamPart) log(w *world) *stream.Log { return stream.Look(w.sim.Disk(p.ids[0])) }

// lag is how many records a group has still to do.
func (p *streamPart) lag(w *world, group string) int {
	log := p.log(w)
	if log == nil {
		return 0
	}
	n := int64(0)
	for i := range log.Partitions {
		n += log.Lag(group, i)
	}
	return int(n)
}

func (p *streamPart) waiting(w *world, pool string) int { return p.lag(w, pool) }

func (p *streamPart) quiet(w *world) bool {
	for i, g := range p.groups {
		if p.lag(w, g) > 0 && w.sim.Now().Sub(p.ledgers[i].changed) < 3*p.config.SessionTimeout+2*stream.Patience {
			return false
		}
	}
	return true
}

// sum adds up something about the partitions.
func (p *streamPart) sum(w *world, f func(*stream.Partition) int) func() int {
	return func() int {
		n := 0
		if log := p.log(w); log != nil {
			for _, part := range log.Partitions {
				n += f(part)
			}
		}
		return n
	}
}

func (p *streamPart) measures(w *world) []measure {
	ledgers := func(f func(*ledger) int) func() int {
		return func() int {
			n := 0
			for _, l := range p.ledgers {
				n += f(l)
			}
			return n
		}
	}
	list := []measure{
		counted("partitions", func() int { return p.config.Partitions }),
		counted("appended", func() int { return p.stats.Appended }),
		counted("records", p.sum(w, func(part *stream.Partition) int { return len(part.Records) })),
		{name: "size", unit: metric.UnitBytes, value: func() float64 {
			return float64(p.sum(w, func(part *stream.Partition) int { return part.Bytes })())
		}},
		counted("expired", func() int { return p.stats.Expired }),
		counted("unread", func() int { return p.stats.Skipped }),
		counted("delivered", func() int { return p.stats.Delivered }),
		counted("rebalances", func() int { return p.stats.Rebalances }),
		counted("fenced", func() int { return p.stats.Fenced }),
		counted("duplicates", ledgers(func(l *ledger) int { return l.duplicates })),
		counted("out-of-order", ledgers(func(l *ledger) int { return l.disorder })),
		counted("lag", func() int {
			worst := 0
			for _, g := range p.groups {
				worst = max(worst, p.lag(w, g))
			}
			return worst
		}),
	}
	for i, g := range p.groups {
		list = append(list,
			counted(g+"-lag", func() int { return p.lag(w, g) }),
			counted(g+"-duplicates", func() int { return p.ledgers[i].duplicates }))
	}
	return list
}

// judge decides a check for every group: the first that fails counts.
func (p *streamPart) judge(w *world, name string) (check.Verdict, bool) {
	return w.judgeReaders(name, p.groups, p.ledgers, func(i int) map[uint64]bool { return p.ahead(w, p.groups[i]) })
}

// judgeReaders decides a check for each of those who all get every message; held
// are the messages that are still on their way to one of them.
func (w *world) judgeReaders(name string, readers []string, ledgers []*ledger, held func(i int) map[uint64]bool) (v check.Verdict, found bool) {
	for i, l := range ledgers {
		var promised []check.Message
		for _, m := range l.entries {
			if m.Spared {
				continue
			}
			if m.Operation == 0 || w.operations.acknowledged(m.Operation) {
				promised = append(promised, m)
			}
		}
		there := held(i)
		kept := func(id uint64) bool { return there[id] }
		switch {
		case name == "ordered":
			v = check.Ordered(l.entries)
		case name != "at-least-once" && name != "exactly-once":
			return v, false
		case !l.whole():
			v = check.Verdict{Name: name, Unknown: true, Explanation: "so much was sent that the beginning of the run is no longer kept: check a shorter run."}
		case name == "at-least-once":
			v = check.AtLeastOnce(promised, kept)
		default:
			v = check.ExactlyOnce(promised, kept)
		}
		found = true
		v.Explanation = "for " + readers[i] + ", " + v.Explanation
		if !v.OK {
			return v, true
		}
	}
	return v, found
}

// ahead are the records that a group has still to do.
func (p *streamPart) ahead(w *world, group string) map[uint64]bool {
	out := map[uint64]bool{}
	log := p.log(w)
	if log == nil {
		return out
	}
	for i, part := range log.Partitions {
		for _, r := range part.Records[len(part.Records)-int(log.Lag(group, i)):] {
			out[r.Number] = true
		}
	}
	return out
}

// replay lets a group read again.
func (w *world) replay(c scenario.Replay) error {
	pool, ok := w.parts[c.Group].(*workerPart)
	if !ok {
		return unknownName("worker", c.Group, w.componentsOf("worker"))
	}
	p, ok := w.parts[pool.config.From].(*streamPart)
	if !ok {
		return fmt.Errorf("%s reads no stream: what it has done is gone from where it came from", c.Group)
	}
	n := p.node(w)
	if n == nil {
		return fmt.Errorf("%s is down: restart it first", p.spec.Name)
	}
	at := p.log(w).Positions(c.Group)
	r := replayed{at: w.sim.Now(), from: slices.Clone(at)}
	n.Replay(w.sim.Env(p.ids[0]), c.Group, int64(c.Offset), clock.FromDuration(c.Since))
	r.to = slices.Clone(at)
	p.replays[c.Group] = append(p.replays[c.Group], r)
	w.story.say(Info, "%s has %s to do now", c.Group, noun.Count(p.lag(w, c.Group), "record"))
	return nil
}

func (p *streamPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*stream.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *streamPart) sends() []string { return nil }
