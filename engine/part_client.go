package engine

import (
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/transport"
	"netsplit/engine/workload"
	"slices"
	"time"
)

type clientPart struct {
	member
	config    *workload.Config
	series    *metric.Series
	outage    outage
	stats     workload.Stats
	curve     scenario.Curve
	transport *transport.Config // nil: messages travel by themselves
	heard     *workload.Heard   // what reached those who listen; nil: they ask
}

func (p *clientPart) build(w *world) {
	p.config = &workload.Config{To: p.spec.Text("to")}
	p.config.Message = w.verbFor(p.config.To)
	p.config.Queue = p.config.Message != request.Put
	p.series = metric.NewSeries()
	p.configure(w, p.spec)
	p.carry(p.spec)
	p.listening(p.spec)
	p.spawn(w, func() sim.Node { return p.create(w) })
}

func (p *clientPart) configure(w *world, c scenario.Component) {
	p.config.Rate = c.Rate("rate")
	p.config.Poisson = c.Text("arrivals") == "poisson"
	p.config.Clients = c.Int("clients")
	p.config.Think = c.Duration("think")
	p.config.Sessions = c.Int("sessions")
	p.config.Reads = c.Ratio("reads")
	p.config.Timeout = c.Duration("timeout")
	p.configureListening(c)
	p.configurePage(c)
	p.config.Retries = c.Int("retries")
	p.config.Body = int(c.Bytes("size"))
	p.config.Protection = workload.Protection{
		Backoff: backoff(c),
		Budget:  c.Ratio("retry-budget"), Deadline: c.Duration("deadline"), Hedge: c.Ratio("hedge"), HedgeAfter: c.Duration("hedge-after"),
	}
	if curve := c.Curve("curve"); !curve.Equal(p.curve) {
		p.curve = curve
		p.config.Curve = nil
		if curve.Kind != "steady" {
			p.config.Curve = &workload.Curve{Kind: curve.Kind, Low: curve.Low, High: curve.High, Over: curve.Over, Rest: curve.Rest, From: w.sim.Now()}
			for _, s := range curve.Steps {
				p.config.Curve.Steps = append(p.config.Curve.Steps, workload.RateFrom{At: s.At, Rate: s.Rate})
			}
		}
	}
	p.config.Merge = c.Text("merge") == "union"
	p.config.Replicas, p.config.Read, p.config.Write = c.Int("replicas"), c.Int("read"), c.Int("write")
	p.config.Priority = c.Int("priority")
	p.config.Path, p.config.Key = c.Text("path"), c.Bool("api-key")
	p.config.Nearest = c.Text("access") == "nearest"
	keys := c.Keys("keys")
	law := workload.Law{Kind: keys.Kind, N: keys.N, Skew: keys.Skew, Hot: keys.Hot}
	if p.config.Keys == nil || p.config.Keys.Law() != law {
		p.config.Keys = workload.NewKeys(law) // a scan begins again only when it is another one
	}
}

func (p *clientPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "clients", "sessions", "updates", "page", "to", "zone", "transport", "connections", "keep-alive", "least-rto":
		return errFixed(parameter)
	}
	if parameter == "ping" && c.Text("updates") == "event-stream" {
		return errFixed(parameter) // the server was told it when the connection was opened
	}
	before := p.config.Rate
	p.configure(w, c)
	if n, ok := w.sim.Node(p.ids[0]).(*workload.Listener); ok && parameter == "ping" {
		n.Retime(w.sim.Env(p.ids[0]))
	}
	if n, ok := w.sim.Node(p.ids[0]).(*workload.Client); ok && (p.config.Rate > before || parameter == "curve") {
		n.Hasten(w.sim.Env(p.ids[0]))
	}
	return nil
}

