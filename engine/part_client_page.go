package engine

import (
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/workload"
)

// configurePage takes what a client's operations are made of.
func (p *clientPart) configurePage(c scenario.Component) {
	if p.config.Page != nil {
		return // pages that are under way count their rounds
	}
	for _, round := range c.Page("page") {
		var calls []workload.Call
		for _, call := range round {
			calls = append(calls, workload.Call{Path: call.Path, Times: call.Times})
		}
		p.config.Page = append(p.config.Page, calls)
	}
}

// paged are the metrics of pages.
func (p *clientPart) paged() []measure {
	if len(p.config.Page) == 0 {
		return nil
	}
	s := &p.stats.Pages
	each := func(name, unit string, n *int) measure {
		return measure{name: name, unit: unit, value: func() float64 { return float64(*n) / float64(max(s.Done, 1)) }}
	}
	quantile := func(name string, q float64) measure {
		return measure{name: name, unit: metric.UnitSeconds, value: func() float64 { return s.Time.Quantile(q).Seconds() }}
	}
	return []measure{counter("pages", &s.Done), counter("page-errors", &s.Failed), quantile("page-p50", 0.5), quantile("page-p99", 0.99),
		each("page-calls", metric.UnitCount, &s.Calls), each("page-rounds", metric.UnitCount, &s.Rounds), each("page-bytes", metric.UnitBytes, &s.Bytes)}
}
