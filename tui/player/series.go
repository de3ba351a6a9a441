package player

import (
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// samplesKept bounds the history of metrics: when it is full, every second
// sample goes and the step between them doubles.
const samplesKept = 512

// firstStep is the virtual time between samples at first.
const firstStep = 50 * time.Millisecond

// measurer is a cluster whose metrics can be sampled.
type measurer interface {
	Measure() []float64
	MeasureNames() []engine.Metric
}

// series samples the metrics as time moves. The moments are multiples of a
// step, so that going back and forth gives the same samples.
type series struct {
	step  time.Duration
	names []engine.Metric
	times []clock.Time
	rows  [][]float64
}

// sample takes a sample if its time has come.
func (p *Player) sample() {
	c, ok := p.cluster.(measurer)
	if !ok {
		return
	}
	s := &p.series
	now := p.cluster.Now()
	if s.step == 0 {
		s.step = firstStep
	}
	if n := len(s.times); n > 0 && (now <= s.times[n-1] || now < p.nextSample()) {
		return
	}
	if s.names == nil {
		s.names = c.MeasureNames()
	}
	row := c.Measure()
	if len(row) != len(s.names) {
		return
	}
	s.times, s.rows = append(s.times, now), append(s.rows, row)
	if len(s.times) >= samplesKept {
		n := 0
		for i := 0; i < len(s.times); i += 2 {
			s.times[n], s.rows[n] = s.times[i], s.rows[i]
			n++
		}
		s.times, s.rows, s.step = s.times[:n], s.rows[:n], s.step*2
	}
}

// nextSample is the moment of the next sample.
func (p *Player) nextSample() clock.Time {
	s := &p.series
	if len(s.times) == 0 || s.step == 0 {
		return p.cluster.Now()
	}
	step := clock.FromDuration(s.step)
	return (s.times[len(s.times)-1]/step + 1) * step
}

// rewound drops the samples of what has not happened yet.
func (p *Player) rewound() {
	now := p.cluster.Now()
	s := &p.series
	for n := len(s.times); n > 0 && s.times[n-1] > now; n-- {
		s.times, s.rows = s.times[:n-1], s.rows[:n-1]
	}
}

// Series is the history of a metric: moments and values. Both are the player's:
// do not change them.
func (p *Player) Series(metric string) engine.Curve {
	s := &p.series
	for i, m := range s.names {
		if m.Name != metric {
			continue
		}
		c := engine.Curve{Name: m.Name, Unit: m.Unit, Times: s.times, Values: make([]float64, len(s.rows))}
		for j, row := range s.rows {
			c.Values[j] = row[i]
		}
		return c
	}
	return engine.Curve{Name: metric}
}

// AllSeries is the history of every metric.
func (p *Player) AllSeries() []engine.Curve {
	var out []engine.Curve
	for _, m := range p.series.names {
		out = append(out, p.Series(m.Name))
	}
	return out
}
