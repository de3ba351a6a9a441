package engine

import (
	"fmt"
	"strings"

	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
)

// gather is which rows a request reads and writes.
func (p *servicePart) gather(c scenario.Component) {
	g := &p.config.Gather
	*g = service.Gather{In: g.In, Rows: c.Int("rows"), Hops: c.Int("hops"), Read: service.Which(c.Text("read-rows")), Write: service.Which(c.Text("write-rows")),
		WithKey: c.Bool("read-key"), Fetch: service.Fetch(c.Text("fetch")), Body: int(c.Bytes("row-size")),
		SubKeys: c.Int("sub-keys"), Hot: c.List("hot-keys"), ReadsFrom: c.List("reads-from"), WritesTo: c.List("writes-to")}
}

// rowsIn is the store of the rows: the one named, or the last that is called.
func (p *servicePart) rowsIn(w *world) string {
	in := p.spec.Text("rows-in")
	for _, name := range p.spec.List("calls") {
		if part, ok := w.parts[name]; ok && isStore(part) && !p.spec.Given("rows-in") {
			in = name
		}
	}
	return in
}

// holder is a store whose last values can be looked at from outside.
type holder interface {
	finals(w *world) map[string]string
}

// differing counts the rows that are copies of a key and do not hold what it
// holds: those that a write did not get to.
func (p *servicePart) differing(w *world) int {
	h, ok := w.parts[p.config.Gather.In].(holder)
	if !ok || p.config.Gather.Write != service.AllRows {
		return 0
	}
	copies, sources := h.finals(w), map[string]string{}
	for _, name := range p.spec.List("calls") {
		if s, ok := w.parts[name].(holder); ok {
			for key, value := range s.finals(w) { // order-free: fills a map
				if !strings.Contains(key, "/") {
					sources[key] = value
				}
			}
		}
	}
	n := 0
	for key, value := range sources { // order-free: a count
		for i := range p.config.Gather.Rows {
			if copies[fmt.Sprintf("%s/%d", key, i+1)] != value {
				n++
			}
		}
	}
	return n
}

func (p *servicePart) gatherMeasures(w *world) []measure {
	each := func(name, unit string, of int) measure {
		return measure{name: name, unit: unit, value: func() float64 { return p.needs(w, of) }}
	}
	return []measure{
		each("rounds-a-request", metric.UnitCount, 1),
		each("rows-a-request", metric.UnitCount, 2),
		each("bytes-a-request", metric.UnitBytes, 3),
		{name: "bytes", unit: metric.UnitBytes, value: p.sum(func(s *service.Stats) int { return s.Bytes })},
		{name: "differing-rows", unit: metric.UnitCount, heavy: true, value: func() float64 { return float64(p.differing(w)) }},
	}
}

// needs is what a request took lately, on average: 1 rounds, 2 rows, 3 bytes.
func (p *servicePart) needs(w *world, which int) float64 {
	var sums [4]int
	for _, id := range p.ids {
		served, rounds, rows, bytes := p.stats[id].Lately(w.sim.Now())
		for i, x := range []int{served, rounds, rows, bytes} {
			sums[i] += x
		}
	}
	if sums[0] == 0 {
		return 0
	}
	return float64(sums[which]) / float64(sums[0])
}
