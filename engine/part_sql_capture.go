package engine

import (
	"netsplit/engine/metric"
	"netsplit/engine/primary"
	"netsplit/engine/sim"
)

// capture is the node that appends a database's changes to a stream.
type capture struct {
	id    sim.NodeID
	to    string // the stream; "" there is none
	books primary.Captured
}

func (p *sqlPart) addCapture(w *world) {
	p.capture.to = p.spec.Text("changes")
	if p.capture.to == "" {
		return
	}
	zone := w.network.Zone(p.ids[0])
	p.capture.id = w.addNode(p.spec.Name+"-capture", p.spec, zone, func() sim.Node {
		return primary.NewCapture(p.layout, p.capture.to, w.directory, &p.capture.books)
	})
}

// behind is how many confirmed changes the stream does not have, and the age of
// the oldest in seconds.
func (p *sqlPart) behind(w *world) (changes int, age float64) {
	for _, g := range p.layout.Groups() {
		d := p.surviving(w, g)
		if d == nil {
			continue
		}
		n, oldest := primary.Behind(w.sim.Disk(p.capture.id), g.Number, d)
		changes += n
		if n > 0 {
			age = max(age, w.sim.Now().Sub(oldest).Seconds())
		}
	}
	return changes, age
}

// captured reports whether the capture has all that it can get.
func (p *sqlPart) captured(w *world) bool {
	if p.capture.to == "" {
		return true
	}
	if state, _, _ := w.sim.State(p.capture.id); state != sim.Up {
		return true
	}
	for _, to := range w.parts[p.capture.to].base().ids {
		if !w.connected(p.capture.id, to) {
			return true
		}
	}
	for _, g := range p.layout.Groups() {
		if id, s := p.leader(w, g); id != sim.Nobody && s.Acts && w.connected(p.capture.id, id) && !primary.Read(w.sim.Disk(p.capture.id), g.Number, p.disk(w, g, id)) {
			return false
		}
	}
	return true
}

// differingKeys counts the keys that do not hold what the database holds that
// this one is a copy of.
func (p *sqlPart) differingKeys(w *world) int {
	source, ok := w.parts[p.spec.Text("copy-of")].(holder)
	if !ok {
		return 0
	}
	n, mine, theirs := 0, p.finals(w), source.finals(w)
	for key, value := range theirs { // order-free: a count
		if mine[key] != value {
			n++
		}
	}
	for key, value := range mine { // order-free: a count
		if _, there := theirs[key]; !there && value != "" {
			n++
		}
	}
	return n
}

func (p *sqlPart) captureMeasures(w *world) []measure {
	var list []measure
	if p.capture.to != "" {
		list = append(list,
			measure{name: "captured-changes", unit: metric.UnitCount, value: func() float64 { return float64(p.capture.books.Changes) }},
			measure{name: "missed-changes", unit: metric.UnitCount, value: func() float64 { return float64(p.capture.books.Skipped) }},
			tally("capture-lag-entries", true, func() int { n, _ := p.behind(w); return n }),
			measure{name: "capture-lag", unit: metric.UnitSeconds, heavy: true, value: func() float64 { _, age := p.behind(w); return age }})
	}
	if p.spec.Text("copy-of") != "" {
		list = append(list, tally("differing-keys", true, func() int { return p.differingKeys(w) }))
	}
	return list
}
