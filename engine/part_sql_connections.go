package engine

import "netsplit/engine/metric"

// connected sums up over the nodes that run: connections that are open, those at
// work, and attempts that wait.
func (p *sqlPart) connected(w *world) (open, busy, waiting int) {
	for _, id := range p.ids {
		if n := p.node(w, id); n != nil { // nil: it is down
			o, b, l := n.Connected()
			open, busy, waiting = open+o, busy+b, waiting+l
		}
	}
	return open, busy, waiting
}

// connectionMeasures are those of a database that counts its connections.
func (p *sqlPart) connectionMeasures(w *world) []measure {
	if p.spec.Int("connections") == 0 {
		return nil
	}
	stats := &p.layout.Stats
	return []measure{
		{name: "connections", unit: metric.UnitCount, value: func() float64 { open, _, _ := p.connected(w); return float64(open) }},
		{name: "busy-connections", unit: metric.UnitCount, value: func() float64 { _, busy, _ := p.connected(w); return float64(busy) }},
		{name: "connections-waiting", unit: metric.UnitCount, value: func() float64 { _, _, waiting := p.connected(w); return float64(waiting) }},
		{name: "connection-memory", unit: metric.UnitBytes, value: func() float64 {
			open, _, _ := p.connected(w)
			return float64(open) * p.layout.Connections.Memory
		}},
		counter("peak-connections", &stats.PeakConnections),
		counter("connections-opened", &stats.ConnectionsOpened),
		counter("connections-refused", &stats.ConnectionsRefused),
		counter("connections-dropped", &stats.ConnectionsDropped),
		counter("connection-waits", &stats.ConnectionWaits),
	}
}
