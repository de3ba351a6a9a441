package engine

import (
	"slices"

	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/transport"
)

// hosted puts the nodes of a run into hosts where a client has a transport: all
// of them, since a balancer or a name may lead its requests anywhere.
func (w *world) hosted(c scenario.Component, make func() sim.Node) func() sim.Node {
	if !w.transports() || c.Kind == "" {
		return make
	}
	var config *transport.Config
	if p, ok := w.parts[c.Name].(*clientPart); ok {
		config = p.transport
	}
	return func() sim.Node { return transport.NewHost(make(), config) }
}

// transports reports whether some client has a transport.
func (w *world) transports() bool {
	for _, c := range w.scenario.Components {
		if c.Kind == "client" && c.Text("transport") != "message" {
			return true
		}
	}
	return false
}

// carry sets the transport up, before the node is made.
func (p *clientPart) carry(c scenario.Component) {
	if c.Text("transport") == "message" {
		return
	}
	p.transport = &transport.Config{Protocol: transport.Protocol(c.Text("transport")), Connections: c.Int("connections"),
		KeepAlive: c.Bool("keep-alive"), LeastRTO: c.Duration("least-rto"), Stats: &transport.Stats{}}
}

// carried are the metrics of a client's transport.
func (p *clientPart) carried() []measure {
	if p.transport == nil {
		return nil
	}
	s := p.transport.Stats
	quantile := func(name string, h *metric.Histogram, q float64) measure {
		return measure{name: name, unit: metric.UnitSeconds, value: func() float64 { return h.Quantile(q).Seconds() }}
	}
	list := []measure{
		counter("packets", &s.Packets),
		{name: "packet-bytes", unit: metric.UnitBytes, value: func() float64 { return float64(s.Bytes) }},
		counter("packets-lost", &s.Lost),
		counter("retransmitted", &s.Retransmitted),
		counter("fast-retransmits", &s.FastRetransmits),
		counter("rto-ended", &s.TimedOut),
		counter("segments-early", &s.OutOfOrder),
		counter("handshakes", &s.Handshakes),
		quantile("handshake-p50", &s.Setup, 0.5),
		counter("round-trips", &s.RoundTrips),
		counter("resets", &s.Resets),
		counter("connections", &s.Open),
		counter("messages", &s.Messages),
		counter("messages-delivered", &s.Delivered),
		counter("messages-doubled", &s.Doubled),
		counter("messages-disordered", &s.Disordered),
		counter("messages-blocked", &s.Blocked),
		quantile("blocked-p99", &s.Wait, 0.99),
		quantile("message-p50", &s.Delay, 0.5),
		quantile("message-p99", &s.Delay, 0.99),
	}
	if p.heard != nil { // it counts its messages itself
		list = slices.DeleteFunc(list, func(m measure) bool { return m.name == "messages" })
	}
	return list
}
