package engine

import (
	"cmp"
	"fmt"

	"netsplit/calc/noun"
	"netsplit/calc/order"
	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/stream"
	"netsplit/engine/worker"
)

// sharingsKept bounds the rebalances of a group that are remembered.
const sharingsKept = 1000

// replayed is a group that was set to other offsets, by partition.
type replayed struct {
	at       clock.Time
	from, to []int64
}

// Expired implements stream.Ledger.
func (p *streamPart) Expired(partition int, records []stream.Record) {
	log := p.log(p.w)
	for i, g := range p.groups {
		at := log.Positions(g)[partition]
		for _, r := range records {
			if m := p.ledgers[i].get(r.Number); m != nil && r.Offset >= at {
				m.Expired = p.w.sim.Now()
			}
		}
	}
}

// Shared implements stream.Ledger.
func (p *streamPart) Shared(group string, s stream.Sharing) {
	list := append(p.shared[group], s)
	p.shared[group] = list[max(0, len(list)-sharingsKept):]
}

// fate tells what became of a record: for each group who had it, and how often.
func (p *streamPart) fate(w *world, o *operation) []Cause {
	if len(p.groups) == 0 {
		return []Cause{{Time: w.sim.Now(), Node: p.name(), Text: fmt.Sprintf("Nobody reads %s.", p.name())}}
	}
	first, chain := p.ledgers[0].message(o)
	if first == nil {
		return nil
	}
	chain = append(chain, Cause{Time: first.Accepted, Node: p.name(), Text: fmt.Sprintf("It is at offset %d of partition %d of %s.", first.Offset, first.Partition, p.name())})
	for _, m := range p.ledgers[0].entries {
		if m.Operation == o.ID && m.ID != first.ID {
			chain = append(chain, Cause{Time: m.Accepted, Node: p.name(), Text: fmt.Sprintf("A copy of it is at offset %d of partition %d: it was appended more than once.", m.Offset, m.Partition)})
		}
	}
	for i, g := range p.groups {
		if m := p.ledgers[i].get(first.ID); m != nil {
			chain = append(chain, p.fateIn(w, g, m)...)
		}
	}
	return chain
}

// fateIn is what a group did about a record.
func (p *streamPart) fateIn(w *world, group string, m *check.Message) (chain []Cause) {
	for i, e := range m.Work {
		if i == effectsTold {
			return append(chain, Cause{Time: e.At, Text: fmt.Sprintf("It was done %d times more.", len(m.Work)-i)})
		}
		text := fmt.Sprintf("%s had done it.", e.By)
		if i > 0 {
			chain = append(chain, p.readAgain(w, group, m, m.Work[i-1].Generation, e.Generation)...)
			text = fmt.Sprintf("%s had done it as well: its effect happened %d times.", e.By, i+1)
		}
		chain = append(chain, Cause{Time: e.At, Node: e.By, Text: text})
	}
	if len(m.Work) == 0 {
		return p.notDone(w, group, m)
	}
	order.By(chain, func(a, b Cause) int { return cmp.Compare(a.Time, b.Time) })
	return chain
}

// readAgain tells of the rebalance between two generations after which a group
// read a record once more. Who has lost a partition may end its work last.
func (p *streamPart) readAgain(w *world, group string, m *check.Message, one, other int) []Cause {
	for _, s := range p.shared[group] {
		if s.Generation <= min(one, other) || s.Generation > max(one, other) || s.Positions[m.Partition] > m.Offset {
			continue
		}
		return []Cause{{Time: s.At, Node: p.name(), Text: fmt.Sprintf("%s read on from offset %d of partition %d, because %s.",
			group, s.Positions[m.Partition], m.Partition, s.Because.Sentence(w.sim.Name))}}
	}
	return nil
}

// notDone says why a record had no effect for a group, or none yet.
func (p *streamPart) notDone(w *world, group string, m *check.Message) []Cause {
	say := func(at clock.Time, format string, args ...any) []Cause {
		return []Cause{{Time: at, Node: p.name(), Text: fmt.Sprintf(format, args...)}}
	}
	if m.Expired > 0 {
		return say(m.Expired, "It expired before %s had come to it: who reads too slowly for the retention loses what is older.", group)
	}
	for _, r := range w.trace.of(m.Operation) {
		switch f := r.Fact.(type) {
		case worker.PassedOver:
			if w.nodes[f.Worker].component == group {
				return say(r.Time, "%s gave it up after %d tries, so that those behind it could go on.", w.sim.Name(f.Worker), f.Tries)
			}
		case worker.Skipped:
			if w.nodes[f.Worker].component == group {
				return say(r.Time, "%s passed over it: it was done before.", w.sim.Name(f.Worker))
			}
		}
	}
	log := p.log(w)
	if !holds(log, m) {
		if f, ok := w.since(m.Accepted, w.sim.Name(p.ids[0]), "wipe"); ok {
			return append(say(f.Since, "%s lost its disk, and all records with it, before %s had done it.", p.name(), group), stepOfFault(f))
		}
	}
	if log == nil {
		return nil
	}
	if at := log.Positions(group)[m.Partition]; at <= m.Offset {
		text := "%s has not come to it: it goes on at offset %d of that partition, %s before."
		if at == m.Offset {
			return say(w.sim.Now(), "%s has it next: offset %d of that partition is where it goes on.", group, at)
		}
		return say(w.sim.Now(), text, group, at, noun.Count(int(m.Offset-at), "record"))
	}
	for _, r := range p.replays[group] {
		if r.from[m.Partition] <= m.Offset && m.Offset < r.to[m.Partition] {
			return say(r.at, "A replay set %s to offset %d of that partition: it was passed over.", group, r.to[m.Partition])
		}
	}
	return say(w.sim.Now(), "%s has gone past it, and its work never took effect: who confirms a record before the work (acknowledge: before) has no second try.", group)
}

// holds reports whether a log still has the record of a message.
func holds(log *stream.Log, m *check.Message) bool {
	if log == nil {
		return false
	}
	part := log.Partitions[m.Partition]
	i := m.Offset - part.First
	return i >= 0 && i < int64(len(part.Records)) && part.Records[i].Number == m.ID
}
