package engine

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/check"
	"netsplit/engine/history"
	"netsplit/engine/request"
)

// effectsTold bounds how many effects of a job are listed.
const effectsTold = 4

// fate tells what became of a job after its sender had been answered.
func (w *world) fate(o *operation) []Cause {
	if o.pending || o.Outcome != history.OK || o.request.Verb != request.Send {
		return nil
	}
	p, ok := w.parts[o.request.Key].(*queuePart)
	if !ok {
		return nil
	}
	m := p.ledger.get(o.answer.Job)
	if m == nil || m.Operation != o.ID {
		return nil
	}
	var chain []Cause
	for i, e := range m.Work {
		if i == effectsTold {
			chain = append(chain, Cause{Time: e.At, Text: fmt.Sprintf("It was done %d times more.", len(m.Work)-i)})
			break
		}
		text := fmt.Sprintf("%s had done it.", e.By)
		if i > 0 {
			text = fmt.Sprintf("%s had done it as well: its effect happened %d times.", e.By, i+1)
		}
		chain = append(chain, Cause{Time: e.At, Node: e.By, Text: text})
	}
	now := w.sim.Now()
	switch {
	case len(m.Work) > 0:
	case m.Dead:
		chain = append(chain, Cause{Time: now, Node: p.name(), Text: "It is a dead letter: nobody tries it any more."})
	case p.kept(w)(m.ID):
		chain = append(chain, Cause{Time: now, Node: p.name(), Text: fmt.Sprintf("%s still keeps it.", p.name())})
	default:
		chain = append(chain, p.whereItWent(w, m)...)
	}
	return chain
}

// whereItWent says how a job came to be nowhere any more.
func (p *queuePart) whereItWent(w *world, m *check.Message) []Cause {
	now := w.sim.Now()
	for _, f := range w.book.All() {
		verb, _, _ := strings.Cut(f.Text, " ")
		if f.Since < m.Accepted || !slices.Contains(f.Targets, w.sim.Name(p.ids[0])) || verb != "wipe" && (p.config.Durable || verb != "crash" && verb != "fail") {
			continue
		}
		text := fmt.Sprintf("%s kept its jobs in memory (durable: false), and lost them all.", p.name())
		if p.config.Durable {
			text = fmt.Sprintf("%s lost its disk, and all jobs with it.", p.name())
		}
		return []Cause{{Time: f.Since, Node: p.name(), Text: text}, {Time: f.Since, Text: "Step: " + f.Text + ", taken at " + f.Since.String() + "."}}
	}
	return []Cause{{Time: now, Node: p.name(), Text: "It was confirmed and taken off the queue, and its work never took effect: who confirms a job before the work (acknowledge: before) has no second try."}}
}
