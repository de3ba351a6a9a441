package engine

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
)

// Measure is the value of every metric that is cheap to know, in the order of
// MeasureNames.
func (c *Cluster) Measure() []float64 {
	var out []float64
	for _, p := range c.world.order {
		for _, m := range p.measures(c.world) {
			if !m.heavy {
				out = append(out, m.value())
			}
		}
	}
	return out
}

// MeasureNames are the names and units of what Measure gives.
func (c *Cluster) MeasureNames() []Metric {
	var out []Metric
	for _, p := range c.world.order {
		for _, m := range p.measures(c.world) {
			if !m.heavy {
				out = append(out, Metric{Name: p.base().name() + "." + m.name, Unit: m.unit})
			}
		}
	}
	return out
}

// FormatMetric writes a value in a unit of metrics: "99.95 %", "12.3 ms".
func FormatMetric(value float64, unit string) string { return metric.Format(value, unit) }

// Latencies is how the latencies of a client's acknowledged operations are
// spread, over the whole run.
type Latencies struct {
	Component     string
	Cells         []LatencyCell
	P50, P99, Max time.Duration
}

// LatencyCell is how many operations took longer than the cell before and at
// most Upto.
type LatencyCell struct {
	Upto  time.Duration
	Count int
}

// Latencies are those of every client.
func (c *Cluster) Latencies() []Latencies {
	var out []Latencies
	for _, p := range c.world.order {
		p, ok := p.(*clientPart)
		if !ok {
			continue
		}
		l := Latencies{Component: p.spec.Name, P50: p.series.Quantile(.5), P99: p.series.Quantile(.99), Max: p.series.Max()}
		for _, cell := range p.series.Spread() {
			l.Cells = append(l.Cells, LatencyCell{cell.End, cell.Count})
		}
		out = append(out, l)
	}
	return out
}

// Verdict is what a check found.
type Verdict struct {
	Time        clock.Time
	Name        string
	OK, Unknown bool
	Explanation string
	Operations  []uint64 // at fault
}

// Curve is a metric over time.
type Curve struct {
	Name, Unit string
	Times      []clock.Time
	Values     []float64
}
