package engine

import (
	"fmt"
	"strings"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/topic"
)

// fate tells what became of a message: for each subscriber who had it.
func (p *topicPart) fate(w *world, o *operation) (chain []Cause) {
	if len(p.config.Subscribers) == 0 {
		return []Cause{{Time: w.sim.Now(), Node: p.name(), Text: fmt.Sprintf("Nobody subscribes to %s.", p.name())}}
	}
	var spared []string
	var at clock.Time
	_, chain = p.ledgers[0].message(o)
	for i, s := range p.config.Subscribers {
		m, _ := p.ledgers[i].message(o)
		switch {
		case m == nil:
		case m.Spared:
			spared, at = append(spared, s.Component), m.Accepted
		default:
			chain = append(chain, p.fateFor(w, i, m)...)
		}
	}
	if len(spared) > 0 {
		text := fmt.Sprintf("Not for %s: the filter names other keys.", strings.Join(spared, ", "))
		chain = append(chain, Cause{Time: at, Node: p.name(), Text: text})
	}
	return chain
}

// fateFor is what became of a message for one subscriber.
func (p *topicPart) fateFor(w *world, i int, m *check.Message) (chain []Cause) {
	subscriber, now := p.config.Subscribers[i].Component, w.sim.Now()
	for n, e := range m.Work {
		text := fmt.Sprintf("%s had it.", e.By)
		switch {
		case n == effectsTold:
			return append(chain, Cause{Time: e.At, Text: fmt.Sprintf("%s had it %d times more.", subscriber, len(m.Work)-n)})
		case n > 0:
			text = fmt.Sprintf("%s had it as well: %d times for %s.", e.By, n+1, subscriber)
		}
		chain = append(chain, Cause{Time: e.At, Node: e.By, Text: text})
	}
	if len(chain) > 0 {
		return chain
	}
	for _, r := range w.trace.of(m.Operation) {
		if f, ok := r.Fact.(topic.Loss); ok && f.Of() == subscriber {
			return []Cause{{Time: r.Time, Node: p.name(), Text: f.Sentence(w.sim.Name) + "."}}
		}
	}
	if f, ok := w.since(m.Accepted, w.sim.Name(p.ids[0]), inMemory...); ok {
		return []Cause{{Time: f.Since, Node: p.name(), Text: fmt.Sprintf("%s keeps its messages in memory, and lost this one before %s had it.", p.name(), subscriber)}, stepOfFault(f)}
	}
	if n := p.node(w); n != nil && n.Holds(i)[m.ID] {
		return []Cause{{Time: now, Node: p.name(), Text: fmt.Sprintf("It is still on its way to %s, as one of %s.", subscriber, noun.Count(len(n.Holds(i)), "message"))}}
	}
	return []Cause{{Time: now, Node: p.name(), Text: fmt.Sprintf("%s has acknowledged it, and it has had no effect there.", subscriber)}}
}