func (p *clientPart) measures(w *world) []measure {
	total := func(f func(metric.Totals) int) func() float64 {
		return func() float64 { return float64(f(p.series.Totals)) }
	}
	quantile := func(q float64) func() float64 {
		return func() float64 { return p.series.Quantile(q).Seconds() }
	}
	recent := func() metric.Bucket { return p.series.Window(w.sim.Now(), 5*time.Second) }
	return append([]measure{
		{name: "availability", unit: metric.UnitRatio, value: func() float64 { return p.series.Availability() }},
		{name: "recent-availability", unit: metric.UnitRatio, value: func() float64 { b := recent(); return b.Availability() }},
		{name: "total", unit: metric.UnitCount, value: total(metric.Totals.Total)},
		{name: "ok", unit: metric.UnitCount, value: total(func(t metric.Totals) int { return t.OK })},
		{name: "errors", unit: metric.UnitCount, value: total(func(t metric.Totals) int { return t.Failed + t.Unknown })},
		{name: "unknown", unit: metric.UnitCount, value: total(func(t metric.Totals) int { return t.Unknown })},
		{name: "mean", unit: metric.UnitSeconds, value: func() float64 { return p.series.Mean().Seconds() }},
		{name: "p50", unit: metric.UnitSeconds, value: quantile(0.5)},
		{name: "p90", unit: metric.UnitSeconds, value: quantile(0.9)},
		{name: "p99", unit: metric.UnitSeconds, value: quantile(0.99)},
		{name: "p999", unit: metric.UnitSeconds, value: quantile(0.999)},
		{name: "max", unit: metric.UnitSeconds, value: func() float64 { return p.series.Max().Seconds() }},
		{name: "recent-p50", unit: metric.UnitSeconds, value: func() float64 { b := recent(); return b.Quantile(0.5).Seconds() }},
		{name: "recent-p99", unit: metric.UnitSeconds, value: func() float64 { b := recent(); return b.Quantile(0.99).Seconds() }},
		{name: "rate", unit: metric.UnitPerSecond, value: func() float64 {
			span := min(5, max(w.sim.Now().Seconds(), 1e-6))
			return float64(recent().Total()) / span
		}},
		{name: "attempts", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Attempts) }},
		{name: "retries", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Retries) }},
		{name: "retries-denied", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Denied) }},
		{name: "hedges", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Hedges) }},
		{name: "own-region", unit: metric.UnitRatio, value: func() float64 { return float64(p.stats.Near) / float64(max(p.stats.Served, 1)) }},
		{name: "stale-reads", unit: metric.UnitCount, value: func() float64 { return float64(w.operations.stale[p.spec.Name]) }},
		{name: "outage", unit: metric.UnitSeconds, value: func() float64 { return p.outage.longestUntil(w.sim.Now()).Seconds() }},
		{name: "bytes-sent", unit: metric.UnitBytes, value: func() float64 { return float64(p.stats.BytesOut) }},
		{name: "bytes-received", unit: metric.UnitBytes, value: func() float64 { return float64(p.stats.BytesIn) }},
	}, slices.Concat(p.paged(), p.listened(w), p.carried())...)
}

// secondsShown is how much of the past a screen gets.
const secondsShown = 120

func (p *clientPart) view(w *world, s *Snapshot) {
	now := w.sim.Now()
	recent := p.series.Window(now, 5*time.Second)
	c := Client{
		Component: p.spec.Name, Total: p.series.Total(), OK: p.series.OK, Failed: p.series.Failed, Unknown: p.series.Unknown,
		Availability: p.series.Availability(), P50: p.series.Quantile(0.5), P99: p.series.Quantile(0.99),
		RecentTotal: recent.Total(), RecentAvailability: recent.Availability(), RecentP50: recent.Quantile(0.5), RecentP99: recent.Quantile(0.99),
	}
	last := int(now.Seconds())
	c.Start = max(0, last-secondsShown+1)
	for second := c.Start; second <= last; second++ {
		var b Bucket
		if m := p.series.At(second); m != nil {
			b = Bucket{OK: m.OK, Failed: m.Failed + m.Unknown, P50: m.Quantile(0.5), P99: m.Quantile(0.99)}
		}
		c.Buckets = append(c.Buckets, b)
	}
	s.Clients = append(s.Clients, c)
	p.viewListening(w, s)
}

func (p *clientPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(interface{ Detail() string }); ok {
		return n.Detail()
	}
	return ""
}

func (p *clientPart) sends() []string { return []string{p.spec.Text("to")} }
