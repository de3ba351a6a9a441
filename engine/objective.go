package engine

import (
	"fmt"
	"time"

	"netsplit/engine/metric"
)

// Objective is a promise of the design, held against what the run measured.
type Objective struct {
	Name     string `json:"name"`
	Met      bool   `json:"met"`
	Measured bool   `json:"measured"` // false: a run of this version can't tell
	Text     string `json:"text"`     // "users.p99 is 31 ms, at most 100 ms was promised"
}

// objectives compares the scenario's objectives with the run. A promise to
// clients must hold for every client that finished an operation, one about
// data for every store.
func (w *world) objectives() []Objective {
	o := w.scenario.Objectives
	out := []Objective{}
	add := func(name string, want *float64, unit, measure string, least bool) {
		if want != nil {
			out = append(out, w.objective(name, *want, unit, measure, least))
		}
	}
	seconds := func(d *time.Duration) *float64 {
		if d == nil {
			return nil
		}
		s := d.Seconds()
		return &s
	}
	add("availability", o.Availability, metric.UnitRatio, "availability", true)
	add("p50", seconds(o.P50), metric.UnitSeconds, "p50", false)
	add("p99", seconds(o.P99), metric.UnitSeconds, "p99", false)
	add("stale-reads", o.StaleReads, metric.UnitCount, "stale-reads", false)
	add("lost-writes", o.LostWrites, metric.UnitCount, "lost-writes", false)
	// What is lost is a store's to tell, how long it did not work its clients'.
	add("rpo", seconds(o.RPO), metric.UnitSeconds, "rpo", false)
	add("rto", seconds(o.RTO), metric.UnitSeconds, "outage", false)
	return out
}

// objective holds one promise against the worst component that it is about.
func (w *world) objective(name string, want float64, unit, measure string, least bool) Objective {
	worst, where := 0.0, ""
	for _, p := range w.order {
		if !concerns(p, name) {
			continue
		}
		for _, m := range p.measures(w) {
			if m.name != measure {
				continue
			}
			if v := m.value(); where == "" || least && v < worst || !least && v > worst {
				worst, where = v, p.base().name()+"."+measure
			}
		}
	}
	bound := "at most"
	if least {
		bound = "at least"
	}
	promised := fmt.Sprintf("%s %s was promised", bound, metric.Format(want, unit))
	if where == "" {
		return Objective{Name: name, Text: name + ": nothing here measures it; " + promised}
	}
	met := worst <= want
	if least {
		met = worst >= want
	}
	return Objective{Name: name, Met: met, Measured: true, Text: fmt.Sprintf("%s is %s, %s", where, metric.Format(worst, unit), promised)}
}

// concerns reports whether a promise is about a component: what data goes
// through is a store's, the rest is what clients saw.
func concerns(p part, name string) bool {
	if client, ok := p.(*clientPart); ok {
		return !aboutData(name) && client.series.Total() > 0
	}
	return aboutData(name)
}

func aboutData(objective string) bool {
	return objective == "stale-reads" || objective == "lost-writes" || objective == "rpo"
}
